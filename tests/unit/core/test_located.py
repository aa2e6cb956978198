"""Every bad file gives one message that names the place and what would be right."""

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.errors import UserError
from loket.core.located import BadFile, CodeName, Strict, Texts, check_languages, read_located, read_yaml


class Item(Strict):
    code: CodeName
    label: Texts
    count: int | None = None
    day: date | None = None
    kind: Literal["one", "two"] = "one"


class Content(Strict):
    items: list[Item]


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "lijst.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(folder: Path, content: str | bytes) -> str:
    """What is said after the path: ``regel:kolom: boodschap``."""
    path = write(folder, content)
    with pytest.raises(BadFile) as caught:
        read_yaml(path, Content)
    message = str(caught.value)
    assert message.startswith(f"{path}:")
    assert isinstance(caught.value, UserError)
    return message.removeprefix(f"{path}:")


ITEM = "items:\n  - code: a\n    label: {nl: A}\n"


def test_reads_text_numbers_and_days_as_they_stand(tmp_path: Path) -> None:
    path = write(tmp_path, "items:\n  - {code: no, label: {nl: yes, en: '1'}, count: -3, day: 2024-12-31}\r\n")
    item = read_yaml(path, Content).items[0]
    assert (item.code, item.label, item.count) == ("no", {"nl": "yes", "en": "1"}, -3)
    assert item.day == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "1:1: het bestand is leeg"),
        ("# alleen dit\n", "1:1: het bestand is leeg"),
        ("\ufeffitems: []", "1:1: het bestand begint met een BOM"),
        (b"items:\n  - caf\xe9", "2:8: dit is geen UTF-8"),
        ("items: []".encode("utf-16"), "1:1: dit is geen UTF-8"),
        ("items:\n\t- code: a", "2:1: een tab mag niet; gebruik spaties"),
        ("items: [\x00]", "1:9: het onzichtbare teken U+0000"),
        ("items: []\nitems: []", "2:1: 'items' staat er dubbel (ook op regel 1)"),
        ("items: &a [*a]", "1:8: een anker (&) of tag (!) mag niet"),
        ("items: [*a]", "1:9: een verwijzing (*a) mag niet"),
        ("items: !!python/object:os.system x", "1:8: een anker (&) of tag (!) mag niet"),
        ("items: " + "[" * 1000, "1:28: te diep genest"),
        ("items: []\n---\nitems: []", "2:1: een tweede document"),
        ("items:\n  - code: x: y", "2:12: hier begint geen veld"),
        ("items:\n - a: 1\n  c: 3", "3:3: de inspringing klopt niet"),
        ("items: 'a", "1:10: een aanhalingsteken is niet gesloten"),
        ("items: [a", "2:1: een haak is niet gesloten"),
        ("items: @x", "1:8: dit teken kan geen waarde beginnen"),
        ("items: []\ncode", "3:1: hier ontbreekt een dubbele punt"),
        ("items: {", "2:1: dit is geen YAML"),
        ("? [a]\n: b", "1:3: een veldnaam is gewone tekst"),
        ("- x", "1:1: hier horen velden te staan ('naam: waarde'), niet een lijst"),
        ("items: x", "1:8: hier hoort een lijst te staan (regels met '- '), niet 'x'"),
        ("items: [x]", "1:9: hier horen velden te staan ('naam: waarde'), niet 'x'"),
        ("items:\n  - code: a", "2:5: veld 'label' ontbreekt"),
        ("items:\n  - code: a\n    lable: {nl: A}", "3:5: onbekend veld 'lable'; bedoel je 'label'?"),
        ("items:\n  - code: a\n    label: {nl: 3}", "3:17: hier hoort tekst te staan, niet 3"),
        ("items:\n  - code: a\n    label: {nl: ''}", "3:17: de tekst mag niet leeg zijn"),
        ("items:\n  - code: a\n    label: {}", "3:12: dit mag niet leeg zijn"),
        ("items:\n  - code: a\n    label: {NL: A}", "3:13: 'NL' is geen taal"),
        ("items:\n  - code: A\n    label: {nl: A}", "2:11: 'A' is geen code"),
        ("items:\n  - code:\n    label: {nl: A}", "2:10: hier hoort tekst te staan, niet een lege waarde"),
        (ITEM + "    count: 1.5", "4:12: hier hoort een geheel getal te staan, niet 1.5"),
        (ITEM + "    count: true", "4:12: hier hoort een geheel getal te staan, niet true"),
        (ITEM + "    day: 2024-02-30", "4:10: de dag 2024-02-30 bestaat niet"),
        (ITEM + "    day: gisteren", "4:10: hier hoort een dag te staan (jjjj-mm-dd), niet 'gisteren'"),
        (ITEM + "    kind: three", "4:11: 'three' kan hier niet; kies uit 'one' of 'two'"),
    ],
)
def test_says_where_and_what(tmp_path: Path, content: str | bytes, says: str) -> None:
    assert refused(tmp_path, content).startswith(says)


def test_a_file_that_is_not_there_or_too_big(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"geen.yaml:1:1: het bestand is er niet"):
        read_yaml(tmp_path / "geen.yaml", Content)
    with pytest.raises(BadFile, match="te groot"):
        read_yaml(write(tmp_path, b"#" * 5_000_001), Content)


def test_points_at_the_nearest_value(tmp_path: Path) -> None:
    found = read_located(write(tmp_path, ITEM), Content)
    assert str(found.bad("x", "items", 0, "label", "nl")).endswith("lijst.yaml:3:17: x")
    assert str(found.bad("x", "items", 0, "nowhere")).endswith("lijst.yaml:2:5: x")


@pytest.mark.parametrize(("languages", "says"), [(["nl", "fy"], "'fy' ontbreekt"), (["fy"], "'fy' ontbreekt")])
def test_every_text_is_in_every_language(tmp_path: Path, languages: list[str], says: str) -> None:
    found = read_located(write(tmp_path, ITEM), Content)
    texts = [(item.label, ("items", 0, "label")) for item in found.value.items]
    with pytest.raises(BadFile, match=says):
        check_languages(found, texts, languages)
    check_languages(found, texts, ["nl"])


def places(folder: Path, content: bytes) -> tuple[int, int]:
    """Where the file is wrong; 1, 1 when it is not."""
    path = write(folder, content)
    try:
        read_yaml(path, Content)
    except BadFile as error:
        return error.line, error.column
    return 1, 1


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    assert min(places(tmp_path_factory.getbasetemp(), content)) >= 1


@given(st.text(alphabet="ab:-[]{}#'\"&*!|>%@`?, \n\t0", max_size=60))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    assert min(places(tmp_path_factory.getbasetemp(), b"items:\n" + content.encode())) >= 1

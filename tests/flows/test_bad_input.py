"""Whatever is wrong with a data folder: one clear message with its place, exit code 1, and nothing changed."""

import argparse
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.cli import load, publish
from loket.cli.main import execute
from loket.core.models import AuditEntry
from loket.facts import services as facts
from loket.facts.kinds import KINDS
from loket.snapshots import services as snapshots

DATA = Path(__file__).resolve().parents[1] / "data" / "voorbeeldland"
RECORDS, PRINTED, LIST = "records/settled_case.csv", "published/settled_by_unit.csv", "lists/violation.yaml"
_HEADCOUNT = b"headcounts:\n  - {year: 2030, unit: moon, persons: 1}"
Harm = Callable[[Path], object]

pytestmark = pytest.mark.django_db


def content(name: str, text: str | bytes) -> Harm:
    """The file holds this instead."""
    return lambda folder: (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)


def changed(name: str, change: Callable[[bytes], bytes]) -> Harm:
    """The file holds what ``change`` makes of it."""
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes()))


def line(name: str, number: int, text: str) -> Harm:
    """This line of the file, from 1, reads otherwise."""

    def change(raw: bytes) -> bytes:
        lines = raw.split(b"\n")
        lines[number - 1] = text.encode()
        return b"\n".join(lines)

    return changed(name, change)


def instead(name: str, make: Callable[[Path], object]) -> Harm:
    """Something else stands in the place of the file."""

    def harm(folder: Path) -> None:
        (folder / name).unlink()
        make(folder / name)

    return harm


def a_list(codes: str) -> Harm:
    """One more list, with these codes."""
    return content("lists/extra.yaml", f"code: extra\nlabel: {{nl: x, de: x}}\ncodes:\n{codes}")


def a_code(name: str, more: str) -> str:
    return f"  - {{code: {name}, label: {{nl: x, de: x}}, {more}}}\n"


def a_table(dimensions: str, *, label: str = "{nl: x, de: x}", years: str = "[0]") -> Harm:
    """One more table, about settled cases."""
    rest = f"    rule: {label}\n    source: x\n    unit: {label}\n    years: {years}\n"
    start = f"tables:\n  - id: extra\n    title: {label}\n    fact: settled_case\n"
    return content("tables/extra.yaml", f"{start}    dimensions: [{dimensions}]\n{rest}")


FOLDERS: dict[str, tuple[Harm, str]] = {
    "missing column": (line(RECORDS, 1, "year,unit"), f"{RECORDS}:1:10: kolom 'violation' ontbreekt"),
    "extra column": (changed(RECORDS, lambda raw: b"extra," + raw), f"{RECORDS}:1:1: kolom 'extra' hoort hier niet"),
    "unknown code": (changed(RECORDS, lambda raw: raw.replace(b"nature", b"moon", 1)), "geen code 'moon'"),
    "year 99999": (changed(RECORDS, lambda raw: raw.replace(b"\n2030", b"\n99999", 1)), "99999 is geen jaar"),
    "negative count": (line(PRINTED, 2, "nature,-3,x"), f"{PRINTED}:2:8: '-3' is geen aantal"),
    "fractional count": (line(PRINTED, 2, "nature,3.5,x"), f"{PRINTED}:2:8: '3.5' is geen aantal"),
    "duplicate key": (line(PRINTED, 2, "nature,3,x\nnature,3,x"), f"{PRINTED}:3:1: nature staat er al op regel 2"),
    "latin-1": (changed(RECORDS, lambda raw: raw + b"caf\xe9\n"), "4: dit is geen UTF-8"),
    "utf-16": (changed(RECORDS, lambda raw: raw.decode().encode("utf-16")), f"{RECORDS}:1:1: het bestand is UTF-16"),
    "byte order mark": (changed(RECORDS, lambda raw: b"\xef\xbb\xbf" + raw), f"{RECORDS}:1:1: het bestand begint met"),
    "semicolons": (changed(RECORDS, lambda raw: raw.replace(b",", b";")), f"{RECORDS}:1:5: de kolommen zijn gesch"),
    "tabs": (changed(RECORDS, lambda raw: raw.replace(b",", b"\t")), f"{RECORDS}:1:5: de kolommen zijn gescheiden"),
    "old Mac lines": (changed(RECORDS, lambda raw: raw.replace(b"\n", b"\r")), "een los regeleinde (CR)"),
    "NUL": (changed(RECORDS, lambda raw: raw.replace(b"2030", b"20\x0030", 1)), f"{RECORDS}:2:3: hier staat een NUL"),
    "very long line": (changed(RECORDS, lambda raw: raw + b"x" * 1_000_000), "deze regel is te lang"),
    "open quote": (changed(RECORDS, lambda raw: raw + b'"x\n'), "de aanhalingstekens op deze regel kloppen niet"),
    "empty file": (content(RECORDS, ""), f"{RECORDS}:1:1: het bestand is leeg"),
    "2 GB of records": (lambda folder: os.truncate(folder / RECORDS, 2 << 30), f"{RECORDS}:1:1: het bestand is te gr"),
    "2 GB of YAML": (lambda folder: os.truncate(folder / LIST, 2 << 30), f"{LIST}:1:1: het bestand is te groot"),
    "folder for a file": (instead(RECORDS, Path.mkdir), f"{RECORDS}:1:1: dit is geen gewoon bestand"),
    "pipe for a file": (instead(LIST, os.mkfifo), f"{LIST}:1:1: dit is geen gewoon bestand"),
    "endless file": (instead(LIST, lambda path: path.symlink_to("/dev/zero")), f"{LIST}:1:1: dit is geen gewoon best"),
    "link to nothing": (instead(LIST, lambda path: path.symlink_to("weg")), f"{LIST}:1:1: het bestand is er niet"),
    "link to itself": (instead(LIST, lambda path: path.symlink_to(path)), f"{LIST}:1:1: dit is een link die naar"),
    "no lists": (lambda folder: shutil.rmtree(folder / "lists"), "lists:1:1: hier staan geen lijsten"),
    "no organisation": (lambda folder: (folder / "organisation.yaml").unlink(), "yaml:1:1: het bestand is er niet"),
    "unknown fact": (content("records/moon.csv", "a\n"), "records/moon.csv:1:1: feit moon bestaat niet"),
    "unknown printed table": (content("published/moon.csv", "a\n"), "published/moon.csv:1:1: er is geen tabel moon"),
    "printed for year 99999": (
        changed("published/advice_by_unit.csv", lambda raw: raw + b"99999,nature,1,x\n"),
        "'99999' is geen jaar van 2000 tot 2100",
    ),
    "claim about no cell": (changed("claims.csv", lambda raw: raw + b"settled_by_unit,2030,1,x,\n"), "geen cel van"),
    "YAML tab": (changed(LIST, lambda raw: raw.replace(b"  - ", b"\t- ", 1)), f"{LIST}:4:1: een tab mag niet"),
    "YAML bomb": (content(LIST, "a: &a [x]\nb: [*a, *a]\n"), f"{LIST}:1:4: een anker (&) of tag (!) mag niet"),
    "YAML tag": (content(LIST, "!!python/object/apply:os.system [id]\n"), f"{LIST}:1:1: een anker (&) of tag (!)"),
    "YAML deep": (content(LIST, "[" * 100_000), f"{LIST}:1:22: te diep genest"),
    "YAML long number": (content("reconstruct.yaml", "seed: " + "9" * 5000), "yaml:1:7: hier hoort een geheel getal"),
    "cycle of parents": (a_list(a_code("a", "parent: b") + a_code("b", "parent: a")), "extra.yaml:4:46: 'a' is via"),
    "cycle of roll-ups": (a_list(a_code("a", "rolls_up_to: a")), "extra.yaml:4:51: 'a' gaat via rolls_up_to over in"),
    "overlap of years": (
        a_list(a_code("a", "valid_to: 2024") + a_code("a", "valid_from: 2024")),
        "extra.yaml:5:12: 'a' geldt in 2024 twee keer",
    ),
    "code until 99999": (a_list(a_code("a", "valid_to: 99999")), "extra.yaml:4:48: 99999 is te hoog"),
    "table without dimensions": (a_table(""), "tables/extra.yaml:5:17: dit mag niet leeg zijn"),
    "table in one language": (a_table("{name: unit, codes: unit}", label="{nl: x}"), "de tekst in 'de' ontbreekt"),
    "table of the future": (a_table("{name: unit, codes: unit}", years="[1]"), "1 is te hoog; 0 of lager mag"),
    "table twice by unit": (a_table("{name: unit, codes: unit}, {name: unit, codes: unit}"), "unit staat er dubbel"),
    "table by a strange list": (a_table("{name: unit, codes: reporter}"), "kolom unit heeft codelijst unit"),
    "table within nothing": (a_table("{name: unit, codes: unit, within: unit}"), "geen dimensie unit naast deze"),
    "headcount of nobody": (
        changed("organisation.yaml", lambda raw: raw.replace(b"headcounts:", _HEADCOUNT, 1)),
        "onderdeel 'moon' staat niet in lists/unit.yaml",
    ),
}

TEXTS: dict[str, tuple[str, str]] = {
    "unknown cell": ("Er zijn {{ settled_by_unit[moon] }} zaken.", ":1:"),
    "unknown table": ("Er zijn {{ moons[total] }} zaken.", ":1:"),
    "literal number": ("Goed.\n\nEr zijn 17 zaken.", ":3:9: "),
    "claim that does not hold": ('{{ says("Geen zaken", settled_by_unit[total] == 0) }}.', ":1:"),
    "open bracket": ("Er zijn {{ settled_by_unit[total] zaken.", ":1:"),
    "code": ("{{ ''.__class__.__mro__ }}", ":1:"),
    "endless loop": ("{% for a in range(999999999) %}{% endfor %}", ":1:"),
}

WHOLE: dict[str, object] = {"jaar": 2030, "publication": None, "edition": None}
"""``./loket publish 2030``, without a choice of what."""


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    """A good data folder that was loaded and frozen, ready to be harmed."""
    settings.VAR, settings.DATA = tmp_path / "var", tmp_path / "data"
    shutil.copytree(DATA, settings.DATA)
    facts.load(folder=settings.DATA, actor="test")
    return tmp_path


@pytest.fixture
def frozen(folder: Path) -> Path:
    for year in (2029, 2030):
        snapshots.freeze(year=year, reference_date=date(year + 1, 3, 1), actor="test")
    (folder / "var" / "publications" / "2030").mkdir(parents=True)
    (folder / "var" / "publications" / "2030" / "manifest.json").write_text("{}")
    return folder


def state(folder: Path) -> Iterator[object]:
    """All that a refused command must leave as it was."""
    yield from (list(kind.model._default_manager.order_by("pk").values()) for kind in KINDS.values())
    yield AuditEntry.objects.count()
    for path in sorted((folder / "var").rglob("*")):
        if path.is_file() and not path.name.endswith(".lock"):
            yield path, hashlib.sha256(path.read_bytes()).hexdigest()


def refusal(capsys: pytest.CaptureFixture[str], run: Callable[[argparse.Namespace], int], **words: object) -> str:
    """The one line that a command says when it refuses."""
    capsys.readouterr()
    assert execute(run, argparse.Namespace(**words), "nothing") == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1].startswith("loket: ")
    assert not [one for one in said if "Traceback" in one]
    return said[-1]


@pytest.mark.parametrize("harm", FOLDERS)
def test_a_harmed_folder_is_refused_and_changes_nothing(
    harm: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    FOLDERS[harm][0](folder / "data")
    before = list(state(folder))
    assert FOLDERS[harm][1] in refusal(capsys, load.run, map=folder / "data")
    assert list(state(folder)) == before


@pytest.mark.parametrize("harm", TEXTS)
def test_a_harmed_text_is_refused_and_changes_nothing(
    harm: str, frozen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = next((frozen / "data" / "narrative" / "nl").glob("*.md"))
    text.write_text(TEXTS[harm][0], "utf-8")
    before = list(state(frozen))
    said = refusal(capsys, publish.run, **WHOLE, out=None)
    assert f"{text}{TEXTS[harm][1]}" in said
    assert list(state(frozen)) == before


def test_nothing_but_a_publication_is_replaced(frozen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (frozen / "mine").mkdir()
    (frozen / "mine" / "letter.txt").write_text("bewaren")
    assert "geen publicatie" in refusal(capsys, publish.run, **WHOLE, out=frozen / "mine")
    assert (frozen / "mine" / "letter.txt").read_text() == "bewaren"

"""The file that a publication is made from."""

from pathlib import Path

import pytest
from small_folder import write_folder

from loket.core.badfile import BadFile
from loket.publications.text.definition import read_definition


def spoiled(folder: Path, old: str, new: str) -> str:
    """What is said when this part of a good definition is changed."""
    path = write_folder(folder / "data") / "publications" / "annual-report.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(BadFile) as error:
        read_definition(folder / "data")
    return str(error.value).removeprefix(f"{path}:")


def test_a_good_definition_is_read(tmp_path: Path) -> None:
    found = read_definition(write_folder(tmp_path / "data"))
    assert [chapter.slug for chapter in found.text.chapters] == ["zaken", "tabellen"]
    assert found.narrative(found.text.chapters[0], "en") == tmp_path / "data/narrative/en/01-zaken.md"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: bars", "kind: pie", "pie"),
        ("holds: [", "hodls: [", "hodls"),
        ('holds: ["by_unit[douane] > by_unit[other]"]', "holds: []", "mag niet leeg zijn"),
        ("figures: []", "figures: [weg]", "figuur 'weg' staat niet onder figures"),
        (
            "    options: {rows: unit}",
            "    options: {rows: unit}\n    beside: weg",
            "tabel 'weg' staat niet onder",
        ),
        ("slug: tabellen", "slug: zaken", "'zaken' staat er twee keer"),
        ("subtitle: {nl: Jaarrapportage, en: Annual report}\n", "", "subtitle"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    message = spoiled(tmp_path, old, new)
    line, column, _ = message.split(":", 2)
    assert line.isdigit()
    assert column.isdigit()
    assert says in message

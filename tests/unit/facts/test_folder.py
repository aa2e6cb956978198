"""A folder that does not fit together gets one message: where, what is wrong, what would be right."""

import shutil
from pathlib import Path

import pytest

from loket.core.badfile import BadFile
from loket.facts.folder import digest, read_folder
from loket.facts.kinds import KINDS, Holds


def change(folder: Path, path: str, old: str, new: str) -> Path:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


SETTLED = "2030,nature,gifts,gift_not_reported,no,talk,measure"

MISTAKES = [
    ("records/settled_case.csv", ",unit,", ",", "kolom 'unit' ontbreekt", 1),
    ("records/settled_case.csv", "contracted_out,", "contracted_out,extra,", "'extra' hoort hier niet", 1),
    ("records/settled_case.csv", "2030,nature", "2030,moon", "lijst unit heeft geen code 'moon'", 2),
    ("records/settled_case.csv", "2030,nature", "1830,nature", "1830 is geen jaar", 2),
    ("records/settled_case.csv", "talk,measure", "talk,none", "'talk' hoort bij measure, niet bij none", 2),
    ("records/settled_case.csv", "2030,nature", "2030;nature", "6 velden", 2),
    ("published/investigations.csv", "investigated,2", "investigated,-2", "'-2' is geen aantal", 2),
    ("published/investigations.csv", "investigated,2", "investigated,2.5", "'2.5' is geen aantal", 2),
    ("published/investigations.csv", "no_investigation", "investigated", "staat er al op regel 2", 3),
    ("published/investigations.csv", "no_investigation", "guess", "geen code 'guess'", 3),
    ("published/advice_by_unit.csv", "2029,nature", "now,nature", "'now' is geen jaar", 2),
    ("claims.csv", "settled_by_unit,2030", "settled_by_moon,2030", "er is geen tabel settled_by_moon", 2),
    ("claims.csv", "2030|total", "total", "schrijf jaar|unit", 2),
    ("claims.csv", "boss+colleague", "boss+neighbour", "geen code 'neighbour'", 3),
    ("reconstruct.yaml", "fact: report_received", "fact: report", "feit report bestaat niet", 4),
    ("reconstruct.yaml", "year: 2030", "year: 3030", "3030 is geen jaar", 3),
    ("reconstruct.yaml", "[reporter, subject]", "[reporter, topic]", "geen kolom topic", 4),
    ("reconstruct.yaml", "reports_by_reporter_subject", "investigations", "geen tabel investigations", 4),
    (
        "reconstruct.yaml",
        "settled_by_unit, investigations",
        "settled_by_unit",
        "geen van de tabellen telt",
        3,
    ),
    ("tables/figures.yaml", "fact: report_received", "fact: rumour", "feit rumour bestaat niet", None),
    ("tables/figures.yaml", "name: reporter,", "name: gossip,", "geen kolom gossip", None),
    ("tables/figures.yaml", "codes: reporter}", "codes: gossip}", "codelijst gossip bestaat niet", None),
    ("tables/figures.yaml", "optional: [unknown_unit]", "optional: [moon]", "geen code moon", None),
    (
        "tables/figures.yaml",
        "dimensions:\n",
        "dimensions:\n      - {name: contracted_out, codes: yes_no, roll_up: parent}\n",
        "deze heeft lijst yes_no",
        None,
    ),
    ("tables/figures.yaml", "within: category", "within: colour", "geen dimensie colour", None),
    ("tables/figures.yaml", "id: settled_by_violation", "id: settled_by_unit", "bestaat al", None),
    ("tables/figures.yaml", "years: [-1, 0]", "years: [-1, 0]\n    list: true", "geen jaar en geen within", None),
    (
        "tables/figures.yaml",
        "fact: settled_case",
        "fact: settled_case\n    measure: unit",
        "geen getal",
        None,
    ),
    (
        "tables/figures.yaml",
        "fact: settled_case",
        "fact: settled_case\n    filters: {investigation: [guess]}",
        "geen code guess",
        None,
    ),
    (
        "tables/figures.yaml",
        "fact: settled_case",
        "fact: settled_case\n    filters: {colour: [red]}",
        "geen kolom colour",
        None,
    ),
]


@pytest.mark.parametrize(("path", "old", "new", "words", "line"), MISTAKES)
def test_one_mistake_one_message(copied: Path, path: str, old: str, new: str, words: str, line: int | None) -> None:
    file = change(copied, path, old, new)
    with pytest.raises(BadFile) as caught:
        read_folder(copied)
    assert words in caught.value.message
    assert caught.value.path == file
    assert line is None or caught.value.line == line


def test_files_that_nothing_knows_are_refused(copied: Path) -> None:
    stray = copied / "records" / "rumour.csv"
    stray.write_text("year\n", encoding="utf-8")
    with pytest.raises(BadFile, match="feit rumour bestaat niet"):
        read_folder(copied)
    stray.unlink()
    (copied / "published" / "rumours.csv").write_text("n\n", encoding="utf-8")
    with pytest.raises(BadFile, match="geen tabel rumours"):
        read_folder(copied)


def test_a_figure_of_a_year_without_facts_is_refused(copied: Path) -> None:
    change(copied, "published/advice_by_unit.csv", "2029,nature", "2028,nature")
    with pytest.raises(BadFile, match="tabel advice_by_unit is gedrukt voor 2028"):
        read_folder(copied)


def test_a_column_that_nothing_gives_is_named(copied: Path) -> None:
    change(copied, "reconstruct.yaml", "[[investigation]]", "[]")
    with pytest.raises(BadFile, match="kolom 'investigation' ontbreekt"):
        read_folder(copied)


def test_a_printed_table_that_is_missing_is_named(copied: Path) -> None:
    (copied / "published" / "investigations.csv").unlink()
    with pytest.raises(BadFile, match=r"published/investigations\.csv ontbreekt"):
        read_folder(copied)


def test_a_code_outside_its_years_is_refused(copied: Path) -> None:
    header = "year,category,subcategory,unit,accused,settlement,situation"
    row = "2031,work,workload,nature,boss,talk,same"
    (copied / "records" / "advice_request.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(BadFile, match="code 'boss' geldt niet in 2031") as caught:
        read_folder(copied)
    assert (caught.value.line, caught.value.column) == (2, 27)


def test_what_is_measured_has_one_value(copied: Path) -> None:
    shutil.copy(copied / "lists" / "unit.yaml", copied / "lists" / "core_function.yaml")
    change(copied, "lists/core_function.yaml", "code: unit\n", "code: core_function\n")
    rows = "2030,nature,40\n2030,ferries,60.5\n2030,nature,41\n"
    path = copied / "records" / "adviser_time.csv"
    path.write_text(f"year,core_function,share\n{rows}", encoding="utf-8")
    with pytest.raises(BadFile, match="2030, nature staat er al op regel 2"):
        read_folder(copied)
    path.write_text("year,core_function,share\n2030,nature,\n", encoding="utf-8")
    with pytest.raises(BadFile, match="kolom share is leeg"):
        read_folder(copied)


def test_a_column_stands_in_the_records_or_in_the_plan_and_not_in_both(copied: Path) -> None:
    change(copied, "reconstruct.yaml", "[[investigation]]", "[[investigation]], fixed: {contracted_out: 'no'}")
    with pytest.raises(BadFile, match="kolom contracted_out staat niet op precies één plek"):
        read_folder(copied)


def test_the_digest_changes_with_any_input_and_with_its_name(copied: Path) -> None:
    first = digest(copied)
    (copied / "notes.txt").write_text("not an input", encoding="utf-8")
    assert digest(copied) == first
    (copied / "claims.csv").rename(copied / "published" / "claims.csv")
    assert digest(copied) != first


def test_every_kind_is_documented_and_typed() -> None:
    assert len(KINDS) == 23
    for kind in KINDS.values():
        assert "Source:" in kind.rule
        assert kind.columns
        assert all((column.code_list is None) == (column.holds is not Holds.CODE) for column in kind.columns)

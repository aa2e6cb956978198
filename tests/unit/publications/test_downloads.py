"""CSV, its metadata and the workbook: every cell, nothing that runs as a formula, the same bytes."""

import csv
import io
import json
import zipfile
from datetime import date

import odfdo
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.export import FORMULA
from loket.figures.model import TOTAL, Code, Dimension, Table, TableDefinition
from loket.publications.layout import downloads, workbook

LANGUAGES = ("nl", "en")
ABOUT = downloads.About(
    {"nl": "Integriteit in 2024", "en": "Integrity in 2024"},
    {"nl": "Voorbeelden"},
    "2024/r1",
    1,
    date(2025, 2, 25),
    LANGUAGES,
)
MARGIN = Code(TOTAL, {"nl": "Totaal", "en": "Total"})


def table(label: str = "Douane") -> Table:
    """Two units and their total."""
    definition = TableDefinition(
        id="by_unit",
        title={"nl": "Zaken naar onderdeel", "en": "Cases by unit"},
        fact="settled_case",
        dimensions=(Dimension("unit", "unit", "unit"),),
        rule={"nl": "Elke zaak", "en": "Every case"},
        source="4.3",
        unit={"nl": "zaken", "en": "cases"},
    )
    codes = (Code("douane", {"nl": label, "en": "Customs"}), Code("other", {"nl": "Ander"}), MARGIN)
    return Table(definition, 2024, {("douane",): 33, ("other",): 0, (TOTAL,): 33}, (codes,), False)


def test_csv_has_every_cell_with_its_labels() -> None:
    rows = list(csv.reader(io.StringIO(downloads.csv_text(table(), LANGUAGES))))
    assert rows == [
        ["unit", "unit_nl", "unit_en", "n"],
        ["douane", "Douane", "Customs", "33"],
        ["other", "Ander", "Ander", "0"],
        ["total", "Totaal", "Total", "33"],
    ]


@pytest.mark.parametrize("start", FORMULA)
def test_no_text_can_run_as_a_formula(start: str) -> None:
    label = f"{start}HYPERLINK(1)"
    cells = next(csv.DictReader(io.StringIO(downloads.csv_text(table(label), LANGUAGES), newline="")))
    assert cells["unit_nl"] == f"'{label}"
    sheet = odfdo.Document(io.BytesIO(workbook.workbook([table(label)], ABOUT))).body.get_table(name="by_unit")
    assert sheet
    value = sheet.get_value("B2")
    assert isinstance(value, str)
    assert value.startswith("'")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_label_comes_back_from_csv(label: str) -> None:
    cells = next(csv.DictReader(io.StringIO(downloads.csv_text(table(label), LANGUAGES), newline="")))
    assert cells["unit_nl"] == (f"'{label}" if label.startswith(FORMULA) else label)


def test_the_metadata_describes_every_column() -> None:
    group = json.loads(downloads.csvw([table()], ABOUT))
    assert group["@context"][0] == "http://www.w3.org/ns/csvw"
    (described,) = group["tables"]
    heads = downloads.csv_text(table(), LANGUAGES).splitlines()[0].split(",")
    assert [column["titles"] for column in described["tableSchema"]["columns"]] == heads
    assert (described["url"], described["tableSchema"]["primaryKey"]) == ("by_unit.csv", ["unit"])
    assert described["tableSchema"]["columns"][-1]["datatype"] == "integer"


def test_the_workbook_has_an_index_and_a_sheet_for_each_table() -> None:
    sheets = odfdo.Document(io.BytesIO(workbook.workbook([table("A & <b>")], ABOUT))).body.get_tables()
    assert [sheet.name for sheet in sheets] == ["index", "by_unit"]
    assert sheets[1].get_values()[:2] == [
        ["unit", "unit_nl", "unit_en", "n"],
        ["douane", "A & <b>", "Customs", 33],
    ]


def test_the_workbook_is_the_same_every_time_and_starts_with_its_media_type() -> None:
    made = workbook.workbook([table()], ABOUT)
    assert made == workbook.workbook([table()], ABOUT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        first, *rest = archive.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert [item.filename for item in rest] == sorted(item.filename for item in rest)
        assert {item.date_time for item in archive.infolist()} == {workbook.EPOCH}

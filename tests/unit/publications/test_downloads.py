"""CSV, its metadata and the workbook: every cell, nothing that runs as a formula, the same bytes."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import odfdo
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from loket.figures.export import FORMULA, as_json
from loket.figures.model import HIDDEN, TOTAL, Code, Coordinates, Dimension, Merged, Table, TableDefinition, is_hidden
from loket.publications.layout import downloads, workbook

LANGUAGES = ("nl", "en")
ABOUT = downloads.About(
    {"nl": "Integriteit in 2024", "en": "Integrity in 2024"},
    {"nl": "Voorbeelden"},
    "2024/r1",
    1,
    date(2025, 2, 25),
    LANGUAGES,
    {"nl": "Openbaar", "en": "Public"},
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
        ["unit", "unit_nl", "unit_en", "n", "status"],
        ["douane", "Douane", "Customs", "33", "shown"],
        ["other", "Ander", "Ander", "0", "shown"],
        ["total", "Totaal", "Total", "33", "shown"],
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
    *_, n, status = described["tableSchema"]["columns"]
    assert (n["datatype"], n["required"]) == ("integer", True)
    assert status["datatype"]["format"] == "shown|hidden"
    assert "notes" not in described


def test_the_workbook_has_an_index_and_a_sheet_for_each_table() -> None:
    sheets = odfdo.Document(io.BytesIO(workbook.workbook([table("A & <b>")], ABOUT))).body.get_tables()
    assert [sheet.name for sheet in sheets] == ["index", "by_unit"]
    assert sheets[1].get_values()[:2] == [
        ["unit", "unit_nl", "unit_en", "n", "status"],
        ["douane", "A & <b>", "Customs", 33, "shown"],
    ]


def test_the_workbook_is_the_same_every_time_and_starts_with_its_media_type() -> None:
    made = workbook.workbook([table()], ABOUT)
    assert made == workbook.workbook([table()], ABOUT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        first, *rest = archive.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert [item.filename for item in rest] == sorted(item.filename for item in rest)
        assert {item.date_time for item in archive.infolist()} == {workbook.EPOCH}


def protected() -> Table:
    """Two units counted as one and three apart, of which two are not told, all rounded."""
    found, one = table(), Merged("unit", ("douane", "toll"))
    units = (
        Code(one.into, {"nl": "Douane en tol", "en": "Customs and tolls"}),
        *(Code(name, {"nl": name.title()}) for name in ("archive", "=harbour", "market")),
        MARGIN,
    )
    counts = (35, HIDDEN, HIDDEN, 0, 45)
    cells: dict[Coordinates, float] = {(code.code,): n for code, n in zip(units, counts, strict=True)}
    return replace(found, cells=cells, labels=(units,), merged=(one,), base=5)


def test_a_hidden_cell_is_empty_in_csv_with_its_status() -> None:
    rows = list(csv.DictReader(io.StringIO(downloads.csv_text(protected(), LANGUAGES))))
    assert {row["unit"]: (row["n"], row["status"]) for row in rows} == {
        "douane+toll": ("35", "shown"),
        "archive": ("", "hidden"),
        "'=harbour": ("", "hidden"),
        "market": ("0", "shown"),
        "total": ("45", "shown"),
    }
    assert rows[0]["unit_en"] == "Customs and tolls"


def test_the_metadata_says_what_protection_did() -> None:
    group = json.loads(downloads.csvw([protected()], ABOUT))
    assert group["dc:accessRights"] == [
        {"@value": "Openbaar", "@language": "nl"},
        {"@value": "Public", "@language": "en"},
    ]
    (described,) = group["tables"]
    *_, n, status = described["tableSchema"]["columns"]
    assert (n["datatype"], n["required"], status["required"]) == ("integer", False, True)
    assert [text["@language"] for text in status["dc:description"]] == ["nl", "en"]
    merged, base = described["notes"]
    assert merged["merged"] == {
        "dimension": "unit",
        "code": "douane+toll",
        "label": {"nl": "Douane en tol", "en": "Customs and tolls"},
        "codes": ["douane", "toll"],
    }
    assert base["base"] == 5
    assert {"@value": "rounded to multiples of 5", "@language": "en"} in base["dc:description"]


def test_a_hidden_cell_of_the_workbook_is_a_sign_with_a_style_and_a_note() -> None:
    made = workbook.workbook([protected()], ABOUT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    names = content.nsmap
    styles = content.xpath("//office:automatic-styles/style:style/@style:name", namespaces=names)
    hidden = content.xpath("//table:table-cell[@table:style-name='hidden']", namespaces=names)
    assert "hidden" in styles
    assert [cell.xpath("string(text:p)", namespaces=names) for cell in hidden] == ["x", "x"]
    for cell in hidden:
        notes = cell.xpath("office:annotation/text:p/text()", namespaces=names)
        assert [note.split(",")[0] for note in notes] == ["Dit aantal tonen we niet", "We do not show this number"]
    sheets = odfdo.Document(io.BytesIO(made)).body.get_tables()
    assert [row[3:] for row in sheets[1].get_values()[1:]] == [
        [35, "shown"],
        ["x", "hidden"],
        ["x", "hidden"],
        [0, "shown"],
        [45, "shown"],
    ]
    index = [" ".join(str(part) for part in row if part is not None) for row in sheets[0].get_values()]
    assert any(line.startswith("Openbaar. x: Dit aantal tonen we niet") for line in index)
    assert index[-1].endswith("4.3 false 5 unit: douane+toll")


@given(st.lists(st.booleans(), min_size=5, max_size=5))
def test_nothing_that_is_made_has_a_nan_or_another_number_than_is_told(mask: list[bool]) -> None:
    whole = protected()
    cells = {
        at: HIDDEN if hide else 7_000_000 + place
        for place, (at, hide) in enumerate(zip(whole.cells, mask, strict=True))
    }
    found = replace(whole, cells=cells)
    files = [downloads.csv_text(found, LANGUAGES), as_json([found], year=2024, snapshot="", profile=ABOUT.profile)]
    for text in files:
        assert "nan" not in text.lower()
        assert re.findall(r"700000\d", text) == [f"{n:.0f}" for n in cells.values() if not is_hidden(n)]
    rows = json.loads(files[1])["tables"][0]["rows"]
    assert [(row["n"] is None, row["status"] == "hidden") for row in rows] == [(hide, hide) for hide in mask]

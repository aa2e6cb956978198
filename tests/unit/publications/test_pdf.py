"""The PDF is tagged, archivable, says its language, carries its tables, and is the same every time."""

import io
import json
from dataclasses import replace

import pikepdf
import pytest
from small_report import MOMENT, small_report

from loket.core.paper import NoPdf
from loket.figures.model import HIDDEN
from loket.publications.layout import pdf
from loket.publications.text.document import Chapter, Document, KeyFigure, Number, Paragraph, PrintedTable, TableBlock

TABLE = pdf.Attachment("side.csv", "Zaken naar onderdeel", "unit,n\ntotal,186\n")


def rendered(language: str = "nl") -> bytes:
    return pdf.render(small_report(language), [TABLE], moment=MOMENT)


@pytest.fixture(scope="module")
def made() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(rendered()))


def kinds(node: pikepdf.Object) -> list[str]:
    """The structure types below this node of the tag tree, in reading order."""
    below = node.get("/K", [])
    items = list(below) if isinstance(below, pikepdf.Array) else [below]
    found = [str(node.get("/S", ""))]
    for item in items:
        if isinstance(item, pikepdf.Dictionary):
            found += kinds(item)
    return found


def test_it_says_that_it_is_accessible_and_archivable(made: pikepdf.Pdf) -> None:
    with made.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"] == "Integriteit in 2024, jaarrapportage"


def test_it_is_tagged_with_headings_tables_and_their_heads(made: pikepdf.Pdf) -> None:
    assert made.Root.MarkInfo.Marked
    found = kinds(made.Root.StructTreeRoot)
    assert {
        "/Title",
        "/TOC",
        "/H1",
        "/H2",
        "/P",
        "/L",
        "/Table",
        "/THead",
        "/TH",
        "/TD",
        "/Figure",
        "/Link",
    } <= {*found}


def test_every_figure_has_words(made: pikepdf.Pdf) -> None:
    def figures(node: pikepdf.Object) -> list[str]:
        below = node.get("/K", [])
        items = list(below) if isinstance(below, pikepdf.Array) else [below]
        here = [str(node.get("/Alt", ""))] if node.get("/S") == "/Figure" else []
        return here + [text for item in items if isinstance(item, pikepdf.Dictionary) for text in figures(item)]

    found = figures(made.Root.StructTreeRoot)
    assert found
    assert all(found)


@pytest.mark.parametrize("language", ["nl", "en", "fy"])
def test_it_says_its_language(language: str) -> None:
    assert str(pikepdf.open(io.BytesIO(rendered(language))).Root.Lang) == language


def test_it_carries_its_tables_as_data(made: pikepdf.Pdf) -> None:
    attached = made.attachments["side.csv"]
    assert attached.get_file().read_bytes().decode() == TABLE.text
    assert (attached.get_file().mime_type, str(attached.obj.AFRelationship)) == ("text/csv", "/Data")


def test_all_fonts_are_inside_and_no_type_is_smaller_than_8_points(made: pikepdf.Pdf) -> None:
    sizes = set()
    for page in made.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                sizes.add(float(operands[1]))
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            (descendant,) = font.DescendantFonts
            assert "FiraSans" in str(descendant.BaseFont)
            assert "/FontFile2" in descendant.FontDescriptor or "/FontFile3" in descendant.FontDescriptor
    assert min(sizes) >= 8


def test_the_same_document_gives_the_same_bytes() -> None:
    assert rendered() == rendered()


def test_text_that_looks_like_code_is_only_text() -> None:
    report = small_report()
    strange = replace(report, title='#panic("x") $1$ `a` <b> \\ "c', organisation="*#read(1)*")
    pdf.render(strange, [], moment=MOMENT)


def test_a_report_without_an_overview_is_still_a_report() -> None:
    empty = replace(small_report().overview, strokes=(), key_figures=(), figures=())
    pdf.render(replace(small_report(), overview=empty, figures={}, chapters=()), [], moment=MOMENT)


def test_a_table_has_a_chart_beside_it_only_when_their_rows_are_the_same() -> None:
    bars = small_report().figures["bars"]
    assert pdf.rows_to_read_across(bars) == 4
    assert bars.table
    shorter = replace(bars, table=replace(bars.table, rows=bars.table.rows[1:]))
    assert pdf.rows_to_read_across(shorter) == 0
    assert pdf.rows_to_read_across(replace(bars, table=None)) == 0


def test_a_number_links_to_the_first_place_of_its_table() -> None:
    data = pdf.as_data(small_report(), [])
    assert data["places"] == {"side": "01-zaken/5", "wide": "01-zaken/6", "long": "a-tabellen/0"}


def test_an_unusable_drawing_is_refused_with_what_is_wrong() -> None:
    report = small_report()
    broken = replace(report.figures["bars"], svg="<svg")
    with pytest.raises(NoPdf, match="taal 'nl'"):
        pdf.render(replace(report, figures={**report.figures, "bars": broken}), [], moment=MOMENT)


def untold(language: str = "nl") -> Document:
    """The report with numbers that are not told: in the text, among the key figures, and in a table with bars."""
    report = small_report(language)
    x = Number("x", "side", ("total",), HIDDEN)
    rows = [replace(row, cells=("x", *row.cells[1:-1], "x")) for row in report.tables["side"].rows[:2]]
    side: PrintedTable = replace(report.tables["side"], rows=(*rows, *report.tables["side"].rows[2:]))
    chapter = Chapter("1", "01-zaken", "Zaken", (Paragraph((x,)), TableBlock("side")))
    overview = replace(report.overview, key_figures=(KeyFigure(x, "zaken", "hint"),), figures=())
    return replace(report, tables={"side": side}, figures={}, chapters=(chapter,), overview=overview)


def test_what_is_not_told_is_no_number_for_the_layout_and_each_row_says_which() -> None:
    data = json.loads(json.dumps(pdf.as_data(untold(), []), allow_nan=False))
    assert data["chapters"][0]["blocks"][0]["runs"][0]["n"] is None
    assert data["overview"]["key_figures"][0]["number"]["n"] is None
    assert [row["hidden"] for row in data["tables"]["side"]["rows"][1:3]] == [[True, False, True], [False] * 3]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_not_told_stands_on_a_hatched_ground_and_stays_accessible_and_archivable(language: str) -> None:
    made = pikepdf.open(io.BytesIO(pdf.render(untold(language), [TABLE], moment=MOMENT)))
    assert any("/Pattern" in page.get("/Resources", {}) for page in made.pages)
    with made.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "3", "A")


def test_a_report_that_tells_all_has_no_hatched_ground(made: pikepdf.Pdf) -> None:
    assert not any("/Pattern" in page.get("/Resources", {}) for page in made.pages)

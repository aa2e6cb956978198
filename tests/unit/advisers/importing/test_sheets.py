"""What a stranger's file can hold: it is read apart, and what is no sheet is refused with a reason."""

import pytest
from sheet_files import comma_separated, ods, xlsx, zipped

from loket.advisers.importing.errors import BadSheet
from loket.advisers.importing.reading import read

ROWS = [["Maand", "Onderdeel"], ["2026-03", "Douane"]]
GOOD = xlsx({"A": ROWS})
MILLION = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(10, 1_000_010))
FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
)


def cells(data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return list(read(data).sheets[0].rows)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (GOOD[:-60], "beschadigd"),
        (GOOD[:200], "beschadigd"),
        (b"Maand;Onderdeel\n\0;Douane\n", "geen ODS"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "geen ODS"),
        (b"%PDF-1.7\n\x00\x01", "geen ODS"),
        (zipped({"word/document.xml": "<w/>"}), "geen ODS"),
        (
            zipped({"content.xml": "<office", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "beschadigd",
        ),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        (zipped({"xl/workbook.xml": b"0" * (201 * 1024 * 1024)}), "te groot"),
        (b"x" * (10 * 1024 * 1024 + 1), "te groot"),
        (xlsx({"A": ROWS}, extra=FAR), "te ingewikkeld"),
        (comma_separated([["a", "b"]] * 5001), "5.000 rijen"),
        (comma_separated([["a"] * 61]), "60 kolommen"),
        (b"", "niets"),
        (b"\n\n ; \n", "niets"),
        (xlsx({"A": []}), "niets"),
        (xlsx({"A": ROWS}, hidden=["A"]), "niets"),
        (b"a;" + b"x" * 300_000, "beschadigd"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_what_is_no_sheet_is_refused_with_a_reason(data: bytes, said: str) -> None:
    with pytest.raises(BadSheet, match=said):
        read(data)


@pytest.mark.parametrize("data", [xlsx({"A": ROWS}, extra=MILLION), ods({"A": ROWS}, extra=REPEATED)])
def test_rows_without_anything_do_not_count(data: bytes) -> None:
    assert cells(data) == [(1, ("Maand", "Onderdeel")), (2, ("2026-03", "Douane"))]


def test_rows_keep_the_number_that_they_have_in_the_file() -> None:
    data = xlsx({"A": [[], ["Maand", "Onderdeel"], [], ["2026-03", "Douane"]]})
    assert [number for number, _cells in cells(data)] == [2, 4]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("14-03-2026", "2026-03"),
        ("14/3/2026", "2026-03"),
        ("14.3.26", "2026-03"),
        ("2026-03-14", "2026-03"),
        ("2026-03-14T09:30:00", "2026-03"),
        ("14-03-2026 09:30", "2026-03"),
        ("14 maart 2026", "maart 2026"),
        ("za 14 mrt. 2026", "mrt 2026"),
        ("14-mrt-26", "mrt 26"),
    ],
)
def test_a_date_comes_out_as_its_month(written: str, month: str) -> None:
    assert cells(comma_separated([["Datum", "Onderdeel"], [written, "Douane"]]))[1][1][0] == month


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_every_kind(sign: str, encoding: str) -> None:
    rows = [["Maand", "Categorie"], ["2026-03", "Financiële; ‘schendingen’, of zo"]]
    assert cells(comma_separated(rows, sign=sign, encoding=encoding))[1][1] == tuple(rows[1])


def test_a_formula_is_text_and_nothing_else() -> None:
    rows = [["Maand", "Onderdeel"], ["2026-03", '=cmd|"/C calc"!A0'], ["2026-03", "@SUM(1+1)*cmd"]]
    assert [row[1] for _number, row in cells(comma_separated(rows))[1:]] == [rows[1][1], rows[2][1]]


def test_one_column_is_a_sheet_too() -> None:
    assert cells(b"Onderdeel\nDouane\n") == [(1, ("Onderdeel",)), (2, ("Douane",))]


def test_the_head_below_a_title_is_found() -> None:
    """As a merged cell leaves it: a title, and nothing beside it."""
    data = xlsx(
        {"A": [["Tellijst 2026", "", ""], ["Maand", "Onderdeel", "Subcategorie"], ["2026-03", "Douane", "Fraude"]]}
    )
    assert read(data).sheets[0].head == 1


@pytest.mark.parametrize("heading", ["Toelichting", "Naam melder", "Opmerkingen", "E-mailadres", "Notitie van mij"])
def test_a_column_of_stories_or_people_is_not_kept(heading: str) -> None:
    data = comma_separated([["Maand", heading], *([["2026-03", "Douane"]] * 9)])
    sheet = read(data).sheets[0]
    assert sheet.unread == (heading,)
    assert "Douane" not in sheet.model_dump_json()


def test_a_column_that_hardly_repeats_is_not_kept_whatever_it_is_called() -> None:
    """So that names under an unknown heading go too; a heading of the tally keeps its column."""
    people = [["2026-03", f"Persoon {number}", "Douane"] for number in range(9)]
    sheet = read(comma_separated([["Maand", "Wat ik weet", "Onderdeel"], *people])).sheets[0]
    assert sheet.unread == ("Wat ik weet",)
    assert "Persoon" not in sheet.model_dump_json()
    assert "Douane" in sheet.model_dump_json()


def test_a_text_that_is_too_long_for_a_code_does_not_come_out() -> None:
    sheet = read(comma_separated([["Maand", "Onderdeel"], ["2026-03", "een verhaal " * 30]])).sheets[0]
    assert "verhaal" not in sheet.model_dump_json()

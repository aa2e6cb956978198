"""Every cell of a publication has a place of its own, that says what it is and tells nothing that is hidden."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hand_tables import CLASSES, MARGIN, SUBJECTS, cases, nested, requests
from hypothesis import given
from hypothesis import strategies as st
from small_folder import UNITS, source, table, write_folder

from loket.figures.model import HIDDEN, TOTAL, Code, CodeList, Coordinates, Merged, Table, is_hidden
from loket.publications import build
from loket.publications.layout import site
from loket.publications.layout.site import addresses
from loket.publications.layout.site.background import Background, Revision
from loket.publications.text.document import (
    Chapter,
    Column,
    Document,
    KeyFigure,
    Number,
    Overview,
    Paragraph,
    PrintedRow,
    PrintedTable,
    TableBlock,
)

LISTS = {
    "unit": CodeList("unit", {"nl": "Onderdeel", "en": "Unit"}, UNITS),
    "subject": CodeList("subject", {"nl": "Onderwerp", "en": "Subject"}, SUBJECTS),
    "class": CodeList("class", {"nl": "Afdoening", "en": "Settlement"}, CLASSES),
}
PAGE = "cells-requests.html"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return build.fill_in(source(write_folder(tmp_path / "data")))[0]


def pages(document: Document, tables: Iterable[Table], *revisions: Revision) -> dict[str, str]:
    """The pages in Dutch, with the table of the small report among those of the site."""
    every = {one.id: one for one in (table(), *tables)}
    found = site.pages([document], every, Background(LISTS, revisions))
    return {name.removeprefix("nl/"): text for name, text in found}


def section(page: str, at: Coordinates) -> str:
    """The section about one cell."""
    found = re.search(rf'<section class="cell" id="{re.escape(addresses.anchor(at))}".*?</section>', page, re.S)
    assert found, at
    return found[0]


def hiding(known: Table, *cells: Coordinates) -> Table:
    return replace(known, cells={at: HIDDEN if at in cells else n for at, n in known.cells.items()})


def revision(number: int, tables: Iterable[Table], reasons: Mapping[int, tuple[str, ...]] | None = None) -> Revision:
    return Revision(
        2024, number, date(2025, 2, number), reasons or {2024: ("dubbel geteld",)}, {t.id: t for t in tables}
    )


@pytest.mark.parametrize("known", [requests(), cases(), nested()], ids=lambda known: str(known.id))
def test_every_cell_has_one_place_and_one_link_to_it(document: Document, known: Table) -> None:
    page = pages(document, [known])[addresses.page(known.id)]
    sections = re.findall(r'<section class="cell" id="([^"]+)"', page)
    links = re.findall(r'<td class="n"><a href="#([^"]+)">', page)
    assert sections == [addresses.anchor(at) for at in known.cells]
    assert sorted(links) == sorted(sections)


CODES = st.text(min_size=1, max_size=6)


@given(st.lists(st.tuples(CODES, CODES), unique=True, max_size=20))
def test_no_two_cells_share_a_place_and_each_is_an_address(cells: list[Coordinates]) -> None:
    anchors = [addresses.anchor(at) for at in cells]
    assert len(set(anchors)) == len(cells)
    assert all(re.fullmatch(r"cel(\.[A-Za-z0-9_+~-]+){2}", anchor) for anchor in anchors)


def test_a_cell_says_what_counts_what_was_done_and_where_it_stands(document: Document) -> None:
    page = pages(document, [])["cells-by_unit.html"]
    about = section(page, ("douane",))
    assert ">31<" in about
    assert "zaken: Douane" in about
    assert "Getoond zoals geteld." in about
    assert '<a href="tabellen.html#tabel-units_table-titel">Tabel A.1, rij Douane, kolom Zaken</a>' in about
    total = section(page, (TOTAL,))
    assert '<a href="zaken.html#n1">Hoofdstuk 1, in de tekst</a>' in total
    assert '<a href="index.html">In beeld</a>' in total
    assert all(words in page for words in ("Elke zaak", "Momentopname 2024, versie 1", "25 februari 2025", "4.3"))
    assert "één keer gepubliceerd" in total


def test_a_cell_that_is_printed_nowhere_says_so(document: Document) -> None:
    page = pages(document, [requests()])[PAGE]
    assert "Alleen in de tabellen bij de downloads" in section(page, ("2023", "staff"))


def test_filters_and_ways_to_put_codes_together_are_said_in_words(document: Document) -> None:
    known = requests()
    year, subject = known.definition.dimensions
    definition = replace(
        known.definition,
        fact="settled_case",
        filters={"settlement_class": ("measure",)},
        dimensions=(year, replace(subject, roll_up="renamed", only=("staff",))),
    )
    lists = {**LISTS, "settlement_class": CodeList("settlement_class", {"nl": "Soort afdoening"}, CLASSES)}
    made = site.pages(
        [document], {"by_unit": table(), "requests": replace(known, definition=definition)}, Background(lists)
    )
    page = dict(made)[f"nl/{PAGE}"]
    assert "Soort afdoening: alleen Maatregel." in page
    assert "Onderwerp: een oude code telt mee bij de code die ervoor in de plaats kwam." in page
    assert "Onderwerp: alleen Personeel." in page


def test_what_is_hidden_has_a_sign_and_a_reason_that_does_not_tell_which(document: Document) -> None:
    small, extra = ("2024", "new"), ("2024", "conduct")
    page = pages(document, [hiding(requests(), small, extra)])[PAGE]
    one, other = section(page, small), section(page, extra)
    assert '<span class="x" aria-hidden="true">x</span><span class="unseen">niet getoond</span>' in one
    assert "Het is klein, of je kunt er een klein aantal mee uitrekenen" in one
    assert re.sub("new|Nieuw", "", one) == re.sub("conduct|Omgangsvormen", "", other)
    assert page.count('class="x"') == 4
    assert "nan" not in page.lower()


def test_merged_codes_are_named_and_what_spoke_of_one_leads_to_them(document: Document) -> None:
    known, both = requests(), "staff+new"
    cells: dict[Coordinates, float] = {
        (year, code): n for (year, code), n in known.cells.items() if code not in ("staff", "new")
    }
    cells |= {(year, both): known.cells[year, "staff"] + known.cells[year, "new"] for year in ("2023", "2024")}
    labels = (known.labels[0], (SUBJECTS[0], Code(both, {"nl": "Personeel en nieuw"}), SUBJECTS[3], MARGIN))
    merged = replace(known, cells=cells, labels=labels, merged=(Merged("subject", ("staff", "new")),))
    text = Paragraph((Number("x", "requests", ("2024", "new"), HIDDEN),))
    found = pages(replace(document, chapters=(Chapter("1", "een", "Een", (text,)),)), [merged])
    about = section(found[PAGE], ("2024", both))
    assert "Samen geteld: Personeel; Nieuw." in about
    assert '<a href="een.html#n1">' in about
    assert f'href="{PAGE}#cel.2024.staff+new"' in found["een.html"]


def test_a_rounded_table_says_to_what(document: Document) -> None:
    page = pages(document, [replace(requests(), base=5)])[PAGE]
    assert "Afgerond op een veelvoud van 5." in section(page, ("2024", "staff"))


def test_a_number_of_several_cells_leads_to_its_parts(document: Document) -> None:
    known = requests()
    parts = (("2024", "staff"), ("2024", "new"))
    row = PrintedRow("Samen", ("398",), sources=(parts,))
    heads = (Column("", numeric=False), Column("2024"))
    printed = PrintedTable("requests", "1.1", "Vragen", heads, (row,), (), "", "", reconstructed=False)
    chapter = Chapter("1", "een", "Een", (TableBlock("asked"),))
    found = pages(replace(document, chapters=(chapter,), tables={"asked": printed}), [known])
    link = re.search(rf'<td class="n"><a href="{PAGE}#(som\.[0-9a-f]+)" tabindex="-1">398</a>', found["een.html"])
    assert link
    listed = re.search(rf'<section class="cell" id="{re.escape(link[1])}".*?</section>', found[PAGE], re.S)
    assert listed
    assert '<a href="cells-requests.html#cel.2024.staff">386</a> 2024, Personeel' in listed[0]
    assert '<a href="cells-requests.html#cel.2024.new">12</a> 2024, Nieuw' in listed[0]
    assert "Tabel 1.1, rij Samen, kolom 2024" in section(found[PAGE], parts[0])


def test_a_hidden_number_in_the_text_and_at_a_glance_has_the_sign(document: Document) -> None:
    untold = Number("x", "by_unit", ("other",), HIDDEN)
    overview = replace(document.overview, key_figures=(KeyFigure(untold, "zaken", ""),))
    chapter = Chapter("1", "een", "Een", (Paragraph((untold,)),))
    every = {"by_unit": hiding(table(), ("other",))}
    found = dict(site.pages([replace(document, chapters=(chapter,), overview=overview)], every))
    sign = '<span class="x" aria-hidden="true">x</span><span class="unseen">niet getoond</span></a>'
    assert f'href="#n1">{sign}' in found["nl/een.html"]
    assert f'href="cells-by_unit.html#cel.other">{sign}' in found["nl/index.html"]
    assert all("om niemand herkenbaar te maken" in found[f"nl/{name}.html"] for name in ("een", "index"))
    more = replace(untold, text="x meer")
    assert f">{sign.removesuffix('</a>')} meer</a>" in _one_number(document, more, every)


def _one_number(document: Document, number: Number, every: Mapping[str, Table]) -> str:
    chapter = Chapter("1", "een", "Een", (Paragraph((number,)),))
    return dict(site.pages([replace(document, chapters=(chapter,))], every))["nl/een.html"]


def test_a_share_leads_to_what_it_is_a_share_of(document: Document) -> None:
    heads = (Column("", numeric=False), Column("2024"), Column("Aandeel", share=True))
    rows = (
        PrintedRow("Personeel", ("386", "20%"), sources=((("2024", "staff"),),)),
        PrintedRow("waarvan nieuw", ("12", ""), "sub", sources=((("2024", "new"),),)),
    )
    printed = PrintedTable("requests", "1.1", "Vragen", heads, rows, (), "", "", reconstructed=False)
    found = pages(replace(document, tables={"asked": printed}, chapters=()), [requests()])["tables.html"]
    assert f'<td class="n"><a href="{PAGE}#cel.2024.staff" tabindex="-1">20%</a></td>' in found
    assert found.count(f'href="{PAGE}#cel.2024.new"') == 1


def test_each_chart_leads_to_the_figures_behind_it(document: Document) -> None:
    found = pages(document, [])
    assert '<a href="cells-by_unit.html">De cijfers achter deze figuur' in found["zaken.html"]
    strokes = found["index.html"].split('class="keys"')[0]
    assert '<a href="cells-by_unit.html">De cijfers achter deze figuur' in strokes


BEFORE = requests({("2023", "staff"): 470, ("2024", "staff"): 380, ("2024", "new"): 12, ("2024", "conduct"): 1683})


def test_a_cell_tells_what_it_was_and_why_it_changed(document: Document) -> None:
    reasons = {2024: ("dubbel geteld",), 2023: ("nagekomen",)}
    page = pages(document, [requests()], revision(1, [BEFORE]), revision(2, [requests()], reasons))[PAGE]
    changed, older = section(page, ("2024", "staff")), section(page, ("2023", "staff"))
    assert "Versie 1, 1 februari 2025: 380" in changed
    assert 'Versie 2, 2 februari 2025: 386. Omdat: <span lang="nl">dubbel geteld</span>' in changed
    assert "nagekomen" in older
    assert "dubbel" not in older
    assert "Omdat" not in section(page, ("2024", "conduct"))
    assert "stond er niet zo in" in section(page, ("2023", "old"))


def test_what_is_hidden_now_tells_nothing_of_what_it_was(document: Document) -> None:
    row = PrintedRow("2024", ("x",), sources=((("2024", "staff"),),))
    heads = (Column("", numeric=False), Column("Personeel"))
    printed = PrintedTable("requests", "1.1", "Vragen", heads, (row,), (), "", "", reconstructed=False)
    document = replace(document, tables={"asked": printed}, figures={}, chapters=())
    then, now = requests(), hiding(requests(), ("2024", "staff"))
    shown = pages(document, [then], revision(1, [BEFORE]), revision(2, [then]))
    assert ">380<" in shown["revised.html"]
    found = pages(document, [now], revision(1, [BEFORE]), revision(2, [then]), revision(3, [now]))
    assert not any(n in found[name] for n in ("380", "386") for name in (PAGE, "revised.html"))


def test_what_was_hidden_is_not_said_to_have_changed(document: Document) -> None:
    before = hiding(BEFORE, ("2024", "staff"))
    about = section(
        pages(document, [requests()], revision(1, [before]), revision(2, [requests()]))[PAGE], ("2024", "staff")
    )
    assert "Omdat" not in about
    assert 'Versie 1, 1 februari 2025: <span class="x"' in about


def test_another_rounding_is_no_change(document: Document) -> None:
    rounded = replace(BEFORE, base=5)
    about = section(
        pages(document, [requests()], revision(1, [rounded]), revision(2, [requests()]))[PAGE], ("2024", "staff")
    )
    assert "Omdat" not in about


@pytest.mark.parametrize(
    ("reasons", "said"),
    [({2023: ("nagekomen",)}, 'Omdat: <span lang="nl">nagekomen</span>'), ({}, "Het is opnieuw geteld")],
    ids=["corrected", "counted anew"],
)
def test_a_figure_of_an_earlier_year_tells_what_the_report_of_then_said(
    document: Document, reasons: Mapping[int, tuple[str, ...]], said: str
) -> None:
    now, then = requests(), requests({("2023", "staff"): 470, ("2023", "conduct"): 606})
    report = Revision(2023, 3, date(2024, 2, 1), {}, {"requests": then})
    first = Revision(2024, 1, date(2025, 2, 1), reasons, {"requests": now})
    every = {"by_unit": table(), "requests": now}
    page = dict(site.pages([document], every, Background(LISTS, (first,), (report,))))[f"nl/{PAGE}"]
    changed = section(page, ("2023", "staff"))
    assert "Rapport over 2023, versie 3, 1 februari 2024: 470" in changed
    assert "Versie 1, 1 februari 2025: 467" in changed
    assert said in changed
    assert said not in section(page, ("2023", "conduct"))
    assert "één keer gepubliceerd" in section(page, ("2024", "staff"))


def test_readers_see_was_is_and_because_of_what_the_report_prints(document: Document) -> None:
    was, now = table({("douane",): 29, ("other",): 2, (TOTAL,): 31}), table()
    found = pages(document, [requests()], revision(1, [was, BEFORE]), revision(2, [now, requests()]))
    page = found["revised.html"]
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th>' + '<td class="n">([^<]+)</td>' * 3, page)
    assert rows == [
        ("cells-by_unit.html#cel.douane", "Douane", "29", "31", "+2"),
        ("cells-by_unit.html#cel.total", "totaal", "31", "33", "+2"),
    ]
    assert "dubbel geteld" in page
    assert 'href="revised.html"' in found["index.html"]


def test_a_year_that_was_published_once_has_no_page_of_what_changed(document: Document) -> None:
    found = pages(document, [], revision(1, [table()]))
    assert "revised.html" not in found
    assert 'href="revised.html"' not in found["index.html"]
    assert "vastgelegd op 1 februari 2025" in found["cells-by_unit.html"]


NOTHING_AT_A_GLANCE = Overview("", (("zaken", 1),), "", (), ())
EMPTY = Document(2024, "nl", "", "", "", "", "2024/r2", 2, "", (), NOTHING_AT_A_GLANCE, {}, {}, reconstructed=False)
COUNTS = st.integers(0, 30)


@given(st.tuples(COUNTS, COUNTS), st.tuples(COUNTS, COUNTS), st.sets(st.sampled_from(["none", "measure", TOTAL])))
def test_a_hidden_value_of_now_is_on_no_page_whatever_was_told_before(
    was: tuple[int, int], now: tuple[int, int], hidden: set[str]
) -> None:
    before, after = cases(*(1000 + n for n in was)), cases(*(5000 + n for n in now))
    after = hiding(after, *((code,) for code in hidden))
    background = Background(LISTS, (revision(1, [before]), revision(2, [after])))
    found = "".join(text for _, text in site.pages([EMPTY], {"cases": after}, background))
    for (code,), n in before.cells.items():
        told = is_hidden(after.cells[code,]) is False
        alike = any(m == n for at, m in before.cells.items() if at[0] not in hidden)
        assert told or alike or f"{n:,}".replace(",", ".") not in found

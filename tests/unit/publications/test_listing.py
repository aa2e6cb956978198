"""A list of cases in a publication: grouped with its loss in words, or row by row, and where it stands."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_folder import UNITS, table, write_folder

from loket.core.badfile import BadFile
from loket.figures.model import HIDDEN, TOTAL, Code, CodeList, Coordinates, Dimension, Table
from loket.figures.protection.line_lists import grouped
from loket.publications.text.compose import Edition, compose
from loket.publications.text.definition import ListText, read_definition
from loket.publications.text.document import Document, PrintedTable, TableBlock
from loket.publications.text.listing import MANY, print_list

WAYS = CodeList(
    "way",
    {"nl": "Afdoening", "en": "Settlement"},
    tuple(Code(code, {"nl": code, "en": code.upper()}) for code in ("gesprek", "boete", "ontslag")),
)
LISTS = {"unit": CodeList("unit", {"nl": "Onderdeel", "en": "Unit"}, UNITS), "way": WAYS}
SPEC = ListText(id="cases", table="cases")
CASES = Counter({("douane", "gesprek"): 40, ("douane", "boete"): 3, ("douane", "ontslag"): 4, ("other", "gesprek"): 9})


def rows(cases: Counter[Coordinates]) -> Table:
    """The list as it is computed."""
    dimensions = tuple(Dimension(name, name, name, total=False) for name in LISTS)
    definition = replace(table().definition, id="cases", dimensions=dimensions, is_list=True)
    cells: dict[Coordinates, float] = dict(cases)
    return Table(definition, 2024, cells, tuple(one.codes for one in LISTS.values()), reconstructed=False)


def printed(
    cases: Counter[Coordinates], language: str = "nl", change: Callable[[Table], Table] = lambda one: one
) -> PrintedTable:
    """Grouped at five, then changed as protection would."""
    found, loss = grouped(rows(cases), LISTS, 5)
    return print_list(SPEC, change(found), LISTS, loss.told, "B.1", ["Een noot."], language, "Lees meer.")


def lines(found: PrintedTable) -> list[tuple[str, ...]]:
    return [(row.head, *row.cells) for row in found.rows]


def test_a_grouped_list_has_a_row_for_each_combination_and_the_count_last() -> None:
    found = printed(CASES)
    assert [(column.head, column.numeric) for column in found.columns] == [
        ("Onderdeel", False),
        ("Afdoening", False),
        ("Zaken", True),
    ]
    assert lines(found) == [
        ("Douane", "gesprek", "40"),
        ("Douane", "boete en ontslag", "7"),
        ("Anders", "gesprek", "9"),
        ("Totaal", "", "56"),
    ]
    assert found.rows[-1].kind == "total"
    assert found.rows[1].sources == ((), (("douane", "boete+ontslag"),))


def test_the_loss_stands_below_it_in_words() -> None:
    first, measures, note = printed(CASES).notes
    assert "elke regel er minstens 5 telt: 56 zaken, 3 regels." in first
    assert "Samengenomen: Afdoening (2 in plaats van 3)." in first
    assert measures.startswith("Neem twee zaken die in een kolom van de volledige lijst verschillen")
    assert "in ongeveer 9 van de 10 gevallen" in measures
    assert note == "Een noot."


def test_in_english_too() -> None:
    found = printed(CASES, "en")
    assert lines(found)[1] == ("Customs", "BOETE and ONTSLAG", "7")
    assert "Taken together: Settlement (2 instead of 3)." in found.notes[0]


def test_a_column_that_is_left_out_is_named() -> None:
    cases = Counter(
        {("douane", "gesprek"): 4, ("douane", "boete"): 1, ("other", "gesprek"): 3, ("other", "ontslag"): 2}
    )
    found = printed(cases)
    assert "Weggelaten: Afdoening." in found.notes[0]
    assert lines(found) == [("Douane", "5"), ("Anders", "5"), ("Totaal", "10")]


def test_what_a_name_does_not_say_is_spelled_out() -> None:
    many = CodeList("way", WAYS.label, tuple(Code(f"w{n}", {"nl": f"weg {n}"}) for n in range(7)))
    cases = Counter({("douane", f"w{n}"): 50 if n == 0 else 1 for n in range(7)})
    base = rows(cases)
    listed = replace(base, labels=(UNITS, many.codes))
    found, loss = grouped(listed, {**LISTS, "way": many}, 5)
    notes = print_list(SPEC, found, {**LISTS, "way": many}, loss.told, "B.1", [], "nl").notes
    assert "Bij Overig (6 soorten) horen: weg 1, weg 2, weg 3, weg 4, weg 5, weg 6." in notes
    assert any(note.startswith("De volledige lijst heeft ongeveer 10 verschillende regels.") for note in notes)


def test_of_few_cases_no_measure_is_told() -> None:
    few = Counter({("douane", "gesprek"): MANY - 10, ("douane", "boete"): 3, ("douane", "ontslag"): 4})
    assert not any("ongeveer" in note for note in printed(few).notes)


def test_a_list_that_lost_nothing_says_nothing_of_loss() -> None:
    assert printed(Counter({("douane", "gesprek"): 40, ("other", "boete"): 9})).notes == ("Een noot.",)


def test_a_hidden_row_prints_the_sign_and_says_why() -> None:
    def hide(found: Table) -> Table:
        return replace(found, cells={**found.cells, ("other", "gesprek"): HIDDEN, (TOTAL, TOTAL): HIDDEN})

    found = printed(CASES, change=hide)
    assert ("Anders", "gesprek", "x") in lines(found)
    assert lines(found)[-1] == ("Totaal", "", "x")
    assert found.notes[-1].endswith("Lees meer.")
    assert not any("56" in note or "ongeveer" in note for note in found.notes)


def test_too_few_cases_print_only_a_total() -> None:
    def hide(found: Table) -> Table:
        return replace(found, cells={(TOTAL,): HIDDEN})

    found = printed(Counter({("douane", "boete"): 2}), change=hide)
    assert lines(found) == [("Totaal", "x")]
    assert "alleen het totaal blijft over. Weggelaten: Onderdeel, Afdoening." in found.notes[0]


def test_row_by_row_each_case_is_a_row_in_the_order_of_the_lists() -> None:
    shuffled = Counter({("other", "gesprek"): 1, ("douane", "ontslag"): 1, ("douane", "gesprek"): 2})
    found = print_list(SPEC, rows(shuffled), LISTS, None, "B.1", [], "nl")
    assert [column.head for column in found.columns] == ["Onderdeel", "Afdoening"]
    assert lines(found) == [("Douane", "gesprek"), ("Douane", "gesprek"), ("Douane", "ontslag"), ("Anders", "gesprek")]
    assert found.notes == ("Elke regel is één zaak.",)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["douane", "other"]), st.sampled_from(["gesprek", "boete"])), st.integers(1, 9)
    )
)
def test_row_by_row_there_are_as_many_rows_as_cases(cases: dict[Coordinates, int]) -> None:
    found = print_list(SPEC, rows(Counter(cases)), LISTS, None, "B.1", [], "nl")
    assert len(found.rows) == sum(cases.values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write_folder(tmp_path / "data")
    path = made / "publications" / "annual-report.yaml"
    path.write_text(
        path.read_text() + "lists:\n  - {id: cases, table: cases, title: {nl: Zaak voor zaak, en: Case by case}}\n"
    )
    for language in ("nl", "en"):
        with (made / "narrative" / language / "a-tabellen.md").open("a") as stream:
            stream.write('\n{{ list("cases") }}\n')
    return made


def composed(folder: Path) -> Document:
    found, loss = grouped(rows(CASES), LISTS, 5)
    return compose(
        definition=read_definition(folder),
        tables={"by_unit": table(), "cases": found},
        lists=LISTS,
        organisation={"nl": "Bureau"},
        edition=Edition("2024/r1", 1, date(2025, 2, 25)),
        year=2024,
        language="nl",
        losses={"cases": loss.told},
    )


def test_it_stands_in_the_text_as_a_table_with_a_number_and_a_title(folder: Path) -> None:
    document = composed(folder)
    assert TableBlock("cases") in document.chapters[1].blocks
    assert document.tables["cases"].number == "A.2"
    assert document.tables["cases"].title == "Zaak voor zaak"
    assert "cases" in document.uses


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("table: cases", "table: by_unit", "is geen lijst"),
        ("id: cases", "id: units_table", "is al een tabel"),
        ("table: cases", "table: nowhere", "bestaat niet"),
        ("id: cases", "id: others", r"table\('cases'\) bestaat niet|staat in geen hoofdstuk"),
    ],
)
def test_a_mistake_is_named(folder: Path, old: str, new: str, said: str) -> None:
    path = folder / "publications" / "annual-report.yaml"
    path.write_text(path.read_text().replace(f"{{{old}", f"{{{new}").replace(f", {old}", f", {new}"))
    with pytest.raises(BadFile, match=said):
        composed(folder)


def test_a_list_in_no_chapter_is_refused(folder: Path) -> None:
    path = folder / "narrative" / "nl" / "a-tabellen.md"
    path.write_text(path.read_text().replace('{{ list("cases") }}', ""))
    with pytest.raises(BadFile, match="lijst 'cases' staat in geen hoofdstuk"):
        composed(folder)

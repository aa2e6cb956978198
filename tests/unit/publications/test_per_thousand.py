"""Rates in print: of which count, among whom, and whether what others count is the same thing."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from hand_tables import MARGIN, definition

from loket.core.badfile import BadFile
from loket.figures.model import HIDDEN, Code, Dimension, FiguresError, Merged, RollUp, Table
from loket.publications.text import benchmarks
from loket.publications.text.document import PrintedTable
from loket.publications.text.per_thousand import print_rates
from loket.publications.text.references import Scope

UNITS = tuple(Code(name, {"nl": name.title(), "en": name.upper()}) for name in ("north", "south", "tiny", "elsewhere"))
ORGANISATION = """\
code: model
name: {nl: Model, en: Model}
short_name: {nl: Model, en: Model}
languages: [nl, en]
namespace: https://example.org/
units: [{code: north}, {code: south}, {code: tiny}]
bodies: []
headcounts: []
"""
BENCHMARKS = """\
staff:
  table: employees
  counted_on: 2024-12-31
  who: {nl: "{{ employees[total] }} personen.", en: "{{ employees[total] }} people."}
  no_units: [elsewhere]
measures:
  - id: cases
    label: {nl: Zaken, en: Cases}
    table: cases
    counts: suspicions
    people: {nl: Elke medewerker., en: Every employee.}
  - id: complaints
    label: {nl: Klachten, en: Complaints}
    table: cases
    counts: complaints
    people: {nl: Alleen in het noorden., en: Only in the north.}
    no_rate: {nl: Dat aantal is er niet., en: There is no such number.}
others:
  - name: {nl: Buurland, en: Neighbour}
    beside: [cases]
    counts: established
    staff: {nl: In voltijdbanen., en: In full-time jobs.}
    source: {nl: hun verslag, en: their report}
    comparable: no
    why: {nl: Daar telt alleen wat is aangetoond., en: There only what was proven counts.}
"""


def by_unit(name: str, counts: dict[str, float], *, is_count: bool = True, roll_up: RollUp = "now") -> Table:
    """Counts by unit, with their total."""
    shape = replace(
        definition(name, Dimension("unit", "unit", "unit", roll_up=roll_up)), measure=None if is_count else "persons"
    )
    known = [code for code in UNITS if code.code in counts]
    cells = {(unit,): n for unit, n in counts.items()}
    return Table(shape, 2024, {**cells, ("total",): sum(counts.values())}, ((*known, MARGIN),), False)


def employees(**counts: float) -> Table:
    return by_unit("employees", counts or {"north": 1000, "south": 3000, "elsewhere": 500}, is_count=False)


def folder(tmp_path: Path, text: str = BENCHMARKS) -> Path:
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    (tmp_path / benchmarks.FILE).write_text(text)
    return tmp_path


def printed(tmp_path: Path, *tables: Table, text: str = BENCHMARKS, language: str = "nl") -> PrintedTable:
    found = {table.id: table for table in tables}
    return print_rates(folder(tmp_path, text), found, Scope(found, year=2024), "F.1", language)


def rows(found: PrintedTable) -> dict[str, tuple[str, ...]]:
    return {row.head: tuple(cell.replace("\u00a0", " ") for cell in row.cells) for row in found.rows}


def test_a_unit_has_a_rate_of_its_own_employees_beside_that_of_all_others(tmp_path: Path) -> None:
    cases = by_unit("cases", {"north": 30, "south": 20, "elsewhere": 4})
    found = printed(tmp_path, employees(), cases)
    assert [column.head for column in found.columns[1:]] == [
        "Aantal",
        "Per 1.000 medewerkers",
        "Tussen",
        "Naast de andere onderdelen",
        "Vergelijkbaar",
    ]
    assert rows(found) == {
        "Zaken": ("54", "12,0", "9,0 en 15,7", "", "nee"),
        "North": ("30", "30,0", "20,2 en 42,8", "hoger", ""),
        "South": ("20", "6,7", "4,1 en 10,3", "lager", ""),
        "Klachten": ("54", "–", "–", "", "niet vastgesteld"),
    }
    assert [row.kind for row in found.rows] == ["item", "sub", "sub", "item"]
    assert found.others == ("cases",)


def test_only_the_whole_when_the_employees_of_a_unit_are_not_known(tmp_path: Path) -> None:
    found = printed(tmp_path, employees(elsewhere=4500), by_unit("cases", {"north": 30, "elsewhere": 4}))
    assert [row.head for row in found.rows] == ["Zaken", "Klachten"]
    assert "Naast de andere onderdelen" not in [column.head for column in found.columns]


def test_a_hidden_count_has_a_hidden_rate_and_nothing_beside_it(tmp_path: Path) -> None:
    cases = by_unit("cases", {"north": 30, "south": HIDDEN, "elsewhere": HIDDEN})
    cases = Table(cases.definition, 2024, {**cases.cells, ("total",): 54}, cases.labels, False)
    found = rows(printed(tmp_path, employees(), cases))
    assert found["South"] == ("x", "x", "x", "x", "")
    assert found["North"][:1] == ("30",)


def test_what_the_sign_means_stands_below(tmp_path: Path) -> None:
    told = by_unit("cases", {"north": 30, "elsewhere": 4})
    hidden = Table(told.definition, 2024, {**told.cells, ("north",): HIDDEN}, told.labels, False)
    assert any(note.startswith("x: Dit aantal tonen we niet") for note in printed(tmp_path, employees(), hidden).notes)
    assert not any(note.startswith("x:") for note in printed(tmp_path, employees(), told).notes)


def test_a_unit_that_the_table_leaves_out_has_no_row(tmp_path: Path) -> None:
    found = printed(tmp_path, employees(), by_unit("cases", {"north": 30}))
    assert [row.head for row in found.rows] == ["Zaken", "North", "Klachten"]


def test_units_that_are_counted_together_have_no_rate_of_their_own(tmp_path: Path) -> None:
    merged = Merged("unit", ("north", "south"))
    cases = by_unit("cases", {"elsewhere": 4})
    cells = {**cases.cells, (merged.into,): 50.0, ("total",): 54.0}
    together = Code(merged.into, {"nl": "Samen", "en": "Together"})
    labels = ((together, *cases.labels[0]),)
    found = rows(printed(tmp_path, employees(), Table(cases.definition, 2024, cells, labels, False, (merged,))))
    assert found["North"] == found["South"] == ("x", "x", "x", "x", "")


def test_of_too_few_employees_there_is_no_rate(tmp_path: Path) -> None:
    found = rows(printed(tmp_path, employees(north=1000, tiny=19), by_unit("cases", {"north": 30, "tiny": 0})))
    assert found["Tiny"] == ("0", "–", "–", "–", "")


def test_rounded_counts_are_not_compared_and_have_a_wider_interval(tmp_path: Path) -> None:
    exact = by_unit("cases", {"north": 30, "south": 20, "elsewhere": 5})
    rounded = Table(exact.definition, 2024, exact.cells, exact.labels, False, base=5)
    made = printed(tmp_path, employees(), rounded)
    assert made.notes[-1].startswith("Aantallen zijn afgerond op een veelvoud van 5")
    found = rows(made)
    assert found["North"] == ("30", "30,0", "17,0 en 47,5", "–", "")


def test_the_notes_say_who_counts_on_which_day_and_what_others_count(tmp_path: Path) -> None:
    notes = printed(tmp_path, employees(), by_unit("cases", {"north": 30}), language="en").notes
    assert "Employees: 4,500 people. Reference date: 31 December 2024." in notes
    assert "Complaints: Only in the north. There is no such number." in notes
    assert notes[-1] == (
        "Neighbour (their report): proven violations only. In full-time jobs. "
        "Comparable with ‘Cases’: no. There only what was proven counts."
    )


def test_without_a_day_the_reference_date_is_not_established(tmp_path: Path) -> None:
    text = BENCHMARKS.replace("  counted_on: 2024-12-31\n", "")
    notes = printed(tmp_path, employees(), by_unit("cases", {"north": 30}), text=text).notes
    assert "Peildatum: niet vastgesteld." in notes[0]


def test_a_table_that_is_not_there_or_does_not_count_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"benchmarks\.yaml:\d+:\d+: tabel 'cases' bestaat niet"):
        printed(tmp_path, employees())
    with pytest.raises(BadFile, match="tabel 'cases' telt niet"):
        printed(tmp_path, employees(), by_unit("cases", {"north": 7.5}, is_count=False))


def test_units_of_another_year_are_not_laid_beside_these_employees(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="deelt de onderdelen anders in"):
        printed(tmp_path, employees(), by_unit("cases", {"north": 30}, roll_up="then"))


def test_a_count_of_another_year_is_refused(tmp_path: Path) -> None:
    years = Dimension("year", "year", None, total=False)
    cells = {("2023",): 30.0, ("2024",): 40.0}
    labels = (tuple(Code(year, {"nl": year}) for year in ("2023", "2024")),)
    cases = Table(definition("cases", years), 2024, cells, labels, False)
    assert rows(printed(tmp_path, employees(), cases))["Zaken"][0] == "40"
    text = BENCHMARKS.replace("    table: cases\n", "    table: cases\n    at: {year: year-1}\n", 1)
    with pytest.raises(BadFile, match="het aantal medewerkers is van 2024, dit aantal van 2023"):
        printed(tmp_path, employees(), cases, text=text)


@pytest.mark.parametrize("name", ["unit", "colour"])
def test_only_other_dimensions_of_the_table_can_be_pinned(tmp_path: Path, name: str) -> None:
    text = BENCHMARKS.replace("    table: cases\n", f"    table: cases\n    at: {{{name}: north}}\n", 1)
    with pytest.raises(BadFile, match=f"'{name}' is hier niet te kiezen"):
        printed(tmp_path, employees(), by_unit("cases", {"north": 30}), text=text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: complaints", "id: cases", "'cases' staat er twee keer"),
        ("en: Neighbour", "de: Nachbar", "de tekst in 'en' ontbreekt"),
        ("counts: suspicions", "counts: not_established", "wat wij zelf tellen, staat vast"),
        ("counts: suspicions", "counts: feelings", "feelings"),
        ("beside: [cases]", "beside: [rumours]", "'rumours' staat niet onder measures"),
        ("comparable: no", "comparable: yes", "established is iets anders dan suspicions"),
        ("no_units:", "no_unit:", "no_unit"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadFile, match=r"benchmarks\.yaml:\d+:\d+: ") as error:
        benchmarks.read(folder(tmp_path, BENCHMARKS.replace(old, new, 1)))
    assert said in str(error.value)


def test_a_figure_of_others_that_refers_to_nothing_is_refused(tmp_path: Path) -> None:
    text = BENCHMARKS.replace("In voltijdbanen.", "Daar zijn het 12 zaken per jaar.")
    with pytest.raises(BadFile, match="'12' telt iets maar verwijst nergens naar"):
        printed(tmp_path, employees(), by_unit("cases", {"north": 30}), text=text)


def test_an_organisation_without_the_file_has_none(tmp_path: Path) -> None:
    assert benchmarks.read(tmp_path) is None
    with pytest.raises(FiguresError, match=r"hier hoort benchmarks\.yaml bij"):
        print_rates(tmp_path, {}, Scope({}), "F.1", "nl")


def test_the_demonstration_says_of_each_measure_what_can_be_compared() -> None:
    found = benchmarks.read(settings.BASE_DIR / "data" / "financien")
    assert found is not None
    named = {one for other in found.value.others for one in other.beside}
    assert named == {one.id for one in found.value.measures}

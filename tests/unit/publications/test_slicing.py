"""What an edition about one unit may know, and which answers are too few to print."""

from dataclasses import replace
from itertools import product

from hand_tables import MARGIN, YEARS, definition, requests
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.model import HIDDEN, TOTAL, Code, Dimension, Merged, Table, is_hidden
from loket.publications import checks
from loket.publications.text.slicing import from_enough, of_unit

UNITS = (
    Code("douane", {"nl": "Douane", "en": "Customs"}),
    Code("other", {"nl": "Anders", "en": "Other"}),
    Code("not_published", {"nl": "Niet gepubliceerd", "en": "Not published"}),
)


def by_unit(counts: dict[tuple[str, str], int]) -> Table:
    """Requests by year and unit."""
    cells: dict[tuple[str, ...], float] = {
        (year.code, unit.code): counts.get((year.code, unit.code), 0) for year in YEARS for unit in UNITS
    }
    for year in YEARS:
        cells[year.code, TOTAL] = sum(cells[year.code, unit.code] for unit in UNITS)
    dimensions = Dimension("year", "year", None, total=False), Dimension("unit", "unit", "unit")
    return Table(definition("by_unit", *dimensions), 2024, cells, (YEARS, (*UNITS, MARGIN)), True)


COUNTS = st.dictionaries(
    st.sampled_from([(year.code, unit.code) for year, unit in product(YEARS, UNITS)]), st.integers(0, 9)
)


@given(COUNTS)
def test_an_edition_holds_its_own_part_of_tables_with_units_and_nothing_else(
    counts: dict[tuple[str, str], int],
) -> None:
    found = of_unit({"by_unit": by_unit(counts), "requests": requests()}, "douane", uncounted="not_published")
    assert list(found) == ["by_unit"]
    table = found["by_unit"]
    for year in YEARS:
        n, unknown = counts.get((year.code, "douane"), 0), counts.get((year.code, "not_published"), 0)
        assert table.cells.get((year.code,)) == (n if n or not unknown else None)
    assert [one.name for one in table.definition.dimensions] == ["year"]
    assert [code.code for code in table.labels[0]] == [year for (year,) in table.cells]
    assert table.definition.title["nl"] == "Tabel by_unit: Douane"
    assert table.reconstructed
    assert list(checks.sums(found.values())) == []


def test_a_unit_that_a_table_does_not_know_is_not_in_it() -> None:
    assert of_unit({"by_unit": by_unit({})}, "toeslagen") == {}


def test_a_hidden_number_of_the_unit_stays_hidden() -> None:
    table = by_unit({("2024", "douane"): 3, ("2023", "douane"): 7})
    hidden = replace(table, cells=table.cells | {("2024", "douane"): HIDDEN})
    found = of_unit({"by_unit": hidden}, "douane")["by_unit"]
    assert found.cells["2023",] == 7
    assert is_hidden(found.cells["2024",])


def test_a_unit_that_is_counted_with_others_is_hidden_but_for_its_zeros() -> None:
    table = by_unit({("2024", "other"): 3})
    both = Merged("unit", ("douane", "other"))
    cells = {("2023", both.into): 0, ("2024", both.into): 3, ("2023", TOTAL): 0, ("2024", TOTAL): 3}
    labels = (YEARS, (Code(both.into, {"nl": "Douane en anders"}), MARGIN))
    found = of_unit({"by_unit": replace(table, cells=cells, labels=labels, merged=(both,))}, "douane")["by_unit"]
    assert found.cells["2023",] == 0
    assert is_hidden(found.cells["2024",])
    assert found.merged == ()


QUESTIONS = tuple(Code(name, {"nl": name}) for name in ("heard", "safe"))
ANSWERS = (Code("agree", {"nl": "Ja"}), Code("disagree", {"nl": "Nee"}))


def answers(counts: dict[tuple[str, str], int]) -> Table:
    """Answers by question."""
    cells: dict[tuple[str, ...], float] = {}
    for question in QUESTIONS:
        for answer in ANSWERS:
            cells[question.code, answer.code] = counts.get((question.code, answer.code), 0)
        cells[question.code, TOTAL] = sum(cells[question.code, answer.code] for answer in ANSWERS)
    dimensions = Dimension("question", "q", "q", total=False), Dimension("answer", "a", "a")
    return Table(definition("answers", *dimensions), 2024, cells, (QUESTIONS, (*ANSWERS, MARGIN)), False)


@given(
    st.dictionaries(
        st.sampled_from([(question.code, answer.code) for question, answer in product(QUESTIONS, ANSWERS)]),
        st.integers(0, 9),
    )
)
def test_a_question_that_too_few_answered_is_left_out(counts: dict[tuple[str, str], int]) -> None:
    found = from_enough({"answers": answers(counts), "requests": requests()}, {"answers": 5})
    enough = [
        question.code
        for question in QUESTIONS
        if sum(counts.get((question.code, answer.code), 0) for answer in ANSWERS) >= 5
    ]
    assert "requests" in found
    assert ("answers" in found) == bool(enough)
    if enough:
        assert {at[0] for at in found["answers"].cells} == set(enough)
        assert [code.code for code in found["answers"].labels[0]] == enough


def test_a_question_of_which_no_number_tells_that_enough_answered_is_left_out() -> None:
    table = answers({("heard", "agree"): 7, ("safe", "agree"): 6, ("safe", "disagree"): 3})
    hidden = dict.fromkeys([("heard", "agree"), ("heard", TOTAL), ("safe", "disagree"), ("safe", TOTAL)], HIDDEN)
    found = from_enough({"answers": replace(table, cells=table.cells | hidden)}, {"answers": 5})
    assert {at[0] for at in found["answers"].cells} == {"safe"}

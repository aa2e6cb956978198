"""Expressions over cells."""

import pytest
from hand_tables import CLASSES, cases, requests, tables
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.model import CodeList
from loket.publications.text.document import Number
from loket.publications.text.filling import plain, sentence
from loket.publications.text.references import Scope
from loket.publications.text.values import BadReference, Fixed, Reference


def printed(expression: str, language: str = "nl") -> str:
    value, _ = Scope(tables()).evaluate(expression)
    assert isinstance(value, Reference)
    return value.form(value.value, language)


@pytest.mark.parametrize(
    ("expression", "nl", "en"),
    [
        ("requests[2024, conduct]", "1.683", "1,683"),
        ("requests[2024, new] | words", "twaalf", "twelve"),
        ("cases[none] | share(of=cases[total])", "54%", "54%"),
        ("cases[none] + cases[measure]", "186", "186"),
        ("cases[total] - cases[none]", "86", "86"),
        ("requests[2024, staff] | change(requests[2023, staff])", "81 minder", "81 fewer"),
        ("requests[2024, staff] | change(requests[2024, staff])", "evenveel", "as many"),
        ("requests[2024, staff] | direction(requests[2023, staff])", "minder", "fewer"),
        (
            "requests[2024, staff] | chance(requests[2023, staff])",
            "is meer dan toeval kan verklaren",
            "is more than chance can explain",
        ),
        ("requests[2024, new] | chance(requests[2024, new])", "kan toeval zijn", "may be chance"),
        ("requests[2024, new] | percent", "12%", "12%"),
    ],
)  # fmt: skip
def test_each_form(expression: str, nl: str, en: str) -> None:
    assert (printed(expression), printed(expression, "en")) == (nl, en)


@pytest.mark.parametrize(("none", "nl", "en"), [(7, "7 (van 19)", "7 (of 19)"), (8, "40%", "40%")])
def test_of_a_small_base_the_counts_are_printed(none: int, nl: str, en: str) -> None:
    scope = Scope({"cases": cases(none, 12)})
    value, _ = scope.evaluate("cases[none] | share(of=cases[total])")
    assert isinstance(value, Reference)
    assert (value.form(value.value, "nl"), value.form(value.value, "en")) == (nl, en)
    assert scope.holds("cases[none] | share(of=cases[total]) < 50")


@pytest.mark.parametrize(
    ("expression", "nl", "en"),
    [
        ("requests[year, staff] | than(requests[year - 1, staff])", "81 minder dan", "81 fewer than"),
        ("requests[year, staff] | than(requests[year, staff])", "evenveel als", "as many as"),
        ("requests[year, conduct] | trend(requests[year - 1, conduct])", "is gestegen", "rose"),
        ("requests[year, staff] | trend(requests[year - 1, staff])", "is gedaald", "fell"),
        (
            "requests[year, new] | trend(requests[year, new])",
            "is ongeveer gelijk gebleven",
            "stayed about the same",
        ),
        ("requests[year, conduct] | hours", "28", "28"),
    ],
)  # fmt: skip
def test_each_form_of_a_text_for_any_year(expression: str, nl: str, en: str) -> None:
    value, _ = Scope(tables(), year=2024).evaluate(expression)
    assert isinstance(value, Reference)
    assert (value.form(value.value, "nl"), value.form(value.value, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("year", "2024"),
        ("year + 1", "2025"),
        ('word(cases[none] > 1, "meer", "minder")', "meer"),
        ('word(cases[none] > 1000, "meer", "minder")', "minder"),
        ("label(kind, measure)", "Maatregel"),
    ],
)
def test_words_that_follow_from_the_year_and_the_cells(expression: str, text: str) -> None:
    lists = {"kind": CodeList("kind", {"nl": "Soort"}, CLASSES)}
    value, _ = Scope(tables(), year=2024, lists=lists, language="nl").evaluate(expression)
    assert isinstance(value, Fixed)
    assert value.text == text


def test_a_counted_number_is_followed_by_its_word() -> None:
    """The words are no part of the number: only that leads to the cell."""
    scope = Scope({"cases": cases(1, 86)}, year=2024)
    said = [
        sentence(
            f"Er {{{{ cases[{code}] | counted('is een zaak', 'zijn zaken') }}}}.",
            scope,
            "nl",
            lambda _, m: Exception(m),
        )
        for code in ("none", "measure")
    ]
    assert [plain(one) for one in said] == ["Er 1 is een zaak.", "Er 86 zijn zaken."]
    assert [run.text for run in said[1] if isinstance(run, Number)] == ["86"]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["2023", "2024"]), st.sampled_from(["conduct", "staff", "new"])),
        st.integers(0, 10**6),
        min_size=1,
    )
)
def test_a_reference_is_its_cell_and_remembers_it(counts: dict[tuple[str, str], float]) -> None:
    table = requests(counts)
    for at, n in table.cells.items():
        value, cells = Scope({"requests": table}).evaluate(f"requests[{', '.join(at)}]")
        assert value == n
        assert [(cell.coordinates, cell.n) for cell in cells] == [(at, n)]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_sum_is_the_sum_of_its_cells(none: int, measure: int) -> None:
    value, cells = Scope({"cases": cases(none, measure)}).evaluate("cases[none] + cases[measure]")
    assert value == sum(cell.n for cell in cells) == none + measure


def test_words_must_be_borne_out_by_the_cells() -> None:
    scope = Scope(tables())
    value, cells = scope.evaluate('says("de meeste", cases[none] > cases[measure])')
    assert value == Fixed("de meeste")
    assert len(cells) == 2
    with pytest.raises(BadReference, match="niet waar"):
        scope.evaluate('says("de meeste", cases[none] < cases[measure])')


def test_a_condition_holds_or_not() -> None:
    scope = Scope(tables())
    assert scope.holds("cases[none] | share(of=cases[total]) > 50 and cases[total] == 186")
    assert not scope.holds("cases[none] >= cases[total]")
    assert scope.holds("cases[none] <= cases[total] and cases[total] != cases[none]")


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("request[2024, conduct]", "bedoel je requests"),
        ("requests[2024, conducts]", "'conducts' kan zijn: conduct"),
        ("requests[2025, conduct]", "'2025' kan zijn"),
        ("requests[2024]", "geef een code voor"),
        ("zaken", "'zaken' bestaat niet"),
        ("12", "geen verwijzing"),
        ("cases[none] + 5", "hier hoort een cel"),
        ("cases[none] ~ '5'", "geen verwijzing"),
        ("cases[none] * 2", "geen goede verwijzing"),
        ("cases", "geen verwijzing"),
        ("cases[none", "geen goede verwijzing"),
        ("", "geen goede verwijzing"),
        ("cases.__class__", "bestaat niet"),
        ("range(3)", "geen"),
        ("cases[none] | share(of=requests[2023, new])", "aandeel van nul"),
        ("cases[none] | upper", "geen goede verwijzing"),
        ("fixed(112)", "tussen aanhalingstekens"),
        ('says("veel", cases[none])', "bewering nodig"),
    ],
)
def test_what_is_wrong_is_said_in_dutch(expression: str, says: str) -> None:
    with pytest.raises(BadReference, match=says):
        Scope(tables()).evaluate(expression)


@pytest.mark.parametrize("condition", ["cases[none]", "1 > 0"])
def test_a_claim_needs_cells(condition: str) -> None:
    with pytest.raises(BadReference, match="geen bewering"):
        Scope(tables()).holds(condition)

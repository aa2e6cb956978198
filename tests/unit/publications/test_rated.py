"""Rates in a sentence: of the employees of the same unit and year only, and nothing of a hidden count."""

from dataclasses import replace

import pytest
from hand_tables import MARGIN, definition

from loket.figures.model import HIDDEN, Code, Dimension, Table
from loket.publications.text.references import BadReference, Scope
from loket.publications.text.values import Reference

UNITS = (*(Code(name, {"nl": name}) for name in ("north", "south", "tiny")), MARGIN)
UNIT = Dimension("unit", "unit", "unit")
YEARS = tuple(Code(year, {"nl": year}) for year in ("2023", "2024"))


def scope(*, base: int = 0) -> Scope:
    """Cases of two years by unit, and how many people work there."""
    staff = Table(
        replace(definition("employees", UNIT), fact="headcount", measure="persons"),
        2024,
        {("north",): 1000.0, ("south",): 40069.0, ("tiny",): 12.0, ("total",): 41081.0},
        (UNITS,),
        False,
    )
    cells = {("north",): 30.0, ("south",): HIDDEN, ("tiny",): 0.0, ("total",): 186.0}
    cases = Table(definition("cases", UNIT), 2024, cells, (UNITS,), False, base=base)
    years = Dimension("year", "year", None, total=False)
    requests = Table(definition("requests", years), 2024, {("2023",): 9.0, ("2024",): 20.0}, (YEARS,), False)
    return Scope({"employees": staff, "cases": cases, "requests": requests})


def said(expression: str, language: str = "nl", *, base: int = 0) -> str:
    value, _ = scope(base=base).evaluate(expression)
    assert isinstance(value, Reference)
    return value.text(language)


@pytest.mark.parametrize(
    ("expression", "nl", "en"),
    [
        ("cases[total] | rate(of=employees[total])", "4,5 per 1.000 medewerkers", "4.5 per 1,000 employees"),
        ("cases[total] | between(of=employees[total])", "tussen 3,9 en 5,2", "between 3.9 and 5.2"),
        ("cases[north] | rate(of=employees[north])", "30,0 per 1.000 medewerkers", "30.0 per 1,000 employees"),
        ("requests[2024] | rate(of=employees[total])", "0,49 per 1.000 medewerkers", "0.49 per 1,000 employees"),
        ("cases[south] | rate(of=employees[south])", "x per 1.000 medewerkers", "x per 1,000 employees"),
        ("cases[south] | between(of=employees[south])", "niet te schatten", "not to be estimated"),
        (
            "(cases[total] + cases[south]) | rate(of=employees[total])",
            "x per 1.000 medewerkers",
            "x per 1,000 employees",
        ),
    ],
)
def test_a_rate_in_words(expression: str, nl: str, en: str) -> None:
    assert (said(expression), said(expression, "en")) == (nl, en)


def test_a_rounded_count_leaves_more_room() -> None:
    assert said("cases[north] | between(of=employees[north])") == "tussen 20,2 en 42,8"
    assert said("cases[north] | between(of=employees[north])", base=5) == "tussen 17,0 en 47,5"


def test_a_rate_can_be_compared_and_one_of_a_hidden_count_decides_nothing() -> None:
    assert scope().holds("cases[total] | rate(of=employees[total]) > 4")
    with pytest.raises(BadReference, match="dit aantal tonen we niet"):
        scope().holds("cases[south] | rate(of=employees[south]) > 4")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("cases[north] | rate(of=employees[total])", "van een ander onderdeel of een ander jaar"),
        ("cases[total] | rate(of=employees[north])", "van een ander onderdeel of een ander jaar"),
        ("requests[2023] | rate(of=employees[total])", "van een ander onderdeel of een ander jaar"),
        ("cases[north] | rate(of=employees[north] + employees[south])", "hier hoort een aantal medewerkers"),
        ("(cases[north] + cases[total]) | rate(of=employees[north])", "tel geen onderdelen op"),
        ("cases[north] | rate(of=cases[north])", "hier hoort een aantal medewerkers"),
        ("cases[tiny] | rate(of=employees[tiny])", "minder dan 20 medewerkers"),
        ("cases[total] | rate(of=41081)", "hier hoort een cel"),
    ],
)
def test_employees_of_others_give_no_rate(expression: str, message: str) -> None:
    with pytest.raises(BadReference, match=message):
        scope().evaluate(expression)

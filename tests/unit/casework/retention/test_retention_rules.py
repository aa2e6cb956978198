"""Which rule fits, and that a term can be read back from its two days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.casework.measures import measures
from loket.casework.procedure import Retention
from loket.casework.reading import procedures
from loket.casework.retention import rules
from loket.casework.retention.words import duration
from loket.intake.terms import months_later

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


@given(DAYS, st.integers(0, 600))
def test_a_term_is_read_back_from_the_days_also_across_leap_days_and_month_ends(ended: dt.date, months: int) -> None:
    assert rules.months(rules.term(ended, months_later(ended, months))) == months


@given(st.text())
def test_what_is_no_term_is_no_months(text: str) -> None:
    assert rules.months(text) >= 0


@pytest.mark.parametrize(
    ("settlement_class", "code"),
    [("disciplinary", "disciplinary"), ("non_disciplinary", "non_disciplinary"), ("none", "no_measure"), ("", "other")],
)
def test_the_first_rule_that_fits_counts(settlement_class: str, code: str) -> None:
    assert rules.rule_for(procedures()["oif"], settlement_class).code == code


def test_when_no_rule_fits_nothing_goes_too_early() -> None:
    two = [
        Retention(code=code, settlement_class=code, months=months, basis={"nl": "een grond"})
        for code, months in (("none", 6), ("disciplinary", 60))
    ]
    only = procedures()["oif"].model_copy(update={"retention": two})
    assert rules.rule_for(only, "a class that nobody knows").months == 60
    assert rules.rule_for(only, "none").months == 6


@pytest.mark.parametrize(
    ("settlements", "heaviest"),
    [
        ([], ""),
        ([""], ""),
        (["no_action"], "none"),
        (["no_action", "", "corrective_talk_or_coaching"], "non_disciplinary"),
        (["written_reprimand", "no_action"], "disciplinary"),
        (["a settlement that nobody knows"], ""),
    ],
)
def test_the_heaviest_of_the_persons_counts(settlements: list[str], heaviest: str) -> None:
    assert measures().heaviest_class(settlements) == heaviest


@pytest.mark.parametrize("code", sorted(procedures()))
def test_every_rule_names_its_basis(code: str) -> None:
    for rule in procedures()[code].retention:
        assert rule.basis["nl"]
        assert rule.basis["en"]


def test_the_shortest_rule_is_what_a_reporter_is_promised() -> None:
    assert rules.shortest(procedures()["oif"]).months == 6


@pytest.mark.parametrize(
    ("months", "words"), [(0, "meteen"), (1, "1 maand"), (6, "6 maanden"), (12, "1 jaar"), (60, "5 jaar")]
)
def test_a_term_in_words(months: int, words: str) -> None:
    assert duration(months) == words

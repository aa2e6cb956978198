"""The terms of the law, in calendar days in the Netherlands (WBK-1, WBK-2)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core import clock
from loket.intake import terms

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-02-22", "2026-03-01"),
        ("2028-02-22", "2028-02-29"),
        ("2026-12-28", "2027-01-04"),
        ("2026-03-25", "2026-04-01"),
    ],
)
def test_the_acknowledgement_is_due_on_day_seven(received: str, by: str) -> None:
    assert terms.acknowledge_by(dt.date.fromisoformat(received)).isoformat() == by


@pytest.mark.parametrize(
    ("acknowledged", "by"),
    [
        ("2026-11-25", "2027-02-25"),
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-01-31", "2026-04-30"),
        ("2026-12-31", "2027-03-31"),
        ("2026-10-31", "2027-01-31"),
    ],
)
def test_feedback_is_due_three_months_after_the_acknowledgement(acknowledged: str, by: str) -> None:
    day = dt.date.fromisoformat(acknowledged)
    assert terms.feedback_by(dt.date(2026, 1, 1), day).isoformat() == by


@given(DAYS)
def test_without_acknowledgement_feedback_counts_from_the_end_of_day_seven(received: dt.date) -> None:
    assert terms.feedback_by(received, None) == terms.feedback_by(received, terms.acknowledge_by(received))


@given(DAYS, st.integers(0, 60))
def test_months_later_is_that_month_and_never_a_later_day(day: dt.date, months: int) -> None:
    later = terms.months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20T22:59:59+00:00", "2026-11-20"),
        ("2026-11-20T23:00:00+00:00", "2026-11-21"),
        ("2026-06-30T21:59:59+00:00", "2026-06-30"),
        ("2026-06-30T22:00:00+00:00", "2026-07-01"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25"),
        ("2026-10-25T22:59:59+00:00", "2026-10-25"),
        ("2026-10-25T23:00:00+00:00", "2026-10-26"),
    ],
)
def test_the_day_of_receipt_is_the_dutch_day(monkeypatch: pytest.MonkeyPatch, moment: str, day: str) -> None:
    """Around midnight, and in the nights in which the clock changes."""
    monkeypatch.setattr(clock, "now", lambda: dt.datetime.fromisoformat(moment).astimezone(clock.ZONE))
    assert clock.today().isoformat() == day

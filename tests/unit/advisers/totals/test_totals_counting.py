"""The tally in counts: what runs beside what was frozen, and margins that add up."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from totals_world import OPEN, carried, requests

from loket.advisers.totals.counting import shown, years
from loket.advisers.totals.page import as_csv, sheet
from loket.snapshots import services as snapshots


@given(st.integers(0, 500), st.integers(2, 20))
def test_only_counts_below_the_threshold_are_bands(n: int, base: int) -> None:
    band = shown(n, base)
    assert n in band
    if n >= base or not n:
        assert band.low == band.high
    else:
        assert (band.low, band.high) == (1, base - 1)


@pytest.mark.django_db
def test_with_nothing_there_are_two_empty_years() -> None:
    assert [(one.year, one.new, one.carried, one.handled, one.continuing) for one in years()] == [
        (2025, 0, 0, 0, 0), (2026, 0, 0, 0, 0)
    ]  # fmt: skip


@pytest.mark.django_db
def test_new_and_carried_is_handled_and_continuing() -> None:
    requests(7, 2025)
    requests(3, 2025, **OPEN)
    carried(2, 2026)
    carried(1, 2026, **OPEN)
    requests(4, 2026, **OPEN)
    last, this = years()
    assert (last.new, last.carried, last.handled, last.continuing) == (10, 0, 7, 3)
    assert (this.new, this.carried, this.handled, this.continuing) == (4, 3, 2, 5)
    for year in (last, this):
        assert all(counts.total() == year.new for counts in year.by.values())


@pytest.mark.django_db
def test_a_frozen_year_is_counted_the_same_and_changes_no_more() -> None:
    requests(7, 2025)
    requests(6, 2025, **OPEN, unit="adr")
    live = years()[0]
    snapshots.freeze(year=2025, reference_date=dt.date(2026, 2, 25), actor="test")
    requests(5, 2025)
    frozen, running = years()
    assert (frozen.is_frozen, running.is_frozen, running.year) == (True, False, 2026)
    assert (frozen.new, frozen.continuing, frozen.by) == (live.new, live.continuing, live.by)
    assert frozen.carried is None
    assert frozen.by["unit"]["policy_department"] == 6


@pytest.mark.django_db
def test_this_year_goes_on_when_somebody_froze_it_before_it_ended() -> None:
    requests(6, 2025)
    requests(7, 2026)
    snapshots.freeze(year=2026, reference_date=dt.date(2026, 3, 1), actor="test")
    requests(2, 2026)
    assert [(one.year, one.is_frozen, one.new) for one in years()] == [(2025, False, 6), (2026, False, 9)]


@pytest.mark.django_db
def test_page_and_csv_say_the_same_and_nothing_below_the_threshold() -> None:
    requests(12, 2026)
    requests(3, 2026, unit="toeslagen")
    found = sheet()
    units = next(part for part in found.parts if part.id == "unit")
    assert [line.words for line in units.lines] == [["0", "12"], ["0", "1-4"]]
    text = as_csv(found)
    assert "unit,toeslagen,Dienst Toeslagen,0,1-4\n" in text
    assert ",3\n" not in text
    flow = next(part for part in found.parts if part.id == "flow")
    assert [line.words for line in flow.lines] == [["0", "15"], ["0", "0"], ["0", "15"], ["0", "0"]]

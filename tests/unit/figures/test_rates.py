"""Rates: the interval is exact, a hidden count has none, and two rates differ only when chance would rarely do it."""

from fractions import Fraction
from math import comb, exp, factorial, isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.compare import change
from loket.figures.model import HIDDEN
from loket.figures.percent import SMALLEST_BASE
from loket.figures.rates import PER, TAIL, NoRate, Rate, compared, in_words, rate

COUNT = st.integers(0, 60)
STAFF = st.integers(SMALLEST_BASE, 60_000)


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """What takes long the first time is there before an example is timed."""
    compared([(rate(1, 100), rate(1, 100))])


def up_to(count: int, mean: float) -> float:
    """The chance of at most so many, by hand."""
    return sum(exp(-mean) * mean**k / factorial(k) for k in range(count + 1))


@given(COUNT, STAFF)
def test_the_interval_leaves_out_one_year_in_forty_at_either_end(count: int, staff: int) -> None:
    found = rate(count, staff)
    low, high = found.low * staff / PER, found.high * staff / PER
    assert up_to(count, high) == pytest.approx(TAIL, rel=1e-6)
    assert low == 0 if not count else 1 - up_to(count - 1, low) == pytest.approx(TAIL, rel=1e-6)


@given(COUNT, STAFF)
def test_a_rate_lies_in_its_interval_and_the_interval_moves_with_the_count(count: int, staff: int) -> None:
    found, more = rate(count, staff), rate(count + 1, staff)
    assert found.low <= found.value < found.high
    assert (found.low, found.high) < (more.low, more.high)


def test_garwoods_own_table() -> None:
    """Of ten events: 4.795 to 18.39, as in Garwood (1936)."""
    found = rate(10, PER)
    assert (round(found.low, 3), round(found.high, 2)) == (4.795, 18.39)


@given(COUNT, st.integers(2, 20), STAFF)
def test_rounding_widens_the_interval_to_all_that_the_count_may_have_been(steps: int, base: int, staff: int) -> None:
    shown = steps * base
    found = rate(shown, staff, base=base)
    for true in range(max(0, shown - base + 1), shown + base):
        exact = rate(true, staff)
        assert found.low <= exact.low
        assert exact.high <= found.high


def test_a_hidden_count_has_no_rate() -> None:
    found = rate(HIDDEN, 1000)
    assert all(isnan(one) for one in (found.value, found.low, found.high))
    assert compared([(found, rate(3, 1000))]) == [None]


@pytest.mark.parametrize("staff", [0, SMALLEST_BASE - 1, 100.5, HIDDEN])
def test_too_few_employees_give_no_rate(staff: float) -> None:
    with pytest.raises(NoRate, match="medewerkers"):
        rate(3, staff)


@pytest.mark.parametrize("count", [-1, 7.9])
def test_what_is_no_count_has_no_rate(count: float) -> None:
    with pytest.raises(NoRate, match="tabel die telt"):
        rate(count, 1000)


@given(COUNT, COUNT, STAFF, STAFF)
def test_two_rates_are_judged_by_both_tails_of_the_binomial(a: int, b: int, one: int, other: int) -> None:
    (found,) = compared([(rate(a, one), rate(b, other))])
    part, n = Fraction(one, one + other), a + b
    chances = [comb(n, k) * part**k * (1 - part) ** (n - k) for k in range(n + 1)]
    exact = min(Fraction(1), 2 * min(sum(chances[: a + 1]), sum(chances[a:])))
    assert found is not None
    assert found.p == pytest.approx(float(exact), rel=1e-6, abs=1e-12)


@given(COUNT, COUNT, STAFF)
def test_among_as_many_employees_it_is_the_test_of_a_change(now: int, before: int, staff: int) -> None:
    (found,) = compared([(rate(now, staff), rate(before, staff))])
    assert found is not None
    assert found.p == pytest.approx(change(now, before).p)
    assert found.direction == change(now, before).direction


def test_the_comparisons_of_a_table_are_judged_together() -> None:
    """Alone this difference is more than chance; among nine that show nothing it is not."""
    striking, dull = (rate(20, 1000), rate(8, 1000)), (rate(10, 1000), rate(10, 1000))
    alone, among = compared([striking]), compared([striking, *[dull] * 9])
    assert alone[0] is not None
    assert among[0] is not None
    assert (alone[0].can_be_chance, among[0].can_be_chance) == (False, True)


def test_what_is_hidden_or_rounded_is_not_in_the_family() -> None:
    striking = (rate(20, 1000), rate(8, 1000))
    hidden, rounded = (rate(HIDDEN, 1000), rate(8, 1000)), (rate(20, 1000, base=5), rate(10, 1000, base=5))
    found = compared([hidden, striking, *[rounded] * 9])
    assert [one is None for one in found] == [True, False, *[True] * 9]
    assert found[1] == compared([striking])[0]


@given(COUNT, COUNT, STAFF, STAFF)
def test_the_direction_is_that_of_the_rates(a: int, b: int, one: int, other: int) -> None:
    (found,) = compared([(rate(a, one), rate(b, other))])
    assert found is not None
    assert found.direction == {0: "equal", 1: "up", -1: "down"}[(a * other > b * one) - (a * other < b * one)]


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (29.2189, "29,2", "29.2"),
        (4.529, "4,5", "4.5"),
        (0.487, "0,49", "0.49"),
        (0, "0,0", "0.0"),
        (1234, "1.234,0", "1,234.0"),
    ],
)
def test_a_rate_is_written_with_the_decimals_that_it_has(value: float, nl: str, en: str) -> None:
    assert (in_words(value, "nl"), in_words(value, "en")) == (nl, en)


def test_a_rate_knows_what_it_is_made_of() -> None:
    found = rate(186, 41069)
    assert isinstance(found, Rate)
    assert (found.count, found.staff, round(found.value, 3)) == (186, 41069, 4.529)
    assert (round(found.low, 2), round(found.high, 2)) == (3.9, 5.23)

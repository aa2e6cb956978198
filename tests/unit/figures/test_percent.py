"""Laws of percentages that add up, and the cases that the reports print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.figures.model import HIDDEN, is_hidden
from loket.figures.percent import shares


@given(st.lists(st.integers(0, 10_000), min_size=1).filter(any), st.integers(0, 2))
def test_adds_up_and_stays_within_one_point(counts: list[int], decimals: int) -> None:
    values = shares(counts, decimals).values
    point = 10**-decimals
    assert sum(round(value / point) for value in values) == 100 * 10**decimals
    assert all(abs(v - 100 * c / sum(counts)) < point + 1e-9 for v, c in zip(values, counts, strict=True))


@given(st.lists(st.integers(0, 100), min_size=2).filter(any))
def test_a_larger_count_never_gets_a_smaller_share(counts: list[int]) -> None:
    values = shares(counts).values
    assert all(
        v >= w for c, v in zip(counts, values, strict=True) for d, w in zip(counts, values, strict=True) if c > d
    )


def test_says_when_it_adjusted() -> None:
    assert shares([1, 1, 1]).values == (34, 33, 33)
    assert shares([1, 1, 1]).adds_up is not None
    assert shares([1, 3]).values == (25, 75)
    assert shares([1, 3]).adds_up is None


def test_subcategories_of_section_3_2_in_2024() -> None:
    assert shares([13, 30, 219, 198, 50, 173]).values == (2, 5, 32, 29, 7, 25)


def test_nothing_counted_has_no_shares_and_less_than_nothing_is_refused() -> None:
    assert shares([0, 0]).values == (0, 0)
    with pytest.raises(ValueError, match="negative"):
        shares([1, -1])


@given(st.lists(st.integers(0, 100), max_size=8), st.integers(0, 8))
def test_one_count_that_is_not_told_hides_all_shares(counts: list[int], place: int) -> None:
    found = shares([*counts[:place], HIDDEN, *counts[place:]])
    assert len(found.values) == len(counts) + 1
    assert all(map(is_hidden, found.values))
    assert found.adds_up is None

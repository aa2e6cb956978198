"""Shares of time add up, whatever was written down."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.advisers.network.shares import shares

MINUTES = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 10**7), min_size=1)


@given(MINUTES)
def test_they_add_up_to_a_hundred_and_are_never_far_off(minutes: dict[str, int]) -> None:
    total, found = sum(minutes.values()), shares(minutes)
    if not total:
        assert found == {}
        return
    assert sum(found.values()) == 100
    assert set(found) == set(minutes)
    assert all(abs(float(found[code]) - 100 * n / total) < 0.1 for code, n in minutes.items())
    assert all(share * 10 == int(share * 10) for share in found.values())


@given(MINUTES)
def test_more_minutes_never_get_a_smaller_share(minutes: dict[str, int]) -> None:
    found = shares(minutes)
    in_order = sorted(found, key=lambda code: minutes[code])
    assert all(
        found[less] <= found[more] or minutes[less] == minutes[more] for less, more in itertools.pairwise(in_order)
    )


def test_thirds() -> None:
    third = Decimal("33.3")
    assert shares({"a": 1, "b": 1, "c": 1}) == {"a": Decimal("33.4"), "b": third, "c": third}


def test_minutes_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        shares({"a": 1, "b": -1})

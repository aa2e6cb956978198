"""What is small, and the rules that a profile can ask for besides."""

import pytest

from loket.figures.protection.lattice import Relation
from loket.figures.protection.rules import Concern, attributes, dominant, is_primary, outnumbered, pairs, width

SUMS = [Relation(0, (1, 2, 3)), Relation(1, (4,))]


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_small_is_from_one_up_to_the_threshold(count: int, small: bool) -> None:
    assert is_primary(count, 5) is small


@pytest.mark.parametrize(("threshold", "values"), [(2, 1), (3, 2), (4, 3), (5, 3), (10, 3)])
def test_three_values_stay_possible_or_all_that_there_are(threshold: int, values: int) -> None:
    assert width(threshold) == values


def test_all_of_a_total_in_one_part_says_it_of_everybody() -> None:
    assert attributes([30, 30, 0, 0, 30], SUMS) == [Concern(1, 0)]
    assert attributes([30, 29, 1, 0, 29], SUMS) == []
    assert attributes([0, 0, 0, 0, 0], SUMS) == []


def test_more_than_a_share_dominates_and_all_is_another_rule() -> None:
    assert dominant([100, 91, 9, 0, 91], SUMS, 0.9) == [Concern(1, 0)]
    assert dominant([100, 90, 10, 0, 90], SUMS, 0.9) == []
    assert dominant([100, 100, 0, 0, 100], SUMS, 0.9) == []


def test_one_of_two_knows_the_other() -> None:
    assert pairs([2, 1, 2, 3]) == [0, 2]


def test_who_is_the_only_other_knows_the_rest() -> None:
    assert outnumbered([10, 9, 1, 0, 9], SUMS) == [Concern(1, 0)]
    assert outnumbered([1, 0, 1, 0, 0], SUMS) == []

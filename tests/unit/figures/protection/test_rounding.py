"""Rounded tables add up, keep what is a multiple, stay near the truth, and say the same of the same cell."""

from itertools import product

import pytest
from hostile import flat, linked
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loket.figures.protection.lattice import Lattice, Table, build
from loket.figures.protection.rounding import CannotRound, rounded


@settings(max_examples=40, deadline=None)
@given(linked(leaves=18), st.sampled_from([2, 3, 5, 10]))
def test_rounding_is_additive_near_and_keeps_multiples(given_tables: tuple[list[Table], int], base: int) -> None:
    lattice = build(given_tables[0])
    try:
        found = rounded(lattice, base, seconds=10)
    except CannotRound:
        assume(False)
    for before, after in zip(lattice.counts, found.counts, strict=True):
        assert after % base == 0
        assert abs(after - before) < base
        assert after == before or before % base
    for relation in lattice.relations:
        assert found.counts[relation.total] == sum(found.counts[part] for part in relation.parts)


def grid(rows: int, columns: int, numbers: list[int]) -> Lattice:
    regions, sectors = flat("region", rows), flat("sector", columns)
    cells = product(regions.parents, sectors.parents)
    return build([Table("t", (regions, sectors), dict(zip(cells, numbers, strict=True)))])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=12, max_size=12), st.sampled_from([3, 5]))
def test_a_flat_table_of_two_dimensions_can_always_be_rounded(numbers: list[int], base: int) -> None:
    assert rounded(grid(3, 4, numbers), base, seconds=10).gap == 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_no_rounding_deviates_less(numbers: list[int]) -> None:
    lattice = grid(2, 2, numbers)
    found = rounded(lattice, 5)
    options = [{count - count % 5, count + -count % 5} for count in lattice.counts]
    fitting = [
        sum(abs(a - b) for a, b in zip(choice, lattice.counts, strict=True))
        for choice in product(*options)
        if all(choice[one.total] == sum(choice[part] for part in one.parts) for one in lattice.relations)
    ]
    assert sum(abs(a - b) for a, b in zip(found.counts, lattice.counts, strict=True)) == min(fitting)


def test_without_time_nothing_is_rounded_by_half() -> None:
    with pytest.raises(CannotRound, match="--method suppress"):
        rounded(grid(20, 20, [(7 * n) % 13 for n in range(400)]), 5, seconds=1e-9)

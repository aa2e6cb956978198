"""Cells that no sum ties together are chosen apart."""

import numpy as np
from hostile import linked
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.figures.protection.lattice import Lattice, Relation, Table, build
from loket.figures.protection.optimise import Progress, protect
from loket.figures.protection.problem import apart, posed
from loket.figures.protection.rules import Status


def beside(one: Lattice, other: Lattice) -> Lattice:
    """Two lattices as one, without a sum that ties them."""
    first = len(one.counts)
    moved = (Relation(sum_.total + first, tuple(part + first for part in sum_.parts)) for sum_ in other.relations)
    return Lattice((*one.counts, *other.counts), (*one.relations, *moved), {})


@settings(max_examples=15)
@given(linked(leaves=9), linked(leaves=9))
def test_what_hangs_apart_costs_what_the_parts_cost(
    one: tuple[list[Table], int], other: tuple[list[Table], int]
) -> None:
    lattices, threshold = [build(one[0]), build(other[0])], one[1]
    told: list[Progress] = []
    whole = protect(beside(*lattices), threshold, seconds=20, tell=told.append)
    parts = [protect(lattice, threshold, seconds=20) for lattice in lattices]
    assert (whole.gap, *(part.gap for part in parts)) == (0, 0, 0)
    hidden = [status for part in parts for status in part.statuses]
    assert whole.statuses.count(Status.SECONDARY) == hidden.count(Status.SECONDARY)
    assert all(one.hidden >= len(hidden) - hidden.count(Status.SHOWN) for one in told)


@settings(max_examples=60)
@given(linked(leaves=18), st.data())
def test_every_cell_that_moves_is_in_one_part_and_every_sum_of_it_too(
    given_tables: tuple[list[Table], int], data: st.DataObject
) -> None:
    lattice = build(given_tables[0])
    fixed = data.draw(st.dictionaries(st.integers(0, len(lattice.counts) - 1), st.booleans()))
    whole = posed(lattice, given_tables[1], fixed=fixed)
    parts = list(apart(whole))
    moving = whole.always | whole.may
    found = [numbers for part in parts for numbers in np.array(part.cells, dtype=object)[part.always | part.may]]
    assert sorted(map(tuple, found)) == sorted(cell for cell, moves in zip(whole.cells, moving, strict=True) if moves)
    tied = {relation for relation in whole.relations if moving[[relation[0], *relation[1]]].any()}
    assert sum(len(part.relations) for part in parts) == len(tied)
    assert all(not (part.matrix @ part.counts).any() for part in parts)

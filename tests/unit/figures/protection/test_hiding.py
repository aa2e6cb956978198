"""Which cells are hidden: no more than needed, the right ones, and never what is zero."""

from collections.abc import Mapping
from itertools import combinations, product

import pytest
from hostile import flat, linked, margin
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.figures.model import FiguresError
from loket.figures.protection.audit import audit
from loket.figures.protection.guard import release
from loket.figures.protection.lattice import Dimension, Lattice, Table, build
from loket.figures.protection.optimise import Progress, protect
from loket.figures.protection.problem import posed
from loket.figures.protection.rules import Status, is_primary


def grid(numbers: list[list[int]]) -> Lattice:
    """A flat table of two dimensions."""
    counts = {(f"r{row}", f"s{column}"): n for row, line in enumerate(numbers) for column, n in enumerate(line)}
    return build([Table("t", (flat("region", len(numbers)), flat("sector", len(numbers[0]))), counts)])


def hidden(statuses: tuple[Status, ...]) -> set[int]:
    return {cell for cell, status in enumerate(statuses) if status is not Status.SHOWN}


def cost(lattice: Lattice, cells: set[int], threshold: int) -> tuple[int, int]:
    """Secondary cells, and what they count together."""
    secondary = [lattice.counts[cell] for cell in cells if not is_primary(lattice.counts[cell], threshold)]
    return len(secondary), sum(secondary)


def least(lattice: Lattice, threshold: int) -> tuple[int, int]:
    """The least cost of any pattern that the audit finds safe: all are tried, the smallest first."""
    small = {cell for cell, count in enumerate(lattice.counts) if is_primary(count, threshold)}
    others = [cell for cell, count in enumerate(lattice.counts) if count >= threshold]
    for size in range(len(others) + 1):
        costs = [
            cost(lattice, small | set(more), threshold)
            for more in combinations(others, size)
            if is_safe(lattice, small | set(more), threshold)
        ]
        if costs:
            return min(costs)
    raise AssertionError("hiding everything is always safe")


def is_safe(lattice: Lattice, cells: set[int], threshold: int) -> bool:
    kinds = {True: Status.PRIMARY, False: Status.SECONDARY}
    statuses = [
        kinds[is_primary(count, threshold)] if cell in cells else Status.SHOWN
        for cell, count in enumerate(lattice.counts)
    ]
    shown = [None if cell in cells else count for cell, count in enumerate(lattice.counts)]
    return not audit(lattice.relations, statuses, shown, threshold).exposed


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 3, 5, 6, 9, 14]), min_size=6, max_size=6), st.sampled_from([3, 5]))
def test_no_pattern_costs_less(numbers: list[int], threshold: int) -> None:
    lattice = grid([numbers[:3], numbers[3:]])
    found = protect(lattice, threshold, seconds=20)
    assert found.gap == 0
    assert cost(lattice, hidden(found.statuses), threshold) == least(lattice, threshold)


@settings(max_examples=12, deadline=None)
@given(linked(leaves=18))
def test_small_cells_are_hidden_zeros_are_shown_and_the_gap_is_a_share(given_tables: tuple[list[Table], int]) -> None:
    tables, threshold = given_tables
    lattice = build(tables)
    found = release(lattice, threshold, seconds=20)
    for count, status in zip(lattice.counts, found.statuses, strict=True):
        assert (status is Status.PRIMARY) == is_primary(count, threshold)
        assert count or status is Status.SHOWN
    assert 0 <= found.gap <= 1
    assert not found.finding.exposed


def test_the_same_answer_comes_out_twice() -> None:
    lattice = grid([[12, 3, 20, 8], [7, 9, 2, 30], [15, 8, 11, 6]])
    assert protect(lattice, 5).statuses == protect(lattice, 5).statuses


def test_a_rectangle_is_hidden_around_a_lone_small_cell() -> None:
    lattice = grid([[3, 12, 40], [11, 10, 50], [30, 60, 70]])
    found = protect(lattice, 5)
    assert {lattice.counts[cell] for cell in hidden(found.statuses)} == {3, 12, 11, 10}
    assert found.gap == 0


def test_weights_keep_what_matters_most() -> None:
    lattice = grid([[3, 12, 40], [11, 10, 50], [30, 60, 70]])
    dear = {cell: 9 for cell, count in enumerate(lattice.counts) if count == 10}
    found = protect(lattice, 5, weights=dear)
    assert 10 not in {lattice.counts[cell] for cell in hidden(found.statuses)}


def test_what_was_published_before_stays_shown_and_the_next_best_is_hidden() -> None:
    lattice = grid([[3, 12, 40], [11, 10, 50], [30, 60, 70]])
    known = {cell: True for cell, count in enumerate(lattice.counts) if count == 10}
    found = release(lattice, 5, fixed=known)
    assert 10 not in {lattice.counts[cell] for cell in hidden(found.statuses)}
    assert len(hidden(found.statuses)) == 4
    assert (found.known, found.finding.unprotectable) == ((), ())


def test_what_was_hidden_before_stays_hidden_and_helps_for_nothing() -> None:
    lattice = grid([[3, 12, 40], [11, 10, 50], [30, 60, 70]])
    before = {cell: False for cell, count in enumerate(lattice.counts) if count in (40, 50)}
    found = release(lattice, 5, fixed=before)
    assert {lattice.counts[cell] for cell in hidden(found.statuses)} == {3, 40, 11, 50}
    assert found.gap == 0


def test_a_small_cell_that_everybody_knows_needs_no_protection() -> None:
    lattice = grid([[3, 12, 40], [11, 10, 50], [30, 60, 70]])
    (small,) = (cell for cell, count in enumerate(lattice.counts) if count == 3)
    found = release(lattice, 5, fixed={small: True})
    assert (hidden(found.statuses), found.known) == (set(), (small,))


def test_a_small_cell_that_follows_from_what_everybody_knows_is_named() -> None:
    lattice = grid([[3, 12, 40], [11, 10, 50], [30, 60, 70]])
    (small,) = (cell for cell, count in enumerate(lattice.counts) if count == 3)
    row = {lattice.places["t"]["r0", code]: True for code in ("s1", "s2", "total")}
    found = release(lattice, 5, fixed=row)
    assert (hidden(found.statuses), found.finding.unprotectable) == ({small}, (small,))


def test_an_only_child_is_hidden_with_its_parent() -> None:
    lattice = grid([[3], [9], [20]])
    statuses = release(lattice, 5).statuses
    places = lattice.places["t"]
    for code in ("r0", "r1", "r2"):
        assert statuses[places[code, "s0"]] is statuses[places[code, "total"]]
    assert len(hidden(statuses)) == 4


def test_a_ring_of_small_cells_needs_no_other() -> None:
    lattice = grid([[2, 3, 20], [30, 2, 3], [3, 40, 2]])
    found = release(lattice, 5, seconds=10)
    assert {lattice.counts[cell] for cell in hidden(found.statuses)} == {2, 3}
    assert found.gap == 0


def test_a_chain_of_only_children_is_one_cell_and_proven_at_once() -> None:
    chain = Dimension("region", {f"r{number}": f"r{number - 1}" if number else "total" for number in range(50)})
    counts = {("r49", f"s{sector}"): n for sector, n in enumerate((3, 12, 40, 9))}
    lattice = build([Table("t", (chain, flat("sector", 4)), counts)])
    found = release(lattice, 5, seconds=10)
    assert len(posed(lattice, 5).cells) == 5
    assert found.gap == 0
    assert {lattice.counts[cell] for cell in hidden(found.statuses)} == {3, 9}


def test_a_grand_total_below_the_threshold_is_hidden_too() -> None:
    lattice = grid([[1, 1], [1, 0]])
    assert hidden(release(lattice, 5).statuses) == {cell for cell, count in enumerate(lattice.counts) if count}


def test_a_table_without_small_cells_stays_as_it_is() -> None:
    lattice = grid([[5, 0], [9, 7]])
    found = release(lattice, 5)
    assert hidden(found.statuses) == set()
    assert found.gap == 0


def test_at_a_threshold_of_two_ones_are_hidden_and_nothing_more() -> None:
    lattice = grid([[1, 2, 3], [4, 5, 6]])
    found = release(lattice, 2)
    assert {lattice.counts[cell] for cell in hidden(found.statuses)} == {1}


def test_a_threshold_at_which_nothing_is_small_is_refused() -> None:
    with pytest.raises(FiguresError, match="kies 2 of meer"):
        release(grid([[1]]), 1)


def test_counts_of_a_thousand_million_are_handled() -> None:
    lattice = grid([[3, 10**9, 40], [10**9, 10, 50], [30, 60, 10**9]])
    found = release(lattice, 5)
    assert len(hidden(found.statuses)) == 4
    assert not found.finding.exposed


def test_progress_is_told_and_comes_down() -> None:
    told: list[Progress] = []
    chance = [[(7 * row * row + 11 * column + row * column) % 23 for column in range(8)] for row in range(8)]
    protect(grid(chance), 5, tell=told.append)
    assert told
    assert [one.hidden for one in told] == sorted((one.hidden for one in told), reverse=True)


def test_three_dimensions_and_linked_margins_are_proven() -> None:
    dimensions = (flat("region", 3), flat("sector", 3), flat("year", 3))
    numbers = [2, 9, 14, 30, 6, 8, 21, 17, 4]
    counts = {at: numbers[(index * 5) % 9] for index, at in enumerate(product(*(d.parents for d in dimensions)))}
    tables = [Table("all", dimensions, counts), margin("two", dimensions, counts, (0, 1))]
    found = release(build(tables), 5, seconds=20)
    assert found.gap == 0
    assert not found.finding.exposed


def shown(lattice: Lattice, statuses: tuple[Status, ...]) -> Mapping[int, int]:
    return {cell: lattice.counts[cell] for cell, status in enumerate(statuses) if status is Status.SHOWN}


def test_margins_of_what_is_shown_still_hold() -> None:
    lattice = grid([[12, 3, 20, 8], [7, 9, 2, 30], [15, 8, 11, 6]])
    left = shown(lattice, release(lattice, 5).statuses)
    whole = [one for one in lattice.relations if {one.total, *one.parts} <= left.keys()]
    assert whole
    for relation in whole:
        assert left[relation.total] == sum(left[part] for part in relation.parts)

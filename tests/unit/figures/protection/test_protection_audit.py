"""The audit finds what can be inferred: no more and no less than all tables that fit, one by one, allow."""

import ast
import time
from pathlib import Path

import pytest
from exhaustive import possible
from hostile import flat, linked
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from loket.figures.protection import audit as audit_module
from loket.figures.protection.audit import Interval, Undecided, Unfitting, audit, audit_rounded
from loket.figures.protection.fitting import Group, Sum
from loket.figures.protection.inference import Bounds, inferred
from loket.figures.protection.lattice import Lattice, Relation, Table, build
from loket.figures.protection.rules import Status, is_primary

SHOWN, PRIMARY, SECONDARY = Status.SHOWN, Status.PRIMARY, Status.SECONDARY

MANY = 20_000
"""Combinations of the hidden finest cells that the exhaustive search still goes through."""

CHOOSY = [HealthCheck.too_slow, HealthCheck.filter_too_much]
"""Of the tables made, two in three hide nothing or are too large to go through: one run in a few hundred begins with
fifty of those, and Hypothesis would call that a failure.
"""


def grid(rows: list[list[int]]) -> Lattice:
    region, sector = flat("region", len(rows)), flat("sector", len(rows[0]))
    counts = {(f"r{r}", f"s{s}"): count for r, row in enumerate(rows) for s, count in enumerate(row)}
    return build([Table("t", (region, sector), counts)])


def hiding(lattice: Lattice, cells: set[int], threshold: int) -> list[Status]:
    """The small counts hidden, and of these cells the others."""
    return [
        PRIMARY if is_primary(count, threshold) else SECONDARY if cell in cells and count else SHOWN
        for cell, count in enumerate(lattice.counts)
    ]


def shown(lattice: Lattice, statuses: list[Status]) -> list[int | None]:
    return [count if status is SHOWN else None for count, status in zip(lattice.counts, statuses, strict=True)]


def values(found: set[int]) -> tuple[int, int, int]:
    return min(found), max(found), min(3, len(found))


@st.composite
def patterns(draw: st.DrawFn, most: int = 6) -> tuple[Lattice, list[Status], list[tuple[int, int]]]:
    """Tables, hidden cells, and what is known of each. A secondary cell here has an end, so that a search has one."""
    tables, threshold = draw(linked(leaves=7))
    lattice = build(tables)
    assume(sum(lattice.counts) < 10**4)
    more = draw(st.sets(st.integers(0, len(lattice.counts) - 1), max_size=most)) if draw(st.booleans()) else set()
    statuses = hiding(lattice, more, threshold)
    top = max(threshold, max(lattice.counts)) + draw(st.integers(0, 2))
    kinds = {PRIMARY: (1, threshold - 1), SECONDARY: (threshold, top)}
    ends = [kinds.get(status, (count, count)) for status, count in zip(statuses, lattice.counts, strict=True)]
    work = 1
    for low, high in ends:
        work *= high - low + 1
    assume(1 < work < MANY)
    return lattice, statuses, ends


@settings(max_examples=150, suppress_health_check=CHOOSY)
@given(patterns())
def test_every_interval_is_what_all_fitting_tables_allow(
    pattern: tuple[Lattice, list[Status], list[tuple[int, int]]],
) -> None:
    lattice, statuses, ends = pattern
    hidden = [cell for cell, status in enumerate(statuses) if status is not SHOWN]
    found = inferred(lattice.relations, ends, hidden, hidden, seconds=60)
    truth = possible(lattice.relations, ends)
    assert {c: (i.lo, i.hi, i.values, i.is_sure) for c, i in found.items()} == {
        cell: (*values(truth[cell]), True) for cell in hidden
    }


@settings(max_examples=60, suppress_health_check=CHOOSY)
@given(patterns(most=0))
def test_tables_with_only_the_small_counts_hidden_expose_what_a_brute_force_finds(
    pattern: tuple[Lattice, list[Status], list[tuple[int, int]]],
) -> None:
    lattice, statuses, ends = pattern
    threshold = max(high for status, (_, high) in zip(statuses, ends, strict=True) if status is PRIMARY) + 1
    found = audit(lattice.relations, statuses, shown(lattice, statuses), threshold)
    bare = {cell for cell, seen in enumerate(possible(lattice.relations, ends)) if len(seen) < min(3, threshold - 1)}
    assert {*found.exposed, *found.unprotectable} == {cell for cell in bare if statuses[cell] is PRIMARY}
    assert found.is_sure


@settings(max_examples=25)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.sets(st.integers(0, 8), max_size=7))
def test_a_cell_has_no_end_when_a_higher_ceiling_lifts_it(numbers: list[int], more: set[int]) -> None:
    lattice = grid([numbers[:2], numbers[2:]])
    statuses = hiding(lattice, more, threshold=2)
    found = audit(lattice.relations, statuses, shown(lattice, statuses), threshold=2)
    tops = []
    for top in (13, 14):
        kinds = {PRIMARY: (1, 1), SECONDARY: (2, top)}
        ends = [kinds.get(status, (count, count)) for status, count in zip(statuses, lattice.counts, strict=True)]
        tops.append(possible(lattice.relations, ends))
    for cell, interval in found.intervals.items():
        highest, higher = max(tops[0][cell]), max(tops[1][cell])
        assert interval == Interval(min(tops[0][cell]), None if higher > highest else highest, interval.values)


def test_the_intervals_of_the_settled_cases_are_those_that_everybody_can_work_out() -> None:
    lattice = grid([[38, 35, 17, 22, 6, 4], [7, 6, 15, 1, 3, 1], [6, 5, 2, 0, 3, 0], [5, 5, 1, 0, 1, 3]])
    places = lattice.places["t"]
    statuses = hiding(lattice, {places["r0", "s3"], places["r0", "s4"], places["r1", "s2"]}, 5)
    found = audit(lattice.relations, statuses, shown(lattice, statuses), 5)
    assert (found.exposed, found.unprotectable) == ((), ())
    assert {at: (i.lo, i.hi) for at, cell in places.items() if (i := found.intervals.get(cell))} == {
        ("r0", "s3"): (19, 22),
        ("r0", "s4"): (6, 10),
        ("r0", "s5"): (1, 4),
        ("r1", "s2"): (11, 16),
        ("r1", "s3"): (1, 4),
        ("r1", "s4"): (1, 4),
        ("r1", "s5"): (1, 4),
        ("r2", "s2"): (1, 4),
        ("r2", "s4"): (1, 4),
        ("r3", "s2"): (1, 3),
        ("r3", "s4"): (1, 3),
        ("r3", "s5"): (1, 3),
    }


@pytest.mark.parametrize("change", [0, 1], ids=["the truth", "a table that does not fit"])
def test_a_first_table_spares_time_and_changes_nothing(change: int) -> None:
    lattice = grid([[1, 9, 4], [9, 3, 2], [6, 1, 8]])
    statuses = hiding(lattice, {lattice.places["t"]["r2", "s2"]}, 5)
    numbers = shown(lattice, statuses)
    hint = [count + change for count in lattice.counts]
    assert audit(lattice.relations, statuses, numbers, 5, hint=hint) == audit(lattice.relations, statuses, numbers, 5)


def test_a_cell_that_can_only_be_even_has_two_values_between_two_and_four() -> None:
    a, b, c, both, total, other = range(6)
    relations = [Relation(total, (a, b)), Relation(other, (a, c)), Relation(both, (b, c))]
    statuses = [PRIMARY] * 4 + [SHOWN] * 2
    found = audit(relations, statuses, [None, None, None, None, 5, 5], 5)
    assert found.intervals[both] == Interval(2, 4, 2)
    assert (found.exposed, found.unprotectable) == ((b, c, both), (a,))


def test_an_end_that_only_fractions_reach_is_not_possible() -> None:
    a, b, c, both, total, other = range(6)
    relations = [Relation(total, (a, b)), Relation(other, (a, c)), Relation(both, (b, c))]
    statuses = [SECONDARY, PRIMARY, PRIMARY, PRIMARY, SHOWN, SHOWN]
    found = audit(relations, statuses, [None, None, None, None, 8, 8], 4)
    assert found.intervals == {
        a: Interval(7, 7, 1),
        b: Interval(1, 1, 1),
        c: Interval(1, 1, 1),
        both: Interval(2, 2, 1),
    }


def test_a_total_of_four_over_four_ones_is_beyond_protection() -> None:
    lattice = grid([[1, 1, 1, 1]])
    statuses = hiding(lattice, set(), 5)
    found = audit(lattice.relations, statuses, shown(lattice, statuses), 5)
    assert set(found.unprotectable) == set(range(len(lattice.counts)))
    assert found.exposed == ()


def test_what_another_pattern_could_protect_is_exposed_and_not_beyond_protection() -> None:
    lattice = grid([[1, 9], [9, 9]])
    statuses = hiding(lattice, set(), 5)
    found = audit(lattice.relations, statuses, shown(lattice, statuses), 5)
    assert (found.exposed, found.unprotectable) == ((lattice.places["t"]["r0", "s0"],), ())


def test_a_small_count_that_is_shown_is_exposed_whatever_it_is_called() -> None:
    assert audit([], [SHOWN], [4], 5).exposed == (0,)
    assert audit([], [SHOWN, SHOWN], [0, 5], 5).exposed == ()


@pytest.mark.parametrize(
    ("statuses", "numbers"),
    [
        pytest.param([SHOWN, SHOWN, SHOWN], [9, 5, 5], id="a sum that does not hold"),
        pytest.param([SHOWN, PRIMARY, PRIMARY], [9, None, None], id="two small parts of a large total"),
        pytest.param([SHOWN, SECONDARY, SECONDARY], [9, None, None], id="two large parts of a small total"),
        pytest.param([SHOWN, PRIMARY, SHOWN], [9, 5, 4], id="a hidden cell with its count"),
        pytest.param([SHOWN, SHOWN, SHOWN], [9, None, 4], id="a shown cell without a count"),
    ],
)
def test_tables_that_contradict_themselves_are_named(statuses: list[Status], numbers: list[int | None]) -> None:
    with pytest.raises(Unfitting):
        audit([Relation(0, (1, 2))], statuses, numbers, 5)


def test_tables_that_only_halves_fit_contradict_themselves() -> None:
    odd = [Relation(3, (0, 1)), Relation(4, (0, 2)), Relation(5, (1, 2))]
    with pytest.raises(Unfitting):
        audit(odd, [PRIMARY] * 3 + [SHOWN] * 3, [None, None, None, 5, 5, 5], 5)


@pytest.mark.parametrize("large", [10**6, 999_999_937])
def test_large_counts_do_not_blur_small_ones(large: int) -> None:
    lattice = grid([[1, large, large], [large, 3, 7], [large, 9, 2]])
    places = lattice.places["t"]
    more = {places[at] for at in (("r0", "s1"), ("r1", "s0"), ("r1", "s2"), ("r2", "s1"))}
    statuses = hiding(lattice, more, 5)
    found = audit(lattice.relations, statuses, shown(lattice, statuses), 5)
    intervals = {at: (i.lo, i.hi) for at, cell in places.items() if (i := found.intervals.get(cell))}
    assert found.is_sure
    assert intervals == {
        ("r0", "s0"): (1, 3),
        ("r0", "s1"): (large - 2, large),
        ("r1", "s0"): (large - 2, large),
        ("r1", "s1"): (2, 4),
        ("r1", "s2"): (6, 8),
        ("r2", "s1"): (8, 10),
        ("r2", "s2"): (1, 3),
    }


def test_without_time_nothing_is_said_to_be_safe() -> None:
    lattice = grid([[1, 9], [9, 9]])
    places = lattice.places["t"]
    more = {places[at] for at in (("r0", "s1"), ("r1", "s0"), ("r1", "s1"))}
    statuses = hiding(lattice, more, 5)
    with pytest.raises(Undecided):
        audit(lattice.relations, statuses, shown(lattice, statuses), 5, seconds=0)


def test_what_was_not_seen_in_time_counts_as_impossible() -> None:
    pair = Group([Sum({0: 1, 1: 1}, total=5)], {0: 1, 1: 1}, {0: 4, 1: 4})
    pair.start(until=time.monotonic() + 60)
    pair.programme.until = time.monotonic()
    pair.settle([0], [0])
    hurried = pair.interval(0, is_counted=True)
    assert (hurried.values, hurried.lo == hurried.hi, hurried.is_sure) == (1, True, False)
    pair.programme.until = time.monotonic() + 60
    pair.settle([0], [0])
    assert pair.interval(0, is_counted=True) == Interval(1, 4, values=3)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4), st.sampled_from([2, 3, 5]))
def test_rounded_tables_allow_every_count_within_the_base(numbers: list[int], base: int) -> None:
    lattice = grid(
        [[base * (count // base) for count in numbers[:2]], [base * (count // base) for count in numbers[2:]]]
    )
    ends: list[Bounds] = [(max(0, count - base + 1), count + base - 1) for count in lattice.counts]
    small = list(range(len(ends)))
    found = audit_rounded(lattice.relations, lattice.counts, small, base)
    truth = possible(lattice.relations, ends)
    assert [(i.lo, i.hi, i.values) for i in found.intervals.values()] == [values(seen) for seen in truth]
    assert set(found.unprotectable) == {cell for cell in small if len(truth[cell]) < min(3, base - 1)}


def test_the_audit_shares_no_code_with_the_choice_of_what_to_hide() -> None:
    folder = Path(audit_module.__file__).parent
    reached, waiting = set(), ["audit"]
    while waiting:
        tree = ast.parse((folder / f"{(name := waiting.pop())}.py").read_text(encoding="utf-8"))
        reached.add(name)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("loket.figures.protection."):
                found = (node.module or "").rpartition(".")[2]
                waiting += [] if found in reached else [found]
    assert reached == {"audit", "inference", "fitting", "programme", "lattice", "rules"}

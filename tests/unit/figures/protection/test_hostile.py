"""Hostile tables: an examiner who shares nothing with the product finds what goes out safe; or nothing goes out."""

import os
from collections.abc import Iterator, Mapping

from examiner import Examiner, Published
from hostile import coarser, linked
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from loket.figures.model import Coordinates
from loket.figures.protection.audit import audit_rounded
from loket.figures.protection.guard import Release, release
from loket.figures.protection.lattice import Lattice, Table, build
from loket.figures.protection.rounding import CannotRound, rounded
from loket.figures.protection.rules import Status, is_primary

TABLES = int(os.environ.get("LOKET_HOSTILE", "40"))
"""Tables to try: few in the suite, thousands by hand."""


MOST = 120
"""Cells, so that the examiner, who asks for each hidden cell alone, comes to an end."""

NOTHING: Mapping[int, bool] = {}


def published(lattice: Lattice, statuses: tuple[Status, ...]) -> Published:
    return {
        at: (statuses[cell].value, lattice.counts[cell] if statuses[cell] is Status.SHOWN else None)
        for cell, at in every(lattice)
    }


def every(lattice: Lattice) -> Iterator[tuple[int, tuple[str, Coordinates]]]:
    """Each cell with each place where it stands."""
    return ((cell, (name, at)) for name, places in lattice.places.items() for at, cell in places.items())


def most_hidden(lattice: Lattice, threshold: int, public: set[int]) -> tuple[Status, ...]:
    """Everything hidden that is not zero and not known."""
    kinds = {True: Status.PRIMARY, False: Status.SECONDARY}
    return tuple(
        kinds[is_primary(count, threshold)] if count and cell not in public else Status.SHOWN
        for cell, count in enumerate(lattice.counts)
    )


def width(examiner: Examiner, cell: tuple[str, tuple[str, ...]], wide: int) -> int:
    """How many values this cell can have, counted no further than the rule asks."""
    low, high = examiner.interval(cell)
    assert high is not None, "a small count has an end"
    inside = sum(examiner.is_possible(cell, value) for value in range(low, high + 1)) if high - low < 12 else wide
    return min(wide, inside)


def check(
    tables: list[Table], lattice: Lattice, found: Release, threshold: int, fixed: Mapping[int, bool] = NOTHING
) -> None:
    """All that is promised of a release."""
    statuses, public = found.statuses, {cell for cell, is_shown in fixed.items() if is_shown}
    for cell, (count, status) in enumerate(zip(lattice.counts, statuses, strict=True)):
        assert (status is Status.PRIMARY) == (is_primary(count, threshold) and cell not in public)
        assert status is Status.SHOWN if not count or cell in public else True
        assert status is not Status.SHOWN or not count or fixed.get(cell, True)
    assert set(found.known) == {cell for cell in public if is_primary(lattice.counts[cell], threshold)}
    outside = Examiner(tables, published(lattice, statuses), threshold)
    wide, bare = min(3, threshold - 1), None
    for name, places in lattice.places.items():
        for at, cell in places.items():
            if statuses[cell] is Status.SHOWN:
                continue
            low, high = outside.interval((name, at))
            interval = found.finding.intervals[cell]
            assert interval.is_sure
            assert (interval.lo, interval.hi) == (low, high), (name, at)
            if statuses[cell] is Status.PRIMARY and (here := width(outside, (name, at), wide)) < wide:
                bare = bare or Examiner(tables, published(lattice, most_hidden(lattice, threshold, public)), threshold)
                assert here == width(bare, (name, at), wide), f"{name} {at} can be hidden better"
                assert cell in found.finding.unprotectable
            else:
                assert cell not in found.finding.unprotectable


@settings(max_examples=TABLES)
@given(linked())
def test_what_goes_out_is_safe_and_its_audit_true(given_tables: tuple[list[Table], int]) -> None:
    tables, threshold = given_tables
    lattice = build(tables)
    assume(len(lattice.counts) <= MOST)
    note(f"threshold {threshold}, counts {[(table.name, table.counts) for table in tables]}")
    check(tables, lattice, release(lattice, threshold, seconds=30), threshold)


@settings(max_examples=TABLES)
@given(linked(), st.data())
def test_what_is_known_stays_shown_what_was_hidden_stays_hidden_and_the_rest_is_safe(
    given_tables: tuple[list[Table], int], data: st.DataObject
) -> None:
    tables, threshold = given_tables
    lattice = build(tables)
    assume(len(lattice.counts) <= MOST)
    fixed = data.draw(st.dictionaries(st.integers(0, len(lattice.counts) - 1), st.booleans(), max_size=8))
    note(f"threshold {threshold}, counts {[(table.name, table.counts) for table in tables]}")
    check(tables, lattice, release(lattice, threshold, fixed=fixed, seconds=30), threshold, fixed)


@settings(max_examples=TABLES)
@given(coarser(), st.data())
def test_tables_with_codes_counted_as_one_are_as_safe(
    given_tables: tuple[list[Table], int], data: st.DataObject
) -> None:
    tables, threshold = given_tables
    lattice = build(tables)
    assume(len(lattice.counts) <= MOST)
    fixed = data.draw(st.dictionaries(st.integers(0, len(lattice.counts) - 1), st.booleans(), max_size=3))
    note(f"threshold {threshold}, counts {[(table.name, table.counts) for table in tables]}")
    check(tables, lattice, release(lattice, threshold, fixed=fixed, seconds=30), threshold, fixed)


@settings(max_examples=TABLES // 2)
@given(st.one_of(linked(), coarser()))
def test_rounded_tables_tell_of_small_counts_what_the_audit_says(given_tables: tuple[list[Table], int]) -> None:
    tables, threshold = given_tables
    lattice = build(tables)
    assume(len(lattice.counts) <= MOST)
    note(f"threshold {threshold}, counts {[(table.name, table.counts) for table in tables]}")
    try:
        counts = rounded(lattice, threshold, seconds=20).counts
    except CannotRound:
        return
    small = [cell for cell, count in enumerate(lattice.counts) if is_primary(count, threshold)]
    finding = audit_rounded(lattice.relations, counts, small, threshold)
    places = dict(every(lattice))
    outside = Examiner(tables, {at: ("rounded", counts[cell]) for cell, at in every(lattice)}, threshold)
    for cell in small:
        interval = finding.intervals[cell]
        assert (interval.lo, interval.hi) == outside.interval(places[cell])
        assert interval.lo <= lattice.counts[cell] <= (interval.hi or 0)
        is_bare = width(outside, places[cell], min(3, threshold - 1)) < min(3, threshold - 1)
        assert (cell in finding.unprotectable) == is_bare


@settings(max_examples=TABLES // 2)
@given(linked(), st.sampled_from([1e-9, 0.01, 0.05]))
def test_a_search_without_time_ends_in_a_safe_answer_that_says_so(
    given_tables: tuple[list[Table], int], seconds: float
) -> None:
    tables, threshold = given_tables
    lattice = build(tables)
    assume(len(lattice.counts) <= MOST)
    note(f"threshold {threshold}, counts {[(table.name, table.counts) for table in tables]}")
    hurried = release(lattice, threshold, seconds=seconds)
    check(tables, lattice, hurried, threshold)
    calm = release(lattice, threshold, seconds=30)
    assert hurried.gap > 0 or hurried.statuses.count(Status.SECONDARY) == calm.statuses.count(Status.SECONDARY)

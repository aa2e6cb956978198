"""What a new revision changed: the differences lead from was to is, and nothing that is equal is among them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from small_world import UNIT, YEAR, definition

from loket.figures.model import HIDDEN, Coordinates, Table, is_hidden
from loket.figures.restate import Difference, differences, restated

CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["2023", "2024"]), st.sampled_from(["harbour", "market", "archive", "total"])),
    st.one_of(st.integers(0, 6), st.sampled_from([7.5, 7.9])),
)


def applied(was: dict[Coordinates, float], found: tuple[Difference, ...]) -> dict[Coordinates, float]:
    """A table with these differences made in it."""
    changed = {**was, **{one.at: one.now for one in found}}
    return {at: n for at, n in changed.items() if n is not None}


@given(CELLS, CELLS)
def test_applying_the_differences_to_what_was_gives_what_is(
    was: dict[Coordinates, float], now: dict[Coordinates, float]
) -> None:
    assert applied(was, differences(was, now)) == now


@given(CELLS, CELLS)
def test_nothing_that_is_equal_is_listed_and_each_cell_once(
    was: dict[Coordinates, float], now: dict[Coordinates, float]
) -> None:
    found = differences(was, now)
    assert all(one.was != one.now for one in found)
    assert [(one.was, one.now) for one in found] == [(was.get(one.at), now.get(one.at)) for one in found]
    assert len({one.at for one in found}) == len(found)


@given(CELLS, CELLS)
def test_the_other_way_round_each_difference_turns(
    was: dict[Coordinates, float], now: dict[Coordinates, float]
) -> None:
    there = {one.at: one.amount for one in differences(was, now)}
    back = {one.at: one.amount for one in differences(now, was)}
    assert {at: None if n is None else -n for at, n in back.items()} == there


@given(CELLS)
def test_of_the_same_table_there_is_nothing_to_say(cells: dict[Coordinates, float]) -> None:
    assert differences(cells, dict(cells)) == ()
    assert restated({"test": table(cells)}, {"test": table(cells)}) == ()


def table(cells: dict[Coordinates, float]) -> Table:
    return Table(definition(YEAR, UNIT), 2024, cells, ((), ()), False)


def test_a_table_is_new_gone_arranged_otherwise_or_has_other_cells() -> None:
    at = ("2024", "harbour")
    other = table({("harbour",): 3})
    other = replace(other, definition=replace(other.definition, dimensions=(UNIT,)))
    was = {"same": table({at: 1}), "cells": table({at: 1}), "turned": table({at: 1}), "gone": table({at: 1})}
    now = {"new": table({at: 1}), "same": table({at: 1}), "cells": table({at: 2}), "turned": other}
    found = restated(was, now)
    assert [(one.kind, one.cells) for one in found] == [
        ("added", ()),
        ("changed", (Difference(at, 1, 2),)),
        ("rearranged", ()),
        ("gone", ()),
    ]
    assert found[2].table is other


@given(CELLS, st.integers(0, 8))
def test_what_is_hidden_in_both_is_not_told_to_differ(cells: dict[Coordinates, float], place: int) -> None:
    hidden = dict.fromkeys(sorted(cells)[:place], HIDDEN)
    assert differences({**cells, **hidden}, {**cells, **dict.fromkeys(hidden, float("nan"))}) == ()
    found = differences(cells, {**cells, **hidden})
    assert [one.at for one in found] == [at for at in cells if at in hidden]
    assert all(one.amount is not None and is_hidden(one.amount) for one in found)

"""Laws of reconstruction: margins that can hold do hold; margins that cannot give way in order."""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.facts.cells import Grid, Values
from loket.facts.reconstruct import Margins, Task, reconstruct
from loket.facts.solver import Sum, UnsolvableError, solve
from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, TableDefinition


def codes(name: str, *names: str) -> CodeList:
    return CodeList(name, {"nl": name}, tuple(Code(one, {"nl": one}) for one in names))


LISTS = {
    "colour": codes("colour", "red", "green", "blue"),
    "shape": codes("shape", "round", "square"),
    "size": codes("size", "small", "large"),
}
COLOURS, SHAPES, SIZES = ([code.code for code in LISTS[name]] for name in ("colour", "shape", "size"))

Thing = tuple[str, str, str]
THINGS = st.lists(st.tuples(st.sampled_from(COLOURS), st.sampled_from(SHAPES), st.sampled_from(SIZES)))


def grid(*columns: str) -> Grid:
    table = TableDefinition(
        "_".join(columns), {}, "thing", tuple(Dimension(one, one, one) for one in columns), {}, "", {}
    )
    return Grid(table, LISTS, {}, 2024)


def margins(things: list[Thing], *columns: str) -> Margins:
    """The printed cells of a table, each with its margins, as these things give them."""
    cells: Counter[Coordinates] = Counter()
    options = [[*(code.code for code in LISTS[one]), TOTAL] for one in columns]
    for at in [()] if not options else _product(options):
        cells[at] = sum(
            all(code in (TOTAL, thing[list(LISTS).index(column)]) for column, code in zip(columns, at, strict=True))
            for thing in things
        )
    return Margins(grid(*columns), cells)


def _product(options: list[list[str]]) -> list[Coordinates]:
    found: list[Coordinates] = [()]
    for one in options:
        found = [(*at, code) for at in found for code in one]
    return found


def task(
    *tables: Margins,
    seed: str = "1",
    steps: tuple[tuple[str, ...], ...] = (("colour",), ("shape",), ("size",)),
) -> Task:
    return Task(2024, steps, LISTS, tables, seed)


def given_by(made: list[Values], table: Margins) -> Mapping[Coordinates, int]:
    count = table.grid.count(made)
    return {at: int(count(at)) for at in table.cells}


@settings(max_examples=40, deadline=None)
@given(THINGS)
def test_every_margin_that_can_hold_holds_exactly(things: list[Thing]) -> None:
    tables = [
        margins(things, "colour", "shape"),
        margins(things, "size", "colour"),
        margins(things, "size", "shape"),
    ]
    made = reconstruct(task(*tables), [])
    assert len(made) == len(things)
    assert [given_by(made, one) for one in tables] == [one.cells for one in tables]


@settings(max_examples=40, deadline=None)
@given(THINGS)
def test_columns_added_to_real_records_leave_them_as_they_are(things: list[Thing]) -> None:
    records: list[Values] = [{"year": 2024, "colour": colour} for colour, _, _ in things]
    tables = [margins(things, "colour", "shape"), margins(things, "size")]
    made = reconstruct(task(*tables, steps=(("shape",), ("size",))), records)
    assert Counter(one["colour"] for one in made) == Counter(colour for colour, _, _ in things)
    assert [given_by(made, one) for one in tables] == [one.cells for one in tables]


@settings(max_examples=40, deadline=None)
@given(THINGS, st.integers(1, 3))
def test_where_tables_contradict_the_first_is_followed(things: list[Thing], extra: int) -> None:
    right, wrong = margins(things, "colour"), margins(things, "colour")
    spoiled = {**wrong.cells, ("red",): wrong.cells["red",] + extra}
    made = reconstruct(task(right, Margins(wrong.grid, spoiled), steps=(("colour",),)), [])
    assert given_by(made, right) == right.cells


def test_a_table_that_contradicts_itself_is_off_by_as_little_as_can_be() -> None:
    table = Margins(grid("colour"), {("red",): 5, ("green",): 4, (TOTAL,): 8})
    made = reconstruct(task(table, steps=(("colour",),)), [])
    counted = given_by(made, table)
    assert sum(abs(counted[at] - n) for at, n in table.cells.items()) == 1


def test_the_same_seed_draws_the_same_and_another_seed_another() -> None:
    things = [(colour, shape, size) for colour in COLOURS for shape in SHAPES for size in SIZES] * 5
    tables = [margins(things, "colour"), margins(things, "shape"), margins(things, "size")]
    first, again, other = (reconstruct(task(*tables, seed=seed), []) for seed in ("1", "1", "2"))
    assert first == again != other


def test_a_child_code_comes_with_its_own_parent() -> None:
    lists = {
        "kind": codes("kind", "a", "b"),
        "part": CodeList("part", {}, (Code("a1", {}, parent="a"), Code("b1", {}, parent="b")), "kind"),
    }
    table = TableDefinition("t", {}, "thing", (Dimension("part", "part", "part"),), {}, "", {})
    printed = Margins(Grid(table, lists, {}, 2024), {("a1",): 1, ("b1",): 2})
    made = reconstruct(Task(2024, (("kind", "part"),), lists, (printed,), "1"), [])
    assert [(one["kind"], one["part"]) for one in made] == [("a", "a1"), ("b", "b1"), ("b", "b1")]


def test_a_unit_is_only_moved_where_the_margins_ask_for_it() -> None:
    lists = {"unit": codes("unit", "leaf", "above", "other")}
    places = {2023: {"leaf": "other"}, 2024: {"leaf": "above"}}

    def units(roll_up: str, **cells: int) -> Margins:
        unit = Dimension("unit", "unit", "unit", roll_up=roll_up)  # type: ignore[arg-type]  # a plain str
        table = TableDefinition(roll_up, {}, "thing", (unit,), {}, "", {})
        return Margins(Grid(table, lists, places, 2024), {(code,): n for code, n in cells.items()})

    now, then = units("now", above=3, other=5), units("then", above=1, other=7)
    alone = reconstruct(Task(2023, (("unit",),), lists, (now,), "1"), [])
    both = reconstruct(Task(2023, (("unit",),), lists, (now, then), "1"), [])
    assert Counter(one["unit"] for one in alone) == {"above": 3, "other": 5}
    assert Counter(one["unit"] for one in both) == {"leaf": 2, "above": 1, "other": 5}


def test_sums_that_must_hold_and_cannot_are_refused() -> None:
    with pytest.raises(UnsolvableError, match="gedrukte tabellen"):
        solve(1, [Sum((0,), 1), Sum((0,), 2)], [])

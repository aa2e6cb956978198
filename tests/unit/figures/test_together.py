"""What a protected table tells of several cells together."""

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from loket.figures.model import (
    HIDDEN,
    TOTAL,
    Code,
    Coordinates,
    Dimension,
    Merged,
    Table,
    TableDefinition,
    is_hidden,
)

ROWS, COLUMNS = ("a", "b", "c", "d"), ("x", "y", "z")
EVERY = [(row, column) for row, column in product((*ROWS, TOTAL), (*COLUMNS, TOTAL))]
ALL_OF = {0: (*ROWS, TOTAL), 1: (*COLUMNS, TOTAL)}


def table(counts: dict[Coordinates, int], hidden: frozenset[Coordinates] = frozenset()) -> Table:
    cells: dict[Coordinates, float] = {}
    for row, column in EVERY:
        rows = ROWS if row == TOTAL else (row,)
        columns = COLUMNS if column == TOTAL else (column,)
        cells[row, column] = sum(counts[at] for at in product(rows, columns))
    dimensions = (Dimension("row", "row", "rows"), Dimension("column", "column", "columns"))
    labels = [[Code(code, {"nl": code}) for code in ALL_OF[axis]] for axis in (0, 1)]
    definition = TableDefinition("t", {}, "fact", dimensions, {}, "", {})
    return Table(
        definition, 2024, {at: HIDDEN if at in hidden else n for at, n in cells.items()}, labels, reconstructed=False
    )


COUNTS = st.fixed_dictionaries({at: st.integers(0, 9) for at in product(ROWS, COLUMNS)})
HIDES = st.frozensets(st.sampled_from(EVERY))


@given(COUNTS, HIDES, st.sampled_from((0, 1)), st.data())
def test_what_is_told_of_parts_together_is_true_and_follows_from_what_is_shown(
    counts: dict[Coordinates, int], hidden: frozenset[Coordinates], axis: int, data: st.DataObject
) -> None:
    parts = ALL_OF[axis][:-1]
    chosen = data.draw(st.sets(st.sampled_from(parts), min_size=1))
    other = data.draw(st.sampled_from(ALL_OF[1 - axis]))
    line = {code: (code, other) if axis == 0 else (other, code) for code in ALL_OF[axis]}
    found = table(counts, hidden).together([line[code] for code in chosen])
    rest = [line[code] for code in ALL_OF[axis] if code not in chosen]
    if not {line[code] for code in chosen} & hidden or (len(chosen) > 1 and not set(rest) & hidden):
        assert found == table(counts).together([line[code] for code in chosen])
    else:
        assert is_hidden(found)


@given(COUNTS, st.sampled_from(EVERY))
def test_one_hidden_cell_is_never_told(counts: dict[Coordinates, int], at: Coordinates) -> None:
    assert is_hidden(table(counts, frozenset({at})).together([at]))


def test_cells_of_more_than_one_line_are_told_only_when_all_are_shown() -> None:
    counts = dict.fromkeys(product(ROWS, COLUMNS), 3)
    places = [("a", "x"), ("b", "y")]
    assert table(counts).together(places) == 6
    assert is_hidden(table(counts, frozenset({("a", "x")})).together(places))


def test_what_is_counted_elsewhere_is_told_only_with_all_that_is_counted_there() -> None:
    counts = {(row, column): place for place, (row, column) in enumerate(product(ROWS, COLUMNS), start=1)}
    whole = table(counts)
    both = Merged("row", ("a", "b"))
    cells = {at: n for at, n in whole.cells.items() if at[0] not in both.codes}
    cells |= {(both.into, column): whole.cells["a", column] + whole.cells["b", column] for column in ALL_OF[1]}
    labels = ((Code(both.into, {}), *whole.labels[0][2:]), whole.labels[1])
    merged = replace(whole, cells=cells, labels=labels, merged=(both,))
    assert merged.together([("a", "x"), ("b", "x")]) == whole.together([("a", "x"), ("b", "x")])
    three = [(row, "x") for row in ("a", "b", "c")]
    assert merged.together(three) == whole.together(three)
    assert is_hidden(merged.together([("a", "x")]))
    assert is_hidden(merged.together([("a", "x"), ("c", "x")]))
    assert is_hidden(merged.together([("a", "x"), ("b", "y")]))
    assert merged.together([]) == 0

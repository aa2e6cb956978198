"""What to do about small cells that no pattern protects: the cheapest merge after which they can be protected."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace

from loket.figures.protection.lattice import Dimension, Lattice, Table, build
from loket.figures.protection.merging import Merge, proposals
from loket.figures.protection.problem import posed
from loket.figures.protection.reach import Reach
from loket.figures.protection.timing import Deadline, OutOfTime
from loket.figures.protection.witnesses import spans_hiding_all

SECONDS = 10.0
"""The time to try merges."""


def remedies(
    lattice: Lattice, cells: Collection[int], threshold: int, *, seconds: float = SECONDS
) -> dict[int, Merge | None]:
    """For each of these cells the proposed merge that loses fewest cells, of those after which what the cell is then
    part of can be protected. None: no merge does, or none was found in time, and rounding is left.
    """
    found: dict[int, Merge | None] = dict.fromkeys(cells)
    every = [merge for table in lattice.tables for merge in proposals(table, threshold)] if cells else []
    with suppress(OutOfTime):
        deadline = Deadline(seconds)
        for merge in sorted(every, key=lambda one: one.lost):
            left = [cell for cell, remedy in found.items() if remedy is None]
            found.update(dict.fromkeys(_helped(lattice, left, merge, threshold, deadline), merge))
    return found


def _helped(lattice: Lattice, cells: Collection[int], merge: Merge, threshold: int, deadline: Deadline) -> list[int]:
    """Which of these cells can be protected after the merge. Raises ``OutOfTime``."""
    deadline.left()
    wanted = set(cells)
    merged = build([applied(table, merge) for table in lattice.tables])
    problem = posed(merged, threshold)
    order = {number: place for place, numbers in enumerate(problem.cells) for number in numbers}
    homes = {cell: order[number] for cell, number in _becoming(lattice, merged, merge) if cell in wanted}
    small = {place for place in homes.values() if problem.primary[place]}
    spans = spans_hiding_all(Reach(problem, deadline), small)
    return [cell for cell, place in homes.items() if spans.get(place, problem.enough) == problem.enough]


def _becoming(lattice: Lattice, merged: Lattice, merge: Merge) -> Iterator[tuple[int, int]]:
    """The cell that each cell is, or becomes part of."""
    for table in lattice.tables:
        for at, cell in lattice.places[table.name].items():
            yield cell, merged.places[table.name][_moved(table, merge, at)]


def applied(table: Table, merge: Merge) -> Table:
    """The table after a merge: what is merged has the first of the merged codes."""
    counts: dict[tuple[str, ...], int] = {}
    leaves = [{code for code in one.parents if code not in one.children} for one in table.dimensions]
    for at, count in table.counts.items():
        if all(code in among for code, among in zip(at, leaves, strict=True)):
            place = _moved(table, merge, at)
            counts[place] = counts.get(place, 0) + count
    dimensions = tuple(_without(one, merge) for one in table.dimensions)
    return replace(table, dimensions=dimensions, counts=counts)


def _moved(table: Table, merge: Merge, at: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        merge.codes[0] if one.name == merge.dimension and code in merge.codes else code
        for one, code in zip(table.dimensions, at, strict=True)
    )


def _without(dimension: Dimension, merge: Merge) -> Dimension:
    if dimension.name != merge.dimension:
        return dimension
    gone = merge.codes[1:]
    return Dimension(dimension.name, {code: up for code, up in dimension.parents.items() if code not in gone})

"""The question of which cells to hide, in arrays: only cells that are not zero, and how far each can move.

A *move* is a vector of whole numbers, one a cell, that keeps every sum: the published tables and the move together are
tables that the attacker cannot tell from the true ones, as long as only hidden cells move and none leaves the values
that he reckons with (``attacker``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from loket.figures.protection.attacker import possible
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.rules import Status, is_primary, width

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

FAR = 10_000
"""How far a cell without an upper bound is let move. A primary cell needs to move by less than its threshold, and so do
the cells that make it up; the room beyond that is for tables in which one cell is the sum of very many that move.
"""


@dataclass(frozen=True)
class Problem:
    """``cells`` are the numbers in the lattice; all else is in their order. Cells of which one is the only part of the
    other that is not zero are one cell here: they are hidden together or not at all. ``primary`` are to be protected;
    ``always`` are hidden whatever it costs: these, and what was asked for; ``may`` can be hidden or not; the others
    are known, and do not move. ``below`` and ``above`` say how far a cell can move when it is hidden; ``relations`` are
    a total and its parts; ``wide`` is the rule's width; ``weights`` what it costs to hide a cell.
    """

    cells: tuple[tuple[int, ...], ...]
    counts: Floats
    primary: Marks
    always: Marks
    may: Marks
    below: Floats
    above: Floats
    relations: tuple[tuple[int, tuple[int, ...]], ...]
    wide: int
    weights: Floats

    @cached_property
    def matrix(self) -> csr_array:
        """A row for each sum: 1 at the total, -1 at the parts."""
        rows = [(total, *parts) for total, parts in self.relations]
        ends = np.cumsum([0, *map(len, rows)])
        columns = np.fromiter((cell for row in rows for cell in row), dtype=np.int32, count=int(ends[-1]))
        signs = np.full(len(columns), -1.0)
        signs[ends[:-1]] = 1.0
        return csr_array((signs, columns, ends), shape=(len(rows), self.size))

    @cached_property
    def touching(self) -> csr_array:
        """A row for each sum: 1 at each of its cells."""
        return csr_array(abs(self.matrix))

    @cached_property
    def sums(self) -> tuple[tuple[int, ...], ...]:
        """Of each cell the sums that it is in, by their numbers."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for number, (total, parts) in enumerate(self.relations):
            for cell in (total, *parts):
                found[cell].append(number)
        return tuple(map(tuple, found))

    @property
    def enough(self) -> int:
        """The steps over which a primary cell must be able to move: one less than the values that it then has."""
        return self.wide - 1

    @property
    def size(self) -> int:
        return len(self.cells)

    def numbers(self, hidden: Marks) -> set[int]:
        """The cells of the lattice that these cells are."""
        return {number for place in np.flatnonzero(hidden) for number in self.cells[place]}

    @property
    def primaries(self) -> tuple[int, ...]:
        return tuple(int(cell) for cell in np.flatnonzero(self.primary))


def posed(
    lattice: Lattice, threshold: int, weights: Mapping[int, int] | None = None, fixed: Mapping[int, bool] | None = None
) -> Problem:
    """The problem of a lattice. ``weights`` are whole numbers, 1 or more, of some of its cells; the others weigh 1.
    ``fixed`` cells stay shown (True) or are hidden whatever it costs (False).
    """
    cells = _classes(lattice)
    order = {number: place for place, numbers in enumerate(cells) for number in numbers}
    single = [lattice.counts[numbers[0]] for numbers in cells]
    counts = np.array(single, dtype=np.float64)
    small = np.array([is_primary(count, threshold) for count in single], dtype=np.bool_)
    known, asked = (_marked(cells, fixed or {}, is_shown) for is_shown in (True, False))
    always = (small | asked) & ~known
    lowest, highest = _reckoned(small, threshold)
    return Problem(
        cells=cells,
        counts=counts,
        primary=small & ~known,
        always=always,
        may=~(always | known),
        below=np.where(known, 0.0, np.minimum(counts - lowest, FAR)),
        above=np.where(known, 0.0, np.minimum(highest - counts, FAR)),
        relations=_reduced(lattice, order),
        wide=width(threshold),
        weights=np.array([sum((weights or {}).get(one, 1) for one in numbers) for numbers in cells], dtype=np.float64),
    )


def apart(problem: Problem) -> Iterator[Problem]:
    """The problem in parts that no sum ties together: what is hidden in one does nothing in another. Known cells do not
    move, and so tie nothing together; they are in every part that has a sum with them.
    """
    moving = problem.always | problem.may
    ties = abs(problem.matrix @ diags_array(moving.astype(np.float64)))
    count, labels = connected_components(block_array([[None, ties], [ties.T, None]]), directed=False)
    members: list[list[int]] = [[] for _ in range(count)]
    sums: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in range(count)]
    for relation, label in zip(problem.relations, labels.tolist(), strict=False):
        sums[label].append(relation)
    for cell in np.flatnonzero(moving).tolist():
        members[labels[len(problem.relations) + cell]].append(cell)
    return (_part(problem, _cells(tied, cells), tied) for cells, tied in zip(members, sums, strict=True) if cells)


def around(problem: Problem, cell: int, through: Marks, most: int) -> tuple[Problem, NDArray[np.int32]]:
    """The problem of the sums nearest to a cell, ``most`` of them and their cells; nearness goes ``through`` these
    cells. Also which cells they are. With fewer sums everything moves as far or further.
    """
    numbers = dict.fromkeys(problem.sums[cell])
    for number in (reached := list(numbers)):
        total, parts = problem.relations[number]
        for other in (total, *parts):
            if through[other] and len(numbers) < most:
                fresh = [one for one in problem.sums[other] if one not in numbers]
                numbers.update(dict.fromkeys(fresh))
                reached += fresh
    relations = [problem.relations[number] for number in numbers]
    cells = _cells(relations, [cell])
    return _part(problem, cells, relations), np.array(cells, dtype=np.int32)


def _cells(relations: Sequence[tuple[int, tuple[int, ...]]], more: Sequence[int]) -> list[int]:
    """The cells of these sums, and these, in order."""
    return sorted({*more, *(cell for total, parts in relations for cell in (total, *parts))})


def _part(problem: Problem, cells: Sequence[int], relations: Sequence[tuple[int, tuple[int, ...]]]) -> Problem:
    """The problem of these cells and these sums of them."""
    order = {cell: place for place, cell in enumerate(cells)}
    return Problem(
        cells=tuple(problem.cells[cell] for cell in cells),
        counts=problem.counts[cells],
        primary=problem.primary[cells],
        always=problem.always[cells],
        may=problem.may[cells],
        below=problem.below[cells],
        above=problem.above[cells],
        relations=tuple((order[total], tuple(order[part] for part in parts)) for total, parts in relations),
        wide=problem.wide,
        weights=problem.weights[cells],
    )


def _marked(cells: Sequence[tuple[int, ...]], fixed: Mapping[int, bool], is_shown: bool) -> Marks:
    """Which cells hold one that is fixed so."""
    return np.array([any(fixed.get(one) is is_shown for one in numbers) for numbers in cells], dtype=np.bool_)


def _reckoned(small: Marks, threshold: int) -> tuple[Floats, Floats]:
    """The least and the largest value of each cell, if it were hidden."""
    kinds = {True: possible(Status.PRIMARY, 0, threshold), False: possible(Status.SECONDARY, 0, threshold)}
    bounds = [kinds[bool(is_small)] for is_small in small]
    return (
        np.array([low for low, _ in bounds], dtype=np.float64),
        np.array([np.inf if high is None else high for _, high in bounds], dtype=np.float64),
    )


def _reduced(lattice: Lattice, order: Mapping[int, int]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The sums without zeros: a total of zero has zeros only, and says nothing of any other cell. A sum of one part is
    none.
    """
    found = (
        (order[relation.total], tuple(sorted(order[part] for part in relation.parts if part in order)))
        for relation in lattice.relations
        if relation.total in order
    )
    return tuple(dict.fromkeys((total, parts) for total, parts in found if parts != (total,)))


def _classes(lattice: Lattice) -> tuple[tuple[int, ...], ...]:
    """The cells that are not zero, those that are one together."""
    leader = list(range(len(lattice.counts)))

    def lead(cell: int) -> int:
        while leader[cell] != cell:
            leader[cell] = cell = leader[leader[cell]]
        return cell

    for relation in lattice.relations:
        parts = [part for part in relation.parts if lattice.counts[part]]
        if len(parts) == 1:
            leader[lead(parts[0])] = lead(relation.total)
    classes: dict[int, list[int]] = {}
    for number, count in enumerate(lattice.counts):
        if count:
            classes.setdefault(lead(number), []).append(number)
    return tuple(tuple(numbers) for numbers in classes.values())

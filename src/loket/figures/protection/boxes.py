"""A first pattern without a solver: each small cell is hidden by boxes.

A *box* takes two codes in every dimension of a table, siblings without codes under them, and moves its corners up and
down in turn, so that no sum changes. In two dimensions it is the rectangle by which people hide cells by hand. Most
small cells find one among cells that are hidden already; a table of fifty thousand cells is covered in seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loket.figures.model import TOTAL
from loket.figures.protection.lattice import Dimension, Lattice
from loket.figures.protection.problem import Floats, Marks, Problem
from loket.figures.protection.timing import Deadline

NOWHERE = -1
"""Stands in a block for what no box can use: a zero, or the total of cells of another table."""

Numbers = NDArray[np.int64]

Way = tuple[int, int]
"""The least room, up and down, that a box asks of a corner."""


@dataclass(frozen=True)
class Box:
    """A move: its cells, and the step of each."""

    cells: tuple[int, ...]
    steps: tuple[int, ...]
    price: float


class Block:
    """Cells of one table in which any two codes of every dimension make a box, with what it costs to use each."""

    def __init__(self, cells: Numbers, problem: Problem, prices: Floats) -> None:
        self.cells = cells
        self.prices: dict[Way, Floats] = {}
        self.base = np.append(prices, np.inf)[cells]
        self.above = np.append(problem.above, 0.0)[cells]
        self.below = np.append(problem.below, 0.0)[cells]
        self.subsets = [axes for size in range(1, cells.ndim + 1) for axes in combinations(range(cells.ndim), size)]

    def priced(self, way: Way) -> Floats:
        """What using each cell costs, infinite where it has too little room."""
        if way not in self.prices:
            self.prices[way] = np.where((self.above >= way[0]) & (self.below >= way[1]), self.base, np.inf)
        return self.prices[way]

    def reprice(self, at: tuple[int, ...], price: float) -> None:
        self.base[at] = price
        for (up, down), prices in self.prices.items():
            prices[at] = price if self.above[at] >= up and self.below[at] >= down else np.inf

    def cheapest(self, at: tuple[int, ...], up: int, down: int) -> Box | None:
        """The cheapest box with this corner, that can go ``up`` and ``down`` so far."""
        if self.above[at] < up or self.below[at] < down:
            return None
        total: Any = np.zeros((1,) * self.cells.ndim)
        for axes in self.subsets:
            prices = self.priced((up, down) if len(axes) % 2 == 0 else (down, up))
            part = prices[
                tuple(slice(None) if axis in axes else slice(at[axis], at[axis] + 1) for axis in range(prices.ndim))
            ]
            total = total + part
        for axis, place in enumerate(at):
            total[(slice(None),) * axis + (place,)] = np.inf
        best = np.unravel_index(int(np.argmin(total)), total.shape)
        return self._box(at, tuple(map(int, best)), max(up, down) * (1 if up else -1), float(total[best]))

    def _box(self, at: tuple[int, ...], other: tuple[int, ...], step: int, price: float) -> Box | None:
        if price == np.inf:
            return None
        picks = list(product((0, 1), repeat=len(at)))
        cells = tuple(
            int(self.cells[tuple(pair[pick] for pair, pick in zip(zip(at, other, strict=True), one, strict=True))])
            for one in picks
        )
        return Box(cells, tuple(step * (-1) ** sum(one) for one in picks), price)


class Boxes:
    """The search: which cells are hidden so far, and by which boxes each small cell goes up and down."""

    def __init__(self, numbers: Sequence[Numbers], problem: Problem, costs: Floats) -> None:
        self.problem, self.costs = problem, costs
        self.hidden: Marks = problem.always.copy()
        prices = np.where(problem.always, 0.0, costs)
        self.blocks = [Block(cells, problem, prices) for cells in _placed(numbers, problem)]
        self.homes: dict[int, list[tuple[Block, tuple[int, ...]]]] = {}
        for block in self.blocks:
            for at in zip(*np.nonzero(block.cells >= 0), strict=True):
                self.homes.setdefault(int(block.cells[at]), []).append((block, tuple(map(int, at))))
        self.lifts: dict[int, dict[int, Box]] = {cell: {} for cell in problem.primaries}
        self.users: dict[int, set[int]] = {}

    def cover(self, need: int, deadline: Deadline) -> list[int]:
        """Hide what boxes cost least, until every small cell moves over ``need`` steps. The small cells that no box
        helps are given back. Raises ``OutOfTime``.
        """
        lacking = []
        for cell in self.problem.primaries:
            deadline.left()
            if not self._help(cell, need, np.inf):
                lacking.append(cell)
        return lacking

    def prune(self, need: int, deadline: Deadline) -> None:
        """Show again, the dearest first, what is not needed: where every small cell that used it has another way, for
        nothing. Raises ``OutOfTime``.
        """
        secondary = np.flatnonzero(self.hidden & self.problem.may).tolist()
        for cell in sorted(secondary, key=lambda one: -self.costs[one]):
            deadline.left()
            self._without(cell, need)

    def moves(self) -> Iterator[Floats]:
        """The moves by which small cells go up and down, each once."""
        for box in {id(box): box for lifts in self.lifts.values() for box in lifts.values()}.values():
            move = np.zeros(self.problem.size)
            move[list(box.cells)] = box.steps
            yield move

    def leaning(self) -> list[int]:
        """The small cells that move with the help of cells that are not hidden anyhow."""
        always = self.problem.always
        return [
            cell
            for cell, lifts in self.lifts.items()
            if not all(always[list(box.cells)].all() for box in lifts.values())
        ]

    def span(self, cell: int) -> int:
        """Over how many steps boxes let this cell move."""
        lifts = self.lifts[cell]
        return max((step for step in lifts if step > 0), default=0) - min((s for s in lifts if s < 0), default=0)

    def _without(self, cell: int, need: int) -> None:
        users = [one for one in self.users.get(cell, ()) if any(cell in box.cells for box in self.lifts[one].values())]
        before = {one: self.lifts[one] for one in users}
        for one in users:
            self.lifts[one] = {step: box for step, box in before[one].items() if cell not in box.cells}
        self._price(cell, np.inf)
        self.hidden[cell] = False
        if all(self._help(one, need, 0.0) for one in users):
            self._price(cell, float(self.costs[cell]))
            return
        self._price(cell, 0.0)
        self.hidden[cell] = True
        self.lifts.update(before)

    def _price(self, cell: int, price: float) -> None:
        for block, at in self.homes.get(cell, ()):
            block.reprice(at, price)

    def _help(self, cell: int, need: int, most: float) -> bool:
        """Let a small cell move over ``need`` steps, for at most so much; whether that can be done."""
        if self.span(cell) >= need:
            return True
        options = list(self._options(cell, need))
        price, boxes = min(options, key=lambda option: option[0], default=(np.inf, ()))
        if price > most or not boxes:
            return False
        for box in boxes:
            self._use(box)
        return self.span(cell) >= need

    def _options(self, cell: int, need: int) -> Iterator[tuple[float, tuple[Box, ...]]]:
        """Ways to make the steps that are lacking, each with its price."""
        steps = self.lifts[cell]
        for up in range(need + 1):
            lacking = [step for step in (up, up - need) if step and step not in steps]
            boxes = [self._cheapest(cell, max(step, 0), max(-step, 0)) for step in lacking]
            found = tuple(box for box in boxes if box)
            if len(found) == len(lacking):
                yield sum(box.price for box in found), found
            if 0 < up < need and up * 2 == need and (both := self._cheapest(cell, up, up)):
                yield both.price, (both,)

    def _cheapest(self, cell: int, up: int, down: int) -> Box | None:
        found = (block.cheapest(at, up, down) for block, at in self.homes.get(cell, ()))
        return min((box for box in found if box), key=lambda box: box.price, default=None)

    def _use(self, box: Box) -> None:
        """Hide the corners of a box, and note every small cell that it lets move, up or down."""
        for cell in box.cells:
            if not self.hidden[cell]:
                self.hidden[cell] = True
                self._price(cell, 0.0)
        for sign in (1, -1):
            if all(self._has_room(cell, sign * step) for cell, step in zip(box.cells, box.steps, strict=True)):
                self._note(box, sign)

    def _note(self, box: Box, sign: int) -> None:
        for cell, step in zip(box.cells, box.steps, strict=True):
            if self.problem.primary[cell] and sign * step not in self.lifts[cell]:
                self.lifts[cell] = {**self.lifts[cell], sign * step: box}
                for other in box.cells:
                    self.users.setdefault(other, set()).add(cell)

    def _has_room(self, cell: int, step: int) -> bool:
        return bool(-self.problem.below[cell] <= step <= self.problem.above[cell])


def blocks(lattice: Lattice) -> list[Numbers]:
    """The cells of each table, by their numbers in the lattice, at its codes without codes under them, siblings
    together; ``NOWHERE`` stands for the totals of another table.
    """
    totals, found = {relation.total for relation in lattice.relations}, []
    for table in lattice.tables:
        places = lattice.places[table.name]
        for codes in product(*(_siblings(dimension) for dimension in table.dimensions)):
            numbers = [places[at] for at in product(*codes)]
            cells = [NOWHERE if number in totals else number for number in numbers]
            found.append(np.array(cells, dtype=np.int64).reshape([len(one) for one in codes]))
    return found


def _placed(numbers: Sequence[Numbers], problem: Problem) -> Iterator[Numbers]:
    """The blocks in which a problem has cells, by their places in it."""
    order = {number: place for place, one in enumerate(problem.cells) for number in one}
    places = np.full(max(order) + 2, NOWHERE)
    places[list(order)] = list(order.values())
    for block in numbers:
        placed = places[np.minimum(block, len(places) - 1)]
        if (placed != NOWHERE).any():
            yield placed


def _siblings(dimension: Dimension) -> list[tuple[str, ...]]:
    children: Mapping[str, tuple[str, ...]] = dimension.children
    groups = [tuple(code for code in codes if code not in children) for codes in children.values()]
    return [codes for codes in groups if len(codes) > 1 and TOTAL not in codes]

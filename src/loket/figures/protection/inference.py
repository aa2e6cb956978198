"""What follows of unknown cells from the sums that they are in: by adding up alone, and then with ``fitting``."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from loket.figures.protection.fitting import ENOUGH, Group, Interval, Sum, Unfitting
from loket.figures.protection.lattice import Relation

Bounds = tuple[int, int | None]
"""The least and the largest value of a cell; None: as large as you like."""

Ends = dict[int, float]
"""Of each cell one end: a whole number, or infinite."""

VISITS = 30
"""How often one sum is looked at, at most, while bounds come nearer: some would creep on for ever."""


def inferred(
    relations: Iterable[Relation],
    bounds: Sequence[Bounds],
    wanted: Collection[int],
    counted: Collection[int],
    seconds: float,
    hint: Sequence[int] | None = None,
) -> dict[int, Interval]:
    """The interval of each wanted cell, given what is known of every cell and every sum; of those that are also in
    ``counted`` the holes are sought. ``hint`` is a table that may fit, to begin with.

    Raises ``Unfitting``, ``Undecided``.
    """
    until = time.monotonic() + seconds
    low: Ends = dict(enumerate(least for least, _ in bounds))
    high: Ends = dict(enumerate(math.inf if most is None else most for _, most in bounds))
    sums = [Sum({relation.total: 1, **dict.fromkeys(relation.parts, -1)}, 0) for relation in relations]
    tighten(sums, low, high)
    asked, holed = set(wanted), set(counted)
    groups = [group for group in _groups(_open_sums(sums, low, high), low, high) if asked.intersection(group.cells)]
    for group in groups:
        group.start(until, hint)
    found = {cell: _plain(low[cell], high[cell]) for cell in wanted}
    for group in groups:
        inside = [cell for cell in group.cells if cell in asked]
        group.settle(inside, [cell for cell in inside if cell in holed])
        found.update({cell: group.interval(cell, cell in holed) for cell in inside})
    return found


def _plain(low: float, high: float) -> Interval:
    """Of a cell that no sum binds any further."""
    if math.isinf(high):
        return Interval(int(low), None, ENOUGH)
    return Interval(int(low), int(high), min(ENOUGH, int(high - low) + 1))


def tighten(sums: Sequence[Sum], low: Ends, high: Ends) -> None:
    """Bring bounds nearer: in each sum, a cell is at most what is left when the others are as small as they can be, and
    so on, until nothing moves. Raises ``Unfitting`` when nothing is left for a cell.
    """
    holding = defaultdict(list)
    for number, one in enumerate(sums):
        for cell in one.signs:
            holding[cell].append(number)
    visits = [0] * len(sums)
    queue, waiting = deque(range(len(sums))), set(range(len(sums)))
    while queue:
        number = queue.popleft()
        waiting.discard(number)
        visits[number] += 1
        for cell in _nearer(sums[number], low, high):
            for other in holding[cell]:
                if other not in waiting and visits[other] < VISITS:
                    queue.append(other)
                    waiting.add(other)


def _nearer(one: Sum, low: Ends, high: Ends) -> list[int]:
    """Bring the bounds of the cells in one sum nearer; which cells moved. Raises ``Unfitting``."""
    ends = {c: (low[c], high[c]) if sign > 0 else (-high[c], -low[c]) for c, sign in one.signs.items()}
    least, most = Pile(end for end, _ in ends.values()), Pile(end for _, end in ends.values())
    moved = []
    for cell, (start, stop) in ends.items():
        nearest, furthest = max(start, one.total - most.without(stop)), min(stop, one.total - least.without(start))
        if nearest > furthest:
            raise Unfitting("er zijn geen aantallen die bij de getoonde cellen passen")
        if (nearest, furthest) != (start, stop):
            low[cell], high[cell] = (nearest, furthest) if one.signs[cell] > 0 else (-furthest, -nearest)
            moved.append(cell)
    return moved


class Pile:
    """A sum of numbers, some perhaps infinite and then all of one sign, from which one can be taken away."""

    def __init__(self, numbers: Iterable[float]) -> None:
        every = list(numbers)
        self.finite = sum(number for number in every if not math.isinf(number))
        self.endless = [number for number in every if math.isinf(number)]

    def without(self, number: float) -> float:
        if math.isinf(number):
            return self.finite if len(self.endless) == 1 else number
        return self.endless[0] if self.endless else self.finite - number


def _open_sums(sums: Iterable[Sum], low: Ends, high: Ends) -> Iterator[Sum]:
    """The sums over the cells that are still unknown; each once."""
    seen = set()
    for one in sums:
        signs = {cell: sign for cell, sign in one.signs.items() if low[cell] < high[cell]}
        rest = one.total - sum(sign * low[cell] for cell, sign in one.signs.items() if cell not in signs)
        mark = (frozenset(signs.items()), rest)
        if signs and mark not in seen:
            seen.add(mark)
            yield Sum(signs, int(rest))


def _groups(sums: Iterable[Sum], low: Mapping[int, float], high: Mapping[int, float]) -> list[Group]:
    """Unknown cells that hang together: what is inferred in one group says nothing of another."""
    leader: dict[int, int] = {}

    def lead(cell: int) -> int:
        while leader.setdefault(cell, cell) != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    every = list(sums)
    for one in every:
        first, *others = one.signs
        for other in others:
            leader[lead(other)] = lead(first)
    together: dict[int, list[Sum]] = defaultdict(list)
    for one in every:
        together[lead(next(iter(one.signs)))].append(one)
    return [Group(members, low, high) for members in together.values()]

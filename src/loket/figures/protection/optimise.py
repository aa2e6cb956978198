"""Which cells to hide: the fewest, and of those patterns the one that hides the smallest count.

Cells that no sum ties together are chosen apart (``problem.apart``): what each part costs adds up, so that the best of
each is the best of all. A small part is soon proven, and what time it leaves goes to the others.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from loket.figures.protection.boxes import blocks
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.problem import apart, posed
from loket.figures.protection.rules import Status, is_primary
from loket.figures.protection.search import Search
from loket.figures.protection.timing import Deadline

SECONDS = 60.0
"""The time limit, unless told otherwise."""


@dataclass(frozen=True)
class Progress:
    """Where a search stands: how many cells the best safe pattern hides, and the gap that is left. None: there is no
    such pattern yet."""

    hidden: int | None
    gap: float


@dataclass(frozen=True)
class Protected:
    """The kind of each cell of the lattice. ``gap`` is the share of the cost of the secondary cells that a better
    pattern, if there is one, could at most save: 0 when this one is proven best.
    """

    statuses: tuple[Status, ...]
    gap: float


def protect(
    lattice: Lattice,
    threshold: int,
    *,
    weights: Mapping[int, int] | None = None,
    fixed: Mapping[int, bool] | None = None,
    seconds: float = SECONDS,
    tell: Callable[[Progress], None] | None = None,
) -> Protected:
    """Choose what to hide besides the small cells. ``weights`` (whole numbers, 1 unless given) are counted instead of
    cells: a total that weighs 5 stays shown as long as it costs at most five other cells. ``fixed`` cells stay shown
    (True), or are hidden whatever it costs (False).
    """
    searches = _Searches(lattice, threshold, weights or {}, fixed or {}, tell or (lambda _: None))
    searches.run(Deadline(seconds))
    return searches.found()


def soon(lattice: Lattice, threshold: int, *, seconds: float = SECONDS) -> Protected:
    """Hide for each small cell in turn what costs least. Safe, and mostly more than is needed: to compare with."""
    searches, deadline = _Searches(lattice, threshold, {}, {}, lambda _: None), Deadline(seconds)
    for search in searches.every:
        search.run_greedily(deadline)
    return searches.found()


def kinds(lattice: Lattice, threshold: int, fixed: Mapping[int, bool], hidden: Collection[int]) -> tuple[Status, ...]:
    """The kind of each cell when these are hidden: zeros and what is fixed so stay shown, small cells are hidden."""

    def kind(cell: int, count: int) -> Status:
        if not count or fixed.get(cell) is True:
            return Status.SHOWN
        if is_primary(count, threshold):
            return Status.PRIMARY
        return Status.SECONDARY if cell in hidden or cell in fixed else Status.SHOWN

    return tuple(kind(cell, count) for cell, count in enumerate(lattice.counts))


class _Searches:
    """A search for each part that has small cells, the smallest part first."""

    def __init__(
        self,
        lattice: Lattice,
        threshold: int,
        weights: Mapping[int, int],
        fixed: Mapping[int, bool],
        tell: Callable[[Progress], None],
    ) -> None:
        self.lattice, self.threshold, self.fixed, self.tell = lattice, threshold, fixed, tell
        parts = list(apart(posed(lattice, threshold, weights, fixed)))
        found = blocks(lattice)
        small = sorted((part for part in parts if part.primary.any()), key=lambda part: part.size)
        self.every = [Search(part, found, self._tell) for part in small]
        self.anyhow = {cell for part in parts for cell in part.numbers(part.always)}

    def run(self, deadline: Deadline) -> None:
        """Give each part its share of the time, and what is left to those that are not proven yet."""
        left = self.every
        while left and not deadline.is_over():
            for place, search in enumerate(left):
                size = sum(other.problem.size for other in left[place:])
                search.run(Deadline(deadline.remaining() * search.problem.size / size))
            left = [search for search in left if not search.is_proven()]

    def hidden(self) -> set[int]:
        """The cells of the lattice that the best safe patterns so far hide."""
        return self.anyhow.union(*(search.problem.numbers(search.best) for search in self.every))

    def gap(self) -> float:
        cost = sum(search.cost(search.best) for search in self.every)
        lacking = sum(search.lacking() for search in self.every)
        return lacking / cost if lacking else 0.0

    def found(self) -> Protected:
        return Protected(kinds(self.lattice, self.threshold, self.fixed, self.hidden()), self.gap())

    def _tell(self) -> None:
        self.tell(Progress(len(self.hidden()), self.gap()))

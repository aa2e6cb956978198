"""What goes out: the choice of the optimiser, never before the audit agrees with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loket.figures.model import FiguresError
from loket.figures.protection.audit import Finding, Undecided, audit
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.optimise import SECONDS, Progress, protect
from loket.figures.protection.rules import Status, is_primary

PATIENCE = 30.0
"""Seconds for an audit, at least."""

LEAST = 2
"""The lowest threshold: below it no count is small."""


class Unsafe(FiguresError):
    """The audit finds a small count that stays exposed whatever is hidden: nothing may go out."""


@dataclass(frozen=True)
class Release:
    """What may be published: the kind of each cell of the lattice, what the audit found, the gap of ``optimise``."""

    statuses: tuple[Status, ...]
    finding: Finding
    gap: float


def release(
    lattice: Lattice,
    threshold: int,
    *,
    weights: Mapping[int, int] | None = None,
    seconds: float = SECONDS,
    tell: Callable[[Progress], None] | None = None,
) -> Release:
    """Hide what must be hidden, and have it audited; where the audit finds a cell exposed, more is hidden.

    Raises ``Unsafe``, and ``FiguresError`` for a threshold at which nothing is small.
    """
    if threshold < LEAST:
        raise FiguresError(f"bij een drempel van {threshold} is geen aantal klein; kies {LEAST} of meer")
    chosen = protect(lattice, threshold, weights=weights, seconds=seconds, tell=tell)
    statuses, gap = chosen.statuses, chosen.gap
    for hide in (_around, _everything, None):
        exposed, finding = audited(lattice, statuses, threshold, seconds)
        if finding and not exposed:
            return Release(statuses, finding, gap)
        if hide:
            statuses, gap = hide(lattice, statuses, exposed, threshold), 1.0
    raise Unsafe(f"{len(exposed)} kleine aantallen zijn niet te beschermen; voeg samen of rond af")


def audited(
    lattice: Lattice, statuses: Sequence[Status], threshold: int, seconds: float
) -> tuple[tuple[int, ...], Finding | None]:
    """The cells that the audit finds exposed, and all that it finds: what it finds follows from the shown counts only;
    the true ones are the first table that it checks. In the time given it may find nothing, and then every hidden small
    cell is as good as exposed.
    """
    shown = [count if status is Status.SHOWN else None for count, status in zip(lattice.counts, statuses, strict=True)]
    try:
        finding = audit(lattice.relations, statuses, shown, threshold, max(seconds, PATIENCE), lattice.counts)
    except Undecided:
        return tuple(cell for cell, status in enumerate(statuses) if status is Status.PRIMARY), None
    return finding.exposed, finding


def _around(lattice: Lattice, statuses: Sequence[Status], exposed: Sequence[int], threshold: int) -> tuple[Status, ...]:
    """Hide also every cell in a sum with a cell that is exposed."""
    wanting = set(exposed)
    sums = ((relation.total, *relation.parts) for relation in lattice.relations)
    more = {cell for cells in sums if wanting.intersection(cells) for cell in cells}
    return _hidden_too(lattice, statuses, more, threshold)


def _everything(
    lattice: Lattice, statuses: Sequence[Status], _exposed: Sequence[int], threshold: int
) -> tuple[Status, ...]:
    return _hidden_too(lattice, statuses, set(range(len(lattice.counts))), threshold)


def _hidden_too(lattice: Lattice, statuses: Sequence[Status], more: set[int], threshold: int) -> tuple[Status, ...]:
    """The same with these cells hidden, but for zeros."""
    found = list(statuses)
    for cell in more:
        if lattice.counts[cell]:
            found[cell] = Status.PRIMARY if is_primary(lattice.counts[cell], threshold) else Status.SECONDARY
    return tuple(found)

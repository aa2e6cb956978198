"""What goes out: the choice of the optimiser, never before the audit agrees with it."""

from collections.abc import Callable, Collection, Mapping, Sequence
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
    """What may be published: the kind of each cell of the lattice, what the audit found, the gap of ``optimise``.
    ``known``: small cells that stay shown because everybody knows them.
    """

    statuses: tuple[Status, ...]
    finding: Finding
    gap: float
    known: tuple[int, ...] = ()


def release(
    lattice: Lattice,
    threshold: int,
    *,
    weights: Mapping[int, int] | None = None,
    fixed: Mapping[int, bool] | None = None,
    seconds: float = SECONDS,
    tell: Callable[[Progress], None] | None = None,
) -> Release:
    """Hide what must be hidden, and have it audited; where the audit finds a cell exposed, more is hidden. ``fixed``:
    cells that stay shown (True: they were published before, and everybody knows them, also when they are small) or are
    hidden whatever it costs (False); zeros are always shown. A small cell that can be worked out because of what stays
    shown is named in the finding as ``unprotectable``.

    Raises ``Unsafe``, and ``FiguresError`` for a threshold at which nothing is small.
    """
    if threshold < LEAST:
        raise FiguresError(f"bij een drempel van {threshold} is geen aantal klein; kies {LEAST} of meer")
    chosen = protect(lattice, threshold, weights=weights, fixed=fixed, seconds=seconds, tell=tell)
    statuses, gap = chosen.statuses, chosen.gap
    public = frozenset(cell for cell, is_shown in (fixed or {}).items() if is_shown)
    for widened in (_around, _everything, None):
        exposed, finding = audited(lattice, statuses, threshold, seconds, public)
        if finding and not exposed:
            known = tuple(sorted(cell for cell in public if is_primary(lattice.counts[cell], threshold)))
            return Release(statuses, finding, gap, known)
        if widened:
            statuses, gap = _hidden_too(lattice, statuses, widened(lattice, exposed) - public, threshold), 1.0
    raise Unsafe(f"{len(exposed)} kleine aantallen zijn niet te beschermen; voeg samen of rond af")


def audited(
    lattice: Lattice,
    statuses: Sequence[Status],
    threshold: int,
    seconds: float,
    published: Collection[int] = (),
) -> tuple[tuple[int, ...], Finding | None]:
    """The cells that the audit finds exposed, and all that it finds: what it finds follows from the shown counts only;
    the true ones are the first table that it checks. In the time given it may find nothing, and then every hidden small
    cell is as good as exposed. Cells that were ``published`` before need no protection.
    """
    shown = [count if status is Status.SHOWN else None for count, status in zip(lattice.counts, statuses, strict=True)]
    try:
        finding = audit(
            lattice.relations, statuses, shown, threshold, max(seconds, PATIENCE), lattice.counts, published
        )
    except Undecided:
        return tuple(cell for cell, status in enumerate(statuses) if status is Status.PRIMARY), None
    return finding.exposed, finding


def _around(lattice: Lattice, exposed: Sequence[int]) -> set[int]:
    """Every cell in a sum with a cell that is exposed."""
    wanting = set(exposed)
    sums = ((relation.total, *relation.parts) for relation in lattice.relations)
    return {cell for cells in sums if wanting.intersection(cells) for cell in cells}


def _everything(lattice: Lattice, _exposed: Sequence[int]) -> set[int]:
    return set(range(len(lattice.counts)))


def _hidden_too(lattice: Lattice, statuses: Sequence[Status], more: set[int], threshold: int) -> tuple[Status, ...]:
    """The same with these cells hidden, but for zeros."""
    found = list(statuses)
    for cell in more:
        if lattice.counts[cell]:
            found[cell] = Status.PRIMARY if is_primary(lattice.counts[cell], threshold) else Status.SECONDARY
    return tuple(found)

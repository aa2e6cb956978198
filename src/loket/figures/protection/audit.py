"""What can still be inferred from protected tables, computed from those tables alone.

The audit is written to catch the mistakes of whatever made the tables. It shares no code with the choice of what to
hide or how to round (a test holds it to that): it states the attacker's knowledge again (``known``), and knows nothing
of true counts, weights or moves. The attacker is that of ``attacker``: every shown cell, every sum, whole numbers, and
the kind of each hidden cell. The programmes that answer are in ``inference``, ``fitting`` and ``programme``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from loket.figures.protection.fitting import ENOUGH, Interval, Undecided, Unfitting
from loket.figures.protection.inference import Bounds, inferred
from loket.figures.protection.lattice import Relation
from loket.figures.protection.rules import Status

__all__ = ["Finding", "Interval", "Undecided", "Unfitting", "audit", "audit_rounded"]

SECONDS = 120.0
"""The time for one audit. What was not seen by then counts as impossible: the audit is strict when it is in a hurry."""


@dataclass(frozen=True)
class Finding:
    """``intervals``: of each hidden cell, by its number. ``exposed``: small counts that are shown, or hidden less well
    than possible: a breach of the rule. ``unprotectable``: primary cells that keep fewer values than the rule asks
    though every cell that is not zero were hidden. ``is_sure``: no interval was cut short for want of time.
    """

    intervals: dict[int, Interval]
    exposed: tuple[int, ...]
    unprotectable: tuple[int, ...]

    @property
    def is_sure(self) -> bool:
        return all(interval.is_sure for interval in self.intervals.values())


def audit(
    relations: Sequence[Relation],
    statuses: Sequence[Status],
    shown: Sequence[int | None],
    threshold: int,
    seconds: float = SECONDS,
    hint: Sequence[int] | None = None,
    published: Collection[int] = (),
) -> Finding:
    """Audit suppression. ``shown`` has the published count of each cell, None where hidden. The rule: a hidden small
    count keeps three possible values (or ``threshold`` - 1, when those are fewer), or as many as it would keep with
    every cell hidden that is not zero. Cells that were ``published`` before are known to all: they need no protection,
    and hiding them now would give none.

    Nothing depends on ``hint`` but the time: whoever has the true counts can give them as a first table that fits. That
    they do is checked, and how far each cell goes is sought all the same.

    Raises ``Unfitting`` (the tables contradict themselves) and ``Undecided`` (no time to find a single table).
    """
    wide, out = min(ENOUGH, threshold - 1), set(published)
    bounds = [known(status, count, threshold) for status, count in zip(statuses, shown, strict=True)]
    hidden = [cell for cell, status in enumerate(statuses) if status is not Status.SHOWN]
    small = {cell for cell in hidden if statuses[cell] is Status.PRIMARY}
    intervals = inferred(relations, bounds, hidden, small if wide == ENOUGH else (), seconds, hint)
    narrow = [cell for cell in hidden if cell in small and intervals[cell].values < wide]
    loose = [bound if cell in out else _hidden_too(bound, threshold) for cell, bound in enumerate(bounds)]
    most = _at_most(relations, loose, narrow, seconds, hint)
    bare = [cell for cell, count in enumerate(shown) if count is not None and 0 < count < threshold and cell not in out]
    return Finding(
        intervals,
        exposed=(*bare, *(cell for cell in narrow if intervals[cell].values < min(wide, most[cell]))),
        unprotectable=tuple(cell for cell in narrow if most[cell] < wide),
    )


def audit_rounded(
    relations: Sequence[Relation],
    rounded: Sequence[int],
    small: Collection[int],
    base: int,
    seconds: float = SECONDS,
    hint: Sequence[int] | None = None,
) -> Finding:
    """Audit rounding to multiples of ``base``; ``small`` are the cells that it is to protect. Whoever reads a multiple
    knows that the count is less than ``base`` away. Nothing hides more than rounding does, so a cell that can be
    inferred too well counts as unprotectable. Raises as ``audit``.
    """
    bounds: list[Bounds] = [(max(0, count - base + 1), count + base - 1) for count in rounded]
    intervals = inferred(relations, bounds, small, small, seconds, hint)
    wide = min(ENOUGH, base - 1)
    return Finding(intervals, (), tuple(cell for cell, interval in intervals.items() if interval.values < wide))


def known(status: Status, count: int | None, threshold: int) -> Bounds:
    """What is known of one cell before any sum is looked at. Raises ``Unfitting`` for a shown cell without a count, or
    a hidden cell that has one.
    """
    if (status is Status.SHOWN) == (count is None):
        raise Unfitting("een getoonde cel heeft een aantal, en een verborgen cel heeft er geen")
    if count is not None:
        return count, count
    return (1, threshold - 1) if status is Status.PRIMARY else (threshold, None)


def _at_most(
    relations: Sequence[Relation],
    loose: Sequence[Bounds],
    cells: Collection[int],
    seconds: float,
    hint: Sequence[int] | None,
) -> dict[int, int]:
    """How many values these cells keep when no more is known than this; ``ENOUGH`` where time was too short."""
    intervals = inferred(relations, loose, cells, cells, seconds, hint)
    return {cell: interval.values if interval.is_sure else ENOUGH for cell, interval in intervals.items()}


def _hidden_too(bound: Bounds, threshold: int) -> Bounds:
    """What would be known of a cell if every cell that is not zero were hidden."""
    low, high = bound
    if low != high or low == 0:
        return bound
    return (1, threshold - 1) if low < threshold else (threshold, None)

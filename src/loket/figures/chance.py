"""What rises beyond chance: counts of the last month against those of the months before it. Pure.

The rule. When nothing changed, each of the requests of thirteen months was as likely to come in any one of them; so of
the ``n`` requests of a cell, how many came in the last month follows the binomial distribution with probability 1/13,
whatever their pace. This is the exact test that compares two Poisson counts, conditional on their sum (Przyborowski and
Wilenski, 1940): one-sided, and without an approximation that fails at small counts.

Who looks at forty cells each month would see two that "rise" at a level of 5% for no reason. So all cells are judged as
one family (Benjamini and Hochberg, 1995): of what is signalled over the years, no more than the level is chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

LEVEL = 0.05
"""The share of signals that may be chance."""
MONTHS = 12
"""How many months the last one is compared with."""

Cell = TypeVar("Cell")


@dataclass(frozen=True)
class Rise(Generic[Cell]):
    """A cell that rises: its count in the last month, that of the months before together, and ``p``: how likely so many
    are by chance, the family of cells taken into account."""

    cell: Cell
    now: int
    before: int
    p: float


def chance(now: int, before: int, *, months: int = MONTHS) -> float:
    """How likely it is that at least ``now`` of ``now + before`` fall in the last of ``months + 1`` months when nothing
    changed: between 0 and 1, and 1 when there is nothing.

    Raises ``ValueError`` for a count below zero, or fewer than one month to compare with.
    """
    if now < 0 or before < 0 or months < 1:
        raise ValueError(f"no chance for {now} after {before} in {months} months")
    if not now:
        return 1.0
    from scipy.stats import binomtest  # most of a second to import: only for who asks

    return float(binomtest(now, now + before, 1 / (months + 1), alternative="greater").pvalue)


def rising(
    counts: Mapping[Cell, tuple[int, int]], *, months: int = MONTHS, level: float = LEVEL, least: int = 1
) -> list[Rise[Cell]]:
    """The cells that rise beyond chance, the most certain first. ``counts``: of every cell that was looked at, also of
    those that stayed empty, the count of the last month and that of the ``months`` before it.

    ``least``: a cell whose last month has fewer is looked at like the others, so that the family stays what it is, but
    is never shown. Raises ``ValueError`` as ``chance`` does.
    """
    if not counts:
        return []
    from scipy.stats import false_discovery_control

    adjusted = false_discovery_control([chance(*pair, months=months) for pair in counts.values()])
    found = [
        Rise(cell, now, before, float(p))
        for (cell, (now, before)), p in zip(counts.items(), adjusted, strict=True)
        if p <= level and now >= least
    ]
    return sorted(found, key=lambda one: (one.p, -one.now))

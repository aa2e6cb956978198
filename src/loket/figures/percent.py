"""Percentages that add up to 100, and say when they were adjusted to do so.

Largest remainder (Hamilton's method): every share is rounded down, and the points that are left go to the
largest remainders; of equal remainders the first in the table wins, so that the outcome does not depend on
chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from loket.figures.model import HIDDEN, is_hidden

NOTE: Mapping[str, str] = {
    "nl": "De percentages zijn zo afgerond dat ze samen 100 zijn.",
    "en": "The percentages are rounded so that they add up to 100.",
}

SMALLEST_BASE = 20
"""Of fewer than these no percentages are printed: one more or less would change them by more than five points."""

TOO_FEW: Mapping[str, str] = {
    "nl": f"Geen percentages: het zijn er samen minder dan {SMALLEST_BASE}.",
    "en": f"No percentages: together they are fewer than {SMALLEST_BASE}.",
}


@dataclass(frozen=True)
class Shares:
    """``values`` in the order of the counts, in percent. ``adjusted``: plain rounding would not have given
    100.
    """

    values: tuple[float, ...]
    adjusted: bool

    @property
    def adds_up(self) -> Mapping[str, str] | None:
        """The note to print beneath these shares, by language; None when plain rounding gives the same."""
        return NOTE if self.adjusted else None


def shares(counts: Sequence[float], decimals: int = 0) -> Shares:
    """Each count as a percentage of their sum; together exactly 100, or all 0 when nothing was counted.

    One count that is not told hides all shares, as it hides their sum. Counts are zero or more; raises ValueError for
    a negative one.
    """
    if any(map(is_hidden, counts)):
        return Shares((HIDDEN,) * len(counts), adjusted=False)
    if any(count < 0 for count in counts):
        raise ValueError("a share of a negative count has no meaning")
    whole = sum(Fraction(count) for count in counts)
    if not whole:
        return Shares((0,) * len(counts), adjusted=False)
    points = 100 * 10**decimals
    exact = [Fraction(count) * points / whole for count in counts]
    floors = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    for place in by_remainder[: points - sum(floors)]:
        floors[place] += 1
    plain = [int(share + Fraction(1, 2)) for share in exact]
    return Shares(tuple(_percent(value, decimals) for value in floors), adjusted=floors != plain)


def _percent(points: int, decimals: int) -> float:
    return points / 10**decimals if decimals else points

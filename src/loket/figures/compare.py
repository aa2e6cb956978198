"""A change against an earlier year: up, down or equal, and whether it is more than chance.

Two counts of things that happen independently are Poisson counts. If both years had the same rate, the later
count given the sum of both would be binomial with probability one half; the exact two-sided test asks how
often that gives a difference at least this large (Przyborowski and Wilenski, 1940). Below 1 in 20 we call
the change more than chance.
"""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down", "equal"]

SIGNIFICANT = 0.05

_DIRECTION = {
    "nl": {"up": "meer", "down": "minder", "equal": "evenveel"},
    "en": {"up": "more", "down": "fewer", "equal": "as many"},
}
_CHANCE = {
    "nl": {True: "kan toeval zijn", False: "meer dan toeval kan verklaren"},
    "en": {True: "may be chance", False: "more than chance can explain"},
}


@dataclass(frozen=True)
class Change:
    """From ``before`` to ``now``. ``p`` is the chance of a difference at least this large when nothing
    changed.
    """

    now: int
    before: int
    p: float

    @property
    def difference(self) -> int:
        return self.now - self.before

    @property
    def direction(self) -> Direction:
        if self.difference == 0:
            return "equal"
        return "up" if self.difference > 0 else "down"

    @property
    def can_be_chance(self) -> bool:
        return self.p >= SIGNIFICANT

    def direction_in(self, language: str) -> str:
        """One of "meer", "minder" and "evenveel"; English for any language other than Dutch."""
        return _DIRECTION.get(language, _DIRECTION["en"])[self.direction]

    def chance_in(self, language: str) -> str:
        """Either "meer dan toeval kan verklaren" or "kan toeval zijn"; English for any language other than
        Dutch.
        """
        return _CHANCE.get(language, _CHANCE["en"])[self.can_be_chance]


def change(now: float, before: float) -> Change:
    """The change between two counts of equal periods. Raises ValueError unless both are whole and zero or
    more.
    """
    if min(now, before) < 0 or now != int(now) or before != int(before):
        raise ValueError("only two counts can be compared")
    return Change(int(now), int(before), _two_sided(int(now), int(before)))


def _two_sided(one: int, other: int) -> float:
    """Both tails of a symmetric binomial are equal, so twice the lower tail, and 1 where the tails meet."""
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(one, other), one + other, 0.5)))

"""How many for each thousand employees: a rate, the room that chance leaves it, and whether two rates differ.

What is counted happens to people independently, or nearly so; then a count is a Poisson count, and its rate lies with
95% certainty between the two rates that would give a count so high, or so low, in one of forty years (Garwood, 1936).
That interval is exact, so it is honest for small counts too.

Two rates differ by more than chance when the one count, given the sum of both, is unlikely among the employees that
each is a rate of: binomial, with the part of the employees as its probability (Przyborowski and Wilenski, 1940). The
comparisons of a table are judged as one family (Benjamini and Hochberg, 1995), as its changes are (``compare``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from loket.figures import formats
from loket.figures.compare import Direction, together
from loket.figures.model import HIDDEN, FiguresError, is_hidden
from loket.figures.percent import SMALLEST_BASE

PER = 1000
"""A rate is that of so many employees."""
TAIL = 0.025
"""The chance that is left out at either end of an interval."""


class NoRate(FiguresError):
    """A count or a number of employees that gives no rate."""


@dataclass(frozen=True)
class Rate:
    """``count`` among ``staff``, persons of the same unit and year. ``low`` and ``high`` are rates too; all three are
    ``HIDDEN`` when the count is. ``rounded``: the count is a multiple of a base, so that it cannot be compared.
    """

    count: float
    staff: int
    low: float
    high: float
    rounded: bool = False

    @property
    def value(self) -> float:
        """For each ``PER`` employees."""
        return PER * self.count / self.staff


@dataclass(frozen=True)
class Difference:
    """How one rate lies to another. ``p`` is the chance of a difference at least this large when the rates are the
    same; up to ``level`` it is more than chance, the other comparisons taken into account."""

    direction: Direction
    p: float
    level: float

    @property
    def can_be_chance(self) -> bool:
        return self.p > self.level


def rate(count: float, staff: float, *, base: int = 0) -> Rate:
    """``count`` for each ``PER`` of ``staff``. ``base``: the count was rounded to a multiple of it, so that the true
    one may be less than a base away, and the interval is that much wider.

    Raises ``NoRate`` for a count below zero or not whole, and for fewer employees than ``SMALLEST_BASE``: one more or
    less would say too much.
    """
    if is_hidden(staff) or staff < SMALLEST_BASE or staff != int(staff):
        raise NoRate(f"van minder dan {SMALLEST_BASE} medewerkers is er geen cijfer per {PER}; geef het aantal zelf")
    if is_hidden(count):
        return Rate(HIDDEN, int(staff), HIDDEN, HIDDEN)
    if count < 0 or count != int(count):
        raise NoRate("alleen van een aantal bestaat een cijfer per medewerker; kies een tabel die telt")
    away = max(base - 1, 0)
    low, high = _least(max(count - away, 0)), _most(count + away)
    return Rate(int(count), int(staff), PER * low / staff, PER * high / staff, base > 0)


def compared(pairs: Sequence[tuple[Rate, Rate]]) -> list[Difference | None]:
    """How the first rate of each pair lies to the second, all of them judged together. None where a count is hidden or
    rounded: such a pair is not in the family.
    """
    chances = [None if any(is_hidden(one.count) or one.rounded for one in pair) else _chance(*pair) for pair in pairs]
    level = together([p for p in chances if p is not None])
    return [
        None if p is None else Difference(_direction(*pair), p, level) for pair, p in zip(pairs, chances, strict=True)
    ]


def in_words(value: float, language: str) -> str:
    """``12,3``; below one with two decimals: ``0,49``; the sign for what is not told."""
    if 0 < value < 1:
        return format_decimal(value, format="0.00", locale=language.replace("-", "_"))
    return formats.decimal(value, language)


def _least(count: float) -> float:
    """The mean of which at least so many come up in one of forty years."""
    from scipy.special import gammaincinv

    return float(gammaincinv(count, TAIL)) if count else 0.0


def _most(count: float) -> float:
    """The mean of which no more than so many come up in one of forty years."""
    from scipy.special import gammaincinv

    return float(gammaincinv(count + 1, 1 - TAIL))


def _chance(one: Rate, other: Rate) -> float:
    """Twice the smaller tail of the binomial, and 1 where the tails meet."""
    from scipy.special import bdtr, bdtrc

    both, part = one.count + other.count, one.staff / (one.staff + other.staff)
    fewer = float(bdtr(one.count, both, part))
    more = float(bdtrc(one.count - 1, both, part)) if one.count else 1.0
    return min(1.0, 2 * min(fewer, more))


def _direction(one: Rate, other: Rate) -> Direction:
    if one.count * other.staff == other.count * one.staff:
        return "equal"
    return "up" if one.value > other.value else "down"

"""What must hold between figures, and which values of one figure would make it hold while all others stay.

A rule is tested with ``holds``; ``allowed`` gives the values that some cells (one figure, or one figure that is printed
in several places) may have. Exact arithmetic throughout: nothing is off by a floating point.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from loket.figures.checking.model import At

Values = Mapping[At, Fraction]
Cells = frozenset[At]


@dataclass(frozen=True)
class Range:
    """The numbers from ``low`` to ``high``; None is open-ended, ``open`` ends do not belong to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    open_low: bool = False
    open_high: bool = False

    def both(self, other: "Range") -> "Range":
        """The numbers that are in this one and in the other."""
        low, open_low = _tighter((self.low, self.open_low), (other.low, other.open_low), highest=True)
        high, open_high = _tighter((self.high, self.open_high), (other.high, other.open_high), highest=False)
        return Range(low, high, open_low, open_high)

    def ends(self, unit: Fraction) -> tuple[int | None, int | None]:
        """The first and the last whole number of units in the range; None where it has no end."""
        low = None if self.low is None else ceil(self.low / unit)
        if low is not None and self.open_low and low * unit == self.low:
            low += 1
        high = None if self.high is None else floor(self.high / unit)
        if high is not None and self.open_high and high * unit == self.high:
            high -= 1
        return low, high

    def nearest(self, value: Fraction, unit: Fraction, lowest: int = 0) -> Fraction | None:
        """The multiple of ``unit``, at least ``lowest`` times, in the range that is nearest to a value; None when there
        is none.
        """
        low, high = self.ends(unit)
        low = lowest if low is None else max(lowest, low)
        if high is not None and high < low:
            return None
        wanted = max(low, round(value / unit))
        return unit * (wanted if high is None else min(wanted, high))

    def one_only(self, unit: Fraction, lowest: int = 0) -> bool:
        """Whether exactly one multiple of ``unit`` is in the range."""
        low, high = self.ends(unit)
        return high is not None and (lowest if low is None else max(lowest, low)) == high


def _tighter(
    one: tuple[Fraction | None, bool], other: tuple[Fraction | None, bool], *, highest: bool
) -> tuple[Fraction | None, bool]:
    if one[0] is None or other[0] is None:
        return other if one[0] is None else one
    if one[0] == other[0]:
        return one[0], one[1] or other[1]
    return one if (one[0] > other[0]) == highest else other


class Rule(Protocol):
    """Something that must hold."""

    def holds(self, values: Values) -> bool: ...

    def allowed(self, cells: Cells, values: Values) -> Range | None:
        """The values that these cells may all have; None when no value mends it, or when it cannot be said."""
        ...


@dataclass(frozen=True)
class Condition:
    """``of(values)`` is zero or more, or with ``strict`` more than zero. It is linear in each figure."""

    of: Callable[[Values], Fraction]
    strict: bool = False

    def holds(self, values: Values) -> bool:
        return self.of(values) > 0 if self.strict else self.of(values) >= 0


@dataclass(frozen=True)
class Linear:
    """All conditions hold."""

    conditions: tuple[Condition, ...]

    def holds(self, values: Values) -> bool:
        return all(one.holds(values) for one in self.conditions)

    def allowed(self, cells: Cells, values: Values) -> Range | None:
        found = Range()
        for condition in self.conditions:
            at_zero = condition.of({**values, **dict.fromkeys(cells, Fraction(0))})
            slope = condition.of({**values, **dict.fromkeys(cells, Fraction(1))}) - at_zero
            if slope > 0:
                found = found.both(Range(low=-at_zero / slope, open_low=condition.strict))
            elif slope < 0:
                found = found.both(Range(high=-at_zero / slope, open_high=condition.strict))
            elif not condition.holds(values):
                return None
        return found


@dataclass(frozen=True)
class Pointing:
    """The arrow shows the sign of the change. An arrow has the value 1, 0 or -1."""

    arrow: At
    change: Callable[[Values], Fraction]

    def holds(self, values: Values) -> bool:
        return values[self.arrow] == _sign(self.change(values))

    def allowed(self, cells: Cells, values: Values) -> Range | None:
        if self.arrow in cells:
            right = _sign(self.change(values))
            return Range(right, right)
        sign = values[self.arrow]
        conditions = {
            1: (Condition(self.change, strict=True),),
            -1: (Condition(lambda now: -self.change(now), strict=True),),
            0: (Condition(self.change), Condition(lambda now: -self.change(now))),
        }
        return Linear(conditions[int(sign)]).allowed(cells, values)


def _sign(value: Fraction) -> Fraction:
    return Fraction((value > 0) - (value < 0))


@dataclass(frozen=True)
class Ranked:
    """One figure has this place (0 is first) among all figures of a list; equal figures share theirs."""

    cell: At
    others: tuple[At, ...]
    place: int
    sign: int = 1
    """1 counts from the largest, -1 from the smallest."""

    def holds(self, values: Values) -> bool:
        own = values[self.cell] * self.sign
        above = sum(values[at] * self.sign > own for at in self.others)
        beside = sum(values[at] * self.sign == own for at in self.others)
        return above <= self.place <= above + beside

    def allowed(self, cells: Cells, values: Values) -> Range | None:
        if cells & set(self.others) or self.cell not in cells:
            return None
        ranked = sorted((values[at] for at in self.others), reverse=self.sign > 0)
        if self.place > len(ranked):
            return None
        above = ranked[self.place - 1] if self.place else None
        below = ranked[self.place] if self.place < len(ranked) else None
        return Range(below, above) if self.sign > 0 else Range(above, below)


@dataclass(frozen=True)
class Listed:
    """The figures do not rise (or with ``sign`` -1: do not fall) from the first to the last."""

    cells: tuple[At, ...]
    sign: int = 1

    def holds(self, values: Values) -> bool:
        return not self.misplaced(values)

    def allowed(self, cells: Cells, values: Values) -> Range | None:
        """Only for one figure in a list that is otherwise in order."""
        places = [place for place, at in enumerate(self.cells) if at in cells]
        rest = [at for at in self.cells if at not in cells]
        if len(places) != 1 or not Listed(tuple(rest), self.sign).holds(values):
            return None
        before = values[rest[places[0] - 1]] if places[0] else None
        after = values[rest[places[0]]] if places[0] < len(rest) else None
        return Range(after, before) if self.sign > 0 else Range(before, after)

    def misplaced(self, values: Values) -> list[At]:
        """The fewest figures that stand in the wrong place: all but a longest run that is in order."""
        kept = longest_in_order([-self.sign * values[at] for at in self.cells])
        return [at for place, at in enumerate(self.cells) if place not in kept]


def longest_in_order(numbers: Sequence[Fraction]) -> set[int]:
    """The places of a longest selection of these numbers that never falls; of equal ones the earliest."""
    best: list[tuple[int, int]] = []
    for place, number in enumerate(numbers):
        before = [(best[one][0], -one) for one in range(place) if numbers[one] <= number]
        length, previous = max(before, default=(0, 1))
        best.append((length + 1, -previous))
    found: set[int] = set()
    at = max(range(len(best)), key=lambda place: (best[place][0], -place), default=-1)
    while at >= 0:
        found.add(at)
        at = best[at][1]
    return found

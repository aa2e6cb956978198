"""From numbers to lengths: every scale starts at 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

from loket.figures.model import is_hidden


@dataclass(frozen=True)
class Scale:
    """Numbers from 0 to ``top`` on a length in px. Nothing is cut off: a number above ``top`` gets longer."""

    top: float
    length: float

    def __call__(self, n: float) -> float:
        return self.length * n / self.top if self.top > 0 and not is_hidden(n) else 0.0


def largest(numbers: Iterable[float]) -> float:
    """The largest number that is shown, 0 when none is."""
    return max((n for n in numbers if not is_hidden(n)), default=0.0)


def ceiling(n: float) -> float:
    """The round number at or above ``n`` that a scale may be said to run to: 683 gives 700, 51 gives 55."""
    if n <= 0:
        return 1.0
    step = 10.0 ** floor(log10(n)) / (2 if n < 100 else 1)
    return step * -(-n // step)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least ``gap`` apart, in the order of ``wanted`` and as near to it as that allows.

    Pushed together into ``low`` to ``high``; where there is no room the gap wins and the last pass ``high``.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [0.0] * len(wanted)
    floor_at = low
    for index in order:
        places[index] = max(wanted[index], floor_at)
        floor_at = places[index] + gap
    ceiling_at = max(high, low + gap * (len(wanted) - 1))
    for index in reversed(order):
        places[index] = min(places[index], ceiling_at)
        ceiling_at = places[index] - gap
    return places

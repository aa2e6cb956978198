"""What rises in the last month that is over, by unit and category, beyond chance (``figures.chance``). Whoever sees
it sees bands, and nothing of a cell below the threshold."""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from loket.advisers.configuration import configuration
from loket.core import clock
from loket.facts import queries as facts
from loket.figures.bands import Band, band
from loket.figures.chance import MONTHS, Rise, rising

KIND = "advice_month"
Cell = tuple[str, str]
"""A unit and a category."""


@dataclass(frozen=True)
class Rising:
    """A cell that rises: bands of its last month, and of the twelve months before it together."""

    unit: str
    category: str
    now: Band
    before: Band


@dataclass(frozen=True)
class Month:
    """What rises in a month. ``can_compare``: the tally is old enough to know; ``cells``: how many were looked at."""

    year: int
    month: int
    can_compare: bool
    cells: int
    rising: tuple[Rising, ...] = ()


def last_month() -> tuple[int, int]:
    """Year and number of the last month that is over."""
    return _back(clock.today().year, clock.today().month, 1)


def month() -> Month:
    """The last month that is over, against the twelve before it."""
    base: int = import_string(settings.SMALL_COUNTS)()
    year, number = last_month()
    counts = _counts(year, number)
    family = {(unit, category): (0, 0) for unit in _offered("unit", year) for category in _offered("category", year)}
    family.update(_compared(counts, year, number))
    if not any(at <= _back(year, number, MONTHS) for _cell, at in counts):
        return Month(year, number, False, len(family))
    found = rising(family, least=base)
    return Month(year, number, True, len(family), tuple(_shown(one, base) for one in found))


Counts = Counter[tuple[Cell, tuple[int, int]]]
"""How many new requests there were, by cell and month."""


def _counts(year: int, number: int) -> Counts:
    """Those of the month and of the twelve before it, which lie in two years."""
    found = Counts()
    for each in (year - 1, year):
        for (unit, category, at), n in facts.counted(KIND, each, by=("unit", "category", "month")).items():
            if _back(year, number, MONTHS) <= (each, at) <= (year, number):
                found[(unit, category), (each, at)] += n
    return found


def _compared(counts: Counts, year: int, number: int) -> dict[Cell, tuple[int, int]]:
    """Of each cell that is not empty: the last month, and the months before it together."""
    now, before = Counter[Cell](), Counter[Cell]()
    for (cell, at), n in counts.items():
        (now if at == (year, number) else before)[cell] += n
    return {cell: (now[cell], before[cell]) for cell in now | before}


def _offered(name: str, year: int) -> list[str]:
    return configuration().offered(name, year)


def _shown(one: Rise[Cell], base: int) -> Rising:
    return Rising(*one.cell, band(one.now, base), band(one.before, base))


def _back(year: int, number: int, months: int) -> tuple[int, int]:
    """The month that many months ago."""
    at, before = divmod(year * 12 + number - 1 - months, 12)
    return at, before + 1

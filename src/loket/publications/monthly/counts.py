"""What is counted for the monthly overview of a unit. Nothing leaves this module but bands: nobody who reads an
overview can tell how few matters there were, nor subtract two overviews to find one (``figures.bands``).

A month is shown when it is over: who looked every day would see the day on which a report came in. Facts that were
loaded know no months, so that they count in a whole year only.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from loket.facts import queries as facts
from loket.figures.bands import Band, band
from loket.figures.model import Code
from loket.organisation.model import units_within
from loket.organisation.reading import read_organisation
from loket.taxonomy.current import code_list

REPORT, INVESTIGATION, SETTLEMENT = EVENTS = ("report", "investigation", "settlement")
"""Codes of the list ``case_event`` that an overview counts, in its order."""
NO_MONTH, DECEMBER = 0, 12


@dataclass(frozen=True)
class Shown:
    """One count as it is shown: in the month, and in the year up to and including that month."""

    month: Band
    year: Band


@dataclass(frozen=True)
class Kind:
    """A kind of violation, with each event that has enough to be told apart by kind."""

    code: Code
    events: Mapping[str, Shown]


@dataclass(frozen=True)
class Overview:
    """The overview of one unit and month. ``within``: the codes of the units that it counts; ``base``: the threshold
    that the bands have; ``months``: each month of the year so far, by event; ``split``: the events that are told apart
    by kind of violation; ``has_loaded``: whether year figures without months are in it."""

    unit: str
    year: int
    month: int
    base: int
    within: Sequence[str]
    totals: Mapping[str, Shown]
    months: Sequence[Mapping[str, Band]]
    split: Sequence[str]
    kinds: Sequence[Kind]
    has_loaded: bool

    @property
    def top(self) -> int:
        """The highest number that any bar can show."""
        return max((shown.year.high for shown in self.totals.values()), default=0)


Events = Mapping[tuple[str, str, int], int]
"""How many, by event, kind of violation and month; ``NO_MONTH`` for what knows none."""


@dataclass(frozen=True)
class _Tally:
    """Counts in the month and in the year, by event and kind ("" for all kinds); and by event and month."""

    month: Counter[tuple[str, str]]
    year: Counter[tuple[str, str]]
    each: Counter[tuple[str, int]]


def overview(*, unit: str, year: int, month: int) -> Overview:
    """Count a unit. A kind of violation is told apart only where the whole of that event has ``base`` or more: of
    fewer, their kind would say something of each."""
    base: int = import_string(settings.SMALL_COUNTS)()
    within = units_within(read_organisation(settings.DATA / "organisation.yaml"), unit, year)
    tally = _tally(_found(year, month, within), month)

    def shown(event: str, kind: str = "") -> Shown:
        return Shown(band(tally.month[event, kind], base), band(tally.year[event, kind], base))

    totals = {event: shown(event) for event in EVENTS}
    split = [event for event in EVENTS if totals[event].year.low >= base]
    kinds = [code for code in code_list("violation") if code.holds_in(year)]
    return Overview(
        unit=unit,
        year=year,
        month=month,
        base=base,
        within=within,
        totals=totals,
        months=[{event: band(tally.each[event, now], base) for event in EVENTS} for now in range(1, month + 1)],
        split=split,
        kinds=[Kind(code, {event: shown(event, code.code) for event in split}) for code in kinds],
        has_loaded=any(tally.each[event, NO_MONTH] for event in EVENTS),
    )


def last_month(today: dt.date) -> tuple[int, int]:
    """Year and number of the last month that is over."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    return last.year, last.month


def _tally(found: Events, month: int) -> _Tally:
    tally = _Tally(Counter(), Counter(), Counter())
    for (event, violation, at), n in found.items():
        tally.each[event, at] += n
        for kind in ("", violation):
            tally.year[event, kind] += n
            tally.month[event, kind] += n if at == month else 0
    return tally


def _found(year: int, month: int, within: Sequence[str]) -> Events:
    """What the facts know of the year up to and including the month."""
    found: Counter[tuple[str, str, int]] = Counter()
    for at, n in facts.counted("case_event", year, by=("event", "violation", "month"), units=within).items():
        if at[2] <= month:
            found[at[0], at[1], at[2]] += n
    if month == DECEMBER:
        loaded = facts.counted("settled_case", year, by=("violation",), units=within, is_loaded=True)
        for (violation,), n in loaded.items():
            found[SETTLEMENT, violation, NO_MONTH] += n
    return found

"""Closing a year: the network as it was on a day, and how its time was divided, become facts of that year. Doing it
again puts right what changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from loket.advisers.network import queries
from loket.advisers.network.errors import BadPeriod, NoHours, YearIsLoaded
from loket.advisers.network.shares import shares
from loket.core import audit, clock
from loket.facts import queries as facts_queries
from loket.facts import services as facts

ADVISER, TIME, HOURS = "adviser", "adviser_time", "adviser_hours"


@dataclass(frozen=True)
class Closing:
    """What closing a year counts. ``certifications``: how many in office by certification; ``time``: the share of each
    core function in per cent; ``counted``: how many facts of it stand there now; ``is_loaded``: its figures came from
    files, so that there is nothing to close."""

    year: int
    certifications: dict[str, int]
    time: dict[str, Decimal]
    counted: int
    is_loaded: bool

    @property
    def advisers(self) -> int:
        """How many were in office."""
        return sum(self.certifications.values())


def preview(year: int, reference_date: dt.date) -> Closing:
    """What closing this year now would count."""
    return Closing(
        year,
        queries.certifications(reference_date),
        _time(year),
        len(facts_queries.live_facts(ADVISER, year)),
        any(facts_queries.has_loaded(kind, year) for kind in (ADVISER, TIME)),
    )


@transaction.atomic
def close_year(*, year: int, reference_date: dt.date, actor: str) -> Closing:
    """Count the network on the reference date, one fact ``adviser`` for each, and the time of that year, one fact
    ``adviser_time`` for each core function. Again: what changed is corrected, and nothing counts twice.

    Raises ``BadPeriod`` for a day before the year or in the future, ``YearIsLoaded``, ``NoHours``."""
    facts.hold_still()
    if not dt.date(year, 1, 1) <= reference_date <= clock.today():
        raise BadPeriod(_("Kies een dag vanaf 1 januari van dat jaar, tot en met vandaag"), "reference_date")
    found = preview(year, reference_date)
    if found.is_loaded:
        raise YearIsLoaded(
            _("De cijfers van dit jaar komen uit bestanden. Er valt niets af te sluiten"), "reference_date"
        )
    if not found.time:
        raise NoHours(_("Niemand schreef in dit jaar uren op. Vraag de vertrouwenspersonen eerst om hun uren"))
    certified = [{"certification": code} for code, n in sorted(found.certifications.items()) for _number in range(n)]
    _match(ADVISER, year, certified, actor)
    _match(TIME, year, [{"core_function": code, "share": share} for code, share in found.time.items()], actor)
    audit.record(actor=actor, action="network.close-year", target=f"year:{year}", summary={"count": found.advisers})
    return found


def _time(year: int) -> dict[str, Decimal]:
    hours = facts_queries.summed(HOURS, year, by="core_function", of="minutes")
    return shares({code: total for code, (_n, total) in hours.items()})


def _match(kind: str, year: int, wanted: Sequence[facts.Columns], actor: str) -> None:
    """Let the live facts of a kind and year be these, with as few changes as that takes."""
    missing: list[facts.Columns] = list(wanted)
    other: list[int] = []
    for number, stands in facts_queries.live_facts(kind, year).items():
        if stands in missing:
            missing.remove(stands)
        else:
            other.append(number)
    for number, columns in zip(other, missing, strict=False):
        facts.correct_fact(kind=kind, fact=number, year=year, columns=columns, actor=actor)
    for number in other[len(missing) :]:
        facts.withdraw_fact(kind=kind, fact=number, actor=actor)
    if missing[len(other) :]:
        new = [(kind, year, columns) for columns in missing[len(other) :]]
        facts.yield_facts(facts=new, actor=actor)

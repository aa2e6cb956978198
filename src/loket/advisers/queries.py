"""Reads of an adviser's own tally: only who holds their key finds the rows, and only they are opened."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loket.advisers import reckoning
from loket.advisers.access import Desk
from loket.advisers.configuration import Advisers, configuration
from loket.advisers.content import EntryContent, HoursContent
from loket.advisers.errors import NotThere
from loket.advisers.models import Entry, Hours
from loket.advisers.sealing import goes_after, open_row, tag

_FEW = 20
"""Rows at a time, where most need not be read."""


@dataclass(frozen=True)
class OpenEntry:
    """An entry, with what stands in it."""

    entry: Entry
    content: EntryContent


@dataclass(frozen=True)
class OwnYear:
    """An adviser's own year, exact. ``new`` + ``carried`` = ``handled`` + ``continuing``: how many requests the year
    counts, and how they stood at its end (or stand now). The counts by code are of all of them together; ``contacts``
    and ``minutes`` of what there was in the year."""

    year: int
    new: int
    carried: int
    handled: int
    continuing: int
    contacts: int
    minutes: int
    categories: Mapping[str, int]
    settlements: Mapping[str, int]
    situations: Mapping[str, int]
    accused: Mapping[str, int]

    @property
    def total(self) -> int:
        return self.new + self.carried


def entries(desk: Desk, year: int) -> list[OpenEntry]:
    """The requests of a year, and the open ones of earlier years: open ones first, the newest month first."""
    found = _opened(desk, _own(desk).filter(Q(year=year) | Q(year__lt=year, is_open=True)))
    by_month = sorted(found, key=lambda one: (one.content.month, one.entry.pk.hex), reverse=True)
    return sorted(by_month, key=lambda one: not one.entry.is_open)


def open_entries(desk: Desk, year: int) -> list[OpenEntry]:
    """The requests of a year and before that are open, the newest first."""
    return newest_first(_opened(desk, _own(desk).filter(year__lte=year, is_open=True)))


def newest(desk: Desk, year: int, going_on: Sequence[OpenEntry]) -> OpenEntry | None:
    """The request that was registered last, of ``going_on`` (``open_entries`` of this year) and of those that ended.
    Few are opened: no request is older than the month in which it ended, which follows from when it goes."""
    kept = configuration().file.keep.tally
    best = next(iter(going_on), None)
    for row in _own(desk).filter(year=year, is_open=False).order_by("-destroy_after").iterator(_FEW):
        if best and row.destroy_after and row.destroy_after < goes_after(best.content.month, kept):
            break
        found = _opened(desk, [row])
        best = newest_first([*found, best] if best else found)[0]
    return best


def newest_first(found: Iterable[OpenEntry]) -> list[OpenEntry]:
    """By month, and within a month by their number."""
    return sorted(found, key=lambda one: (one.content.month, one.content.number), reverse=True)


def open_entry(desk: Desk, id: UUID) -> OpenEntry:
    """One of the adviser's own requests. Raises ``NotThere``."""
    for found in _opened(desk, _own(desk).filter(pk=id)):
        return found
    raise NotThere(_("Deze adviesvraag is er niet. Ga terug naar je lijst"))


def number_in_year(desk: Desk, year: int) -> int:
    """How many requests the adviser registered in a year; nothing is opened for it."""
    return _own(desk).filter(year=year).count()


def years(desk: Desk) -> list[int]:
    """The years in which the adviser registered something that is still kept, the newest first."""
    return list(_own(desk).order_by("-year").values_list("year", flat=True).distinct())


def year_of(desk: Desk, year: int) -> OwnYear:
    """The adviser's own year at a glance."""
    configured = configuration()
    everything = [one.content for one in _opened(desk, _own(desk).filter(year__lte=year))]
    counted = [content for content in everything if reckoning.is_counted_in(content, year)]
    continuing = sum(reckoning.is_open_at(content, year) for content in counted)
    new = sum(content.year == year for content in counted)
    return OwnYear(
        year=year,
        new=new,
        carried=len(counted) - new,
        handled=len(counted) - continuing,
        continuing=continuing,
        contacts=sum(reckoning.contacts(content, year) for content in everything),
        minutes=sum(reckoning.minutes(content, year) for content in everything),
        categories=_tallied(content.category for content in counted),
        settlements=_tallied(_settlement(content, year, configured) for content in counted),
        situations=_tallied(_situation(content, year, configured) for content in counted),
        accused=_tallied(content.accused for content in counted),
    )


def contact_minutes(desk: Desk, month: str) -> int:
    """The minutes of contact in a month ("2026-03"), of every request that was there then: also of one that began in an
    earlier year and ended since."""
    found = _opened(desk, _own(desk).filter(year__lte=int(month[:4])))
    return sum(one.minutes for opened in found for one in opened.content.contacts if one.month == month)


def hours(desk: Desk, year: int) -> HoursContent:
    """The adviser's own hours of a year; empty when none were registered."""
    row = Hours.objects.filter(owner=tag(desk.private, "hours"), year=year).first()
    return open_row(row, HoursContent, desk.private) if row else HoursContent()


def _own(desk: Desk) -> QuerySet[Entry]:
    return Entry.objects.filter(owner=tag(desk.private, "entry"))


def _opened(desk: Desk, rows: Iterable[Entry]) -> list[OpenEntry]:
    return [OpenEntry(row, open_row(row, EntryContent, desk.private)) for row in rows]


def _settlement(content: EntryContent, year: int, configured: Advisers) -> str:
    return reckoning.settlement_at(content, year, configured.rank) or configured.file.ongoing.settlement


def _situation(content: EntryContent, year: int, configured: Advisers) -> str:
    return reckoning.situation_at(content, year) or configured.file.ongoing.situation


def _tallied(codes: Iterable[str]) -> dict[str, int]:
    return dict(Counter(codes))

"""What the worklist shows: the rows in groups of one urgency, the counts, and the choices that stand in its form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from loket.casework.access import Desk, visible
from loket.casework.models import Case
from loket.casework.worklist import queries
from loket.casework.worklist.filters import ALL, CLOSED, MINE, NOBODY, Choices, Filters, choices_at
from loket.casework.worklist.queries import DONE, MOST_COUNTED, Counts, Cursor
from loket.casework.worklist.rows import Row, rows_of
from loket.core import clock


@dataclass(frozen=True)
class Group:
    """Rows of one urgency. ``count``: how many there are on all pages together, in words."""

    sign: str
    title: str
    rows: Sequence[Row]
    count: str


@dataclass(frozen=True)
class Show:
    """One of the three ways to look: all, mine, nobody's."""

    value: str
    label: str
    count: str
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """A page of the worklist. ``load``: of all open cases that this officer may know of; ``found``: of what was asked
    for, in words."""

    body: str
    filters: Filters
    choices: Choices
    load: Counts
    shows: Sequence[Show]
    groups: Sequence[Group]
    found: str
    after: Cursor | None
    following: Cursor | None
    taken: Case | None = None

    @property
    def today(self) -> str:
        day = date_format(clock.today(), "l j F Y")
        return day[0].upper() + day[1:]

    @property
    def late(self) -> str:
        return number(self.load["late"])

    @property
    def soon(self) -> str:
        return number(self.load["due"])

    @property
    def later(self) -> str:
        return number(self.load["later"])

    @property
    def address(self) -> str:
        """What was asked, as it stands in an address."""
        return "&".join(filter(None, (urlencode({"meldpunt": self.body}), self.filters.address)))

    @property
    def back(self) -> str:
        """The same, with where this page starts."""
        return f"{self.address}&na={self.after.text}" if self.after else self.address

    @property
    def is_closed(self) -> bool:
        return self.filters.stage == CLOSED


def worklist(desk: Desk, filters: Filters, *, after: Cursor | None = None, taken: str = "") -> Page:
    """The page of what is asked for. ``taken``: the reference of a case that this officer has just taken."""
    cases, following = queries.page_of(desk, filters, after)
    load = queries.counts(desk, Filters())
    counts = queries.counts(desk, filters) if filters.is_narrow else load
    rows = rows_of(desk, cases)
    mine = visible(desk).filter(assignee=desk.me)
    return Page(
        body=desk.body,
        filters=filters,
        choices=choices_at(desk.body),
        load=load,
        shows=_shows(desk, filters, load),
        groups=groups_of(rows, counts),
        found=_found(len(rows), total(counts)),
        after=after,
        following=following,
        taken=mine.filter(reference=taken).first() if taken else None,
    )


def groups_of(rows: Iterable[Row], counts: Counts) -> list[Group]:
    """The rows by urgency, each group with how many there are on all pages."""
    titles = {
        "late": gettext("Te laat"),
        "due": gettext("Binnen 7 dagen"),
        "later": gettext("Later"),
        DONE: gettext("Gesloten"),
    }
    by_sign: dict[str, list[Row]] = {sign: [] for sign in titles}
    for row in rows:
        by_sign[row.sign].append(row)
    return [Group(sign, titles[sign], found, _cases(counts[sign])) for sign, found in by_sign.items() if found]


def number(counted: int) -> str:
    """A count as people write it; "1.000+" where the counting stopped."""
    return f"{number_format(counted)}{'+' if counted >= MOST_COUNTED else ''}"


def total(counts: Counts) -> int:
    """All groups together, up to ``MOST_COUNTED``."""
    return min(sum(counts.values()), MOST_COUNTED)


def _shows(desk: Desk, filters: Filters, load: Counts) -> list[Show]:
    open_cases = visible(desk).filter(due_on__isnull=False)
    counted = {
        ALL: (gettext("Alle"), total(load)),
        MINE: (gettext("Van mij"), queries.count(open_cases.filter(assignee=desk.me))),
        NOBODY: (gettext("Van niemand"), queries.count(open_cases.filter(assignee=None))),
    }
    return [Show(value, label, number(found), filters.show == value) for value, (label, found) in counted.items()]


def _found(shown: int, found: int) -> str:
    """How many rows of how many, below the list."""
    words = ngettext("%(shown)s van %(all)s zaak", "%(shown)s van %(all)s zaken", found)
    return words % {"shown": number_format(shown), "all": number(found)}


def _cases(counted: int) -> str:
    return ngettext("%(number)s zaak", "%(number)s zaken", counted) % {"number": number(counted)}

"""The inbox of a body, read without opening anything: what is due, in that order, a page at a time.

The number of queries and the rows that they read are the same for ten reports and for a hundred thousand: a page starts
after the last row of the page before it (keyset), and counts stop at ``MOST_COUNTED``.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from loket.core import clock
from loket.intake import words
from loket.intake.models import Report, State
from loket.intake.words import SOON, Term, Words, term

PAGE = 40
"""Rows of a page (look: 40 rows on one page)."""
MOST_COUNTED = 1000

OPEN = "open"
_COLUMNS = (
    "id",
    "reference",
    "state",
    "channel",
    "received_on",
    "acknowledged_on",
    "answered_on",
    "due_on",
    "news_for_body",
)


@dataclass(frozen=True)
class Row:
    """A report in the list: nothing of its story."""

    report: Report
    term: Term | None

    @property
    def step(self) -> Words:
        return words.NEXT_STEP[self.report.state]

    @property
    def state(self) -> Words:
        return words.STATE[self.report.state]

    @property
    def channel(self) -> Words:
        return words.CHANNEL[self.report.channel]


@dataclass(frozen=True)
class Group:
    """Rows of one urgency. ``sign``: late, due, later or done."""

    sign: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Counts:
    """Open reports by urgency; ``MOST_COUNTED`` means that many or more."""

    late: int
    soon: int
    later: int


@dataclass(frozen=True)
class Cursor:
    """After which row a page starts."""

    day: dt.date
    id: uuid.UUID

    @property
    def text(self) -> str:
        return f"{self.day.isoformat()}_{self.id}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor in an address; None for anything else, so that the list starts at its beginning."""
    day, _, row = text.partition("_")
    try:
        return Cursor(dt.date.fromisoformat(day), uuid.UUID(row))
    except ValueError:
        return None


def page_of(body: str, *, show: str = OPEN, after: Cursor | None = None) -> tuple[list[Group], Cursor | None]:
    """A page of this body's reports and where the next one starts. ``show``: ``OPEN`` or a state; what is due first
    stands first, and of what was answered the newest."""
    answered = show == State.ANSWERED
    found = _answered(body, after) if answered else _open(body, show, after)
    reports = list(found.only(*_COLUMNS)[: PAGE + 1])
    more = reports[PAGE - 1] if len(reports) > PAGE else None
    rows = [_row(report) for report in reports[:PAGE]]
    groups = [Group("done", rows)] if answered and rows else _groups(rows)
    return groups, _cursor(more) if more else None


def counts(body: str) -> Counts:
    """How many open reports are late, due soon and due later."""
    today = clock.today()
    soon = today + dt.timedelta(days=SOON)
    reports = Report.objects.filter(body=body)
    parts = (Q(due_on__lt=today), Q(due_on__gte=today, due_on__lte=soon), Q(due_on__gt=soon))
    counted = [reports.filter(part).order_by().values("id")[:MOST_COUNTED].count() for part in parts]
    return Counts(*counted)


def _open(body: str, show: str, after: Cursor | None) -> QuerySet[Report]:
    found = Report.objects.filter(body=body, due_on__isnull=False).order_by("due_on", "id")
    if show != OPEN:
        found = found.filter(state=show)
    if after:
        found = found.filter(Q(due_on__gt=after.day) | Q(due_on=after.day, id__gt=after.id), due_on__gte=after.day)
    return found


def _answered(body: str, after: Cursor | None) -> QuerySet[Report]:
    found = Report.objects.filter(body=body, due_on=None).order_by("-answered_on", "id")
    if after:
        earlier = Q(answered_on__lt=after.day) | Q(answered_on=after.day, id__gt=after.id)
        found = found.filter(earlier, answered_on__lte=after.day)
    return found


def _row(report: Report) -> Row:
    return Row(report, term(report.due_on, clock.today()) if report.due_on else None)


def _groups(rows: Sequence[Row]) -> list[Group]:
    signs = ("late", "due", "later")
    grouped = [Group(sign, [row for row in rows if row.term and row.term.sign == sign]) for sign in signs]
    return [group for group in grouped if group.rows]


def _cursor(report: Report) -> Cursor | None:
    day = report.due_on or report.answered_on
    return Cursor(day, report.pk) if day else None

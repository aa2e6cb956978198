"""The worklist's reads: what is due first, a page at a time, and how many there are.

The number of queries and the rows that they read are the same for ten cases and for a hundred thousand: a page starts
after the last row of the page before it (keyset), and counts stop at ``MOST_COUNTED``.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from loket.casework.access import Desk, visible
from loket.casework.models import Case
from loket.casework.worklist.filters import CLOSED, Filters
from loket.core import clock
from loket.intake.words import SOON

PAGE = 40
"""Rows of a page (look: 40 rows on one page)."""
MOST_COUNTED = 1000
"""A count of this much means that much or more."""

DONE = "done"
"""The group of what was closed; the others are the signs of a term: late, due, later."""

Counts = Mapping[str, int]
"""Cases of each group."""

_COLUMNS = (
    "id",
    "reference",
    "procedure",
    "stage",
    "report",
    "assignee__display_name",
    "received_on",
    "due_on",
    "next_act",
    "closed_on",
    "private_for_body",
    "body_key_version",
    "card",
)


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


def page_of(desk: Desk, filters: Filters, after: Cursor | None = None) -> tuple[Sequence[Case], Cursor | None]:
    """A page of what is asked for and where the next one starts: what is due first stands first, and of what was closed
    the newest."""
    cases = filters.narrow(visible(desk), desk)
    cases = _newest_closed(cases, after) if filters.stage == CLOSED else _first_due(cases, after)
    found = list(columns(cases)[: PAGE + 1])
    return found[:PAGE], _cursor(found[PAGE - 1]) if len(found) > PAGE else None


def columns(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with what a row of the list needs, and no more."""
    return cases.select_related("assignee").only(*_COLUMNS)


def counts(desk: Desk, filters: Filters) -> Counts:
    """How many of what is asked for are late, due soon, due later and closed; only the groups that there can be."""
    cases = filters.narrow(visible(desk), desk)
    parts = {} if filters.stage == CLOSED else _by_urgency()
    if filters.stage == CLOSED or filters.number:
        parts[DONE] = Q(closed_on__isnull=False)
    return {sign: count(cases.filter(part)) for sign, part in parts.items()}


def count(cases: QuerySet[Case]) -> int:
    """How many there are, up to ``MOST_COUNTED``."""
    return cases.order_by().values("id")[:MOST_COUNTED].count()


def _by_urgency() -> dict[str, Q]:
    today = clock.today()
    soon = today + dt.timedelta(days=SOON)
    return {
        "late": Q(due_on__lt=today),
        "due": Q(due_on__gte=today, due_on__lte=soon),
        "later": Q(due_on__gt=soon),
    }


def _first_due(cases: QuerySet[Case], after: Cursor | None) -> QuerySet[Case]:
    if after:
        later = Q(due_on__gt=after.day) | Q(due_on=after.day, id__gt=after.id)
        cases = cases.filter(later, due_on__gte=after.day)
    return cases.order_by("due_on", "id")


def _newest_closed(cases: QuerySet[Case], after: Cursor | None) -> QuerySet[Case]:
    if after:
        earlier = Q(closed_on__lt=after.day) | Q(closed_on=after.day, id__gt=after.id)
        cases = cases.filter(earlier, closed_on__lte=after.day)
    return cases.order_by("-closed_on", "id")


def _cursor(case: Case) -> Cursor | None:
    day = case.due_on or case.closed_on
    return Cursor(day, case.pk) if day else None

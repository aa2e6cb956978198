"""What the head of a body steers by, counted from its cases: a fixed number of queries, whatever there is to count.

A case that the head is kept out of is in none of these counts. Cases that were destroyed still count in what came in
and in how long cases took: of those the statement of destruction knows the days.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from loket.casework.engine import STAGE
from loket.casework.models import Case, Deadline, Statement
from loket.intake.terms import months_later

AGES = (1, 3, 6)
"""Months between which the ages of open cases are told apart: younger than one, than three, than six, and older."""
MONTHS = 12
"""Of how many months, this one included, what came in is shown; and over how many closing times are taken."""


@dataclass(frozen=True)
class Load:
    """Open cases, and how many of them are late. ``name``: of a stage with its procedure, or of who handles them; empty
    for those that nobody handles."""

    name: tuple[str, ...]
    open: int
    late: int


@dataclass(frozen=True)
class Kept:
    """A term of a procedure, as far as it ended this year: met on time, met late, and over without having been met."""

    procedure: str
    code: str
    on_time: int
    late: int
    over: int

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.over


@dataclass(frozen=True)
class Closing:
    """How many cases were closed in the last twelve months, and how many days after they were received: half of them
    within ``median``, nine out of ten within ``p90``."""

    count: int
    median: int
    p90: int


def by_stage(cases: QuerySet[Case], today: dt.date) -> list[Load]:
    """The open cases of each stage of each procedure."""
    return _loads(cases, today, "procedure", "stage")


def by_handler(cases: QuerySet[Case], today: dt.date) -> list[Load]:
    """The open cases of each person, by name; those of nobody last."""
    return _loads(cases, today, "assignee__display_name")


def ages(cases: QuerySet[Case], today: dt.date) -> list[int]:
    """The open cases younger than each of ``AGES``, and those older."""
    since = [months_later(today, -months) for months in AGES]
    between = [Q(received_on__lte=last, received_on__gt=first) for last, first in pairwise(since)]
    edges = [Q(received_on__gt=since[0]), *between, Q(received_on__lte=since[-1])]
    counts = {f"n{place}": Count("pk", filter=edge) for place, edge in enumerate(edges)}
    return list(_open(cases).aggregate(**counts).values())


def kept(cases: QuerySet[Case], today: dt.date) -> list[Kept]:
    """How the terms were kept that ended this year, those of a stage together, in no order."""
    ended = Deadline.objects.filter(case__in=cases.order_by(), dropped_on=None).filter(
        Q(met_on__year=today.year) | Q(met_on=None, due_on__lt=today, due_on__year=today.year)
    )
    rows = ended.values("case__procedure", "code").annotate(
        on_time=Count("pk", filter=Q(met_on__lte=F("due_on"))),
        late=Count("pk", filter=Q(met_on__gt=F("due_on"))),
        over=Count("pk", filter=Q(met_on=None)),
    )
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        code = STAGE if row["code"].startswith(STAGE) else row["code"]
        amounts = found.setdefault((row["case__procedure"], code), Counter())
        amounts.update({name: row[name] for name in ("on_time", "late", "over")})
    return [Kept(*key, amounts["on_time"], amounts["late"], amounts["over"]) for key, amounts in found.items()]


def closing(cases: QuerySet[Case], body: str, today: dt.date) -> Closing:
    """How long the cases took that were closed in the last twelve months, destroyed ones included."""
    since = months_later(today, -MONTHS)
    days: Counter[int] = Counter()
    for source in (cases, Statement.objects.filter(body=body)):
        closed = source.filter(closed_on__gt=since).order_by()
        counted = closed.values(took=F("closed_on") - F("received_on")).annotate(n=Count("pk"))
        days.update({row["took"].days: row["n"] for row in counted})
    return Closing(days.total(), _share(days, 50), _share(days, 90))


def inflow(cases: QuerySet[Case], body: str, today: dt.date) -> dict[dt.date, int]:
    """How many cases were received in each of the last twelve months, this one included; by their first day."""
    first = [months_later(today.replace(day=1), -ago) for ago in range(MONTHS - 1, -1, -1)]
    found: Counter[dt.date] = Counter()
    for source in (cases, Statement.objects.filter(body=body)):
        counted = source.filter(received_on__gte=first[0]).order_by().values(month=TruncMonth("received_on"))
        found.update({row["month"]: row["n"] for row in counted.annotate(n=Count("pk"))})
    return {month: found[month] for month in first}


def _open(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(closed_on=None).order_by()


def _loads(cases: QuerySet[Case], today: dt.date, *names: str) -> list[Load]:
    late = Count("pk", filter=Q(due_on__lt=today))
    rows = _open(cases).values(*names).annotate(open=Count("pk"), late=late).order_by(*names)
    return [Load(tuple(row[name] or "" for name in names), row["open"], row["late"]) for row in rows]


def _share(days: Mapping[int, int], percent: int) -> int:
    """The least number of days within which that share of the cases was closed; 0 when there are none."""
    needed, seen = -(-sum(days.values()) * percent // 100), 0
    for took in sorted(days):
        seen += days[took]
        if seen >= needed:
            return took
    return 0

"""Reads of retention: what is due, how much it is, what is held, and what was destroyed. Counts, days and references;
nothing here opens a case."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from loket.casework.models import Case, Item, Person, Statement
from loket.casework.procedure import Procedure, Retention
from loket.casework.reading import procedures
from loket.casework.retention.words import HOLD_REASONS, duration
from loket.core import clock
from loket.core.language import page_language
from loket.core.models import AuditEntry
from loket.figures.model import in_language
from loket.intake.models import Message, SealedFile
from loket.intake.terms import months_later
from loket.taxonomy.current import name_of

MOST = 100
"""Cases that one page shows, and that one form destroys."""


@dataclass(frozen=True)
class Amount:
    """How much some cases are: cases, parts of their files, people, messages with reporters, files, and the bytes that
    those take in the storage."""

    cases: int
    items: int
    people: int
    messages: int
    files: int
    bytes: int


@dataclass(frozen=True)
class Line:
    """One case that goes, with how much it is."""

    case: Case
    procedure: str
    amount: Amount


@dataclass(frozen=True)
class Rule:
    """A kind of record and how long it is kept. ``verify``: a lawyer still has to look at the basis."""

    procedure: str
    about: str
    term: str
    basis: str
    verify: bool


@dataclass(frozen=True)
class HeldCase:
    """A case that is kept whatever its term says."""

    case: Case
    reason: str
    by: str
    on: dt.date | None


@dataclass(frozen=True)
class Coming:
    """How many cases are over their term now, will be later this month, and next month."""

    now: int
    this_month: int
    next_month: int


def due(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose term has ended and that nothing holds, the longest over first."""
    return cases.filter(destroy_on__lte=clock.today(), is_held=False).order_by("destroy_on", "reference")


def coming(cases: QuerySet[Case]) -> Coming:
    """How many are due now, and soon. A case whose term ends on the last day of a month counts for that month."""
    today = clock.today()
    next_month = months_later(today.replace(day=1), 1)
    free = cases.filter(is_held=False, destroy_on__gt=today)
    return Coming(
        due(cases).count(),
        free.filter(destroy_on__lt=next_month).count(),
        free.filter(destroy_on__gte=next_month, destroy_on__lt=months_later(next_month, 1)).count(),
    )


def held(cases: QuerySet[Case]) -> list[HeldCase]:
    """The cases that are held, with what the trail says about it."""
    found = list(cases.filter(is_held=True).order_by("reference"))
    targets = {f"case:{case.reference}": case for case in found}
    entries = AuditEntry.objects.filter(action="case.hold", target__in=targets).order_by("position")
    last = {entry.target: entry for entry in entries}
    return [_held(case, last.get(target)) for target, case in targets.items()]


def amount(cases: QuerySet[Case]) -> Amount:
    """How much these cases are together, with their reports."""
    ids, reports = cases.order_by().values("pk"), _reports(cases)
    stored = SealedFile.objects.filter(Q(case__in=ids) | Q(report__in=reports))
    return Amount(
        cases=cases.count(),
        items=Item.objects.filter(case__in=ids).count(),
        people=Person.objects.filter(case__in=ids).count(),
        messages=Message.objects.filter(report__in=reports).count(),
        files=stored.count(),
        bytes=stored.aggregate(total=Sum("stored"))["total"] or 0,
    )


def lines(cases: QuerySet[Case]) -> list[Line]:
    """Each of the first ``MOST`` cases with how much it is."""
    found = list(cases[:MOST])
    return [Line(case, procedure_name(case.procedure), amount(Case.objects.filter(pk=case.pk))) for case in found]


def rules() -> Iterator[Rule]:
    """Every kind of case and its term, by procedure."""
    for procedure in procedures().values():
        for rule in procedure.retention:
            yield _rule(procedure, rule)


def statements() -> QuerySet[Statement]:
    """What was destroyed, the newest first."""
    return Statement.objects.order_by("-destroyed_on", "-pk")


def procedure_name(code: str) -> str:
    """What a procedure is called; its code when it is gone."""
    found = procedures().get(code)
    return in_language(found.label, page_language()) if found else code


def _reports(cases: QuerySet[Case]) -> list[uuid.UUID]:
    return [report for report in cases.order_by().values_list("report", flat=True) if report]


def _held(case: Case, entry: AuditEntry | None) -> HeldCase:
    if entry is None:
        return HeldCase(case, "", "", None)
    reason = str(HOLD_REASONS.get(entry.summary.get("reason", ""), ""))
    return HeldCase(case, reason, entry.actor, entry.at.astimezone(clock.ZONE).date())


def _about(procedure: Procedure, rule: Retention, language: str) -> str:
    if rule.settlement_class:
        return name_of("settlement_class", rule.settlement_class, language)
    return _("Alle andere zaken") if len(procedure.retention) > 1 else _("Alle zaken")


def _rule(procedure: Procedure, rule: Retention) -> Rule:
    language = page_language()
    return Rule(
        procedure=in_language(procedure.label, language),
        about=_about(procedure, rule, language),
        term=duration(rule.months),
        basis=in_language(rule.basis, language),
        verify=rule.verify,
    )

"""When a case goes, what keeps it, and how it goes: its key, and everything that was sealed under it (BIO-3).

One case is one transaction: it is there whole, or it is gone whole. Bytes in the storage go once that stands; when the
machine stops in between, the sweep of the storage finds them (``intake.tidy``).
"""

from django.db import transaction

from loket.casework import words
from loket.casework.errors import BadReason, Gone
from loket.casework.measures import measures
from loket.casework.models import Case, Statement
from loket.casework.reading import procedures
from loket.casework.retention.errors import Held, NothingToChange, NotYet
from loket.casework.retention.queries import Amount, amount
from loket.casework.retention.rules import rule_for, shortest, term
from loket.casework.retention.words import HOLD_REASONS, RELEASE_REASONS
from loket.casework.sealing import OpenCase
from loket.casework.writing import event, locked, note
from loket.core import clock
from loket.intake import files
from loket.intake import services as intake
from loket.intake.models import Report
from loket.intake.terms import months_later


@transaction.atomic
def after_final(*, opened: OpenCase) -> None:
    """A case that ended gets its term, by the rule that fits how it ended. Call it in the transaction that closes the
    case, which notes that. Which rule it was stands nowhere, and the reporter's mailbox promises the shortest term of
    the procedure: both would tell how the case ended."""
    _keep(opened.case, measures().heaviest_class(opened.person(person).settlement for person in opened.people()))


def sweep() -> None:
    """Cases that went on with another body get their term too: nothing is open that tells how they ended, so it is the
    rule for every case (``settings.SWEEPS``)."""
    for case in Case.objects.filter(view_ended_on__isnull=False, destroy_on=None).only(*_ENDED):
        _keep(case, "")


@transaction.atomic
def hold(*, case: Case, reason: str, actor: str) -> None:
    """Keep a case, also after its term, until it is released. ``reason`` is a code of ``words.HOLD_REASONS``. Raises
    ``BadReason``, ``Gone``, ``NothingToChange``."""
    _set_hold(case, to=True, reason=reason, reasons=frozenset(HOLD_REASONS), actor=actor)


@transaction.atomic
def release(*, case: Case, reason: str, actor: str) -> None:
    """Let the term of a case that was held count again. ``reason`` is a code of ``words.RELEASE_REASONS``. Raises
    ``BadReason``, ``Gone``, ``NothingToChange``."""
    _set_hold(case, to=False, reason=reason, reasons=frozenset(RELEASE_REASONS), actor=actor)


@transaction.atomic
def destroy(*, case: Case, actor: str) -> Statement:
    """Leave nothing of a case whose term has ended: its key, its parts, people, digests, bars, readers and
    terms, its files, and its report with the mailbox. What stays is the statement, the trail, and the facts, to
    which nothing leads any more.

    Raises ``Gone``, ``Held``, ``NotYet``.
    """
    found = Case.objects.select_for_update().filter(pk=case.pk).first()
    if found is None:
        raise Gone
    if found.is_held:
        raise Held
    if found.destroy_on is None or found.destroy_on > clock.today():
        raise NotYet
    size = amount(Case.objects.filter(pk=found.pk))
    statement = _state(found, size, actor)
    files.destroy_case(found.pk)
    if found.report and Report.objects.filter(pk=found.report, body=found.body).exists():
        intake.destroy(report_id=found.report, actor=actor)
    found.delete()
    note(found, "case.destroy", actor=actor, items=size.items, messages=size.messages, files=size.files)
    return statement


_ENDED = ("body", "reference", "procedure", "report", "closed_on", "view_ended_on", "destroy_on")


def _keep(case: Case, settlement_class: str) -> None:
    procedure = procedures().get(case.procedure)
    ended = case.closed_on or case.view_ended_on
    if procedure is None or ended is None:
        return
    case.destroy_on = months_later(ended, rule_for(procedure, settlement_class).months)
    Case.objects.filter(pk=case.pk).update(destroy_on=case.destroy_on)
    if case.report:
        intake.keep_until(report_id=case.report, day=months_later(ended, shortest(procedure).months))


def _set_hold(case: Case, *, to: bool, reason: str, reasons: frozenset[str], actor: str) -> None:
    if reason not in reasons:
        raise BadReason
    found = locked(case)
    if found.is_held is to:
        raise NothingToChange
    found.is_held = to
    found.save(update_fields=["is_held"])
    event(found, words.HELD if to else words.RELEASED, actor=actor, values={"reason": reason})
    note(found, "case.hold" if to else "case.release", actor=actor, reason=reason)


def _state(case: Case, size: Amount, actor: str) -> Statement:
    """What is left of the case. Its term counts from the day that it ended for this body."""
    ended = case.closed_on or case.view_ended_on or case.opened_on
    until = case.destroy_on or ended
    return Statement.objects.create(
        reference=case.reference,
        body=case.body,
        procedure=case.procedure,
        received_on=case.received_on,
        closed_on=ended,
        term=term(ended, until),
        destroyed_on=clock.today(),
        destroyed_by=actor,
        items=size.items,
        files=size.files,
    )

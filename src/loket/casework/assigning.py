"""Who handles a case and who may read it: need to know within a body, and a declared conflict of interest."""

from django.conf import settings
from django.db import transaction

from loket.accounts.models import Account
from loket.casework import index, words
from loket.casework.access import Desk
from loket.casework.errors import AlreadyHandled, BadReason, NotEligible, NotYours
from loket.casework.models import Bar, Case, Reader
from loket.casework.writing import changed, event, held_at, note
from loket.core import clock, mail
from loket.keys import queries as keys


@transaction.atomic
def take(*, desk: Desk, case: Case, actor: str) -> None:
    """Handle a case that nobody handles yet, or who did works here no more; whoever was first, has it. Nothing happens
    for who handles it already. Raises ``Gone``, ``AlreadyHandled``."""
    case = held_at(desk, case)
    if case.assignee_id == desk.me.pk:
        return
    if case.assignee_id in {officer.pk for officer in keys.officers(case.body)}:
        raise AlreadyHandled
    _assign(case, desk.me, words.TAKEN, actor)
    note(case, "case.take", actor=actor)


@transaction.atomic
def assign(*, desk: Desk, case: Case, to: Account, actor: str) -> None:
    """Give a case to a colleague: by the head of the body, who need not be able to read it, or by who handles it.
    Raises ``Gone``, ``NotYours``, ``NotEligible``."""
    case = held_at(desk, case)
    _refuse_stranger(desk, case)
    _refuse_barred(desk, case, to)
    if case.assignee_id != to.pk:
        _assign(case, to, words.ASSIGNED, actor)
        _tell(desk, to)
        note(case, "case.assign", actor=actor, to=to.username)


@transaction.atomic
def give_access(*, desk: Desk, case: Case, to: Account, reason: str, actor: str) -> None:
    """Let a colleague read a case: by the head of the body or by who handles it. ``reason``: a code of
    ``words.ACCESS_REASONS``. Raises ``Gone``, ``NotYours``, ``NotEligible``, ``BadReason``."""
    case = held_at(desk, case)
    _refuse_stranger(desk, case)
    _refuse_barred(desk, case, to)
    _refuse_reason(reason)
    made = {"reason": reason, "given_by": actor, "on": clock.today()}
    if Reader.objects.get_or_create(case=case, account=to, defaults=made)[1]:
        event(case, words.ACCESS, actor=actor, values={"to": to.username, "reason": reason})
        _tell(desk, to)
        note(case, "case.access", actor=actor, to=to.username, reason=reason)


@transaction.atomic
def take_access(*, desk: Desk, case: Case, to: Account, reason: str, actor: str) -> None:
    """End a colleague's access, or one's own. Raises ``Gone``, ``NotYours``, ``BadReason``."""
    case = held_at(desk, case)
    if to.pk != desk.me.pk:
        _refuse_stranger(desk, case)
    _refuse_reason(reason)
    if Reader.objects.filter(case=case, account=to).delete()[0]:
        event(case, words.ACCESS_ENDED, actor=actor, values={"to": to.username, "reason": reason})
        note(case, "case.access-end", actor=actor, to=to.username, reason=reason)


@transaction.atomic
def declare_conflict(*, desk: Desk, case: Case, actor: str) -> None:
    """Say that one has an interest in a case oneself: from now on it is not there for them, whoever wants otherwise.
    Nobody needs to read a case to declare it. Raises ``Gone``."""
    case = held_at(desk, case)
    index.add_bars(case, [index.conflict_digest(desk.search_key, desk.me)])
    shut_out(case, {desk.me.pk})
    changed(case)
    case.save(update_fields=["version", "assignee"])
    event(case, words.CONFLICT, actor=actor)
    note(case, "case.conflict", actor=actor)


def officers_for(desk: Desk, case: Case) -> list[Account]:
    """Who can handle or read this case: the officers of the body of today who are not kept out."""
    officers = keys.officers(case.body)
    barred = barred_officers(desk.search_key, case, officers)
    return [officer for officer in officers if officer.pk not in barred]


def barred_officers(search_key: bytes, case: Case, officers: list[Account]) -> set[int]:
    """Which of these are kept out of the case."""
    bars = {bytes(digest) for digest in Bar.objects.filter(case=case).values_list("digest", flat=True)}
    return {officer.pk for officer in officers if bars & set(index.barred_digests(search_key, officer))}


def shut_out(case: Case, accounts: set[int]) -> None:
    """End the reading and the handling of a locked case by these; the caller saves it."""
    Reader.objects.filter(case=case, account__in=accounts).delete()
    if case.assignee_id in accounts:
        case.assignee = None


def _assign(case: Case, to: Account, code: str, actor: str) -> None:
    case.assignee = to
    changed(case)
    case.save(update_fields=["version", "assignee"])
    event(case, code, actor=actor, values={"to": to.username})


def _tell(desk: Desk, to: Account) -> None:
    """A mail without content for a colleague who gets something to do."""
    if to.pk != desk.me.pk and to.email:
        mail.notice_for_staff(address=to.email, language=settings.LANGUAGE_CODE)


def _refuse_stranger(desk: Desk, case: Case) -> None:
    if not desk.is_head and case.assignee_id != desk.me.pk:
        raise NotYours


def _refuse_barred(desk: Desk, case: Case, to: Account) -> None:
    """The same answer for who is kept out as for who does not work here."""
    if to.pk not in {officer.pk for officer in officers_for(desk, case)}:
        raise NotEligible


def _refuse_reason(reason: str) -> None:
    if reason not in words.ACCESS_REASONS:
        raise BadReason

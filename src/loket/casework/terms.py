"""The terms of a case in words, the check-ins with its reporter, and the sweep that reminds of them and passes them on.

No term is without an owner: who handles the case hears first; when nobody does, or they have left, the officers of
the body; when there are none with an address, its heads. A mail never says what waits, or where.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext

from loket.accounts.models import Account, Grant, Role
from loket.casework.engine import STAGE
from loket.casework.models import Case, Deadline
from loket.casework.procedure import Procedure, Term
from loket.casework.reading import procedures
from loket.casework.words import LOKET
from loket.core import audit, clock, mail
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.intake import words as intake_words
from loket.intake.dialogue import Said
from loket.intake.models import MessageKind

log = logging.getLogger(__name__)

REMIND_DAYS = 2
"""Days before the end of a term of a stage."""
BATCH = 200
"""Terms of one round: the other sweeps get their turn after it."""

_OPEN = Q(met_on=None, dropped_on=None)


@dataclass(frozen=True)
class TermLine:
    """A term of a case as a page shows it. ``state``: open, met, late (met after its day) or dropped. ``sign`` is the
    class of the status and ``words`` what it says; ``done_on``: when it was met or dropped. ``basis``: the law or the
    agreement; ``standard`` the id of the requirement, empty when there is none."""

    code: str
    label: str
    basis: str
    standard: str
    due_on: dt.date
    done_on: dt.date | None
    state: str
    sign: str
    words: str


@dataclass(frozen=True)
class Reply:
    """What a reporter answered to a check-in."""

    on: dt.date
    choice: str
    text: str


@dataclass(frozen=True)
class CheckIn:
    """One time that the reporter was asked whether they were treated worse because of what they reported, with what
    they answered, the first answer first."""

    number: int
    on: dt.date
    text: str
    replies: tuple[Reply, ...]


def terms_of(case: Case) -> list[TermLine]:
    """Every term that the case has or had: what runs first, by day; then what was met or dropped."""
    today, procedure = clock.today(), procedures().get(case.procedure)
    lines = [_line(one, procedure, today) for one in Deadline.objects.filter(case=case).order_by("due_on", "code")]
    return sorted(lines, key=lambda line: line.state != "open")


def detriment_timeline(dialogue: Iterable[Said]) -> list[CheckIn]:
    """Every check-in with the reporter and every answer, as they were written (WBK-11): messages are never changed."""
    said = list(dialogue)
    replies: dict[int, list[Reply]] = defaultdict(list)
    for one in said:
        if one.answers:
            choice = str(intake_words.option(one.content.choice).label) if one.content.choice else ""
            replies[one.answers].append(Reply(one.message.on, choice, one.content.text))
    asked = (one for one in said if one.message.kind == MessageKind.DETRIMENT)
    return [_check_in(one, replies[one.message.number]) for one in asked]


def label_of(procedure: Procedure | None, code: str) -> str:
    """What a term is called; its code when the procedure does not know it any more."""
    language = page_language()
    if code.startswith(STAGE):
        stages = {stage.code: stage for stage in procedure.stages} if procedure else {}
        found = stages.get(code.removeprefix(STAGE))
        return gettext("Tijd voor: %(stage)s") % {"stage": in_language(found.label, language)} if found else code
    term = _term(procedure, code)
    return in_language(term.label, language) if term else code


def sweep() -> None:
    """Remind of what comes due, and pass on what is overdue, each once (``settings.SWEEPS``). Two sweepers share the
    work; one that is killed leaves a term as it was, or told."""
    today = clock.today()
    remind, escalate = to_remind(today), to_escalate(today)
    near = Deadline.objects.filter(_OPEN, due_on__lte=_in(today, _furthest()))
    waiting = near.filter(remind | escalate).order_by("due_on", "pk")
    reachable = set(_granted().exclude(account__email="").values_list("body", flat=True))
    for pk in list(waiting.filter(case__body__in=reachable).values_list("pk", flat=True)[:BATCH]):
        _tell(pk, remind, escalate, today)
    if settings.EMAIL_HOST:
        silent = waiting.exclude(case__body__in=reachable).order_by("case__body")
        _warn(today, tuple(silent.values_list("case__body", flat=True).distinct()))


def to_remind(today: dt.date) -> Q:
    """The open terms that end within the days that their procedure sets, and that nobody was reminded of."""
    other: dict[tuple[str, int], list[str]] = defaultdict(list)
    for procedure in procedures().values():
        for term in procedure.terms:
            if term.remind_days != REMIND_DAYS:
                other[procedure.code, term.remind_days].append(term.code)
    own = [(Q(case__procedure=code, code__in=codes), days) for (code, days), codes in other.items()]
    usual = Q(due_on__lte=_in(today, REMIND_DAYS)) & ~reduce(or_, (which for which, _days in own), Q())
    due = reduce(or_, (which & Q(due_on__lte=_in(today, days)) for which, days in own), usual)
    return due & Q(reminded_on=None) & _live()


def to_escalate(today: dt.date) -> Q:
    """The open terms that are over, and that the heads of the body do not know of."""
    return Q(due_on__lt=today, escalated_on=None) & _live()


def owners(case: Case, *, is_for_head: bool = False) -> list[Account]:
    """Who hears of a term of this case first: who handles it, when they still work for the body; else its officers; the
    heads when it is theirs (``Term.owner``). Those without a mail address are passed over."""
    heads, officers = _with_role(case.body, Role.HEAD), _with_role(case.body, Role.OFFICER)
    handler = [account for account in officers if account.pk == case.assignee_id]
    return next((found for found in ([heads] if is_for_head else []) + [handler, officers, heads] if found), [])


@transaction.atomic
def _tell(pk: int, remind: Q, escalate: Q, today: dt.date) -> None:
    """Ask for the mails of one term, and note it, in one transaction."""
    locked = Deadline.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case")
    deadline = locked.filter(remind | escalate, pk=pk).first()
    if deadline is None:
        return
    case = deadline.case
    term = _term(procedures().get(case.procedure), deadline.code)
    told = _remind(deadline, case, term, today) if deadline.reminded_on is None else 0
    over = deadline.due_on < today and deadline.escalated_on is None
    passed_on = _escalate(deadline, case, today) if over else 0
    deadline.save(update_fields=["reminded_on", "escalated_on"])
    for action, count in (("case.remind", told), ("case.escalate", passed_on)):
        if count:
            summary: dict[str, int | str] = {"term": deadline.code, "count": count}
            audit.record(actor=LOKET, action=action, target=f"case:{case.reference}", summary=summary)


def _remind(deadline: Deadline, case: Case, term: Term | None, today: dt.date) -> int:
    told = _mail(owners(case, is_for_head=term is not None and term.owner == "head"))
    deadline.reminded_on = today if told else None
    return told


def _escalate(deadline: Deadline, case: Case, today: dt.date) -> int:
    told = _mail(owners(case, is_for_head=True))
    deadline.escalated_on = today if told else None
    return told


def _mail(people: Iterable[Account]) -> int:
    return sum(mail.notice_for_staff(address=one.email, language=settings.LANGUAGE_CODE) for one in people)


def _with_role(body: str, role: str) -> list[Account]:
    """The people who hold this role for this body today, and have a mail address."""
    granted = _granted().filter(role=role, body=body).values("account")
    return list(Account.objects.filter(pk__in=granted).exclude(email="").order_by("username"))


def _granted() -> QuerySet[Grant]:
    """Who works for a body today."""
    roles = (Role.OFFICER, Role.HEAD)
    return Grant.objects.in_force(clock.today()).filter(role__in=roles, account__is_active=True)


@lru_cache(maxsize=1)
def _warn(_day: dt.date, bodies: tuple[str, ...]) -> None:
    """Say in the log, once a day, of which bodies nobody can be reminded."""
    if bodies:
        log.warning("nobody of %s has a mail address: nobody is reminded of their terms", ", ".join(bodies))


def _live() -> Q:
    return _OPEN & Q(case__closed_on=None, case__view_ended_on=None)


def _furthest() -> int:
    """The most days before its end that any term is reminded of: the index of open terms goes by day."""
    days = (term.remind_days for procedure in procedures().values() for term in procedure.terms)
    return max(days, default=0) + REMIND_DAYS


def _in(today: dt.date, days: int) -> dt.date:
    return today + dt.timedelta(days=days)


def _term(procedure: Procedure | None, code: str) -> Term | None:
    return next((term for term in procedure.terms if term.code == code), None) if procedure else None


def _line(deadline: Deadline, procedure: Procedure | None, today: dt.date) -> TermLine:
    term, language = _term(procedure, deadline.code), page_language()
    state, sign, words = _status(deadline, today)
    return TermLine(
        code=deadline.code,
        label=label_of(procedure, deadline.code),
        basis=in_language(term.basis, language) if term else gettext("Afspraak in de procedure"),
        standard=term.standard if term else "",
        due_on=deadline.due_on,
        done_on=deadline.met_on or deadline.dropped_on,
        state=state,
        sign=sign,
        words=words,
    )


def _status(deadline: Deadline, today: dt.date) -> tuple[str, str, str]:
    """The state of a term, its sign and its words."""
    if deadline.met_on and deadline.met_on > deadline.due_on:
        days = (deadline.met_on - deadline.due_on).days
        return "late", "late", ngettext("%d dag te laat", "%d dagen te laat", days) % days
    if deadline.met_on:
        return "met", "checked", gettext("op tijd")
    if deadline.dropped_on:
        return "dropped", "later", gettext("vervallen")
    left = intake_words.term(deadline.due_on, today)
    return "open", left.sign, left.words


def _check_in(said: Said, replies: Iterable[Reply]) -> CheckIn:
    return CheckIn(said.message.number, said.message.on, said.content.text, tuple(replies))

"""Writes of reports and their dialogue. Content is sealed before it reaches the database, and every act is an entry of
the audit trail in the same transaction; what a reporter does is noted by the day (wall 7).

Every act asks for its mail notice and then writes its entry, in that order and last: both are queues of one.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from loket.core import audit, clock, mail
from loket.core.batches import Progress, rewrite
from loket.core.errors import UserError
from loket.intake.addressees import person
from loket.intake.content import Content, Identity, MessageContent
from loket.intake.files import SealedUpload, claim, destroy_report
from loket.intake.models import QUESTIONS, Author, Message, MessageKind, Report, State
from loket.intake.raising import REPORTER, New, NoStory, Raised, insert, note_raised, raise_at_once
from loket.intake.sealing import (
    Opened,
    OpenMailbox,
    OpenReport,
    open_report,
    read_identity,
    receipt_for,
    reseal_report,
    seal_for_body,
    seal_message,
)
from loket.intake.words import IDENTITY_REASONS, MINUTES_OPTIONS
from loket.keys.queries import sealing_key
from loket.vault.receipts import Receipt


class BadAnswer(UserError):
    """An answer to no question, an option that was not offered, or a question that was answered already."""


class BadReason(UserError):
    """Why somebody wants to know who reported is not one of the reasons that count."""


class NoWayBack(UserError):
    """A report does not become new again."""


class NobodyReads(UserError):
    """Who it was written to, opens it no more."""


class Gone(UserError):
    """The report was destroyed, or handed to another body, since it was looked up."""


@dataclass(frozen=True)
class Taken:
    """A new report that its body has taken up: what can be known of it without the body's key."""

    id: uuid.UUID
    reference: str
    received_on: dt.date


def raise_report(
    *,
    body: str,
    content: Content,
    identity: Identity,
    channel: str,
    actor: str = REPORTER,
    received_on: dt.date | None = None,
    receipt: Receipt | None = None,
) -> Raised:
    """A new report for a body, sealed to it and to its receipt. ``received_on``: the day of first receipt anywhere in
    the organisation (WBK-1), today when not given. Who calls it claims the files that ``content`` mentions.

    Raises ``NotOpen``, ``AnonymousNotTaken``, ``NoStory``, ``NotYet``, ``NoBodyKey``.
    """
    return raise_at_once(New(body, content, identity, channel, received_on, receipt, actor))


@transaction.atomic
def register_report(
    *,
    body: str,
    content: Content,
    identity: Identity,
    channel: str,
    minutes: str,
    actor: str,
    received_on: dt.date | None = None,
    files: Sequence[SealedUpload] = (),
    receipt: Receipt | None = None,
) -> Raised:
    """A report that an officer writes down: made by phone, by letter, by mail or in a meeting (WBK-3). Its first
    message offers the reporter the ``minutes`` to agree with or to correct (WBK-10); none when they are empty.

    Raises what ``raise_report`` raises, ``TooMany``, ``TooBig``.
    """
    new = New(body, content, identity, channel, received_on, receipt, actor)
    raised, opened = insert(new)
    if minutes.strip() or files:
        kind = MessageKind.MINUTES if minutes.strip() else MessageKind.MESSAGE
        options = MINUTES_OPTIONS if minutes.strip() else ()
        _add(opened, Author.BODY, kind, MessageContent(text=minutes, options=options), files)
    note_raised(new, raised)
    return raised


@transaction.atomic
def open_for_body(*, report: Report, body_private: bytes, actor: str) -> OpenReport:
    """The report and its messages for an officer's eyes; they are no news any more. What is shown is what was marked as
    read: an answer that the reporter changes meanwhile waits, or was changed before. Raises ``WontOpen``, ``Gone``."""
    report = lock(report, Report.objects.all())
    opened = open_report(report, body_private)
    if report.news_for_body:
        Report.objects.filter(pk=report.pk).update(news_for_body=False)
        unread = Message.objects.filter(report_id=report.pk, author=Author.REPORTER, read_on=None)
        unread.update(read_on=clock.today())
    opened = replace(opened, seen=tuple(opened.messages()))
    audit.record(actor=actor, action="report.read", target=_target(report), summary={"body": report.body})
    return opened


def stand_by(*, answer: Message) -> None:
    """Something is done because of this answer: it stands from now on, as one that was read."""
    Message.objects.filter(pk=answer.pk, read_on=None).update(read_on=clock.today())


@transaction.atomic
def show_identity(*, report: OpenReport, reason: str, actor: str) -> Identity:
    """Who reported, for an officer who says why (WBK-6): ``reason`` is a code of ``words.IDENTITY_REASONS``, and stands
    in the trail. Raises ``BadReason``, ``WontOpen``."""
    if reason not in IDENTITY_REASONS:
        raise BadReason(_("Kies waarom je wilt weten wie dit heeft gemeld"))
    identity = read_identity(report)
    summary = {"body": report.report.body, "reason": reason}
    audit.record(actor=actor, action="report.identity", target=_target(report.report), summary=summary)
    return identity


@transaction.atomic
def set_state(*, report: Report, state: str, actor: str) -> None:
    """How far the report is now, as its reporter reads it; the day of each state is the first day it had it.

    Raises ``NoWayBack``, and ``ValueError`` for what is no state.
    """
    locked = lock(report)
    if _move(locked, State(state)):
        summary = {"body": locked.body, "state": locked.state}
        audit.record(actor=actor, action="report.state", target=_target(locked), summary=summary)


@transaction.atomic
def write_as_reporter(
    *,
    mailbox: OpenMailbox,
    text: str,
    files: Sequence[SealedUpload] = (),
    kind: str = MessageKind.MESSAGE,
    question: int = 0,
    choice: str = "",
) -> int:
    """A message, or the answer to a question, from the reporter; gives its number.

    Raises ``NoStory``, ``BadAnswer``, ``TooMany``, ``TooBig``, ``NobodyReads``.
    """
    report = lock(mailbox.report)
    reader = person(report.body)
    if reader and not reader.opens(report.body_key_version):
        words = _("%(name)s leest hier niet meer mee: je bericht is niet verstuurd. Kies een andere vertrouwenspersoon")
        raise NobodyReads(words % {"name": reader.name})
    content = MessageContent(text=text, question=question, choice=choice)
    if kind == MessageKind.ANSWER:
        _check_answer(mailbox, content)
    else:
        content = MessageContent(text=text)
    number = _add(mailbox, Author.REPORTER, MessageKind(kind), content, files)
    Report.objects.filter(pk=report.pk).update(news_for_body=True)
    mail.notice_for_body(body=report.body)
    summary: dict[str, int | str] = {"body": report.body, "kind": str(kind), "files": len(files)}
    audit.record(actor=REPORTER, action="report.write", target=_target(report), summary=summary, day_only=True)
    return number


@transaction.atomic
def write_as_body(
    *,
    report: OpenReport,
    kind: str,
    text: str,
    actor: str,
    files: Sequence[SealedUpload] = (),
    options: Sequence[str] = (),
    receipt: Receipt | None = None,
) -> int:
    """A message to the reporter; gives its number. An acknowledgement and a feedback set the state and its day (WBK-1,
    WBK-2). ``receipt``: of another mailbox of theirs, which they alone can read. Who asked for it gets a mail without
    content.

    Raises ``Gone``, also when another body has the report by now, ``NoStory``, ``BadAnswer`` for a question without
    options, ``TooMany``, ``TooBig``.
    """
    locked = lock(report.report, Report.objects.defer("content", "identity").filter(body=report.report.body))
    if kind in QUESTIONS and not options:
        raise BadAnswer(_("Geef bij een vraag ten minste een antwoord waaruit de melder kan kiezen"))
    sealed = receipt_for(locked, receipt) if receipt else ""
    content = MessageContent(text=text, options=tuple(options), receipt=sealed)
    number = _add(report, Author.BODY, MessageKind(kind), content, files)
    if kind in _STATE_OF:
        _move(locked, _STATE_OF[MessageKind(kind)])
    _tell_reporter(report)
    summary: dict[str, int | str] = {"body": locked.body, "kind": str(kind), "files": len(files)}
    audit.record(actor=actor, action="report.write", target=_target(locked), summary=summary)
    return number


@transaction.atomic
def reseal(
    *,
    body: str,
    old_private: bytes,
    new_public: bytes,
    new_version: int,
    actor: str,
    progress: Progress | None = None,
) -> int:
    """Seal every report of a body that was sealed to its old key to its new one; gives how many. Call it in the
    transaction that rotates the key: that holds the key's row, so that no report is missed. ``progress`` is told how
    many are done, of how many. Raises ``WontOpen``."""
    anew = partial(reseal_report, old_private=old_private, new_public=new_public, new_version=new_version)
    count = rewrite(Report.objects.filter(body=body, body_key_version__lt=new_version), _RESEALED, anew, progress)
    summary: dict[str, int | str] = {"reports": count, "version": new_version}
    audit.record(actor=actor, action="report.reseal", target=f"body:{body}", summary=summary)
    return count


@transaction.atomic
def take_new(*, body: str, most: int) -> list[Taken]:
    """Up to so many reports of this body that nobody has taken up yet. Two who ask at once get different ones; when
    the caller's transaction fails, they wait again."""
    waiting = Report.objects.filter(body=body, is_taken=False).only("reference", "received_on")
    found = list(waiting.select_for_update(no_key=True, skip_locked=True)[:most])
    Report.objects.filter(pk__in=[report.pk for report in found]).update(is_taken=True)
    return [Taken(report.pk, report.reference, report.received_on) for report in found]


@transaction.atomic
def hand_to(*, report: OpenReport, body: str, actor: str) -> None:
    """Seal both keys of a report to another body, which reads it from now on in the place of the one that had it. The
    new body gets a notice. It waits for a rotation of either key: call it before what locks other rows.

    Raises ``NoBodyKey``, ``BeingRotated``, ``Gone``.
    """
    here = report.report.body
    held = {code: sealing_key(code) for code in sorted({here, body})}
    locked = lock(report.report, Report.objects.filter(body=here))
    seal_for_body(replace(report, report=locked), public=held[body].public, version=held[body].version)
    locked.body, locked.news_for_body = body, True
    locked.save(update_fields=["body", "news_for_body", *_RESEALED])
    mail.notice_for_body(body=body)
    summary: dict[str, int | str] = {"from": here, "to": body}
    audit.record(actor=actor, action="report.hand-over", target=_target(locked), summary=summary)


@transaction.atomic
def keep_until(*, report_id: uuid.UUID, day: dt.date | None) -> None:
    """Until when the reporter can read here for sure: their mailbox says it. None: that is not known any more."""
    Report.objects.filter(pk=report_id).update(kept_until=day)


@transaction.atomic
def destroy(*, report_id: uuid.UUID, actor: str) -> None:
    """Leave nothing of a report (BIO-3): its rows, messages and files, the mailboxes that are open, and what a browser
    or another system could still show its receipt with. A report that is gone is gone.

    The bytes of the files go when the caller's transaction stands; if the machine stops there, the sweep finds them.
    """
    report = Report.objects.select_for_update().only("reference", "body").filter(pk=report_id).first()
    if report is None:
        return
    summary: dict[str, int | str] = {"body": report.body, "messages": report.messages.count()}
    summary["files"] = destroy_report(report_id)
    report.delete()
    audit.record(actor=actor, action="report.destroy", target=_target(report), summary=summary, day_only=True)


_RESEALED = ("body_key_version", "key_for_body", "identity_key_for_body")
_STATE_OF = {MessageKind.ACKNOWLEDGEMENT: State.ACKNOWLEDGED, MessageKind.FEEDBACK: State.ANSWERED}
_DAY_OF = {
    State.ACKNOWLEDGED: "acknowledged_on",
    State.IN_PROGRESS: "in_progress_on",
    State.ANSWERED: "answered_on",
}


def lock(report: Report, rows: QuerySet[Report] | None = None) -> Report:
    """The row as it is now, without what was told unless ``rows`` has it; writers of the same report queue here.
    Raises ``Gone``."""
    rows = Report.objects.defer("content", "identity") if rows is None else rows
    locked = rows.select_for_update(no_key=True).filter(pk=report.pk).first()
    if locked is None:
        raise Gone(_("Deze melding is hier niet meer: ze is vernietigd of overgedragen"))
    return locked


def _add(
    opened: Opened, author: Author, kind: MessageKind, content: MessageContent, files: Sequence[SealedUpload]
) -> int:
    """The next message of a report whose row is locked."""
    if not content.text.strip() and not files and not content.choice:
        raise NoStory(_("Schrijf eerst je bericht"))
    claim(files, owner=opened.report)
    notes = tuple(upload.note() for upload in files)
    last = Message.objects.filter(report_id=opened.report.pk).aggregate(last=Max("number"))["last"] or 0
    message = Message(report_id=opened.report.pk, number=last + 1, author=author, kind=kind, on=clock.today())
    seal_message(opened, message, content.model_copy(update={"files": notes}))
    message.save(force_insert=True)
    return last + 1


def _check_answer(mailbox: OpenMailbox, answer: MessageContent) -> None:
    """Raises ``BadAnswer`` unless it answers an open question of the body with one of its options."""
    asked = Message.objects.filter(
        report_id=mailbox.report.pk, number=answer.question, author=Author.BODY, kind__in=QUESTIONS
    ).first()
    if asked is None:
        raise BadAnswer(_("Deze vraag is er niet. Ververs de pagina en probeer het opnieuw"))
    if answer.choice not in mailbox.message(asked).options:
        raise BadAnswer(_("Kies een van de antwoorden"))


def _move(report: Report, state: State) -> bool:
    """Put a locked report in this state; False when it was there. An acknowledgement afterwards sets its day only."""
    if state == State.RECEIVED and report.state != State.RECEIVED:
        raise NoWayBack(_("Een melding wordt niet opnieuw nieuw. Kies een andere stand"))
    before = report.state, report.acknowledged_on
    day = _DAY_OF.get(state)
    if day and getattr(report, day) is None:
        setattr(report, day, clock.today())
    if state != State.ACKNOWLEDGED or report.state == State.RECEIVED:
        report.state = state
    report.save(update_fields=["state", *_DAY_OF.values()])
    return before != (report.state, report.acknowledged_on)


def _tell_reporter(report: OpenReport) -> None:
    """A mail without content, for who left an address and asked for it; nobody reads the address for it."""
    identity = read_identity(report)
    if identity.notify and identity.email:
        mail.notice_for_address(address=identity.email, language=report.content().language)


def _target(report: Report) -> str:
    return f"report:{report.reference}"

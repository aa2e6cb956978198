"""Writes of a warm handover. Nothing goes before the reporter said yes, in the mailbox, to exactly that text.

Locks in one order: the key of the body that gets it, the contact, its handovers, the notices, the trail."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from loket.advisers.configuration import Target, configuration
from loket.advisers.contact import services as contact
from loket.advisers.handover import words
from loket.advisers.handover.standing import Standing, standings
from loket.advisers.models import Handover
from loket.core import audit, clock, mail
from loket.core.errors import UserError
from loket.intake import services as intake
from loket.intake.addressees import takes_anonymous
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, MessageKind, Report
from loket.intake.sealing import OpenReport, read_identity
from loket.keys.queries import sealing_key
from loket.vault.receipts import new_receipt

LONGEST = 10_000
"""Characters of what goes along."""


class BadTarget(UserError):
    """Nobody to whom a matter can be handed over."""


class BadText(UserError):
    """Nothing goes along, or too much."""


class AskedBefore(UserError):
    """The reporter has this question already, or said no to it."""


class NeedsName(UserError):
    """The body takes no anonymous reports, and nobody knows a name here (WBK-14)."""


class NotAgreed(UserError):
    """The reporter did not say yes to this text."""


@transaction.atomic
def ask(*, report: OpenReport, id_: UUID, target: str, text: str, actor: str) -> Handover:
    """Ask the reporter in the mailbox whether exactly this text may go to this target (WBK-6). ``id_`` is chosen by who
    asks: the same one again gives the one that stands.

    Raises ``BadTarget``, ``BadText``, ``AskedBefore``, ``NeedsName``, ``Gone``.
    """
    intake.lock(report.report)
    if standing := Handover.objects.filter(pk=id_, report=report.report.pk).first():
        return standing
    whom, text = _target(target), _checked(text)
    if any(one.target.code == target and one.text == text and one.state in {"waiting", "no"} for one in _now(report)):
        raise AskedBefore(_("Deze vraag stond er al. Wacht op het antwoord, of verander de tekst na een nee"))
    language = report.content().language
    number = contact.write(
        report=report,
        kind=MessageKind.CONSENT,
        text=words.question(whom, text, language),
        options=_options(whom, read_identity(report)),
        actor=actor,
    )
    row = Handover(id=id_, report=report.report.pk, message=number, target=target, on=clock.today())
    row.save(force_insert=True)
    audit.record(actor=actor, action="handover.ask", target=_trail(report), summary={"to": target})
    return row


@transaction.atomic
def hand_over(*, report: OpenReport, handover: UUID, actor: str) -> Standing:
    """Let go what the reporter agreed to, once: to a body as a report that is sealed to it and to a receipt that the
    reporter alone can read, to somebody outside on paper. It gives how it stands; a handover that went before changes
    nothing.

    Raises ``NotAgreed`` (also when the answer was changed meanwhile), ``NotOpen``, ``NoBodyKey``, ``BeingRotated``,
    ``AnonymousNotTaken``, ``Gone``.
    """
    if body := _body_of(handover):
        sealing_key(body)
    intake.lock(report.report)
    row = Handover.objects.select_for_update().filter(pk=handover, report=report.report.pk).first()
    now = next((one for one in _now(report) if row and one.handover.pk == row.pk), None)
    if row is not None and now is not None and now.state == "done":
        return now
    if row is None or now is None or now.answer is None or not now.may_go:
        raise NotAgreed(_("Dit mag niet mee: de ander zei hier geen ja op. Kijk wat het laatste antwoord is"))
    intake.stand_by(answer=now.answer.message)
    row.done_on = clock.today()
    row.save(update_fields=["done_on"])
    if now.target.body:
        _to_body(report, now, actor)
    else:
        _tell(report, now, actor)
    _note_gone(report, now, actor)
    return next(one for one in _now(report) if one.handover.pk == row.pk)


def sweep() -> None:
    """Forget which questions were asked in contacts that are gone (BIO-3)."""
    there = Report.objects.filter(pk=OuterRef("report"))
    Handover.objects.filter(~Exists(there)).delete()


def _to_body(report: OpenReport, now: Standing, actor: str) -> None:
    """A report of its own. Both notices are asked for before the first entry in the trail: each is a queue of one."""
    mail.notice_for_body(body=now.target.body)
    receipt = new_receipt()
    language = report.content().language
    text = words.told(now.target, language)
    intake.write_as_body(report=report, kind=MessageKind.MESSAGE, text=text, actor=actor, receipt=receipt)
    intake.register_report(
        body=now.target.body,
        content=Content(story=now.text, language=language),
        identity=read_identity(report) if now.by_name else Identity(disclosure="anonymous"),
        channel=Channel.ADVISER,
        minutes="",
        actor=actor,
        receipt=receipt,
    )


def _tell(report: OpenReport, now: Standing, actor: str) -> None:
    text = words.told(now.target, report.content().language)
    intake.write_as_body(report=report, kind=MessageKind.MESSAGE, text=text, actor=actor)


def _note_gone(report: OpenReport, now: Standing, actor: str) -> None:
    """The entry in the trail; when the reporter's name goes along, one more, as for every time that somebody sees it
    (WBK-6)."""
    if now.by_name:
        told: dict[str, int | str] = {"body": report.report.body, "reason": "handover"}
        audit.record(actor=actor, action="report.identity", target=_trail(report), summary=told)
    summary: dict[str, int | str] = {"to": now.handover.target, "identity": int(now.by_name)}
    audit.record(actor=actor, action="handover.do", target=_trail(report), summary=summary)


def _now(report: OpenReport) -> list[Standing]:
    """How every handover stands in the database, and not on a page that somebody has open."""
    return standings(OpenReport(report.report, report.key, report.identity_key))


def _target(code: str) -> Target:
    if code not in configuration().targets:
        raise BadTarget(_("Kies aan wie je overdraagt"))
    return configuration().targets[code]


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadText(_("Schrijf wat er meegaat"))
    if len(text) > LONGEST:
        raise BadText(_("Maak de tekst korter: er passen %d tekens in") % LONGEST)
    return text


def _options(target: Target, identity: Identity) -> tuple[str, ...]:
    """What the reporter can answer: by name only who has one here, without only where that is taken. Raises
    ``NeedsName``, ``NotOpen``."""
    unnamed = not target.body or takes_anonymous(target.body)
    options = [words.NAMED] * bool(identity.name) + [words.UNNAMED] * unnamed
    if not options:
        raise NeedsName(
            _("Daar kan iemand niet anoniem melden, en hier is geen naam. Vraag de ander of die zelf wil melden")
        )
    return (*options, words.KEEP)


def _body_of(handover: UUID) -> str:
    """The body that this one goes to, if it goes to one: its key is locked before everything else."""
    code = Handover.objects.filter(pk=handover, done_on=None).values_list("target", flat=True).first()
    target = configuration().targets.get(code or "")
    return target.body if target else ""


def _trail(report: OpenReport) -> str:
    return f"report:{report.report.reference}"

"""Handing a case over: choose what goes, ask what the law asks, and let exactly that go.

Locks as ``casework.writing`` has them: the keys of both bodies, the case, its report, the numbers of cases, the outbox,
the trail. Choosing, asking and a legal ground each add to the file of the case; the handover itself is one transaction
with the step of the procedure.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from loket.casework import engine, queries, services, words
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent
from loket.casework.errors import CaseworkError, NotNow, NotYours, Unfilled
from loket.casework.handover.copying import copied
from loket.casework.handover.describing import describe, question, whom
from loket.casework.handover.plan import ASKED, CHOSEN, DONE, GROUND, NothingGoes, Plan, plan_for, shelf
from loket.casework.handover.receiving import Sent, end_view, kept_out, receive
from loket.casework.handover.standing import PLAN, Standing, standing
from loket.casework.handover.words import AGREED_OTHERWISE, GROUNDS, NOTICE, OPTIONS
from loket.casework.models import Case, Item, ItemKind
from loket.casework.opening import open_case
from loket.casework.sealing import OpenCase, seal_item
from loket.casework.writing import add, held, note
from loket.core import audit, clock, mail
from loket.intake import services as intake
from loket.intake.content import LINE, STORY
from loket.intake.models import MessageKind
from loket.intake.sealing import OpenReport
from loket.keys.queries import sealing_key


class NotAgreed(CaseworkError):
    """Nothing lets this go yet: the reporter did not agree, and there is no legal ground (WBK-6, WBK-7)."""

    def __init__(self) -> None:
        super().__init__(_("Dit mag nog niet mee. Vraag de melder om toestemming of leg een wettelijke grond vast"))


class AlreadyDone(CaseworkError):
    """It was handed over, or the reporter was asked, before."""

    def __init__(self) -> None:
        super().__init__(_("Dit is al gedaan. Ververs de pagina"))


@transaction.atomic
def choose(*, opened: OpenCase, plan: Plan, actor: str) -> Item:
    """Keep what was chosen, sealed. It goes nowhere yet. Raises ``Gone``, ``NotAReader``, ``NotNow``, ``NotYours``,
    ``NoSuchPlace``, ``NothingGoes``, ``PlanChanged``."""
    opened = _handled(opened, plan.act)
    plan = _held_to(opened, plan)
    here = shelf(opened, with_report=not plan.report_goes).of(plan)
    title = _("Overdracht aan %s") % whom(plan, "nl")
    values = {PLAN: plan.model_dump_json()}
    content = ItemContent(code=CHOSEN, title=title[:LINE], text=describe(plan, here), values=values)
    item = add(opened.case, ItemKind.HANDOVER, content, actor=actor)
    note(opened.case, "case.document", actor=actor, kind=str(ItemKind.HANDOVER), number=item.number)
    return item


@transaction.atomic
def ask(*, opened: OpenCase, number: int, why: str, actor: str) -> Item:
    """Ask the reporter in the mailbox to agree with exactly what was chosen (WBK-6), in their own language; ``why`` is
    what the officer adds. Raises ``Gone``, ``NotAReader``, ``NotYours``, ``PlanChanged``, ``AlreadyDone``."""
    now = standing(opened, number)
    opened = _handled(opened, now.plan.act)
    now = standing(opened, number)
    if opened.report is None or not now.asks or now.content.message or now.is_done:
        raise AlreadyDone
    shelf(opened, with_report=not now.plan.report_goes).of(now.plan)
    text = question(now, opened.report.content().language, why)
    options = OPTIONS[now.asks]
    message = intake.write_as_body(
        report=opened.report, kind=MessageKind.CONSENT, text=text, options=options, actor=actor
    )
    item = _rewritten(opened, now, {"code": ASKED, "message": message}, actor)
    note(opened.case, "case.consent", actor=actor, number=number)
    return item


@transaction.atomic
def disclose(*, opened: OpenCase, number: int, ground: str, reasons: str, notice: str, text: str, actor: str) -> Item:
    """Put on record on which legal ground this goes without consent in the mailbox, with the reasons. The reporter gets
    prior notice in writing, unless ``notice`` says that it harms the investigation (WBK-7).

    Raises ``Gone``, ``NotAReader``, ``NotYours``, ``Unfilled``, ``AlreadyDone``.
    """
    now = standing(opened, number)
    opened = _handled(opened, now.plan.act)
    now = standing(opened, number)
    if now.is_done or not now.asks or now.consent == "ground" or opened.report is None:
        raise AlreadyDone
    _refuse_unfilled(ground, reasons, notice, text)
    told = notice == "now" and ground != AGREED_OTHERWISE
    message = _tell(opened.report, text, actor) if told else 0
    values = {"ground": ground, "notice": notice if ground != AGREED_OTHERWISE else ""}
    event = ItemContent(code=words.LEGAL_GROUND, text=reasons, values=values, message=message)
    add(opened.case, ItemKind.EVENT, event, actor=actor)
    with_reasons = f"{now.content.text}\n\n{GROUNDS[ground]}\n{reasons}"[:STORY]
    changes = {"code": GROUND, "text": with_reasons, "values": {**now.content.values, **values}}
    item = _rewritten(opened, now, changes, actor)
    note(opened.case, "case.disclose", actor=actor, number=number, ground=ground, notice=values["notice"])
    return item


def hand_over(
    *,
    opened: OpenCase,
    number: int,
    version: int,
    values: Mapping[str, str],
    text: str,
    actor: str,
) -> Case | None:
    """Let go what was chosen, with the step of the procedure and its letter: to another body, as a case of its own that
    this gives back, or outside, as a package that can be made from now on.

    The day of first receipt goes along, so that the terms of the law run from it wherever the case is (WBK-1). Raises
    ``NotAgreed``, ``PlanChanged``, ``AlreadyDone``, ``Damaged``, ``TooMany``, ``TooBig``, ``NoBodyKey``, and what
    ``services.act`` raises.
    """
    before = standing(opened, number)
    wanted = shelf(opened, with_report=not before.plan.report_goes).of(before.plan)
    with copied([] if before.plan.outside else wanted.files) as copies, transaction.atomic():
        if not before.plan.outside:
            for body in sorted({opened.case.body, before.plan.to}):
                sealing_key(body)
        opened = _locked(held(opened, version))
        now = _allowed(standing(opened, number))
        here = shelf(opened, with_report=not now.plan.report_goes).of(now.plan)
        if now.plan.outside:
            _go_outside(opened, now, actor)
            new = None
        else:
            new = _go_to_body(opened, Sent(opened, now, here, copies), actor)
        _step(opened, now, values, text, actor)
        if new and now.plan.report_goes and opened.report:
            intake.hand_to(report=opened.report, body=now.plan.to, actor=actor)
        if now.act.handover and now.act.handover.view_ends:
            end_view(opened.case)
        return new


def _go_to_body(opened: OpenCase, sent: Sent, actor: str) -> Case:
    plan, case = sent.standing.plan, opened.case
    mail.notice_for_body(body=plan.to)
    report = case.report if plan.report_goes else None
    happened = dict(queries.happened(opened)) if report else {}
    happened.pop("received", None)
    if report:
        Case.objects.filter(pk=case.pk).update(report=None)
    card = opened.card()
    new = open_case(
        body=plan.to,
        procedure=plan.procedure,
        card=card.model_copy(
            update={"anonymous": card.anonymous if report else None, "codes": {}, "barred": kept_out(opened, plan)}
        ),
        received_on=case.received_on,
        happened=happened,
        report=report,
        origin=case,
        actor=actor,
    )
    receive(new, sent, actor)
    _done(opened, sent.standing, {"case": new.reference}, actor)
    _note_gone(opened, sent.standing, actor, to=plan.to, as_case=new.reference)
    came: dict[str, int | str] = {"from": case.body, "from_case": case.reference}
    note(new, "case.receive", actor=actor, day_only=False, **came)
    return new


def _go_outside(opened: OpenCase, now: Standing, actor: str) -> None:
    _done(opened, now, {}, actor)
    _note_gone(opened, now, actor, to=now.plan.to)


def _note_gone(opened: OpenCase, now: Standing, actor: str, **summary: str) -> None:
    """The entry in the trail: counts, and on which ground; when the reporter's identity goes along, one more, as for
    every time that somebody sees it (WBK-6)."""
    plan = now.plan
    if plan.identity and opened.report:
        told: dict[str, int | str] = {"body": opened.case.body, "reason": "handover"}
        target = f"report:{opened.report.report.reference}"
        audit.record(actor=actor, action="report.identity", target=target, summary=told)
    counted: dict[str, int | str] = {
        "consent": now.consent or "not_asked",
        "items": len(plan.items),
        "files": len(plan.files),
        "people": len(plan.people),
        "named": len(plan.named),
        "report": int(plan.report_goes),
        "story": int(plan.story),
        "identity": int(plan.identity),
    }
    note(opened.case, "case.hand-over", actor=actor, day_only=False, **counted, **summary)


def _step(opened: OpenCase, now: Standing, values: Mapping[str, str], text: str, actor: str) -> None:
    """The step of the procedure, on the version that is locked. What the letter needs is the report that was opened."""
    version = opened.case.version
    services.act(opened=opened, act=now.act.code, version=version, values=values, text=text, actor=actor, handed=True)


def _handled(opened: OpenCase, code: str) -> OpenCase:
    """The case and its report, locked, for who may do this step. Raises ``Gone``, ``NotAReader``, ``NotNow``,
    ``NotYours``."""
    opened = held(opened)
    case, me = opened.case, opened.me
    try:
        act = engine.act(procedure_of(case), code)
    except engine.UnknownAct as error:
        raise NotNow from error
    if case.stage not in act.from_:
        raise NotNow
    if not engine.may(act, is_handler=case.assignee_id == me.pk, is_officer=True, is_head=case.body in me.headed):
        raise NotYours
    return _locked(opened)


def _held_to(opened: OpenCase, plan: Plan) -> Plan:
    """The plan as the procedure allows it, whatever it says itself: nothing of a reporter who is not there."""
    act = engine.act(procedure_of(opened.case), plan.act)
    allowed = plan_for(opened.case.body, act, plan.to)
    fixed = {name: getattr(allowed, name) for name in ("procedure", "outside", "report_goes")}
    fixed["story"] = plan.story and opened.report is not None and not allowed.report_goes
    fixed["identity"] = plan.identity and opened.report is not None and opened.card().anonymous is False
    held = plan.model_copy(update=fixed)
    if held.is_empty:
        raise NothingGoes
    return held


def _locked(opened: OpenCase) -> OpenCase:
    """No answer of the reporter comes between now and the end of the transaction."""
    if opened.report:
        intake.lock(opened.report.report)
    return opened


def _allowed(now: Standing) -> Standing:
    if now.is_done:
        raise AlreadyDone
    if not now.may_go:
        raise NotAgreed
    return now


def _done(opened: OpenCase, now: Standing, values: Mapping[str, str], actor: str) -> None:
    consent = {"consent": now.consent or "not_asked", **values}
    _rewritten(opened, now, {"code": DONE, "values": {**now.content.values, **consent}}, actor)


def _rewritten(opened: OpenCase, now: Standing, changes: Mapping[str, object], actor: str) -> Item:
    """The plan, one state further: what was chosen stays as it was chosen."""
    item = now.item
    item.version, item.case_version = item.version + 1, opened.case.version
    item.by, item.on = actor, clock.today()
    seal_item(item, now.content.model_copy(update=dict(changes)), bytes(opened.case.public))
    item.save()
    return item


def _tell(report: OpenReport, text: str, actor: str) -> int:
    return intake.write_as_body(report=report, kind=MessageKind.MESSAGE, text=text, actor=actor)


def _refuse_unfilled(ground: str, reasons: str, notice: str, text: str) -> None:
    errors = {}
    if ground not in GROUNDS:
        errors["ground"] = _("Kies de grond")
    if not reasons.strip():
        errors["reasons"] = _("Schrijf waarom deze grond hier geldt")
    if ground != AGREED_OTHERWISE and notice not in NOTICE:
        errors["notice"] = _("Kies of de melder vooraf bericht krijgt")
    if ground != AGREED_OTHERWISE and notice == "now" and not text.strip():
        errors["text"] = _("Schrijf het bericht aan de melder")
    if errors:
        raise Unfilled(errors)

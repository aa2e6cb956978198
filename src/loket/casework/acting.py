"""Doing a step of the procedure: one transaction, from the check of who may to the letter, the terms and the trail.

Stopped at any moment, all of it stands or nothing does: the letter too, since it is a row until the reporter opens
their mailbox, and the mail without content that tells of it is a row of the outbox.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from loket.casework import engine, queries
from loket.casework.closing import services as closing
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent
from loket.casework.errors import Missing, NotNow, NotYours
from loket.casework.models import Case, Deadline, Item, ItemKind
from loket.casework.procedure import Act, Letter, Procedure
from loket.casework.reading import procedures
from loket.casework.retention import services as retention
from loket.casework.sealing import OpenCase, seal_card
from loket.casework.values import checked, codes_of
from loket.casework.writing import add, changed, held, note
from loket.core import clock
from loket.intake import services as intake
from loket.intake.files import SealedUpload
from loket.intake.models import State as ReporterState


@transaction.atomic
def act(
    *,
    opened: OpenCase,
    act: str,
    version: int,
    values: Mapping[str, str],
    actor: str,
    text: str = "",
    files: Sequence[SealedUpload] = (),
    handed: bool = False,
) -> Item:
    """Do a step. ``values``: what was filled in, by field, days as ISO dates; ``text``: the letter to the reporter when
    the step has one and there is a reporter, else an explanation for the file; ``files`` go with either. ``handed``:
    whoever calls hands the case over or back in this transaction; a step that does so is refused without.

    Sent twice, the second raises ``Changed`` and does nothing. Raises further ``Gone``, ``NotAReader``, ``NotNow`` (for
    a step that the procedure does not have too), ``NotYours``, ``Missing``, ``Unfilled``, ``TooMany``, ``TooBig``,
    and for a step that yields facts ``closing.services.NotReady``.
    """
    opened = held(opened, version)
    if opened.report:
        intake.lock(opened.report.report)
    case, procedure = opened.case, procedure_of(opened.case)
    parts = queries.contents(opened)
    step = _step(procedure, act, opened, parts, handed=handed)
    letter = letter_of(procedure, step) if opened.report else None
    filled = checked(step, values, text, is_letter=letter is not None)
    changed(case)
    closing.prepare(opened, act=step.code)
    message = _write(opened, letter, text, files, actor) if letter else 0
    content = ItemContent(code=step.code, values=filled, text="" if letter else text, message=message)
    item = add(case, ItemKind.ACT, content, actor=actor, uploads=() if letter else files)
    _keep_codes(opened, step, filled)
    closing.after_act(opened=opened, item=item, actor=actor)
    _move(case, procedure, step, queries.happened(opened, parts))
    _tell(opened, actor)
    if step.final:
        retention.after_final(opened=opened)
    note(case, "case.act", actor=actor, act=step.code)
    return item


def letter_of(procedure: Procedure, step: Act) -> Letter | None:
    """The letter that goes with a step."""
    return next((letter for letter in procedure.letters if letter.code == step.letter), None)


def set_terms(case: Case, procedure: Procedure, before: engine.State, moved: engine.Moved) -> None:
    """Write down where a locked case stands now, with its terms; the caller saves it."""
    today, after = clock.today(), moved.state
    ended = set(before.terms) - set(after.terms)
    rows = Deadline.objects.filter(case=case)
    rows.filter(code__in=ended & set(moved.dropped)).update(dropped_on=today)
    rows.filter(code__in=ended - set(moved.dropped)).update(met_on=today)
    new = {code: due for code, due in after.terms.items() if before.terms.get(code) != due}
    add_terms(case, new)
    case.stage, case.due_on = after.stage, engine.due_on(after)
    offered = engine.next_act(procedure, after)
    case.next_act = offered.code if offered else ""


def add_terms(case: Case, terms: Mapping[str, dt.date]) -> None:
    """Terms that run from now on; one that ran before begins anew."""
    Deadline.objects.bulk_create(
        [Deadline(case=case, code=code, due_on=due) for code, due in terms.items()],
        update_conflicts=True,
        unique_fields=["case", "code"],
        update_fields=["due_on", "met_on", "dropped_on", "reminded_on", "escalated_on"],
    )


def _step(
    procedure: Procedure, code: str, opened: OpenCase, parts: Sequence[tuple[Item, ItemContent]], *, handed: bool
) -> Act:
    """The step, when this person may do it now and all that it requires is on record."""
    case, me = opened.case, opened.me
    try:
        step = engine.act(procedure, code)
    except engine.UnknownAct as error:
        raise NotNow from error
    if case.stage not in step.from_ or bool(step.handover) is not handed:
        raise NotNow
    if not engine.may(step, is_handler=case.assignee_id == me.pk, is_officer=True, is_head=case.body in me.headed):
        raise NotYours
    met = queries.requirements_met(opened, parts) if step.requires else frozenset()
    if missing := [one for one in step.requires if one not in met]:
        raise Missing(missing)
    return step


def _write(opened: OpenCase, letter: Letter, text: str, files: Sequence[SealedUpload], actor: str) -> int:
    """The letter to the reporter; gives the number of the message."""
    if opened.report is None:
        return 0
    return intake.write_as_body(
        report=opened.report,
        kind=letter.kind,
        text=text,
        files=files,
        options=tuple(option.code for option in letter.options),
        actor=actor,
    )


def _keep_codes(opened: OpenCase, step: Act, filled: Mapping[str, str]) -> None:
    if codes := codes_of(step, filled):
        card = opened.card()
        seal_card(opened.case, card.model_copy(update={"codes": {**card.codes, **codes}}), opened.private)


def _move(case: Case, procedure: Procedure, step: Act, happened: Mapping[str, dt.date]) -> None:
    """Take the case to where the step leads, and save it. A case that ended and is opened again is kept."""
    today, before = clock.today(), queries.state_of(case)
    becomes = procedures()[step.becomes] if step.becomes else None
    moved = engine.after(
        procedure, step, before, on=today, received_on=case.received_on, happened=happened, becomes=becomes
    )
    case.procedure = becomes.code if becomes else case.procedure
    set_terms(case, becomes or procedure, before, moved)
    if case.closed_on and case.report:
        intake.keep_until(report_id=case.report, day=None)
    case.closed_on, case.destroy_on = today if step.final else None, None
    case.save()


def _tell(opened: OpenCase, actor: str) -> None:
    """Let the reporter's mailbox say how far it is; a report never becomes new again."""
    stage = engine.stage(procedure_of(opened.case), opened.case.stage)
    if opened.report and stage.reporter and stage.reporter != ReporterState.RECEIVED.value:
        intake.set_state(report=opened.report.report, state=stage.reporter, actor=actor)

"""Runs a procedure. Pure: days in, days out; who is at the keyboard and what stands in a database is others' work.

A case is in one stage and has open terms. An act may take it to another stage, meets the earliest of the open terms
that it can meet, and sets the terms that run from it. A stage that is no end has a term of its own, so an open case
always has a next day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from loket.casework.procedure import Act, Anchor, Procedure, Stage, Term
from loket.intake.terms import months_later

RECEIVED = "received"
"""The event that every case begins with: the first receipt anywhere in the organisation (WBK-1)."""

STAGE = "stage:"
"""Begins the code of the term that a stage has of its own."""


class UnknownAct(LookupError):
    """The procedure has no such act."""


class NotFrom(ValueError):
    """The act is not possible from this stage."""


@dataclass(frozen=True)
class State:
    """Where a case stands: its stage, and its open terms by code, with the last day of each."""

    stage: str
    terms: Mapping[str, dt.date]


@dataclass(frozen=True)
class Moved:
    """What an act did. ``met``: the term that it met, beside the term of the stage that was left; ``dropped``: the
    terms that ended because the case did, or because its new procedure has no such term."""

    state: State
    met: str | None
    dropped: tuple[str, ...]


def begin(
    p: Procedure, *, received_on: dt.date, today: dt.date, happened: Mapping[str, dt.date] | None = None
) -> State:
    """A new case: in the first stage from today, with the terms that run since it was received. ``happened``: acts that
    another body did before, which count here too."""
    events = {**(happened or {}), RECEIVED: received_on}
    stage = p.stages[0]
    return State(stage.code, {**_running(p, events), **_own_term(stage, today)})


def act(p: Procedure, code: str) -> Act:
    """The act with this code. Raises ``UnknownAct``."""
    for one in p.acts:
        if one.code == code:
            return one
    raise UnknownAct(code)


def stage(p: Procedure, code: str) -> Stage:
    """The stage with this code. Raises ``KeyError``."""
    return {one.code: one for one in p.stages}[code]


def acts_from(p: Procedure, stage: str) -> list[Act]:
    """What can be done in a stage, in the order of the file."""
    return [one for one in p.acts if stage in one.from_]


def target(act: Act, stage: str) -> str:
    """The stage that an act leads to from this one."""
    moves = act.to is not None and (not act.moves_from or stage in act.moves_from)
    return act.to if moves and act.to else stage


def is_past(p: Procedure, code: str, stage: str) -> bool:
    """Whether a case in this stage has come further than every stage from which this act is done: then it is done only
    after a step back. Raises ``UnknownAct``."""
    order = [one.code for one in p.stages]
    return max(order.index(one) for one in act(p, code).from_) < order.index(stage)


def may(act: Act, *, is_handler: bool, is_officer: bool, is_head: bool) -> bool:
    """Whether somebody may do an act. Who handles a case is an officer too."""
    return {"handler": is_handler, "officer": is_officer or is_handler, "head": is_head}[act.by]


def after(
    p: Procedure,
    act: Act,
    state: State,
    *,
    on: dt.date,
    received_on: dt.date,
    happened: Mapping[str, dt.date],
    becomes: Procedure | None = None,
) -> Moved:
    """The state after an act on this day. ``happened``: the acts before this one, each with its first day; an act that
    comes again sets no term again, so that a term is never extended silently. ``becomes``: the procedure that
    ``act.becomes`` names.

    Raises ``NotFrom``.
    """
    if state.stage not in act.from_:
        raise NotFrom(act.code)
    to, met = target(act, state.stage), _met(p, act, state)
    gone = {met, STAGE + state.stage if to != state.stage else None}
    terms = {code: due for code, due in state.terms.items() if code not in gone}
    if act.final:
        return Moved(State(to, {}), met, tuple(terms))
    if to != state.stage:
        terms |= _own_term(stage(p, to), on)
    events = {**happened, RECEIVED: received_on}
    if act.code not in happened:
        terms |= _set_by(p, act.code, on, events, terms)
    if becomes is None:
        return Moved(State(to, terms), met, ())
    kept, dropped = _carried(becomes, terms, {**events, act.code: on})
    return Moved(State(to, kept), met, dropped)


def next_act(p: Procedure, state: State) -> Act | None:
    """The act that meets the earliest open term and is possible now, else the first that is offered in this stage; None
    when the case has ended."""
    if not state.terms:
        return None
    possible = acts_from(p, state.stage)
    offered = [one for one in possible if one.offered]
    earliest = min(state.terms, key=lambda code: (state.terms[code], code.startswith(STAGE)))
    if earliest.startswith(STAGE):
        meets = [one for one in offered if target(one, state.stage) != state.stage]
    else:
        met_by = _term(p, earliest).met_by
        meets = [one for one in possible if one.code in met_by]
    return next(iter(meets or offered), None)


def due_on(state: State) -> dt.date | None:
    """The last day of the earliest open term; None when the case has ended."""
    return min(state.terms.values(), default=None)


def due(anchor: Anchor, day: dt.date) -> dt.date:
    """The last day of a term that runs from this day: first the days, then the months, in calendar days (WBK-2)."""
    return months_later(day + dt.timedelta(days=anchor.days), anchor.months)


def _term(p: Procedure, code: str) -> Term:
    return next(one for one in p.terms if one.code == code)


def _own_term(stage: Stage, on: dt.date) -> dict[str, dt.date]:
    """The term that a stage has of its own: none when it is an end."""
    return {} if stage.within_days is None else {STAGE + stage.code: on + dt.timedelta(days=stage.within_days)}


def _met(p: Procedure, act: Act, state: State) -> str | None:
    """The earliest open term that this act meets."""
    meets = [one.code for one in p.terms if act.code in one.met_by and one.code in state.terms]
    return min(meets, key=lambda code: state.terms[code], default=None)


def _running(p: Procedure, events: Mapping[str, dt.date]) -> dict[str, dt.date]:
    """The terms that run after these events: from the last anchor that happened, unless the term was met."""
    found = {}
    for term in p.terms:
        days = [(events[one.event], due(one, events[one.event])) for one in term.anchors if one.event in events]
        if days and not any(code in events for code in term.met_by):
            found[term.code] = max(days)[1]
    return found


def _set_by(
    p: Procedure, event: str, on: dt.date, before: Mapping[str, dt.date], open_terms: Mapping[str, dt.date]
) -> dict[str, dt.date]:
    """The terms that run from an event that happens for the first time. A term that ran before and was met is not
    opened again."""
    found = {}
    for term in p.terms:
        ran = any(one.event in before for one in term.anchors)
        anchor = next((one for one in term.anchors if one.event == event), None)
        if anchor and (term.code in open_terms or not ran):
            found[term.code] = due(anchor, on)
    return found


def _carried(
    q: Procedure, terms: Mapping[str, dt.date], events: Mapping[str, dt.date]
) -> tuple[dict[str, dt.date], tuple[str, ...]]:
    """The open terms of a case that goes on by another procedure: what is open stays as it is, what the other has
    beside it runs from what happened, and what the other does not have is dropped."""
    codes = {one.code for one in q.terms}
    kept = {code: day for code, day in terms.items() if code in codes or code.startswith(STAGE)}
    return {**_running(q, events), **kept}, tuple(code for code in terms if code not in kept)

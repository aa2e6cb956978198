"""What can be done in a case now: the next step, everything else, and what is still missing for each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.casework import engine, queries, words
from loket.casework.casefile import codes
from loket.casework.models import Case
from loket.casework.procedure import Act, Procedure, Requirement
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.intake.words import Term, Words, term
from loket.vault.errors import WontOpen

MENDED_BY: Mapping[Requirement, Words] = {
    "handler": _("Wijs een behandelaar aan"),
    "labels": _("Vul de kenmerken in"),
    "person_concerned": _("Voeg een persoon toe"),
    "plan": _("Voeg het plan toe"),
    "report": _("Voeg het verslag toe"),
    "settlement_each": _("Leg de afdoening vast"),
    "no_settlement": _("Bekijk de betrokkenen"),
    "hearing_when_disciplinary": _("Leg het gesprek vast"),
    "consent": _("Vraag toestemming"),
    "decision": _("Leg het besluit vast"),
    "facts_reviewed": _("Kijk de feiten na"),
    "tasks_done": _("Rond de taken af"),
}
"""What the button says that leads there."""

MENDED_AT: Mapping[Requirement, str] = {
    "handler": "casework:assign",
    "labels": "casework:labels",
    "person_concerned": "casework:person",
    "plan": "casework:document",
    "report": "casework:document",
    "settlement_each": "casework:decision",
    "no_settlement": "casework:case",
    "hearing_when_disciplinary": "casework:case",
    "consent": "casework:consent",
    "decision": "casework:decision",
    "facts_reviewed": "casework:facts",
    "tasks_done": "casework:case",
}
"""The page on which what is missing is put on record."""


@dataclass(frozen=True)
class Lack:
    """Something that must be on record before a step, and where that is done."""

    words: Words
    button: Words
    url: str


@dataclass(frozen=True)
class Possible:
    """A step that the stage knows. ``missing``: what must be on record first. ``not_yours``: whose it is, when it is
    not of who looks."""

    act: Act
    url: str
    missing: Sequence[Lack]
    not_yours: str

    @property
    def label(self) -> str:
        return codes.words(self.act.label)

    @property
    def why(self) -> str:
        return codes.words(self.act.why)

    @property
    def button(self) -> str:
        """What the button says: what is missing first, else what the step asks."""
        if self.missing:
            return str(self.missing[0].button)
        if self.act.handover:
            return gettext("Kies wat meegaat")
        return gettext("Schrijf de brief") if self.act.letter else self.label

    @property
    def first_url(self) -> str:
        """Where it begins: with what is missing, else with the step."""
        return self.missing[0].url if self.missing else self.url

    @property
    def can_be_done(self) -> bool:
        return not self.missing and not self.not_yours


@dataclass(frozen=True)
class Step:
    """The next step. ``sign``: late, due or later; "done" when the case is closed. ``possible`` is None then."""

    sign: str
    due_on: dt.date | None
    term: Term | None
    possible: Possible | None
    offers_taking: bool


@dataclass(frozen=True)
class Segment:
    """A part of the line on top of the page. ``sign``: done, now or later."""

    label: str
    sign: str


def next_step(opened: OpenCase, p: Procedure, *, is_head: bool) -> Step:
    """The act that the earliest term waits for, with how long there is still time."""
    case = opened.case
    if case.closed_on or case.due_on is None:
        return Step("done", None, None, None, offers_taking=False)
    left = term(case.due_on, clock.today())
    act = engine.act(p, case.next_act) if case.next_act else None
    possible = _possible(opened, act, _met(opened, act), is_head=is_head) if act else None
    return Step(left.sign, case.due_on, left, possible, offers_taking=case.assignee_id is None)


def everything(opened: OpenCase, p: Procedure, *, is_head: bool) -> list[Possible]:
    """Every act that the stage knows, in the order of the procedure."""
    acts = engine.acts_from(p, opened.case.stage)
    met = _met(opened, *acts)
    return [_possible(opened, act, met, is_head=is_head) for act in acts]


def one(opened: OpenCase, act: Act, *, is_head: bool) -> Possible:
    """This act, with what it lacks."""
    return _possible(opened, act, _met(opened, act), is_head=is_head)


def track(p: Procedure, case: Case) -> list[Segment]:
    """How far the case is: what is behind it, where it stands, what follows."""
    at = [part.code for part in p.track].index(engine.stage(p, case.stage).track)
    return [Segment(codes.words(part.label), _sign(place, at, case)) for place, part in enumerate(p.track)]


def _met(opened: OpenCase, *acts: Act) -> frozenset[Requirement]:
    """What is on record, when one of these acts asks for something. A part that does not open is no record."""
    if not any(act.requires for act in acts):
        return frozenset()
    try:
        return queries.requirements_met(opened)
    except WontOpen:
        return frozenset()


def _sign(place: int, at: int, case: Case) -> str:
    if case.closed_on or place < at:
        return "done"
    return "now" if place == at else "later"


def _possible(opened: OpenCase, act: Act, met: frozenset[Requirement], *, is_head: bool) -> Possible:
    """The act with what it lacks; consent is asked on the pages of a handover itself, for what was chosen."""
    case = opened.case
    asked_there = {"consent"} if act.handover else set()
    missing = [one for one in act.requires if one not in met and one not in asked_there]
    lacks = [Lack(words.REQUIREMENTS[one], MENDED_BY[one], _where(case, one)) for one in missing]
    is_handler = case.assignee_id == opened.me.pk
    is_yours = engine.may(act, is_handler=is_handler, is_officer=True, is_head=is_head)
    whose = gettext("het hoofd") if act.by == "head" else _handler(case)
    return Possible(act, act_url(case, act), lacks, "" if is_yours else whose)


def act_url(case: Case, act: Act) -> str:
    """Where a step is done: a handover has a page of its own, on which what goes along is chosen."""
    if act.handover is None:
        return reverse("casework:act", args=[case.reference, act.code])
    outside, to = act.handover.outside, act.handover.to
    page = "casework:outside" if outside else "casework:handover" if to else "casework:return"
    return f"{reverse(page, args=[case.reference])}?stap={act.code}"


def _where(case: Case, requirement: Requirement) -> str:
    """The page on which it is put on record."""
    anchor = {"tasks_done": "#taken", "hearing_when_disciplinary": "#personen"}.get(requirement, "")
    query = f"?soort={requirement}" if requirement in {"plan", "report"} else ""
    return f"{reverse(MENDED_AT[requirement], args=[case.reference])}{query}{anchor}"


def _handler(case: Case) -> str:
    return case.assignee.display_name if case.assignee else gettext("wie de zaak behandelt")

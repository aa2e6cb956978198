"""A procedure: one declarative file that says how a body works a case. Pure values; ``reading`` reads and checks them,
``engine`` runs them.

Stages follow each other by acts. An act says who may do it, from which stages, what must be filled in, what must be on
record first, and what it does: a letter to the reporter, a handover, facts. A term runs from an event until an act.
"""

from typing import Annotated, Literal

from pydantic import Field

from loket.core.located import CodeName, Strict, Texts

By = Literal["handler", "officer", "head"]
"""Who may do an act: who handles the case, any officer of the body who may open it, the head of the body."""

Requirement = Literal[
    "handler",
    "labels",
    "person_concerned",
    "plan",
    "report",
    "settlement_each",
    "no_settlement",
    "hearing_when_disciplinary",
    "consent",
    "decision",
    "facts_reviewed",
    "tasks_done",
]
"""What can be required to be on record: somebody handles the case; unit and kind of violation are known; a person
concerned is named, or it is on record that there is none; an investigation plan; an investigation report; a settlement
for each person concerned; a settlement for nobody, so that no outcome stays out of the figures; a hearing of each who
gets a disciplinary one (CAO-2); the reporter's consent (WBK-6), or the legal ground without it (WBK-7); a decision of
the competent authority; the facts that cross, reviewed; no open tasks."""


class Choice(Strict):
    """An answer that can be chosen."""

    code: CodeName
    label: Texts


class FieldDefinition(Strict):
    """Something that an act asks. ``code_list``: the code list of the data folder that a ``code`` field takes its
    choices from; ``options``: those of a ``choice`` field."""

    code: CodeName
    label: Texts
    hint: Texts | None = None
    kind: Literal["text", "line", "date", "choice", "code", "yes_no"]
    code_list: CodeName | None = None
    options: list[Choice] = []
    required: bool = True


class Handover(Strict):
    """The case goes on with another body. ``to``: procedures, one of which it works by; ``outside``: to an
    organisation that is none of ours; neither: back to the body that handed it over. ``report_goes``: the mailbox of
    the reporter goes along, and with it the story. ``view_ends``: this body reads the case no more."""

    to: list[CodeName] = []
    outside: bool = False
    report_goes: bool = False
    view_ends: bool = False


class Act(Strict):
    """A step. ``label`` is the verb on the button, ``done`` what the timeline says, ``why`` what it is for.

    ``to`` absent: the stage stays. ``moves_from``: the stages from which it leads there, where it leaves the case in
    the others; absent: from all. ``offered``: whether it is shown as a next step, in the order of the file, or only
    under "something else". ``letter``: a letter to the reporter that goes with it. ``becomes``: another procedure of
    the same body that the case goes on by, from the stage of the same code. ``final``: the case is closed.
    """

    code: CodeName
    label: Texts
    done: Texts
    why: Texts | None = None
    from_: Annotated[list[CodeName], Field(alias="from", min_length=1)]
    to: CodeName | None = None
    moves_from: list[CodeName] = []
    by: By = "handler"
    offered: bool = True
    letter: CodeName | None = None
    fields: list[FieldDefinition] = []
    requires: list[Requirement] = []
    handover: Handover | None = None
    becomes: CodeName | None = None
    final: bool = False


class Stage(Strict):
    """Where a case stands. ``track``: which part of the line on top of the page it belongs to. ``reporter``: what the
    reporter's mailbox says meanwhile. ``within_days``: how long it may take; absent for an end stage only."""

    code: CodeName
    label: Texts
    track: CodeName
    reporter: Literal["received", "acknowledged", "in_progress", "answered"] | None = None
    within_days: Annotated[int, Field(ge=1, le=3650)] | None = None


class Anchor(Strict):
    """From when a term runs: ``received`` (the day of first receipt), or an act. First the days are added, then the
    months."""

    event: CodeName
    days: Annotated[int, Field(ge=0, le=3650)] = 0
    months: Annotated[int, Field(ge=0, le=120)] = 0


class Term(Strict):
    """A term: the last anchor that happened counts; an act that comes again sets no term again. ``met_by``: the acts
    that end it. ``basis``: the law or the agreement; ``standard``: the id of the requirement. ``owner``: who answers
    for it. ``remind_days`` before it ends who handles the case gets a mail without content."""

    code: CodeName
    label: Texts
    basis: Texts
    standard: str = ""
    anchors: Annotated[list[Anchor], Field(min_length=1)]
    met_by: Annotated[list[CodeName], Field(min_length=1)]
    owner: Literal["handler", "head"] = "handler"
    remind_days: Annotated[int, Field(ge=0, le=90)] = 2


class Letter(Strict):
    """A message to the reporter, in general terms. ``kind``: what the mailbox takes it for. ``options``: the answers
    that the reporter can choose from, for a question."""

    code: CodeName
    kind: Literal["message", "acknowledgement", "consent", "feedback", "detriment"]
    title: Texts
    text: Texts
    options: list[Choice] = []


OR, MONTH, CLASS = " or ", "month", "person.settlement_class"
"""In where a column of a fact comes from: what stands between two sources, and the sources that are no field or label
by themselves."""


class FactRule(Strict):
    """A fact that follows from an act, for the case or for each person concerned.

    ``columns``: where each column of the kind comes from: ``card.unit``, ``card.violation``, ``person.settlement``,
    ``person.description``, ``person.settlement_class`` (for a case: of the heaviest settlement), ``month``,
    ``assess.reporter`` (the field of that name of that act), or ``=code`` for a code that is always the same; with
    `` or `` between them, the first that is known. ``dated``: the day whose year and month count
    (``person.decided_on``, ``received_on``, ``today``).
    """

    kind: CodeName
    act: CodeName
    each: Literal["case", "person"]
    dated: str
    columns: dict[CodeName, str]


class Retention(Strict):
    """How long a closed case is kept: the first rule that fits. ``settlement_class``: fits when the heaviest settlement
    is of this class; absent: always fits. ``verify``: the basis still needs a lawyer's eye."""

    code: CodeName
    settlement_class: CodeName | None = None
    months: Annotated[int, Field(ge=0, le=600)]
    basis: Texts
    verify: bool = False


class Track(Strict):
    """A part of the line on top of the case page."""

    code: CodeName
    label: Texts


class Procedure(Strict):
    """How one kind of body works a case. The first stage is where a case begins."""

    code: CodeName
    label: Texts
    has_reporter: bool = True
    """Whether its cases come from reports, with a mailbox."""
    people: bool = True
    track: Annotated[list[Track], Field(min_length=1)]
    stages: Annotated[list[Stage], Field(min_length=2)]
    acts: Annotated[list[Act], Field(min_length=1)]
    terms: list[Term] = []
    letters: list[Letter] = []
    facts: list[FactRule] = []
    retention: Annotated[list[Retention], Field(min_length=1)]

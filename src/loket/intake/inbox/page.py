"""What the page of one report shows an officer: the next step, what was told, what was said, and who can read it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loket.core import clock
from loket.intake import configuration, dialogue, words
from loket.intake.content import Content, Identity
from loket.intake.course import Step, course_of
from loket.intake.dialogue import Line
from loket.intake.inbox.forms import FORMS, IdentityForm, WriteForm, acknowledgement_text
from loket.intake.models import Author, MessageKind, Report, State
from loket.intake.sealing import OpenReport
from loket.intake.terms import acknowledge_by, feedback_by
from loket.intake.words import Term, Words, term
from loket.keys import queries as keys

STEP_OF = {State.RECEIVED: MessageKind.ACKNOWLEDGEMENT, State.ACKNOWLEDGED: MessageKind.FEEDBACK}
"""What the next step writes; of a report in progress too, feedback."""


@dataclass(frozen=True)
class Deadline:
    """A term of the law as the page shows it. ``sign`` and ``words`` are those of a status."""

    name: str
    sign: str
    words: str
    note: str


@dataclass(frozen=True)
class Page:
    """Everything on the page of a report."""

    report: Report
    content: Content
    lines: Sequence[Line]
    forms: Sequence[WriteForm]
    readers: Sequence[str]
    identity_form: IdentityForm
    identity: Identity | None

    @property
    def facts(self) -> list[str]:
        """What it is about, on the line of the title."""
        lists = (("violation", self.content.category), ("unit", self.content.unit), ("reporter", self.content.reporter))
        return [_label(name, code) for name, code in lists if code]

    @property
    def step(self) -> Words:
        return words.NEXT_STEP[self.report.state]

    @property
    def step_kind(self) -> str:
        """Which form the next step asks for."""
        return STEP_OF.get(State(self.report.state), MessageKind.FEEDBACK)

    @property
    def term(self) -> Term | None:
        return term(self.report.due_on, clock.today()) if self.report.due_on else None

    @property
    def course(self) -> list[Step]:
        return course_of(self.report)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was told beside the story, by its question; only what was filled in."""
        content = self.content
        still = {"yes": _("Ja"), "no": _("Nee"), "unknown": _("Weet de melder niet")}.get(content.still, "")
        meeting = dt.date.fromisoformat(content.wanted_meeting) if content.wanted_meeting else None
        told = [
            (_("Waar"), content.place),
            (_("Wanneer"), content.period),
            (_("Gebeurt het nog?"), still),
            (_("Om wie het gaat"), content.concerned),
            (_("Wie er meer van weet"), content.witnesses),
            (_("Gesprek gewenst op"), date_format(meeting, "j F Y") if meeting else ""),
        ]
        return [(question, answer) for question, answer in told if answer]

    @property
    def disclosure(self) -> Words:
        """How the reporter wants to be known, once the identity was shown."""
        return words.DISCLOSURE.get(self.identity.disclosure, "") if self.identity else ""

    @property
    def terms(self) -> list[Deadline]:
        """Both terms of the law, with what became of them (WBK-1, WBK-2)."""
        report = self.report
        first = acknowledge_by(report.received_on)
        second = feedback_by(report.received_on, report.acknowledged_on)
        return [
            _term(_("Bevestiging van ontvangst"), report.acknowledged_on, first, _("7 dagen na ontvangst")),
            _term(_("Terugkoppeling melder"), report.answered_on, second, _("3 maanden na de bevestiging")),
        ]

    @property
    def came_in(self) -> str:
        channel = str(words.CHANNEL[self.report.channel])
        return f"{date_format(self.report.received_on, 'j F Y')}, {channel[0].lower()}{channel[1:]}"


def page_of(
    opened: OpenReport,
    *,
    wrong: WriteForm | None = None,
    reason: IdentityForm | None = None,
    identity: Identity | None = None,
) -> Page:
    """The page of an opened report; ``wrong`` takes the place of the form of its kind."""
    report = opened.report
    said = dialogue.read(opened)
    return Page(
        report=report,
        content=opened.content(),
        lines=dialogue.lines(said, reader=Author.BODY),
        forms=[wrong if wrong and wrong.kind == kind else form for kind, form in _forms(report).items()],
        readers=[person.account.display_name for person in keys.members(report.body)],
        identity_form=reason or IdentityForm(),
        identity=identity,
    )


def _forms(report: Report) -> Mapping[str, WriteForm]:
    """What can be written now: a confirmation once, and none after the feedback."""
    by = date_format(feedback_by(report.received_on, clock.today()), "j F Y")
    left_out = set() if report.state == State.RECEIVED else {MessageKind.ACKNOWLEDGEMENT}
    texts = {str(MessageKind.ACKNOWLEDGEMENT): acknowledgement_text(by)}
    return {kind: form(text=texts.get(kind, "")) for kind, form in FORMS.items() if kind not in left_out}


def _term(name: str, done: dt.date | None, by: dt.date, why: str) -> Deadline:
    if done:
        late = (done - by).days
        on = dialogue.day(done)
        if late > 0:
            return Deadline(
                name, "late", _("te laat"), _("%(on)s, %(days)d dagen na de termijn.") % {"on": on, "days": late}
            )
        return Deadline(name, "checked", _("op tijd"), f"{on}.")
    left = term(by, clock.today())
    return Deadline(name, left.sign, left.words, _("Uiterlijk %(by)s: %(why)s.") % {"by": dialogue.day(by), "why": why})


def _label(name: str, code: str) -> str:
    return configuration.label(name, code, get_language() or "nl")

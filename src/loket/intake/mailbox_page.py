"""What the mailbox shows: where the report stands, what is asked, what was said."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.intake import dialogue, words
from loket.intake.content import Content
from loket.intake.dialogue import Line, Said
from loket.intake.mailbox_forms import AnswerForm
from loket.intake.models import Author, Report, State
from loket.intake.sealing import OpenMailbox
from loket.intake.terms import acknowledge_by, feedback_by

_UNDER_WAY, _ANSWERED = 2, 3
"""Places of the last two states among the four."""


@dataclass(frozen=True)
class Step:
    """A part of the line that shows how far a report is. ``sign``: done, now or later."""

    name: str
    second: str
    sign: str


@dataclass(frozen=True)
class Question:
    """A question that the reporter can answer. ``given`` and ``added``: the answer so far, in words."""

    number: int
    title: str
    text: str
    form: AnswerForm
    given: str
    added: str


@dataclass(frozen=True)
class Page:
    """Everything on the page."""

    report: Report
    content: Content
    anonymous: bool
    questions: Sequence[Question]
    lines: Sequence[Line]

    @property
    def heading(self) -> str:
        return str(words.STATE_FOR_REPORTER[self.report.state])

    @property
    def acknowledge_by(self) -> dt.date:
        return acknowledge_by(self.report.received_on)

    @property
    def feedback_by(self) -> dt.date:
        return feedback_by(self.report.received_on, self.report.acknowledged_on)

    @property
    def course(self) -> list[Step]:
        return course_of(self.report)

    @property
    def course_words(self) -> str:
        """The same, in a sentence for a small screen."""
        at = list(State.values).index(self.report.state)
        here = _("Stap %(number)d van 4: %(step)s.") % {"number": at + 1, "step": _names()[at].lower()}
        return here if at == _ANSWERED else here + " " + _("Daarna volgt: %s.") % _names()[at + 1].lower()


def page_of(mailbox: OpenMailbox, *, wrong: AnswerForm | None = None, wrong_number: int = 0) -> Page:
    """The page of an opened mailbox; ``wrong`` takes the place of the form of that question."""
    said = dialogue.read(mailbox)
    waiting = dialogue.waiting(said)
    asked = [
        _question(question, answer, wrong if question.message.number == wrong_number else None)
        for question, answer in waiting
    ]
    above = {one.message.number for pair in waiting for one in pair if one}
    return Page(
        report=mailbox.report,
        content=mailbox.content(),
        anonymous=mailbox.identity().disclosure == "anonymous",
        questions=sorted(asked, key=lambda question: bool(question.given)),
        lines=[line for line in dialogue.lines(said, reader=Author.REPORTER) if line.number not in above],
    )


def course_of(report: Report) -> list[Step]:
    """The four steps of a report with their days."""
    at = list(State.values).index(report.state)
    by = feedback_by(report.received_on, report.acknowledged_on)
    began = dialogue.day(report.in_progress_on) if report.in_progress_on else ""
    seconds = [
        dialogue.day(report.received_on),
        _day_or_by(report.acknowledged_on, acknowledge_by(report.received_on), done=at > 0),
        _("nu bezig") if at == _UNDER_WAY else began,
        _day_or_by(report.answered_on, by, done=at == _ANSWERED),
    ]
    signs = [_sign(place, at) for place in range(4)]
    return [Step(*parts) for parts in zip(_names(), seconds, signs, strict=True)]


def _question(question: Said, answer: Said | None, wrong: AnswerForm | None) -> Question:
    number = question.message.number
    chosen, added = (answer.content.choice, answer.content.text) if answer else ("", "")
    form = wrong or AnswerForm(number=number, options=question.content.options, chosen=chosen, added=added)
    given = str(words.option(chosen).label) if chosen else ""
    return Question(number, question.title, question.explanation, form, given, added)


def _names() -> list[str]:
    return [_("Ontvangen"), _("Bevestigd"), _("Onderzoek"), _("Uitkomst")]


def _sign(place: int, at: int) -> str:
    """What is behind us is done; the step that goes on now is half; received, confirmed and answered are done at
    once."""
    if place < at or (place == at and at != _UNDER_WAY):
        return "done"
    return "now" if place == at else "later"


def _day_or_by(on: dt.date | None, by: dt.date, *, done: bool) -> str:
    if done and on:
        return dialogue.day(on)
    return "" if done else _("uiterlijk %s") % date_format(by, "j F")

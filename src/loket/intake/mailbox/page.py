"""What the mailbox shows: where the report stands, what is asked, what was said."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loket.core import clock
from loket.intake import dialogue, words
from loket.intake.addressees import Person, person
from loket.intake.content import Content
from loket.intake.course import Step, course_in_words, course_of
from loket.intake.dialogue import Line, Said
from loket.intake.mailbox.forms import AnswerForm
from loket.intake.models import Author, Report
from loket.intake.sealing import OpenMailbox
from loket.intake.terms import acknowledge_by, check_ins, feedback_by


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
    person: Person | None
    """Who it was written to, where that is one person: then no terms run."""

    @property
    def is_read(self) -> bool:
        """Whether anybody still reads what is written here."""
        return self.person is None or self.person.opens(self.report.body_key_version)

    @property
    def heading(self) -> str:
        if self.person:
            return str(words.state_with_person(self.report.state, self.person.name))
        return str(words.STATE_FOR_REPORTER[self.report.state])

    @property
    def acknowledge_by(self) -> dt.date:
        return acknowledge_by(self.report.received_on)

    @property
    def feedback_by(self) -> dt.date:
        return feedback_by(self.report.received_on, self.report.acknowledged_on)

    @property
    def check_ins(self) -> list[dt.date]:
        """The days, from today on, on which we ask how the reporter is (WBK-11); none before the feedback."""
        days = check_ins(self.report.answered_on) if self.report.answered_on else []
        return [day for day in days if day >= clock.today()]

    @property
    def course(self) -> list[Step]:
        return course_of(self.report)

    @property
    def course_words(self) -> str:
        """The same, in a sentence for a small screen."""
        return course_in_words(self.report)


def page_of(mailbox: OpenMailbox, *, wrong: AnswerForm | None = None, wrong_number: int = 0) -> Page:
    """The page of an opened mailbox; ``wrong`` takes the place of the form of that question."""
    said, reader = dialogue.read(mailbox), person(mailbox.report.body)
    name = reader.name if reader else ""
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
        lines=[line for line in _lines(mailbox, said, name) if line.number not in above],
        person=reader,
    )


def _lines(mailbox: OpenMailbox, said: Sequence[Said], person: str) -> Iterator[Line]:
    """The messages, with the receipt that one brings: only here is somebody who may read it."""
    brought = {one.message.number: one.content for one in said if one.content.receipt}
    for line in dialogue.lines(said, reader=Author.REPORTER, person=person):
        content = brought.get(line.number)
        yield replace(line, receipt=mailbox.receipt(content)) if content else line


def _question(question: Said, answer: Said | None, wrong: AnswerForm | None) -> Question:
    number = question.message.number
    chosen, added = (answer.content.choice, answer.content.text) if answer else ("", "")
    form = wrong or AnswerForm(
        number=number, kind=question.message.kind, options=question.content.options, chosen=chosen, added=added
    )
    given = str(words.option(chosen).label) if chosen else ""
    return Question(number, question.title, question.explanation, form, given, added)

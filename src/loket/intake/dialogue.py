"""What was said about a report, in order, as either side reads it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.core import clock
from loket.intake import words
from loket.intake.content import FileNote, MessageContent
from loket.intake.models import QUESTIONS, Author, Message, MessageKind
from loket.intake.sealing import Opened
from loket.vault.errors import WontOpen
from loket.vault.receipts import Receipt


@dataclass(frozen=True)
class Said:
    """One message and what it says."""

    message: Message
    content: MessageContent

    @property
    def answers(self) -> int:
        """The number of the question that this answers; 0 when it answers none."""
        return self.content.question if self.message.kind == MessageKind.ANSWER else 0

    @property
    def title(self) -> str:
        """Of a question: what is asked, in one line."""
        if self.message.kind == MessageKind.MINUTES:
            return _("Klopt dit verslag?")
        return self.content.text.partition("\n")[0].strip()

    @property
    def explanation(self) -> str:
        """Of a question: the rest of its text."""
        text = self.content.text
        return text if self.message.kind == MessageKind.MINUTES else text.partition("\n")[2].strip()


@dataclass(frozen=True)
class Line:
    """A message as a page shows it."""

    number: int
    own: bool
    author: str
    day: str
    kind: str
    about: str
    choice: str
    text: str
    files: tuple[FileNote, ...]
    receipt: Receipt | None = None
    """Of another mailbox: for the reporter's eyes only."""


def read(opened: Opened) -> list[Said]:
    """Every message, opened. One that does not open is shown as such, so that the others can still be read."""
    return [Said(message, _content(opened, message)) for message in opened.messages()]


def waiting(said: Iterable[Said]) -> list[tuple[Said, Said | None]]:
    """The questions whose answer the body has not read, each with the answer so far."""
    messages = list(said)
    answers = {one.answers: one for one in messages if one.answers}
    asked = [(one, answers.get(one.message.number)) for one in messages if one.message.kind in QUESTIONS]
    return [(question, answer) for question, answer in asked if answer is None or answer.message.read_on is None]


def lines(said: Iterable[Said], *, reader: str, person: str = "") -> list[Line]:
    """The messages for ``reader`` (an ``Author``). ``person``: the name of who answers, where that is one person."""
    messages, names = list(said), _names_for(reader, person)
    questions = {one.message.number: one.title for one in messages if one.message.kind in QUESTIONS}
    return [_line(one, reader, names, questions) for one in messages]


def _line(said: Said, reader: str, names: dict[str, str], questions: dict[int, str]) -> Line:
    message, content = said.message, said.content
    return Line(
        number=message.number,
        own=message.author == reader,
        author=names[message.author],
        day=day(message.on),
        kind=str(words.KIND.get(message.kind, "")),
        about=questions.get(said.answers, ""),
        choice=str(words.option(content.choice).label) if content.choice else "",
        text=content.text,
        files=content.files,
    )


def day(date: dt.date) -> str:
    """A day in words; the year only when it is another than this one."""
    return date_format(date, "j F" if date.year == clock.today().year else "j F Y")


def _content(opened: Opened, message: Message) -> MessageContent:
    try:
        return opened.message(message)
    except WontOpen:
        return MessageContent(text=_("Dit bericht opent niet meer: er is iets aan veranderd buiten het loket om."))


def _names_for(reader: str, person: str) -> dict[str, str]:
    """What each author is called, by who reads it."""
    if reader == Author.REPORTER:
        return {Author.REPORTER: _("Jij"), Author.BODY: person or _("Het meldpunt")}
    if person:
        return {Author.REPORTER: _("De ander"), Author.BODY: _("Jij")}
    return {Author.REPORTER: _("De melder"), Author.BODY: _("Wij")}


def note_of(opened: Opened, id_: uuid.UUID) -> FileNote | None:
    """The file of this report, or of its dialogue, with this id."""
    notes = [*opened.content().files, *(note for said in read(opened) for note in said.content.files)]
    return next((note for note in notes if note.id == id_), None)

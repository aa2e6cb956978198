"""What the page of one case shows: the next step, what was told, who it is about, what was said and done, and who can
read it. Everything is read once; the number of queries does not grow with what a case holds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.casework import engine, queries, terms, words
from loket.casework.casefile import codes, steps
from loket.casework.casefile import timeline as happenings
from loket.casework.casefile.colleagues import CaseReader, in_a_row, readers_of
from loket.casework.casefile.steps import Step
from loket.casework.casefile.timeline import Part, part_of, person_name
from loket.casework.casefile.told import Told, told_by_reporter
from loket.casework.configuration import procedure_of
from loket.casework.content import REPLACES, Card, FileNote, PersonContent
from loket.casework.measures import measures
from loket.casework.models import Case, ItemKind
from loket.casework.procedure import Procedure
from loket.casework.sealing import OpenCase
from loket.casework.terms import CheckIn, TermLine
from loket.core import clock
from loket.core.language import page_language
from loket.intake import dialogue
from loket.intake.dialogue import Line, Said
from loket.intake.models import Author
from loket.intake.words import Term, term

LAST = 8
"""Lines of the timeline on the page of the case."""
LAST_SAID = 4
"""Messages that are open on the page; the earlier ones are folded."""
DOCUMENTS = (ItemKind.HEARING, ItemKind.PLAN, ItemKind.REPORT, ItemKind.DOCUMENT, ItemKind.DECISION, ItemKind.HANDOVER)
BEGINNINGS = (ItemKind.HANDOVER, ItemKind.DOCUMENT)
"""What a case without a report is about stands in parts of these kinds."""


@dataclass(frozen=True)
class Row:
    """Somebody in the case, without their name."""

    number: int
    content: PersonContent
    heard_on: dt.date | None

    @property
    def name(self) -> str:
        return person_name(self.number)

    @property
    def role(self) -> str:
        return str(words.ROLES[self.content.role])

    @property
    def is_concerned(self) -> bool:
        return self.content.role == "concerned"

    @property
    def sign(self) -> str:
        """The class of the status: a ring until it is known, a bar afterwards; a tick would be a verdict."""
        return "known" if self.content.established else "later"

    @property
    def outcome(self) -> str:
        return str(words.ESTABLISHED[self.content.established]) if self.content.established else _("Nog geen uitkomst")

    @property
    def measures(self) -> list[str]:
        """The punishments and other measures within it."""
        given = (*self.content.measures, *self.content.order_measures)
        return measures().names(given, page_language()) if given else []

    @property
    def settlement(self) -> str:
        """How it ended for them; empty when it did not yet."""
        return codes.short("settlement", self.content.settlement) if self.content.settlement else ""


@dataclass(frozen=True)
class Document:
    """A line of the documents: a part of the file, or a file that came with the report or a message."""

    title: str
    on: dt.date
    number: int = 0
    file: str = ""


@dataclass(frozen=True)
class Task:
    """Something to do."""

    number: int
    title: str
    who: str
    due_on: dt.date | None
    is_done: bool

    @property
    def term(self) -> Term | None:
        return term(self.due_on, clock.today()) if self.due_on else None


@dataclass(frozen=True)
class Page:
    """Everything on the page of a case."""

    opened: OpenCase
    is_head: bool

    @property
    def case(self) -> Case:
        return self.opened.case

    @cached_property
    def procedure(self) -> Procedure:
        return procedure_of(self.case)

    @cached_property
    def card(self) -> Card:
        return self.opened.card()

    @cached_property
    def happened(self) -> list[queries.Entry]:
        return queries.timeline(self.opened)

    @cached_property
    def parts(self) -> list[Part]:
        return [part_of(entry.item, entry.content) for entry in self.happened if entry.item]

    @cached_property
    def said(self) -> list[Said]:
        """The dialogue with the reporter, in order."""
        return sorted((entry.said for entry in self.happened if entry.said), key=lambda one: one.message.number)

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Soort and onderdeel, in words; "not known yet" when they are not."""
        unknown = _("Nog niet bekend")
        return [
            (_("Soort"), codes.label("violation", self.card.violation) if self.card.violation else unknown),
            (_("Onderdeel"), codes.label("unit", self.card.unit) if self.card.unit else unknown),
        ]

    @property
    def facts(self) -> list[str]:
        """What it is about, on the line of the title."""
        known = (("violation", self.card.violation), ("unit", self.card.unit))
        named = [codes.label(name, code) for name, code in known if code]
        return [*named, self.reporter] if self.reporter else named

    @property
    def reporter(self) -> str:
        """Whether there is a reporter, and a name."""
        return {True: _("anonieme melder"), False: _("melder bekend"), None: ""}[self.card.anonymous]

    @property
    def step(self) -> Step:
        return steps.next_step(self.opened, self.procedure, is_head=self.is_head)

    @property
    def track(self) -> list[steps.Segment]:
        return steps.track(self.procedure, self.case)

    @cached_property
    def told(self) -> Told | None:
        return told_by_reporter(self.opened.report) if self.opened.report else None

    @cached_property
    def people(self) -> list[Row]:
        heard = {part.content.person: heard_on(part) for part in self.parts if part.kind == ItemKind.HEARING}
        found = [(person.number, self.opened.person(person)) for person in self.opened.people()]
        return [Row(number, person, heard.get(number) or person.heard_on) for number, person in found]

    @property
    def has_nobody(self) -> bool:
        """Whether it is on record that there is no person concerned."""
        return any(part.kind == ItemKind.EVENT and part.content.code == words.NOBODY for part in self.parts)

    @cached_property
    def messages(self) -> list[Line]:
        return dialogue.lines(self.said, reader=Author.BODY)

    @property
    def earlier(self) -> list[Line]:
        """Messages that are folded."""
        return self.messages[:-LAST_SAID]

    @property
    def latest(self) -> list[Line]:
        return self.messages[-LAST_SAID:]

    @cached_property
    def timeline(self) -> list[happenings.Line]:
        return happenings.lines(self.case, self.happened)

    @property
    def last(self) -> list[happenings.Line]:
        return self.timeline[:LAST]

    def just_done(self, number: str | None) -> str:
        """That the part with this number was put on record; empty when none is asked for."""
        if number is None:
            return ""
        made = next((part.item for part in self.parts if str(part.item.number) == number), None)
        return happenings.lines_of(self.opened, [made])[0].text if made else _("Dat is vastgelegd")

    @cached_property
    def terms(self) -> list[TermLine]:
        return terms.terms_of(self.case)

    @property
    def check_ins(self) -> list[CheckIn]:
        """When the reporter was asked after detriment, and what they answered (WBK-11)."""
        return terms.detriment_timeline(self.said)

    def title_of(self, part: Part) -> str:
        """What a part of the file is called, in a list and above its page."""
        if part.kind == ItemKind.HEARING:
            return _("Gespreksverslag %s") % codes.lower(person_name(part.content.person))
        act = next((act for act in self.procedure.acts if act.code == part.content.code), None)
        return part.content.title or (codes.words(act.done) if act and part.kind == ItemKind.ACT else part.kind_words)

    @property
    def began_with(self) -> list[Part]:
        """What a case without a report began with: the parts that were there when it was opened."""
        first = [part for part in self.parts if part.item.case_version == 1 and part.kind in BEGINNINGS]
        return [] if self.told else first

    @property
    def files(self) -> list[FileNote]:
        """Every file of the case: of its report, its messages and its parts."""
        told = self.told.files if self.told else ()
        said = [note for one in self.said for note in one.content.files]
        return [*told, *said, *(note for part in self.parts for note in part.content.files)]

    @property
    def shown_terms(self) -> list[TermLine]:
        """What runs, and what the law asks."""
        return [one for one in self.terms if one.state == "open" or not one.code.startswith(engine.STAGE)]

    @property
    def folded_terms(self) -> list[TermLine]:
        """How long the case stayed in the stages before."""
        return [one for one in self.terms if one not in self.shown_terms]

    @property
    def documents(self) -> list[Document]:
        """The newest version of every document, and what the reporter sent, the newest first."""
        replaced = {part.content.values.get(REPLACES) for part in self.parts}
        own = [
            Document(self.title_of(part), part.item.on, number=part.item.number)
            for part in self.parts
            if _is_current(part, replaced)
        ]
        reported = self.told.files if self.told else ()
        sent = [Document(note.name, self.case.received_on, file=str(note.id)) for note in reported]
        said = [
            Document(note.name, one.message.on, file=str(note.id)) for one in self.said for note in one.content.files
        ]
        return sorted(own + sent + said, key=lambda one: one.on, reverse=True)

    @cached_property
    def tasks(self) -> list[Task]:
        """What is to be done, what is due first on top."""
        names = {reader.account.username: reader.name for reader in self.readers}
        found = [_task(part, names) for part in self.parts if part.kind == ItemKind.TASK]
        return sorted(found, key=lambda task: task.due_on or dt.date.max)

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if not task.is_done]

    @property
    def done_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.is_done]

    @cached_property
    def readers(self) -> list[CaseReader]:
        return readers_of(self.case)

    @property
    def reader_names(self) -> str:
        """Who can read it, as a sentence has it."""
        return in_a_row([reader.name for reader in self.readers])

    @property
    def kept_out(self) -> str:
        """That the people concerned can never open it; empty when there are none."""
        numbers = [str(row.number) for row in self.people if row.is_concerned]
        text = ngettext(
            "Persoon %(numbers)s kan deze zaak nooit openen.",
            "Persoon %(numbers)s kunnen deze zaak nooit openen.",
            len(numbers),
        )
        return text % {"numbers": in_a_row(numbers)} if numbers else ""


def _is_current(part: Part, replaced: set[str | None]) -> bool:
    return part.kind in DOCUMENTS and str(part.item.number) not in replaced


def heard_on(part: Part) -> dt.date:
    """The day on which somebody was heard."""
    given = part.content.values.get("on", "")
    return dt.date.fromisoformat(given) if given else part.item.on


def _task(part: Part, names: Mapping[str, str]) -> Task:
    content = part.content
    is_done = content.state == "done"
    return Task(part.item.number, content.title, names.get(content.who, content.who), content.due_on, is_done)

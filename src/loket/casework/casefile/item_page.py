"""One part of a case file, to read: what it says, who wrote it, and its other versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loket.casework.casefile import codes, documents
from loket.casework.casefile.colleagues import names_of
from loket.casework.casefile.documents import Version
from loket.casework.casefile.page import DOCUMENTS, Page, heard_on
from loket.casework.casefile.timeline import Part, field_words, person_name
from loket.casework.models import ItemKind
from loket.intake.dialogue import Line


@dataclass(frozen=True)
class Shown:
    """A part of the file as its page shows it. ``facts``: what was filled in; ``letter``: the message that
    went to the reporter with it; ``versions``: of a document, the first one first."""

    part: Part
    title: str
    who: str
    about: str
    facts: Sequence[tuple[str, str]]
    letter: Line | None
    versions: Sequence[Version]

    @property
    def is_document(self) -> bool:
        """Whether a next version can be written."""
        return self.part.kind in documents.WRITTEN and self.versions[-1].part == self.part

    @property
    def can_be_copied(self) -> bool:
        """Whether a redacted copy can be made of its text."""
        return self.part.kind in DOCUMENTS and bool(self.part.content.text)

    @property
    def slug(self) -> str:
        """What a redacted copy calls it in addresses."""
        return f"stuk-{self.part.item.number}"

    @property
    def is_open_task(self) -> bool:
        return self.part.kind == ItemKind.TASK and self.part.content.state == "open"

    @property
    def newest(self) -> Version | None:
        """The version that replaced this one; None when this is the newest."""
        return self.versions[-1] if self.versions[-1].part != self.part else None


def of(page: Page, number: int) -> Shown | None:
    """The part with this number; None when there is none that has a page."""
    part = next((part for part in page.parts if part.item.number == number and part.kind != ItemKind.EVENT), None)
    if part is None:
        return None
    content = part.content
    act = next((act for act in page.procedure.acts if act.code == content.code), None)
    names = names_of([part.item.by, content.who])
    return Shown(
        part=part,
        title=page.title_of(part),
        who=names[part.item.by],
        about=person_name(content.person) if content.person else "",
        facts=field_words(act, content.values) if act and part.kind == ItemKind.ACT else _facts(part, names),
        letter=next((line for line in page.messages if line.number == content.message), None),
        versions=documents.versions(page.parts, number),
    )


def _facts(part: Part, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a task or a hearing record says beside its text."""
    content = part.content
    if part.kind == ItemKind.HEARING:
        signed = _("Ja") if content.values.get("signed") == "yes" else _("Nog niet")
        return [(_("Gesprek op"), codes.day(heard_on(part))), (_("Ondertekend"), signed)]
    if part.kind == ItemKind.TASK:
        state = _("Klaar") if content.state == "done" else _("Nog te doen")
        who, due = names.get(content.who, ""), codes.day(content.due_on) if content.due_on else ""
        told = [(_("Stand"), state), (_("Wie"), who), (_("Uiterlijk"), due)]
        return [(question, answer) for question, answer in told if answer]
    return []

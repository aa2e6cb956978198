"""What happened in a case, as lines that people read: steps, notes, documents and messages, the newest first."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from loket.casework import queries, words
from loket.casework.casefile import codes
from loket.casework.casefile.colleagues import names_of
from loket.casework.configuration import procedure_of
from loket.casework.content import REPLACES, ItemContent
from loket.casework.models import Case, Item, ItemKind
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.intake import words as intake
from loket.intake.dialogue import Said
from loket.intake.models import Author
from loket.intake.raising import REPORTER
from loket.vault.errors import WontOpen

FIRST_WORDS = 80
"""Characters of a note that stand in the timeline; the rest is a click away."""


@dataclass(frozen=True)
class Part:
    """A part of the file, opened."""

    item: Item
    content: ItemContent

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def kind_words(self) -> str:
        """What it is."""
        return str(words.KINDS.get(self.kind, self.kind))


@dataclass(frozen=True)
class Line:
    """A line of the timeline. ``url``: where the rest is; the text is the link, or ``link`` behind it."""

    on: dt.date
    text: str
    who: str
    url: str = ""
    link: str = ""


def part_of(item: Item, content: ItemContent | None) -> Part:
    """A part of the file; one that does not open is shown as such, so that the rest can be read."""
    broken = _("Dit opent niet meer: er is iets aan veranderd buiten het loket om.")
    return Part(item, content or ItemContent(title=broken, text=broken))


def lines_of(opened: OpenCase, items: Iterable[Item]) -> list[Line]:
    """These parts of the file as lines, the newest first."""
    return lines(opened.case, [queries.Entry(item.on, item, _content(opened, item)) for item in items])


def lines(case: Case, happened: Sequence[queries.Entry]) -> list[Line]:
    """The timeline of a case (``queries.timeline``), the newest first."""
    names = names_of(entry.item.by for entry in happened if entry.item)
    acts = {act.code: act for act in procedure_of(case).acts}
    return [_line(case, entry, names, acts) for entry in reversed(happened)]


def person_name(number: int) -> str:
    """What somebody is called as long as their name is not shown."""
    return _("Persoon %d") % number


def field_words(act: Act, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was filled in at a step: each question with its answer in words."""
    found = []
    for field in act.fields:
        value = values.get(field.code, "")
        if field.kind == "code":
            value = codes.label(field.code_list or "", value) if value else ""
        elif field.kind == "choice":
            value = next((codes.words(one.label) for one in field.options if one.code == value), value)
        elif field.kind == "yes_no":
            value = {"yes": _("Ja"), "no": _("Nee")}.get(value, value)
        elif field.kind == "date" and value:
            value = codes.day(dt.date.fromisoformat(value))
        if value:
            found.append((codes.words(field.label), value))
    return found


def _line(case: Case, entry: queries.Entry, names: Mapping[str, str], acts: Mapping[str, Act]) -> Line:
    if entry.item is None:
        return _message(case, entry.said, names) if entry.said else Line(entry.on, "", "")
    part = part_of(entry.item, entry.content)
    who = names.get(part.item.by, part.item.by)
    if part.kind == ItemKind.EVENT:
        return Line(entry.on, _event(part, acts), who)
    url = reverse("casework:item", args=[case.reference, part.item.number])
    return Line(entry.on, _TEXTS[part.kind](part, acts), who, url)


def _message(case: Case, said: Said, names: Mapping[str, str]) -> Line:
    kind = intake.KIND.get(said.message.kind)
    url = f"{reverse('casework:case', args=[case.reference])}#bericht-{said.message.number}"
    if said.message.author == Author.BODY:
        text = _("%(kind)s aan de melder gestuurd") % {"kind": kind or _("Bericht")}
        return Line(said.message.on, text, "", url, _("lees bericht"))
    text = _("Antwoord van de melder:") if kind else _("Nieuw bericht van de melder:")
    return Line(said.message.on, text, names[REPORTER], url, _("lees bericht"))


def _act(part: Part, acts: Mapping[str, Act]) -> str:
    """What was done, with the choice that was made when it was one."""
    act = acts.get(part.content.code)
    if act is None:
        return part.content.title or part.kind_words
    chosen = {field.code for field in act.fields if field.kind in {"code", "choice"}}
    values = {field: value for field, value in part.content.values.items() if field in chosen}
    answers = [answer for _question, answer in field_words(act, values)]
    return f"{codes.words(act.done)}: {codes.lower(answers[0])}" if len(answers) == 1 else codes.words(act.done)


def _event(part: Part, _acts: Mapping[str, Act]) -> str:
    content = part.content
    text = str(words.EVENTS.get(content.code, content.title or content.code))
    if content.person:
        text = f"{text}: {codes.lower(person_name(content.person))}"
    reasons: Mapping[str, object] = {**words.ACCESS_REASONS, **words.NAME_REASONS, **intake.IDENTITY_REASONS}
    reason = content.values.get("reason", "")
    return _("%(what)s. Reden: %(why)s") % {"what": text, "why": reasons.get(reason, reason)} if reason else text


def _note(part: Part, _acts: Mapping[str, Act]) -> str:
    return _("Notitie: %s") % Truncator(" ".join(part.content.text.split())).chars(FIRST_WORDS)


def _task(part: Part, _acts: Mapping[str, Act]) -> str:
    text = _("Taak klaar: %s") if part.content.state == "done" else _("Taak: %s")
    return text % part.content.title


def _hearing(part: Part, _acts: Mapping[str, Act]) -> str:
    who = person_name(part.content.person)
    if part.content.values.get("signed") == "yes":
        return _("%s gehoord, verslag ondertekend") % who
    return _("%s gehoord, verslag nog niet ondertekend") % who


def _titled(part: Part, _acts: Mapping[str, Act]) -> str:
    title = part.content.title or part.kind_words
    text = title if title.startswith(part.kind_words) else f"{part.kind_words}: {title}"
    return _("%s, nieuwe versie") % text if part.content.values.get(REPLACES) else text


_TEXTS: Mapping[str, Callable[[Part, Mapping[str, Act]], str]] = {
    ItemKind.ACT: _act,
    ItemKind.NOTE: _note,
    ItemKind.TASK: _task,
    ItemKind.HEARING: _hearing,
    **dict.fromkeys((ItemKind.PLAN, ItemKind.REPORT, ItemKind.DOCUMENT, ItemKind.DECISION, ItemKind.HANDOVER), _titled),
}


def _content(opened: OpenCase, item: Item) -> ItemContent | None:
    try:
        return opened.item(item)
    except WontOpen:
        return None

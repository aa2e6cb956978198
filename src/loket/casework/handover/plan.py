"""What goes along in a handover: chosen once, kept sealed, and exactly that goes.

A plan names every part with the version that was looked at. What changed since then does not go: neither the officer
who chose nor the reporter who agreed has seen it.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loket.casework.casefile.timeline import Part
from loket.casework.configuration import configuration
from loket.casework.content import REPLACES, FileNote, PersonContent, Sealed
from loket.casework.errors import CaseworkError
from loket.casework.models import ItemKind, Person
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.vault.errors import WontOpen

KINDS = (ItemKind.REPORT, ItemKind.HEARING, ItemKind.PLAN, ItemKind.DOCUMENT, ItemKind.DECISION, ItemKind.NOTE)
"""Parts of a file that can go along. How a body worked (steps, tasks, what happened, handovers) stays with it."""
REPORTED = 0
"""Stands for the report, where a part of the file has its number: its files."""

CHOSEN, ASKED, GROUND, DONE = "chosen", "asked", "ground", "done"
"""How far a plan is: the codes of its item."""


class PlanChanged(CaseworkError):
    """What was chosen is not what stands in the file now."""

    def __init__(self) -> None:
        super().__init__(_("Iets dat je koos is intussen veranderd of weg. Kies opnieuw wat meegaat"))


class NothingGoes(CaseworkError):
    """A handover of nothing."""

    def __init__(self) -> None:
        super().__init__(_("Kies ten minste één stuk of persoon"))


class NoSuchPlace(CaseworkError):
    """Somebody who does not take cases by this step."""

    def __init__(self) -> None:
        super().__init__(_("Kies aan wie je overdraagt"))


@dataclass(frozen=True)
class Destination:
    """Somebody who can get it. ``procedure``: how a body works it; empty outside."""

    to: str
    name: str
    procedure: str = ""
    outside: bool = False


class Plan(Sealed):
    """What goes where. ``to``: the code of a body, or with ``outside`` of another organisation. ``items`` and
    ``versions`` of ``people``: number and version; ``files``: number of the part (``REPORTED`` for the report) and the
    id; ``named``: whose name goes too. ``report_goes``: the mailbox goes over, and with it the story."""

    act: str
    to: str
    procedure: str = ""
    outside: bool = False
    report_goes: bool = False
    story: bool = False
    identity: bool = False
    items: dict[int, int] = {}
    files: tuple[tuple[int, uuid.UUID], ...] = ()
    people: dict[int, int] = {}
    named: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.report_goes or self.story or self.identity or self.items or self.files or self.people)

    def asks(self, *, has_reporter: bool, anonymous: bool | None, required: bool) -> str:
        """What the reporter must agree to (a code of ``words.ASKED``); empty when nothing of theirs goes wider (WBK-6).
        ``required``: the procedure wants consent whatever goes."""
        if not has_reporter:
            return ""
        if self.report_goes:
            return "handover"
        identity = self.identity and not anonymous
        story = self.story or any(number == REPORTED for number, _file in self.files)
        if story and identity:
            return "story_identity"
        return "story" if story else "identity" if identity else "parts" if required else ""


@dataclass(frozen=True)
class Someone:
    """A person who can go along, opened."""

    person: Person
    content: PersonContent


@dataclass(frozen=True)
class File:
    """A file that can go along, and the number of the part it stands with."""

    number: int
    note: FileNote

    @property
    def code(self) -> str:
        return f"{self.number}/{self.note.id}"


@dataclass(frozen=True)
class Shelf:
    """Everything in a case that can go along."""

    parts: Sequence[Part]
    files: Sequence[File]
    people: Sequence[Someone]

    def of(self, plan: Plan) -> "Shelf":
        """What the plan chose of it, as it was when it was chosen. Raises ``PlanChanged``."""
        parts = [part for part in self.parts if plan.items.get(part.item.number) == part.item.version]
        people = [one for one in self.people if plan.people.get(one.person.number) == one.person.version]
        wanted = set(plan.files)
        files = [file for file in self.files if (file.number, file.note.id) in wanted]
        if (len(parts), len(people), len(files)) != (len(plan.items), len(plan.people), len(wanted)):
            raise PlanChanged
        return Shelf(parts, files, people)


def destinations(here: str, act: Act, language: str) -> list[Destination]:
    """Who can get a case of the body ``here`` by this step, in the order of ``casework.yaml``."""
    known, found = configuration(), []
    wanted = act.handover.to if act.handover else []
    for code, body in known.bodies.items():
        procedure = next((one for one in body.procedures if one in wanted), "")
        if procedure and code != here:
            found.append(Destination(code, body.name(language), procedure))
    if act.handover and act.handover.outside:
        found += [Destination(code, one.name(language), outside=True) for code, one in known.outside.items()]
    return found


def plan_for(here: str, act: Act, to: str) -> Plan:
    """A plan with nothing chosen yet. Raises ``NoSuchPlace``."""
    found = [one for one in destinations(here, act, "nl") if one.to == to]
    if not found or act.handover is None:
        raise NoSuchPlace
    goes = act.handover.report_goes and not found[0].outside
    return Plan(act=act.code, to=to, procedure=found[0].procedure, outside=found[0].outside, report_goes=goes)


def shelf(opened: OpenCase, *, with_report: bool = True) -> Shelf:
    """What this case holds that can go along. ``with_report``: also the files that the reporter sent. Raises
    ``WontOpen``."""
    parts = opened_parts(opened, KINDS)
    replaced = {part.content.values.get(REPLACES) for part in parts}
    parts = [part for part in parts if str(part.item.number) not in replaced]
    people = [Someone(person, opened.person(person)) for person in opened.people()]
    return Shelf(parts, list(_files(opened, parts, with_report=with_report)), people)


def opened_parts(opened: OpenCase, kinds: Sequence[str]) -> list[Part]:
    """The parts of the file of these kinds, opened, in order; one that does not open goes nowhere."""
    found = []
    for item in opened.items():
        if item.kind in kinds:
            with suppress(WontOpen):
                found.append(Part(item, opened.item(item)))
    return found


def chosen(shelf: Shelf, plan: Plan, *, items: Iterable[str], files: Iterable[str], people: Mapping[int, str]) -> Plan:
    """The plan with what was chosen: numbers of parts, codes of files, how each person goes (``words.GONE_PERSON``).
    What this case does not hold is not in it. Raises ``NothingGoes``."""
    wanted, held = set(items), set(files)
    full = plan.model_copy(
        update={
            "items": {part.item.number: part.item.version for part in shelf.parts if str(part.item.number) in wanted},
            "files": tuple((file.number, file.note.id) for file in shelf.files if file.code in held),
            "people": {one.person.number: one.person.version for one in shelf.people if people.get(one.person.number)},
            "named": tuple(one.person.number for one in shelf.people if people.get(one.person.number) == "named"),
        }
    )
    if full.is_empty:
        raise NothingGoes
    return full


def _files(opened: OpenCase, parts: Iterable[Part], *, with_report: bool) -> Iterator[File]:
    if with_report and opened.report:
        yield from (File(REPORTED, note) for note in opened.report.content().files)
    for part in parts:
        yield from (File(part.item.number, note) for note in part.content.files)

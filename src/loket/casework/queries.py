"""Reads of case files. What is read of a case is read once: every part is opened in one pass."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loket.casework import engine, words
from loket.casework.closing.lines import is_reviewed
from loket.casework.content import ItemContent, PersonContent
from loket.casework.measures import measures
from loket.casework.models import Case, Deadline, Item, ItemKind, Person
from loket.casework.procedure import Requirement
from loket.casework.sealing import OpenCase, read_person_identity
from loket.intake import dialogue
from loket.intake.dialogue import Said
from loket.intake.models import MessageKind
from loket.vault.digests import normal
from loket.vault.errors import WontOpen

SHORTEST_NAME = 3
"""Letters of a part of a name that is looked for in a text."""
_BETWEEN = frozenset(("van", "von", "der", "den", "het", "ten", "ter", "aan", "bij", "uit", "voor", "dos", "del"))


@dataclass(frozen=True)
class Entry:
    """One thing that happened: a part of the file, a message of the dialogue, or a part with the message that went with
    it. ``content`` is None for a part that does not open."""

    on: dt.date
    item: Item | None = None
    content: ItemContent | None = None
    said: Said | None = None


def state_of(case: Case) -> engine.State:
    """The stage of a case and its open terms."""
    rows = Deadline.objects.filter(case=case, met_on=None, dropped_on=None)
    return engine.State(case.stage, dict(rows.values_list("code", "due_on")))


def contents(opened: OpenCase, kinds: Iterable[str] = ()) -> list[tuple[Item, ItemContent]]:
    """The parts of the file, opened, in order; only of these kinds when they are given. Raises ``WontOpen``."""
    wanted = set(kinds)
    return [(item, opened.item(item)) for item in opened.items() if not wanted or item.kind in wanted]


def happened(opened: OpenCase, parts: Sequence[tuple[Item, ItemContent]] | None = None) -> Mapping[str, dt.date]:
    """The first day of each act, by its code, those that another body did before it handed the case over included; and
    ``received``. ``parts``: those of the file, when they are open already. Raises ``WontOpen``."""
    days: dict[str, dt.date] = {engine.RECEIVED: opened.case.received_on}
    for item, content in contents(opened, (ItemKind.ACT, ItemKind.EVENT)) if parts is None else parts:
        if item.kind == ItemKind.ACT:
            days.setdefault(content.code, item.on)
        elif content.code == words.OPENED:
            days |= {code: dt.date.fromisoformat(day) for code, day in content.values.items()}
    return days


def requirements_met(
    opened: OpenCase, parts: Sequence[tuple[Item, ItemContent]] | None = None
) -> frozenset[Requirement]:
    """What is on record of all that a procedure can require. ``parts``: those of the file, when they are open already.
    Raises ``WontOpen``."""
    parts = contents(opened) if parts is None else parts
    concerned = _concerned(opened)
    kinds = {item.kind for item, _content in parts}
    codes = {(str(item.kind), content.code) for item, content in parts}
    card = opened.card()
    open_tasks = [content for item, content in parts if item.kind == ItemKind.TASK and content.state == "open"]
    met: dict[Requirement, bool] = {
        "handler": opened.case.assignee_id is not None,
        "labels": bool(card.unit and card.violation),
        "person_concerned": bool(concerned) or (str(ItemKind.EVENT), words.NOBODY) in codes,
        "plan": ItemKind.PLAN in kinds,
        "report": ItemKind.REPORT in kinds,
        "settlement_each": all(person.settlement for _number, person in concerned),
        "no_settlement": not any(person.settlement for _number, person in concerned),
        "hearing_when_disciplinary": not unheard(opened, parts),
        "consent": opened.report is None
        or _has_consent(opened)
        or any(code == words.LEGAL_GROUND for _kind, code in codes),
        "decision": ItemKind.DECISION in kinds,
        "facts_reviewed": is_reviewed(opened, parts),
        "tasks_done": not open_tasks,
    }
    return frozenset(requirement for requirement, is_met in met.items() if is_met)


def unheard(opened: OpenCase, parts: Sequence[tuple[Item, ItemContent]] | None = None) -> list[int]:
    """The numbers of the people concerned whose settlement is disciplinary and of whom no hearing is on record (CAO-2).
    Raises ``WontOpen``."""
    parts = contents(opened, (ItemKind.HEARING,)) if parts is None else parts
    heard = {content.person for item, content in parts if item.kind == ItemKind.HEARING}
    return [
        number
        for number, person in _concerned(opened)
        if measures().is_disciplinary(person.settlement) and not person.heard_on and number not in heard
    ]


def timeline(opened: OpenCase) -> list[Entry]:
    """Everything that happened, the oldest first: the parts of the file, and between them the messages of the dialogue
    with the reporter, by the day. A message that went with a step stands with it."""
    said = {one.message.number: one for one in dialogue.read(opened.report)} if opened.report else {}
    entries = [_entry(opened, item, said) for item in sorted(opened.items(), key=lambda item: (item.on, item.number))]
    entries += [Entry(one.message.on, said=one) for one in said.values()]
    return sorted(entries, key=lambda entry: entry.on)


def names_in(opened: OpenCase, text: str) -> list[int]:
    """The numbers of the people in the case whose name, or a part of it that tells, stands in a text: for a warning
    before it goes to somebody outside. Raises ``WontOpen``."""
    found = set(normal(text).split())
    return [
        person.number
        for person in opened.people()
        if found & _telling(read_person_identity(person, opened.private).name)
    ]


def _entry(opened: OpenCase, item: Item, said: dict[int, Said]) -> Entry:
    """A part of the file; its message is taken out of ``said``."""
    try:
        content = opened.item(item)
    except WontOpen:
        return Entry(item.on, item)
    return Entry(item.on, item, content, said.pop(content.message, None))


def _concerned(opened: OpenCase) -> list[tuple[int, PersonContent]]:
    people: list[tuple[Person, PersonContent]] = [(one, opened.person(one)) for one in opened.people()]
    return [(person.number, content) for person, content in people if content.role == "concerned"]


def _has_consent(opened: OpenCase) -> bool:
    """Whether the reporter's last answer to the last question for consent is anything but no (WBK-6)."""
    said = dialogue.read(opened.report) if opened.report else []
    asked = [one.message.number for one in said if one.message.kind == MessageKind.CONSENT]
    answers = [one.content.choice for one in said if asked and one.answers == asked[-1]]
    return bool(answers) and answers[-1] not in ("", "no")


def _telling(name: str) -> set[str]:
    return {part for part in normal(name).split() if len(part) >= SHORTEST_NAME} - _BETWEEN

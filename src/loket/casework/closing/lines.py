"""Which facts follow from a case: the rules of its procedure, filled in with codes only. Pure reading: nothing is
written here, and nothing but codes, a year and a month comes out."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loket.casework import engine, words
from loket.casework.configuration import procedure_of
from loket.casework.content import Card, ItemContent, PersonContent
from loket.casework.measures import measures
from loket.casework.models import Case, Item, ItemKind
from loket.casework.procedure import CLASS, OR, FactRule
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.core.located import FIRST_YEAR, LAST_YEAR
from loket.facts.kinds import KINDS, Column, Holds
from loket.figures.model import CodeList
from loket.taxonomy.current import code_list

Parts = Sequence[tuple[Item, ItemContent]]


@dataclass(frozen=True)
class Gap:
    """A column that cannot be filled yet. ``source``: where it comes from (``card.unit``, ``person.settlement``,
    ``assess.reporter``); ``code``: the code that is there but does not hold in that year, empty when there is none."""

    column: str
    source: str
    code: str = ""


@dataclass(frozen=True)
class Line:
    """One fact of a case. ``key`` says which rule and which person (their number, 0 for the case) it follows from;
    ``act`` the step that yields it, and ``is_due`` that the step was done. ``year`` is 0 when it is not known yet."""

    key: str
    kind: str
    act: str
    person: int
    is_due: bool
    year: int
    columns: Mapping[str, str | int]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class _Known:
    """All of a case that a fact can come from."""

    case: Case
    card: Card
    people: Mapping[int, PersonContent]
    done_on: Mapping[str, dt.date]


def lines_of(opened: OpenCase, parts: Parts) -> list[Line]:
    """The facts of the steps that were done, and of those that can be done now, in the order of the procedure.
    ``parts`` are at least the acts of the file. Raises ``WontOpen``."""
    known = _known(opened, parts)
    procedure = procedure_of(known.case)
    possible = {act.code for act in engine.acts_from(procedure, known.case.stage)}
    times: Counter[tuple[str, str]] = Counter()
    found = []
    for rule in procedure.facts:
        times[rule.kind, rule.act] += 1
        if rule.act in known.done_on or rule.act in possible:
            name = f"{rule.kind}/{rule.act}/{times[rule.kind, rule.act]}"
            found += [_line(known, rule, name, person) for person in _about(rule, known)]
    return found


def digest(lines: Iterable[Line]) -> str:
    """What stands for these facts and no other, whatever their order; in it a gap is something too."""
    said = sorted([one.key, one.kind, one.year, sorted(one.columns.items())] for one in lines)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def is_reviewed(opened: OpenCase, parts: Parts) -> bool:
    """Whether the last that an officer confirmed are the facts of now, with nothing missing. Raises ``WontOpen``."""
    confirmed = [content for item, content in parts if _is_review(item, content)]
    if not confirmed:
        return False
    lines = lines_of(opened, parts)
    return confirmed[-1].values.get("digest") == digest(lines) and not any(line.gaps for line in lines)


def last_review(parts: Parts) -> Item | None:
    """When somebody last confirmed the facts, and who."""
    return next((item for item, content in reversed(parts) if _is_review(item, content)), None)


def _is_review(item: Item, content: ItemContent) -> bool:
    return item.kind == ItemKind.EVENT and content.code == words.FACTS_REVIEWED


def _known(opened: OpenCase, parts: Parts) -> _Known:
    people = {person.number: opened.person(person) for person in opened.people()}
    concerned = {number: content for number, content in people.items() if content.role == "concerned"}
    days: dict[str, dt.date] = {}
    for item, content in parts:
        if item.kind == ItemKind.ACT:
            days.setdefault(content.code, item.on)
    return _Known(opened.case, opened.card(), concerned, days)


def _about(rule: FactRule, known: _Known) -> list[int]:
    return list(known.people) if rule.each == "person" else [0]


def _line(known: _Known, rule: FactRule, name: str, person: int) -> Line:
    day = _day(known, rule, person)
    year = day.year if day and FIRST_YEAR <= day.year <= LAST_YEAR else 0
    gaps = [] if year else [Gap("year", rule.dated)]
    columns: dict[str, str | int] = {}
    for column in KINDS[rule.kind].columns:
        if column.holds is Holds.WHOLE:
            columns[column.name] = day.month if day else 0
            continue
        code, source = _code(known, rule.columns[column.name].split(OR), person)
        columns[column.name] = code
        gaps += _gap(column, code, source, year)
    return Line(f"{name}/{person}", rule.kind, rule.act, person, rule.act in known.done_on, year, columns, tuple(gaps))


def _day(known: _Known, rule: FactRule, person: int) -> dt.date | None:
    """The day whose year and month count."""
    if rule.dated == "received_on":
        return known.case.received_on
    if rule.dated == "today":
        return known.done_on.get(rule.act) or clock.today()
    return known.people[person].decided_on


def _code(known: _Known, sources: Sequence[str], person: int) -> tuple[str, str]:
    """The first code that is known, and where it came from; else none, and the last place where it can come from."""
    for source in sources:
        if code := _from(known, source, person):
            return code, source
    return "", sources[-1]


def _from(known: _Known, source: str, person: int) -> str:
    if source.startswith("="):
        return source[1:]
    place, _dot, name = source.partition(".")
    if source == CLASS:
        who = [known.people[person]] if person else known.people.values()
        return _class_of([one.settlement for one in who])
    if place == "card":
        return known.card.unit if name == "unit" else known.card.violation
    if place == "person":
        return known.people[person].settlement if name == "settlement" else known.people[person].description
    return known.card.codes.get(source, "")


def _class_of(settlements: Sequence[str]) -> str:
    """The class of the heaviest of these. The lightest when there is nobody about whom something was settled; none as
    long as somebody has no settlement yet."""
    kinds = measures()
    if not all(kinds.class_of(settlement) for settlement in settlements):
        return ""
    return kinds.heaviest_class(settlements) or next(iter(kinds.classes), "")


def _gap(column: Column, code: str, source: str, year: int) -> Iterator[Gap]:
    """Nothing when the code holds in that year."""
    codes: CodeList | tuple[()] = code_list(column.code_list) if column.code_list else ()
    if not code:
        yield Gap(column.name, source)
    elif year and not any(one.code == code and one.holds_in(year) for one in codes):
        yield Gap(column.name, source, code)

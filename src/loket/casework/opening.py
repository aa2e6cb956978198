"""A case begins: from a report, from another body, from what an officer registers, or from an incident."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from loket.accounts.models import Account
from loket.casework import engine, words
from loket.casework.configuration import configuration
from loket.casework.content import Card, ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Case, Deadline, Item, ItemKind, Person
from loket.casework.reading import procedures
from loket.casework.sealing import seal_case, seal_person
from loket.casework.writing import new_item, note
from loket.core import clock, mail
from loket.intake import services as intake
from loket.keys.queries import has_body_key, sealing_key

MOST = 100
"""Reports that are taken up in one transaction."""
ROWS = 1000
"""Rows of one statement: it holds at most 65,535 values."""

_NUMBERS = """
    INSERT INTO casework_casenumber AS given (year, last) VALUES (%s, %s)
    ON CONFLICT (year) DO UPDATE SET last = given.last + excluded.last RETURNING last
"""


@dataclass(frozen=True)
class NewCase:
    """A case that is about to begin. ``items``: kind and content of what goes into its file; ``people``: who is in it;
    ``happened``: acts that another body did before, with their days, which its terms count; ``report``: the report that
    it is about; ``assignee``: who handles it from the beginning."""

    body: str
    procedure: str
    received_on: dt.date
    card: Card = field(default_factory=Card)
    items: Sequence[tuple[str, ItemContent]] = ()
    people: Sequence[tuple[PersonContent, PersonIdentity]] = ()
    happened: Mapping[str, dt.date] = field(default_factory=dict)
    report: uuid.UUID | None = None
    origin: Case | None = None
    assignee: Account | None = None


def open_case(
    *,
    body: str,
    procedure: str,
    card: Card,
    received_on: dt.date,
    actor: str,
    content_items: Sequence[tuple[str, ItemContent]] = (),
    people: Sequence[tuple[PersonContent, PersonIdentity]] = (),
    happened: Mapping[str, dt.date] | None = None,
    report: uuid.UUID | None = None,
    origin: Case | None = None,
) -> Case:
    """Begin one case, as ``open_cases`` does."""
    new = NewCase(
        body, procedure, received_on, card, content_items, people, happened or {}, report=report, origin=origin
    )
    return open_cases([new], actor=actor)[0]


@transaction.atomic
def open_cases(new: Sequence[NewCase], *, actor: str, day_only: bool = False) -> list[Case]:
    """Begin these cases, sealed to their bodies; nobody needs to be able to read them. Whoever of the body asks for its
    cases next makes their digests and bars (``index.catch_up``); until then nobody sees them. A body that did not hear
    of a report gets a notice.

    It holds the key of each body first: call it before what locks a case. Raises ``NoBodyKey``, ``BeingRotated``, and
    ``KeyError`` for a procedure that there is not.
    """
    publics = {body: sealing_key(body) for body in sorted({one.body for one in new})}
    numbers = iter(_references(len(new)))
    cases: list[Case] = []
    items: list[Item] = []
    people: list[Person] = []
    deadlines: list[Deadline] = []
    for one in new:
        case, state = _begun(one, next(numbers))
        case.body_key_version = publics[one.body].version
        seal_case(case, card=one.card, body_key=publics[one.body].public)
        cases.append(case)
        items += _items(case, one, actor)
        people += [_person(case, number, *who) for number, who in enumerate(one.people, 1)]
        deadlines += [Deadline(case=case, code=code, due_on=due) for code, due in state.terms.items()]
    Case.objects.bulk_create(cases, batch_size=ROWS)
    Item.objects.bulk_create(items, batch_size=ROWS)
    Person.objects.bulk_create(people, batch_size=ROWS)
    Deadline.objects.bulk_create(deadlines, batch_size=ROWS)
    for body in sorted({one.body for one in new if one.report is None}):
        mail.notice_for_body(body=body)
    for case in cases:
        note(case, "case.open", actor=actor, day_only=day_only, procedure=case.procedure)
    return cases


@transaction.atomic
def open_new(*, body: str) -> int:
    """Open a case for each report that none was opened for, up to ``MOST``; gives how many. Two at once open different
    ones. Raises ``BeingRotated``."""
    work = configuration().bodies.get(body)
    if work is None or not has_body_key(body):
        return 0
    sealing_key(body)
    taken = intake.take_new(body=body, most=MOST)
    new = [NewCase(body, work.procedures[0], one.received_on, report=one.id) for one in taken]
    open_cases(new, actor=words.LOKET, day_only=True)
    return len(new)


def sweep() -> None:
    """The same for every body, until nothing waits."""
    for body in configuration().bodies:
        while open_new(body=body) == MOST:
            pass


def _begun(new: NewCase, reference: str) -> tuple[Case, engine.State]:
    """The case at its first stage, with nothing sealed yet, and the terms that run."""
    procedure, today = procedures()[new.procedure], clock.today()
    state = engine.begin(procedure, received_on=new.received_on, today=today, happened=new.happened)
    offered = engine.next_act(procedure, state)
    case = Case(
        reference=reference,
        body=new.body,
        procedure=new.procedure,
        stage=state.stage,
        report=new.report,
        origin=new.origin,
        assignee=new.assignee,
        received_on=new.received_on,
        opened_on=today,
        due_on=engine.due_on(state),
        next_act=offered.code if offered else "",
    )
    return case, state


def _items(case: Case, new: NewCase, actor: str) -> list[Item]:
    days = {code: day.isoformat() for code, day in new.happened.items()}
    opened = (ItemKind.EVENT, ItemContent(code=words.OPENED, values=days))
    parts = [opened, *new.items]
    return [new_item(case, number, kind, content, actor=actor) for number, (kind, content) in enumerate(parts, 1)]


def _person(case: Case, number: int, content: PersonContent, identity: PersonIdentity) -> Person:
    person = Person(case=case, number=number)
    seal_person(person, public=bytes(case.public), content=content, identity=identity)
    return person


def _references(count: int) -> list[str]:
    """The next numbers of this year: "26-0131". The row is held until the transaction ends, so that none is skipped."""
    if not count:
        return []
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [year, count])
        (last,) = cursor.fetchone()
    return [f"{year % 100:02}-{number:04}" for number in range(last - count + 1, last + 1)]

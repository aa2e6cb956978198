"""Many cases for ``./loket bench cases``: really sealed, indexed and barred, written in bulk."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from loket.cli.bench_house import STORY

if TYPE_CHECKING:
    from django.db.models import Model

    from loket.accounts.models import Account
    from loket.casework.models import Case

BATCH = 1000
NAMES = 20_000
"""So many different people: a name has a few cases, however many cases there are."""
OWN, CLOSED, BARRED = 3, 4, 500
"""About one case of so many is the officer's own, is closed; exactly one is kept from the officer."""
DAYS = 300
"""The terms lie this many days apart at most, and a tenth of them has passed."""
ITEMS = 12
"""What stands in the file of the first case, whose page is measured; the others have one note."""


def spread(number: int, *sizes: int) -> list[int]:
    """A place in each of these sizes; the places do not move together."""
    mixed, places = number * 2_654_435_761 % 2**32, []
    for size in sizes:
        mixed, place = divmod(mixed, size)
        places.append(place)
    return places


def name_of(number: int) -> str:
    """The person concerned of a case."""
    return f"Persoon {number % NAMES} Verzonnen"


@dataclass
class Fill:
    """Makes cases of a body for an officer whose key is at hand. ``own``: the reference of their first one."""

    account: "Account"
    private: bytes = field(repr=False)
    made: int = 0
    own: str = ""

    def __post_init__(self) -> None:
        from loket.casework.access import desk_of
        from loket.keys.queries import known_key

        self.desk = desk_of(self.account, self.account.bodies[0], self.private)
        self.key = known_key(self.desk.body)
        self.stands, self.labels = _stands(self.desk.body), _labels()

    def until(self, size: int) -> None:
        """Make cases until there are so many, and let the database look at them."""
        from django.db import connection, transaction

        while self.made < size:
            some = min(BATCH, size - self.made)
            rows: list[Model] = [row for number in range(self.made, self.made + some) for row in self._one(number)]
            with transaction.atomic():
                for kind in dict.fromkeys(type(row) for row in rows):
                    _insert(kind, rows)
            self.made += some
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _one(self, number: int) -> Iterator[Any]:
        """A report, its case, and what stands in that, so that each comes after what it refers to."""
        from loket.casework.content import Card
        from loket.casework.index import index_card
        from loket.casework.sealing import seal_case
        from loket.intake.content import Content, Identity
        from loket.intake.models import Channel
        from loket.intake.raising import New

        stand, label, *rest = spread(number, len(self.stands), len(self.labels), DAYS, OWN, CLOSED)
        unit, violation = self.labels[label]
        told = Content(story=STORY[:200], unit=unit, category=violation)
        report = New(self.desk.body, told, Identity(disclosure="anonymous"), Channel.API).sealed_to(self.key)[1].report
        report.is_taken = True
        case = self._case(number, report.pk, self.stands[stand], *rest)
        card = Card(unit=unit, violation=violation, anonymous=True)
        seal_case(case, card=card, body_key=self.key.public)
        index_card(case, card, self.desk.search_key)
        yield from (report, case, *self._person(case, number), *self._items(case, number), *self._deadlines(case))

    def _case(self, number: int, report: Any, at: tuple[str, str], day: int, own: int, closed: int) -> "Case":
        from loket.casework.models import Case
        from loket.core import clock

        stage, act = at
        today, is_closed = clock.today(), closed == CLOSED - 1
        case = Case(
            reference=f"{today:%y}-{number + 1:04}",
            body=self.desk.body,
            procedure=_procedure(self.desk.body).code,
            stage=stage,
            next_act="" if is_closed else act,
            report=report,
            assignee=self.account if own == 0 else None,
            received_on=today,
            opened_on=today,
            due_on=None if is_closed else today + dt.timedelta(days=day - DAYS // 10),
            closed_on=today - dt.timedelta(days=day) if is_closed else None,
            body_key_version=self.key.version,
            is_indexed=True,
        )
        self.own = self.own or case.reference
        return case

    def _person(self, case: "Case", number: int) -> Iterator[Any]:
        from loket.casework.content import PersonContent, PersonIdentity
        from loket.casework.index import barred_digests, bars_of, name_digests
        from loket.casework.models import Bar, NameDigest, Person
        from loket.casework.sealing import seal_person

        key, person = self.desk.search_key, Person(case=case, number=1)
        identity = PersonIdentity(name=name_of(number))
        seal_person(person, public=bytes(case.public), content=PersonContent(), identity=identity)
        kept_out = barred_digests(key, self.account)[:1] if number % BARRED == BARRED - 1 else []
        yield person
        yield from (NameDigest(person=person, digest=one) for one in name_digests(key, identity.name))
        yield from (Bar(case=case, digest=one) for one in {*bars_of(key, identity), *kept_out})

    def _items(self, case: "Case", number: int) -> Iterator[Any]:
        from loket.casework.content import ItemContent
        from loket.casework.models import ItemKind
        from loket.casework.writing import new_item

        note = ItemContent(title="Notitie", text=STORY[:500])
        for place in range(1, 2 if number else ITEMS + 1):
            yield new_item(case, place, ItemKind.NOTE, note, actor=self.account.username)

    def _deadlines(self, case: "Case") -> Iterator[Any]:
        from loket.casework.models import Deadline

        if case.due_on:
            yield Deadline(case=case, code=f"stage:{case.stage}", due_on=case.due_on)


def _insert(kind: "type[Model]", rows: "list[Model]") -> None:
    kind._default_manager.bulk_create([row for row in rows if type(row) is kind])


def _procedure(body: str) -> Any:
    from loket.casework.configuration import configuration
    from loket.casework.reading import procedures

    return procedures()[configuration().bodies[body].procedures[0]]


def _stands(body: str) -> Sequence[tuple[str, str]]:
    """Every stage that is no end, with the act that is offered first there."""
    from loket.casework import engine

    procedure = _procedure(body)
    offered = {stage.code: engine.acts_from(procedure, stage.code) for stage in procedure.stages}
    return [(stage, acts[0].code) for stage, acts in offered.items() if acts]


def _labels() -> Sequence[tuple[str, str]]:
    """Every unit with every kind of violation."""
    from loket.intake.configuration import codes

    return [(unit, violation) for unit in sorted(codes("unit")) for violation in sorted(codes("violation"))]

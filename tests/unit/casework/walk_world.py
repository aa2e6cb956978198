"""A house with several officers of every body, and a walk through cases of every procedure: who tries what, what it may
leave in the trail, and what a refusal may not leave anywhere."""

from collections import Counter
from collections.abc import Callable, Collection
from functools import lru_cache
from uuid import UUID

from case_world import House, raise_for
from django.db import connection

from loket.accounts.models import Account
from loket.casework import engine, index, opening
from loket.casework.access import Desk
from loket.casework.content import Card, ItemContent, PersonContent
from loket.casework.measures import measures
from loket.casework.models import Case, Item, ItemKind, Reader
from loket.casework.procedure import Act, FieldDefinition, Procedure
from loket.casework.sealing import OpenCase, open_private, read_person_identity
from loket.casework.values import CODED, choices_of
from loket.core import clock
from loket.core.errors import UserError
from loket.core.models import AuditEntry
from loket.facts.kinds import KINDS
from loket.facts.models import Fact
from loket.intake.content import Identity
from loket.intake.models import Author, Message, MessageKind, Report
from loket.intake.raising import Raised
from loket.intake.sealing import OpenReport, open_report
from loket.vault.digests import normal
from people import head, officer, recovery_key

WORKS_AT = {
    "staal": "oif",
    "proef": "oif",
    "partij": "oif",
    "denkbeeld": "mib",
    "incident": "cmi",
    "gezag": "bevoegd_gezag",
    "partner": "bevoegd_gezag",
}
"""Who may become a party to a case. The heads never do, so that there is always somebody to share out."""
HEADS = {"oif": "hoofd", "mib": "hoofd_mib", "cmi": "hoofd_cmi", "bevoegd_gezag": "hoofd_gezag"}
FACT_ACTIONS = ("fact.yield", "fact.correct", "fact.withdraw")
LETTER = "We hebben je melding gelezen."
NAMED = Identity(disclosure="named", name="N. Voorbeeld", email="n.voorbeeld@example.org", notify=True)
TALLY: Counter[str] = Counter()
"""What was tried, and what came of it."""

_HAS = "SELECT 1 FROM {0} t WHERE t::text LIKE %s LIMIT 1"
_ROWS = """SELECT '{0}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {0} t"""


@lru_cache(maxsize=1)
def _tables() -> tuple[str, ...]:
    """Every table with rows that a service may write."""
    names = connection.introspection.table_names()
    return tuple(sorted(name for name in names if not name.startswith("django_")))


def digest() -> dict[str, str]:
    """What stands for every row of every table."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_ROWS.format(name) for name in _tables()))
        return dict(cursor.fetchall())


def mentions(text: str) -> set[str]:
    """The tables in whose rows this stands."""
    found = set()
    with connection.cursor() as cursor:
        for name in _tables():
            cursor.execute(_HAS.format(name), [f"%{text}%"])
            found |= {name} if cursor.fetchone() else set()
    return found


class World:
    """Everything that a walk goes through. ``raised``: the receipt of each report."""

    def __init__(self) -> None:
        recovery = recovery_key()
        people = {name: officer(name, body, recovery) for name, body in WORKS_AT.items()}
        people |= {name: head(name, body, recovery) for body, name in HEADS.items()}
        for name, (account, _private) in people.items():
            Account.objects.filter(pk=account.pk).update(email=f"{name}@example.org")
        self.house = House(recovery, people)
        self.desks = {name: self.house.desk(name) for name in people}
        self.raised: dict[UUID, Raised] = {}
        for body, identity in (("oif", Identity(disclosure="anonymous")), ("mib", NAMED)):
            raised = raise_for(body, identity=identity)
            self.raised[raised.report_id] = raised
            opening.open_new(body=body)
        for body, procedure in (("cmi", "incident_desk"), ("oif", "wrongdoing")):
            card = Card(unit="douane")
            opening.open_case(body=body, procedure=procedure, card=card, received_on=clock.today(), actor="loket")
        self.catch_up()

    def catch_up(self) -> None:
        """Every body looks at its cases."""
        for name in HEADS.values():
            desk = self.desks[name]
            index.catch_up(desk.body, desk.body_private, desk.search_key)

    def attempt(
        self, act: Callable[[], object], *actions: str, also: Collection[str] = FACT_ACTIONS
    ) -> UserError | None:
        """Try it. Refused, it changes nothing at all; done, these entries stand in the trail, once each, and beside
        them only kinds of ``also``. Gives why it was refused."""
        before, last, facts = digest(), _last_entry(), live_facts()
        refused = _tried(act)
        if refused:
            after = digest()
            assert [name for name in after if after[name] != before[name]] == [], f"{refused!r} left something"
            TALLY[f"refused: {type(refused).__name__}"] += 1
            return refused
        new = Counter(AuditEntry.objects.filter(position__gt=last).values_list("action", flat=True))
        assert {action: new.pop(action, 0) for action in actions} == dict(Counter(actions)), (new, actions)
        assert set(new) <= set(also), (new, actions)
        assert new["fact.yield"] - new["fact.withdraw"] == live_facts() - facts
        TALLY[f"done: {' '.join(actions)}"] += 1
        return None

    def cases(self) -> list[Case]:
        """Every case that there is, the oldest first."""
        return list(Case.objects.select_related("assignee", "origin").order_by("reference"))

    def as_if(self, username: str, case: Case) -> OpenCase:
        """The case as it is now, as if this person had opened it when they still could."""
        desk, body = self.desks[username], self.desks[HEADS[case.body]]
        case = Case.objects.get(pk=case.pk)
        private = open_private(case, body.body_private)
        return OpenCase(case, private, body.search_key, desk.me, self.report(case, body))

    def opened(self, case: Case) -> OpenCase:
        """The case as its head's key opens it."""
        return self.as_if(HEADS[case.body], case)

    def report(self, case: Case, desk: Desk) -> OpenReport | None:
        found = Report.objects.filter(pk=case.report, body=case.body).first() if case.report else None
        return open_report(found, desk.body_private) if found else None

    def barred(self, case: Case, conflicted: Collection[tuple[UUID, str]]) -> set[str]:
        """Who must never see this case: those who declared a conflict, and the people concerned who work there."""
        opened = self.opened(case)
        people = [one for one in opened.people() if opened.person(one).role == "concerned"]
        who = [read_person_identity(one, opened.private) for one in people]
        named = {one.username for one in who} | {normal(one.name) for one in who}
        return {name for name, body in WORKS_AT.items() if body == case.body and (name in named)} | {
            name for pk, name in conflicted if pk == case.pk
        }


def _tried(act: Callable[[], object]) -> UserError | None:
    try:
        act()
    except UserError as refused:
        return refused
    return None


def live_facts() -> int:
    """How many facts cases yielded, of every kind."""
    return sum(kind.model._default_manager.filter(origin=Fact.Origin.LIVE).count() for kind in KINDS.values())


def contents(opened: OpenCase, *kinds: str) -> list[tuple[Item, ItemContent]]:
    """The parts of the file of these kinds."""
    return [(item, opened.item(item)) for item in opened.items() if not kinds or item.kind in kinds]


def concerned(opened: OpenCase) -> dict[int, PersonContent]:
    """The people concerned, by number."""
    found = {one.number: opened.person(one) for one in opened.people()}
    return {number: content for number, content in found.items() if content.role == "concerned"}


def done(opened: OpenCase) -> set[str]:
    """The steps that were done."""
    return {content.code for _item, content in contents(opened, ItemKind.ACT)}


def punished_unheard(opened: OpenCase) -> list[int]:
    """People concerned with a punishment of whom no hearing is on record (CAO-2)."""
    heard = {content.person for _item, content in contents(opened, ItemKind.HEARING)}
    people = concerned(opened).items()
    return [
        number
        for number, one in people
        if measures().is_disciplinary(one.settlement) and not one.heard_on and number not in heard
    ]


def on_record(opened: OpenCase) -> set[str]:
    """What is on record of what a procedure can require, read anew from the parts; but for the facts."""
    parts, people, card = contents(opened), concerned(opened).values(), opened.card()
    kinds = {str(item.kind) for item, _content in parts}
    codes = {content.code for item, content in parts if item.kind == ItemKind.EVENT}
    tasks = [content.state for item, content in parts if item.kind == ItemKind.TASK]
    found = {
        "labels": card.unit and card.violation,
        "person_concerned": people or "nobody_concerned" in codes,
        "settlement_each": all(one.settlement for one in people),
        "no_settlement": not any(one.settlement for one in people),
        "hearing_when_disciplinary": not punished_unheard(opened),
        "consent": opened.report is None or agreed(opened.report) or "legal_ground" in codes,
        "tasks_done": "open" not in tasks,
    }
    return {name for name, is_so in found.items() if is_so} | (kinds & {"plan", "report", "decision"})


def agreed(report: OpenReport) -> bool:
    """Whether the last word of the reporter on the last question for consent is a yes."""
    messages = list(Message.objects.filter(report=report.report).order_by("number"))
    asked = [one.number for one in messages if one.kind == MessageKind.CONSENT]
    answers = [report.message(one) for one in messages if one.author == Author.REPORTER]
    choices = [one.choice for one in answers if asked and one.question == asked[-1]]
    return bool(choices) and choices[-1] != "no"


def reads(case: Case, username: str) -> bool:
    """Whether this person handles the case or was given access."""
    is_handler = case.assignee is not None and case.assignee.username == username
    return is_handler or Reader.objects.filter(case=case, account__username=username).exists()


def filled(act: Act) -> dict[str, str]:
    """Good values for everything that a step asks."""
    return {field.code: _value(field) for field in act.fields}


def _value(field: FieldDefinition) -> str:
    if field.kind in CODED:
        return choices_of(field)[0]
    return clock.today().isoformat() if field.kind == "date" else "Omdat het zo is."


def offered(procedure: Procedure, case: Case) -> list[Act]:
    return engine.acts_from(procedure, case.stage)


def _last_entry() -> int:
    last = AuditEntry.objects.order_by("-position").values_list("position", flat=True).first()
    return last or 0

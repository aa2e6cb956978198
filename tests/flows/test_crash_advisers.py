"""Killed at any moment, what an adviser or the national adviser does is done or not done: no half import, no fact
without its request, nothing handed over twice. Then it is done again, and ends well."""

import datetime as dt
import logging
import os
import random
import sys
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "advisers" / "offline"))

from contact_world import at_desk, listed, mailbox_of, opened, written_to
from django.db import transaction
from drafted import drafted, requests
from sealed_forms import entry_for
from storm import MOMENTS, Storm
from tally_world import DIRECTOR, RESOLVED, TALK, registered

from loket.advisers import queries, services
from loket.advisers.access import Desk
from loket.advisers.counting import carry_over
from loket.advisers.duty import services as duty
from loket.advisers.evaluation import services as evaluation
from loket.advisers.handover import services as handover
from loket.advisers.importing import services as importing
from loket.advisers.models import Adviser, Entry, EvaluationTicket, ImportDraft
from loket.advisers.network import closing
from loket.advisers.offline import services as offline
from loket.advisers.offline.receiving import Became, receive
from loket.core import audit, clock
from loket.core.models import AuditEntry, Notice
from loket.facts import queries as facts
from loket.intake import dialogue
from loket.intake.mailbox import answering
from loket.intake.models import Message, Report
from loket.vault.receipts import new_receipt
from people import officer, recovery_key

log = logging.getLogger(__name__)
pytestmark = pytest.mark.django_db(transaction=True)

ROWS, PHONED = 40, 6
EACH = ("advice_request", "advice_month")
"""The kinds of facts of which every request has one."""


@pytest.fixture
def storm() -> Storm:
    seed = int.from_bytes(os.urandom(4), "big")
    log.info("chance: %d", seed)
    return Storm(random.Random(seed), statements=30)  # noqa: S311 (chance, no secret)


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    return at_desk()[0]


@pytest.fixture
def oif(desk: Desk) -> str:
    """A body that takes what is handed over."""
    officer("staal", "oif", recovery_key())
    return "oif"


@pytest.fixture
def trail(desk: Desk) -> "Trail":
    return Trail(audit.newest().position)


class Trail:
    """The entries since the test began; other tests leave theirs."""

    def __init__(self, begun: int) -> None:
        self.begun = begun

    def of(self, *actions: str) -> list[AuditEntry]:
        return list(AuditEntry.objects.filter(action__in=actions, position__gt=self.begun))


def counted_once(desk: Desk, year: int) -> int:
    """How many requests stand in the tally of a year, each with its facts."""
    mine = [one.content for one in queries.entries(desk, year) if one.content.year == year]
    for kind in EACH:
        assert set(facts.live_facts(kind, year)) == {one.facts[f"{kind}:{year}"] for one in mine}
    return len(mine)


def test_an_import_of_many_rows(desk: Desk, storm: Storm, trail: Trail) -> None:
    draft, year = drafted(desk, requests(ROWS)), clock.today().year
    storm.survive(lambda: importing.read_in(desk=desk, id=draft), lambda: Entry.objects.exists())
    assert counted_once(desk, year) == ROWS
    assert not ImportDraft.objects.exists()
    assert [one.summary["entries"] for one in trail.of("tally.import")] == [ROWS]
    assert importing.read_in(desk=desk, id=drafted(desk, requests(ROWS))) == ROWS
    assert counted_once(desk, year) == ROWS


def test_what_waited_on_a_phone(desk: Desk, storm: Storm, trail: Trail) -> None:
    """Each request by itself: what was killed halfway counted some of them, whole, and sends the rest again."""
    phone = offline.add_device(desk=desk, device_id=uuid4(), name="werktelefoon")
    sent = [entry_for(phone.public) for _request in range(PHONED)]
    for moment in MOMENTS:
        storm.die(lambda: receive(desk=desk, texts=sent), moment)
        assert len(trail.of("tally.register")) == counted_once(desk, clock.today().year)
        assert audit.verify() is None
    became = [one.became for one in receive(desk=desk, texts=[*sent, *sent])]
    assert set(became) <= {Became.COUNTED, Became.STANDING}
    assert became[PHONED:] == [Became.STANDING] * PHONED
    assert counted_once(desk, clock.today().year) == PHONED


def test_a_request_that_ends(desk: Desk, storm: Storm, trail: Trail) -> None:
    entry = registered(desk, settlement=TALK).pk
    storm.survive(
        lambda: services.set_settlement(desk=desk, entry=entry, version=1, code=DIRECTOR),
        lambda: Entry.objects.get().version == 2,
    )
    storm.survive(
        lambda: services.set_situation(desk=desk, entry=entry, version=2, code=RESOLVED),
        lambda: not Entry.objects.get().is_open,
    )
    fact = next(iter(facts.live_facts("advice_request", clock.today().year).values()))
    assert (fact["settlement"], fact["situation"]) == (DIRECTOR, RESOLVED)
    assert len(trail.of("tally.change")) == 2


def test_the_year_that_is_carried(desk: Desk, storm: Storm) -> None:
    year = clock.today().year
    with clock.as_of(dt.date(year - 1, 12, 1)):
        for _entry in range(5):
            registered(desk)
    storm.survive(services.carry, lambda: bool(facts.live_facts("advice_carried", year)))
    with transaction.atomic():
        carry_over()
    assert len(facts.live_facts("advice_carried", year)) == 5


def test_the_year_that_is_closed(desk: Desk, storm: Storm, trail: Trail) -> None:
    year, today = clock.today().year, clock.today()
    for number in range(6):
        listed(f"ander{number}")
    Adviser.objects.update(certification="lvv_registered")
    for function, spent in (("support", 90), ("information", 30)):
        services.set_hours(desk=desk, year=year, month=today.month, function=function, minutes=spent)

    def close() -> None:
        closing.close_year(year=year, reference_date=today, actor="landelijk")

    storm.survive(close, lambda: bool(trail.of("network.close-year")))
    close()
    assert len(facts.live_facts("adviser", year)) == 7
    assert sorted(fact["share"] for fact in facts.live_facts("adviser_time", year).values()) == [25, 75]


def test_a_handover(desk: Desk, oif: str, storm: Storm, trail: Trail) -> None:
    raised = written_to(desk)
    row = handover.ask(report=opened(desk, raised), id_=uuid4(), target="oif", text="Dit mag mee.", actor="luister")
    answering.answer(mailbox=mailbox_of(raised), question=row.message, choice="share_unnamed", text="")
    before, notices = Message.objects.count(), Notice.objects.count()
    report = opened(desk, raised)

    def go() -> None:
        handover.hand_over(report=report, handover=row.pk, actor="luister")

    storm.survive(go, lambda: Report.objects.filter(body=oif).exists())
    go()
    assert Report.objects.filter(body=oif).count() == 1
    assert Message.objects.count() == before + 1
    assert Notice.objects.count() <= notices + 1
    assert len(trail.of("handover.do")) == 1
    mailbox = mailbox_of(raised)
    [words] = [mailbox.receipt(one.content) for one in dialogue.read(mailbox) if one.content.receipt]
    assert words is not None
    assert bytes(Report.objects.get(body=oif).lookup) == words.lookup


def test_confidentiality_that_must_be_broken(desk: Desk, oif: str, storm: Storm, trail: Trail) -> None:
    raised, receipt, token = written_to(desk), new_receipt(), uuid4()
    what = duty.Break(
        "official_crime", "national", "Er wordt geld weggenomen.", "mailbox", message="Ik moet dit zeggen."
    )
    contact, before = opened(desk, raised), Message.objects.count()

    def break_it() -> None:
        duty.break_confidentiality(what=what, contact=contact, receipt=receipt, token=token, account=desk.me)

    storm.survive(break_it, lambda: Report.objects.filter(lookup=receipt.lookup).exists())
    break_it()
    assert Report.objects.filter(lookup=receipt.lookup).count() == 1
    assert Message.objects.count() == before + 1
    assert len(trail.of("duty.break")) == 1


def test_an_evaluation(desk: Desk, storm: Storm, trail: Trail) -> None:
    registered(desk, settlement=TALK, situation=RESOLVED, evaluation="link_sent")
    code, year = evaluation.new_ticket(), clock.today().year
    storm.survive(
        lambda: evaluation.answer(code=code, answers={"heard": "agree"}), lambda: not EvaluationTicket.objects.exists()
    )
    states = [fact["evaluation_state"] for fact in facts.live_facts("adviser_evaluation", year).values()]
    assert states == ["responses"]
    asked = [fact["question"] for fact in facts.live_facts("evaluation_answer", year).values()]
    assert len(asked) == len(set(asked)) > 1
    assert len(trail.of("evaluation.answer")) == 1

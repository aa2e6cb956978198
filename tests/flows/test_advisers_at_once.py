"""Two people, or two windows of one, at the same question in the confidential advisers' room: one of them is first, the
other hears of it, and what is counted follows what stands."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from contact_world import at_desk, listed, mailbox_of, opened, written_to
from django.db import connection
from drafted import drafted, requests
from tally_world import RESOLVED, SICK, TALK, adviser_at_desk, registered

from loket.advisers import queries, services
from loket.advisers.access import Desk
from loket.advisers.configuration import configuration
from loket.advisers.errors import Changed, NotThere
from loket.advisers.handover import services as handover
from loket.advisers.importing import services as importing
from loket.advisers.models import Entry
from loket.advisers.network import closing
from loket.advisers.notebook import services as notebook
from loket.advisers.reckoning import facts_of
from loket.core import audit, clock
from loket.core.errors import UserError
from loket.facts import queries as facts
from loket.intake import dialogue
from loket.intake.mailbox import answering
from loket.intake.mailbox.answering import AlreadyRead
from loket.intake.models import Report
from loket.intake.sealing import open_report
from people import officer, recovery_key

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each gives, or why it was refused; they begin at the same moment."""
    ready = Barrier(len(acts))

    def done(act: Callable[[], object]) -> object:
        try:
            ready.wait(10)
            return act()
        except UserError as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(60) for future in [pool.submit(done, act) for act in acts]]


def refused(outcomes: list[object]) -> list[object]:
    return [one for one in outcomes if isinstance(one, type)]


def agrees(desk: Desk) -> None:
    """Every request of this adviser is counted as it stands, by its own facts."""
    year, known = clock.today().year, configuration()
    for one in queries.entries(desk, year):
        counted = facts_of(one.content, year, known.file.ongoing, known.rank)
        for key, number in one.content.facts.items():
            kind, of, columns = counted[key]
            assert facts.live_fact(kind, number) == {"year": of, **columns}


def test_two_windows_end_the_same_request() -> None:
    desk = adviser_at_desk()
    for _round in range(ROUNDS):
        entry = registered(desk, settlement=TALK).pk
        outcomes = at_once(
            partial(services.set_situation, desk=desk, entry=entry, version=1, code=RESOLVED),
            partial(services.set_situation, desk=desk, entry=entry, version=1, code=SICK),
        )
        assert refused(outcomes) == [Changed]
        assert len(queries.open_entry(desk, entry).content.situations) == 1
    agrees(desk)
    counted = Counter(one["situation"] for one in facts.live_facts("advice_request", clock.today().year).values())
    assert counted[RESOLVED] + counted[SICK] == ROUNDS


def test_one_window_takes_back_what_the_other_goes_on_from() -> None:
    """A request never ends without a settlement, whoever is first."""
    desk = adviser_at_desk()
    for _round in range(ROUNDS):
        entry = registered(desk, settlement=TALK).pk
        outcomes = at_once(
            partial(services.take_back, desk=desk, entry=entry, version=1, which="settlement", index=0),
            partial(services.set_situation, desk=desk, entry=entry, version=1, code=RESOLVED),
        )
        assert len(refused(outcomes)) == 1
        content = queries.open_entry(desk, entry).content
        assert content.settlements[0].is_taken_back != bool(content.situations)
    agrees(desk)


def test_a_contact_that_is_sent_from_two_windows_counts_once() -> None:
    desk = adviser_at_desk()
    entry, token = registered(desk).pk, uuid4()

    at_once(*[partial(services.add_contact, desk=desk, entry=entry, version=1, minutes=30, token=token)] * 4)
    assert [one.minutes for one in queries.open_entry(desk, entry).content.contacts] == [30]


def test_a_page_that_two_windows_write() -> None:
    desk, page = adviser_at_desk(), uuid4()
    notebook.write(desk=desk, id=page, title="", text="Begin.", entry="")
    change = partial(notebook.change, desk=desk, page=page, version=1, title="", entry="")
    assert refused(at_once(partial(change, text="De een."), partial(change, text="De ander."))) == [Changed]


def test_a_file_that_two_windows_read_in_counts_once() -> None:
    desk = adviser_at_desk()
    draft = drafted(desk, requests(2))
    outcomes = at_once(*[partial(importing.read_in, desk=desk, id=draft)] * 3)
    assert sorted(outcomes, key=str) == [2, NotThere, NotThere]
    assert Entry.objects.count() == 2
    agrees(desk)


def test_consent_that_is_withdrawn_while_it_is_handed_over() -> None:
    """Either nothing goes, or the yes stands: nobody reads a no beside what went."""
    officer("staal", "oif", recovery_key())
    desk, _client = at_desk()
    went = 0
    for _round in range(ROUNDS):
        raised = written_to(desk)
        row = handover.ask(report=opened(desk, raised), id_=uuid4(), target="oif", text="Dit mag mee.", actor="luister")
        answering.answer(mailbox=mailbox_of(raised), question=row.message, choice="share_unnamed", text="")
        report = open_report(Report.objects.get(pk=raised.report_id), desk.private)
        mailbox = mailbox_of(raised)
        outcomes = at_once(
            partial(handover.hand_over, report=report, handover=row.pk, actor="luister"),
            partial(answering.answer, mailbox=mailbox, question=row.message, choice="keep", text=""),
        )
        row.refresh_from_db()
        went += row.done_on is not None
        assert refused(outcomes) == [AlreadyRead if row.done_on else handover.NotAgreed]
        [said] = [one for one in dialogue.read(mailbox_of(raised)) if one.answers == row.message]
        assert said.content.choice == ("share_unnamed" if row.done_on else "keep")
    assert Report.objects.filter(body="oif").count() == went


def test_a_year_that_is_closed_while_advisers_count() -> None:
    """Nobody waits for ever, every request counts once, and closing again puts the shares right."""
    year, today = clock.today().year, clock.today()
    desks = [adviser_at_desk(f"adviser{number}") for number in range(4)]
    for number in range(3):
        listed(f"ander{number}", certification="lvv_registered")
    services.set_hours(desk=desks[0], year=year, month=today.month, function="support", minutes=60)

    close = partial(closing.close_year, year=year, reference_date=today, actor="landelijk")

    def work(desk: Desk) -> None:
        for minutes in (30, 60):
            registered(desk)
            services.set_hours(desk=desk, year=year, month=today.month, function="information", minutes=minutes)

    assert refused(at_once(close, *(partial(work, desk) for desk in desks), close)) == []
    assert len(facts.live_facts("adviser", year)) == 3
    close()
    shares = {fact["core_function"]: fact["share"] for fact in facts.live_facts("adviser_time", year).values()}
    assert shares == {"support": 20, "information": 80}
    assert len(facts.live_facts("advice_request", year)) == Entry.objects.count() == 2 * len(desks)
    for desk in desks:
        agrees(desk)
    assert audit.verify() is None

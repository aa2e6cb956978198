"""All 76 advisers register at the same moment, each from a browser and from a phone whose queue is sent twice while the
browser tries again: every request is counted once."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import connection

from loket.accounts.models import Role
from loket.advisers import queries, services
from loket.advisers.access import Desk, desk_of
from loket.advisers.counting import carry_over
from loket.advisers.models import Entry
from loket.core import audit, clock
from loket.core.models import AuditEntry
from loket.facts import queries as facts
from loket.facts import services as fact_services
from loket.keys import services as keys
from people import person

ADVISERS, EACH, TIMES = 76, 4, 2
PHONES = 12
"""So many phones find a connection at the same moment; the server takes a hundred."""
TALK, RESOLVED = "sounding_board_talk_advice", "normalised_and_resolved"
NEW = services.NewEntry(
    unit="douane",
    category="undesirable_conduct",
    subcategory="intimidation",
    accused="direct_manager",
    reporter_accused="no",
    minutes=20,
)
KINDS = ("advice_request", "advice_month", "advice_reporter_accused")


@pytest.mark.django_db(transaction=True)
def test_every_request_is_counted_once() -> None:
    desks = [at_desk(f"adviser{number}") for number in range(ADVISERS)]
    wanted = [[uuid4() for _ in range(EACH)] for _desk in desks]
    trail = AuditEntry.objects.count()
    with ThreadPoolExecutor(ADVISERS) as browsers, ThreadPoolExecutor(PHONES) as phones:
        begun = [phones.submit(mix)]
        for desk, ids in zip(desks, wanted, strict=True):
            acts = shuffled(desk, ids)
            begun.append(browsers.submit(sent, desk, acts[::2]))
            begun.append(phones.submit(sent, desk, acts[1::2]))
        for future in begun:
            future.result(120)
        ended = [browsers.submit(settle, desk, ids[: EACH // 2]) for desk, ids in zip(desks, wanted, strict=True)]
        for future in ended:
            future.result(120)
    year = clock.today().year
    assert set(Entry.objects.values_list("pk", flat=True)) == {id for ids in wanted for id in ids}
    assert all(len(facts.live_facts(kind, year)) == ADVISERS * EACH for kind in KINDS)
    counted = Counter(one["situation"] for one in facts.live_facts("advice_request", year).values())
    assert counted == {RESOLVED: ADVISERS * (EACH // 2), "situation_ongoing": ADVISERS * (EACH // 2)}
    for desk, ids in zip(desks, wanted, strict=True):
        mine = queries.entries(desk, year)
        assert {one.entry.pk for one in mine} == set(ids)
        assert sorted(one.content.number for one in mine) == [1, 2, 3, 4]
        assert all(len(one.content.contacts) == 1 for one in mine)
    once = AuditEntry.objects.filter(position__gt=trail, action__in=["tally.register", "tally.import"])
    assert sum(entry.summary.get("entries", 1) for entry in once) == ADVISERS * EACH
    assert audit.verify() is None


def at_desk(username: str) -> Desk:
    account = person(username, Role.ADVISER)
    return desk_of(account, keys.make_person_key(account=account, actor="test"))


def shuffled(desk: Desk, ids: list[UUID]) -> list[tuple[UUID, ...]]:
    """Each request ``TIMES`` times, and a queue of all of them twice, in an order of the adviser's own."""
    acts = [(one,) for one in ids] * TIMES + [tuple(ids), tuple(reversed(ids))]
    random.Random(desk.code).shuffle(acts)  # noqa: S311 (no secret: an order)
    return acts


def sent(desk: Desk, acts: list[tuple[UUID, ...]]) -> None:
    month = f"{clock.today():%Y-%m}"
    try:
        for ids in acts:
            if len(ids) == 1:
                services.register(desk=desk, id=ids[0], new=NEW)
            else:
                services.register_many(desk=desk, entries=[(id, replace(NEW), month) for id in ids])
    finally:
        connection.close()


def settle(desk: Desk, ids: list[UUID]) -> None:
    """End these requests, with every form sent more than once."""
    try:
        for id in ids:
            for _time in range(TIMES):
                services.set_settlement(desk=desk, entry=id, version=1, code=TALK)
                services.set_situation(desk=desk, entry=id, version=2, code=RESOLVED)
    finally:
        connection.close()


def mix() -> None:
    """The sweep, meanwhile."""
    try:
        for _time in range(5):
            fact_services.mix()
            carry_over()
    finally:
        connection.close()

"""Closing a year: the network and its time as facts; again, what changed is put right."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from network_world import BOSS, NO_INTENTION, REGISTERED, TODAY, appointed

from loket.advisers.network import closing, services
from loket.advisers.network.errors import BadPeriod, NoHours, YearIsLoaded
from loket.advisers.network.services import State
from loket.core.models import AuditEntry
from loket.facts import queries as facts
from loket.facts import services as fact_services
from loket.facts.models import Adviser as AdviserFact

pytestmark = pytest.mark.django_db

YEAR, DAY = 2025, dt.date(2025, 12, 31)


def hours(**minutes: int) -> None:
    lines: list[fact_services.NewFact] = [
        ("adviser_hours", YEAR, {"core_function": code, "minutes": n}) for code, n in minutes.items()
    ]
    fact_services.yield_facts(facts=lines, actor="test")


def certified() -> Counter[str]:
    return Counter(fact["certification"] for fact in facts.live_facts("adviser", YEAR).values())


def shares() -> dict[str, Decimal]:
    return {fact["core_function"]: fact["share"] for fact in facts.live_facts("adviser_time", YEAR).values()}


def close() -> closing.Closing:
    return closing.close_year(year=YEAR, reference_date=DAY, actor=BOSS)


def test_one_fact_for_each_in_office_and_shares_that_add_up() -> None:
    for number in range(3):
        appointed(f"a{number}")
    appointed("vier", certification=NO_INTENTION)
    appointed("later", on=dt.date(2026, 1, 1))
    hours(support=100, information=100, signalling=100)
    assert close().advisers == 4
    assert certified() == {REGISTERED: 3, NO_INTENTION: 1}
    assert sum(shares().values()) == 100
    entry = AuditEntry.objects.filter(action="network.close-year").get()
    assert (entry.actor, entry.target, entry.summary) == (BOSS, f"year:{YEAR}", {"count": 4})


def test_again_changes_nothing_and_then_only_what_changed() -> None:
    first, second = appointed("een"), appointed("twee")
    hours(support=60, signalling=60)
    close()
    numbers = set(facts.live_facts("adviser", YEAR))
    before = AuditEntry.objects.filter(action__startswith="fact.").count()
    close()
    assert AuditEntry.objects.filter(action__startswith="fact.").count() == before
    services.change_state(adviser=first, state=State(NO_INTENTION), actor=BOSS)
    hours(support=120)
    close()
    assert set(facts.live_facts("adviser", YEAR)) == numbers
    assert certified() == {REGISTERED: 1, NO_INTENTION: 1}
    assert shares() == {"support": Decimal(75), "signalling": Decimal(25)}
    services.end(adviser=second, last_day=dt.date(2025, 6, 30), actor=BOSS)
    hours(information=20)
    close()
    assert certified() == {NO_INTENTION: 1}
    assert len(shares()) == 3


def test_without_hours_nothing_is_counted() -> None:
    appointed()
    with pytest.raises(NoHours):
        close()
    assert not certified()


@pytest.mark.parametrize("day", [dt.date(2024, 12, 31), TODAY + dt.timedelta(days=1)])
def test_a_day_before_the_year_or_in_the_future_is_refused(day: dt.date) -> None:
    appointed()
    hours(support=60)
    with pytest.raises(BadPeriod):
        closing.close_year(year=YEAR, reference_date=day, actor=BOSS)
    assert not certified()


def test_a_year_that_came_from_files_is_left_alone() -> None:
    appointed()
    hours(support=60)
    AdviserFact.objects.create(year=YEAR, certification=REGISTERED, origin="record")
    with pytest.raises(YearIsLoaded):
        close()
    assert not certified()

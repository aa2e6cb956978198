"""Registering in the tally and what follows: counted once, in the right year, and only the adviser's own to see."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from tally_world import DIRECTOR, NEW, RESOLVED, SICK, TALK, adviser_at_desk, registered

from loket.advisers import queries, services
from loket.advisers.access import Desk
from loket.advisers.content import EntryContent
from loket.advisers.errors import (
    BadCode,
    BadId,
    BadMinutes,
    BadMonth,
    Changed,
    Ended,
    NoSettlement,
    NotClosed,
    NotThere,
    YearIsLoaded,
)
from loket.advisers.models import Entry
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts import queries as facts
from loket.facts.models import AdviceRequest, Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> Desk:
    return adviser_at_desk()


def test_a_request_is_registered_once_however_often_it_is_sent(desk: Desk) -> None:
    id = uuid4()
    first = registered(desk, id=id, minutes=20)
    again = registered(desk, id=id, minutes=20)
    year = clock.today().year
    assert first == again
    assert queries.number_in_year(desk, year) == 1
    for kind in ("advice_request", "advice_month"):
        assert len(facts.live_facts(kind, year)) == 1
    assert queries.open_entry(desk, id).content.contacts[0].minutes == 20
    assert AuditEntry.objects.filter(action="tally.register").count() == 1


def content(desk: Desk, entry: Entry) -> EntryContent:
    return queries.open_entry(desk, entry.pk).content


def stands(kind: str, year: int) -> list[dict[str, object]]:
    """The live facts of a kind and year, without their numbers."""
    return list(facts.live_facts(kind, year).values())


@pytest.fixture
def summer() -> Iterator[None]:
    """It is July 2026."""
    with clock.as_of(dt.date(2026, 7, 15)):
        yield


@pytest.mark.usefixtures("summer")
def test_what_is_registered_is_counted_by_each_kind_of_fact(desk: Desk) -> None:
    registered(desk, reporter_accused="no", month="2026-05")
    labels = {"category": "undesirable_conduct", "unit": "douane"}
    assert stands("advice_request", 2026) == [
        {
            **labels,
            "subcategory": "intimidation",
            "accused": "direct_manager",
            "settlement": "settlement_ongoing",
            "situation": "situation_ongoing",
        }
    ]
    assert stands("advice_month", 2026) == [{**labels, "month": 5}]
    assert stands("advice_reporter_accused", 2026) == [{"unit": "douane", "reporter_accused": "no"}]


@pytest.mark.parametrize(
    ("labels", "error"),
    [
        ({"unit": "not_published"}, BadCode),
        ({"unit": "nergens"}, BadCode),
        ({"unit": ""}, BadCode),
        ({"unit": "douane\x00"}, BadCode),
        ({"category": "financial_violation"}, BadCode),
        ({"subcategory": "fraud"}, BadCode),
        ({"accused": "manager_undifferentiated"}, BadCode),
        ({"accused": "concerns_unknown"}, BadCode),
        ({"reporter_accused": "misschien"}, BadCode),
        ({"settlement": "settlement_ongoing"}, BadCode),
        ({"settlement": "settled_unknown"}, BadCode),
        ({"settlement": TALK, "situation": "situation_ongoing"}, BadCode),
        ({"situation": RESOLVED}, NoSettlement),
        ({"settlement": TALK, "evaluation": "link_sent"}, NotClosed),
        ({"settlement": TALK, "situation": RESOLVED, "evaluation": "responses"}, BadCode),
        ({"minutes": 1441}, BadMinutes),
        ({"minutes": -1}, BadMinutes),
        ({"month": "2026-08"}, BadMonth),
        ({"month": "2025-12"}, BadMonth),
        ({"month": "2026-13"}, BadMonth),
        ({"month": "2026-7"}, BadMonth),
        ({"month": "٢٠٢٦-07"}, BadMonth),
        ({"month": "2026-07\n"}, BadMonth),
    ],
)
@pytest.mark.usefixtures("summer")
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    desk: Desk, labels: dict[str, str], error: type[Exception]
) -> None:
    trail = AuditEntry.objects.count()
    with pytest.raises(error):
        registered(desk, **labels)
    assert not Entry.objects.exists()
    assert not AdviceRequest.objects.exists()
    assert AuditEntry.objects.count() == trail


def test_in_january_the_year_before_is_still_open_and_not_when_it_was_loaded(desk: Desk) -> None:
    with clock.as_of(dt.date(2027, 1, 31)):
        registered(desk, month="2026-12")
        assert len(stands("advice_carried", 2027)) == 1
        load_request(2026)
        with pytest.raises(YearIsLoaded):
            registered(desk, month="2026-12")
    with clock.as_of(dt.date(2027, 2, 1)), pytest.raises(BadMonth):
        registered(desk, month="2026-12")


def load_request(year: int) -> None:
    columns = dict.fromkeys(("category", "subcategory", "unit", "accused", "settlement", "situation"), "x")
    AdviceRequest.objects.create(year=year, origin=Fact.Origin.RECORD, **columns)


@pytest.mark.usefixtures("summer")
def test_the_highest_settlement_counts_and_the_others_stay_to_be_seen(desk: Desk) -> None:
    entry = registered(desk, settlement=TALK)
    entry = services.set_settlement(desk=desk, entry=entry.pk, version=1, code=DIRECTOR)
    services.set_settlement(desk=desk, entry=entry.pk, version=2, code="three_way_talk")
    assert [step.code for step in content(desk, entry).settlements] == [TALK, DIRECTOR, "three_way_talk"]
    assert stands("advice_request", 2026)[0]["settlement"] == DIRECTOR
    services.take_back(desk=desk, entry=entry.pk, version=3, which="settlement", index=1)
    assert stands("advice_request", 2026)[0]["settlement"] == "three_way_talk"


@pytest.mark.usefixtures("summer")
def test_a_situation_needs_a_settlement_also_after_one_is_taken_back(desk: Desk) -> None:
    entry = registered(desk)
    with pytest.raises(NoSettlement):
        services.set_situation(desk=desk, entry=entry.pk, version=1, code=RESOLVED)
    services.set_settlement(desk=desk, entry=entry.pk, version=1, code=TALK)
    services.set_situation(desk=desk, entry=entry.pk, version=2, code=RESOLVED)
    with pytest.raises(NoSettlement):
        services.take_back(desk=desk, entry=entry.pk, version=3, which="settlement", index=0)
    entry = services.take_back(desk=desk, entry=entry.pk, version=3, which="situation", index=0)
    assert (entry.is_open, entry.destroy_after) == (True, None)
    assert stands("advice_request", 2026)[0]["situation"] == "situation_ongoing"


@pytest.mark.usefixtures("summer")
def test_what_was_seen_elsewhere_first_is_not_overwritten(desk: Desk) -> None:
    entry = registered(desk, settlement=TALK)
    services.set_situation(desk=desk, entry=entry.pk, version=1, code=RESOLVED)
    with pytest.raises(Changed):
        services.set_situation(desk=desk, entry=entry.pk, version=1, code=SICK)
    with pytest.raises(Changed):
        services.take_back(desk=desk, entry=entry.pk, version=2, which="situation", index=7)
    again = services.set_situation(desk=desk, entry=entry.pk, version=1, code=RESOLVED)
    assert again.version == 2


@pytest.mark.usefixtures("summer")
def test_a_contact_counts_once_however_often_its_form_is_sent(desk: Desk) -> None:
    entry, token = registered(desk, minutes=30, month="2026-06"), uuid4()
    for _time in range(2):
        services.add_contact(desk=desk, entry=entry.pk, version=1, minutes=15, token=token)
    assert [(one.month, one.minutes) for one in content(desk, entry).contacts] == [("2026-06", 30), ("2026-07", 15)]
    for month, error in (("2026-05", BadMonth), ("2026-08", BadMonth)):
        with pytest.raises(error):
            services.add_contact(desk=desk, entry=entry.pk, version=2, minutes=15, token=uuid4(), month=month)
    own = queries.year_of(desk, 2026)
    assert (own.contacts, own.minutes) == (2, 45)


@pytest.mark.usefixtures("summer")
def test_a_correction_mends_every_fact_of_the_request(desk: Desk) -> None:
    entry = registered(desk, reporter_accused="yes")
    labels = {
        "unit": "toeslagen",
        "category": "financial_violation",
        "subcategory": "fraud",
        "accused": "reporter_self",
    }
    services.correct(desk=desk, entry=entry.pk, version=1, **labels)
    assert stands("advice_request", 2026)[0].items() >= labels.items()
    assert stands("advice_month", 2026)[0]["unit"] == "toeslagen"
    assert stands("advice_reporter_accused", 2026) == []
    with pytest.raises(BadCode):
        services.correct(desk=desk, entry=entry.pk, version=2, **{**labels, "subcategory": "corruption"})


@pytest.mark.usefixtures("summer")
def test_whether_a_link_was_sent_is_said_of_a_request_that_ended(desk: Desk) -> None:
    entry = registered(desk, settlement=TALK)
    with pytest.raises(NotClosed):
        services.set_evaluation(desk=desk, entry=entry.pk, version=1, code="link_sent")
    services.set_situation(desk=desk, entry=entry.pk, version=1, code=RESOLVED)
    with pytest.raises(BadCode):
        services.set_evaluation(desk=desk, entry=entry.pk, version=2, code="")
    services.set_evaluation(desk=desk, entry=entry.pk, version=2, code="link_not_stated")
    assert stands("adviser_evaluation", 2026) == [{"evaluation_state": "link_not_stated"}]


def test_an_open_request_goes_on_and_ends_in_its_own_year(desk: Desk) -> None:
    with clock.as_of(dt.date(2026, 11, 3)):
        entry = registered(desk, settlement=TALK)
    with clock.as_of(dt.date(2027, 1, 1)):
        services.carry()
        services.carry()
        assert len(stands("advice_carried", 2027)) == 1
    with clock.as_of(dt.date(2027, 3, 1)):
        services.set_settlement(desk=desk, entry=entry.pk, version=1, code=DIRECTOR)
        services.set_situation(desk=desk, entry=entry.pk, version=2, code=RESOLVED)
        assert (
            stands("advice_request", 2026)[0].items() >= {"settlement": TALK, "situation": "situation_ongoing"}.items()
        )
        carried = {"settlement": DIRECTOR, "situation": RESOLVED, "from_year": 2026}.items()
        assert stands("advice_carried", 2027)[0].items() >= carried
        assert (queries.year_of(desk, 2026).continuing, queries.year_of(desk, 2027).handled) == (1, 1)
    with clock.as_of(dt.date(2028, 5, 1)):
        services.carry()
        assert stands("advice_carried", 2028) == []
        with pytest.raises(Ended):
            services.set_situation(desk=desk, entry=entry.pk, version=3, code=SICK)
        services.reopen(desk=desk, entry=entry.pk, version=3)
        services.set_situation(desk=desk, entry=entry.pk, version=4, code=SICK)
        with pytest.raises(Ended):
            services.take_back(desk=desk, entry=entry.pk, version=5, which="situation", index=1)
        assert stands("advice_carried", 2028)[0]["situation"] == SICK
        assert stands("advice_carried", 2027)[0]["situation"] == RESOLVED


def test_a_year_that_nobody_closed_is_closed_with_the_next(desk: Desk) -> None:
    with clock.as_of(dt.date(2026, 11, 3)):
        registered(desk)
        load_request(2026)
        AdviceRequest.objects.filter(origin=Fact.Origin.RECORD).update(situation="situation_ongoing")
    with clock.as_of(dt.date(2029, 1, 1)):
        services.carry()
        assert [len(stands("advice_carried", year)) for year in (2027, 2028, 2029)] == [1, 1, 1]
        assert {one["from_year"] for one in stands("advice_carried", 2029)} == {2026}


def test_closing_the_years_is_done_once_a_day(desk: Desk, django_assert_num_queries: Any) -> None:
    registered(desk)
    services.carry()
    with django_assert_num_queries(3):  # a savepoint, the token, and its end
        services.carry()


@pytest.mark.usefixtures("summer")
def test_a_tally_of_earlier_years_is_read_in_whole_or_not_at_all(desk: Desk) -> None:
    old = replace(NEW, accused="concerns_unknown", settlement="settled_unknown")
    odd = replace(NEW, situation=RESOLVED)  # older tallies have a situation without a settlement
    good = [(uuid4(), old, "2025-02"), (uuid4(), NEW, "2026-03"), (uuid4(), odd, "2025-04")]
    with pytest.raises(BadCode):
        services.register_many(desk=desk, entries=[*good, (uuid4(), replace(NEW, unit="nergens"), "2025-05")])
    assert not Entry.objects.exists()
    rows = services.register_many(desk=desk, entries=[*good, good[0]])
    assert [row.pk for row in rows] == [*(one[0] for one in good), good[0][0]]
    assert services.register_many(desk=desk, entries=good) == rows[:3]
    assert [content(desk, row).number for row in rows[:3]] == [1, 1, 2]
    assert (len(stands("advice_request", 2025)), len(stands("advice_carried", 2026))) == (2, 1)
    assert AuditEntry.objects.get(action="tally.import").summary == {"entries": 3}
    load_request(2024)
    with pytest.raises(YearIsLoaded):
        services.register_many(desk=desk, entries=[(uuid4(), replace(NEW, reporter_accused=""), "2024-05")])


@pytest.mark.usefixtures("summer")
def test_hours_are_counted_by_function_and_can_change(desk: Desk) -> None:
    set_hours = partial(services.set_hours, desk=desk, year=2026)
    set_hours(month=3, function="support", minutes=240)
    set_hours(month=3, function="information", minutes=60)
    set_hours(month=4, function="support", minutes=30)
    set_hours(month=3, function="support", minutes=200)
    set_hours(month=4, function="support", minutes=0)
    assert queries.hours(desk, 2026).minutes == {"2026-03": {"support": 200, "information": 60}}
    assert sorted(one["minutes"] for one in facts.live_facts("adviser_hours", 2026).values()) == [60, 200]
    for wrong, error in (
        ({"month": 8}, BadMonth),
        ({"month": 13}, BadMonth),
        ({"function": "slapen"}, BadCode),
        ({"minutes": -1}, BadMinutes),
        ({"minutes": 10**6}, BadMinutes),
    ):
        with pytest.raises(error):
            set_hours(**{"month": 3, "function": "support", "minutes": 1, **wrong})


def test_an_entry_goes_when_its_time_has_passed_and_its_facts_stay(desk: Desk) -> None:
    with clock.as_of(dt.date(2026, 5, 20)):
        ended = registered(desk, settlement=TALK, situation=RESOLVED)
        registered(desk)
    assert ended.destroy_after == dt.date(2028, 6, 1)
    with clock.as_of(dt.date(2028, 5, 31)):
        services.destroy_due()
        assert Entry.objects.count() == 2
    with clock.as_of(dt.date(2028, 6, 1)):
        services.destroy_due()
        services.destroy_due()
        assert Entry.objects.get().is_open
    assert len(stands("advice_request", 2026)) == 2
    assert AuditEntry.objects.get(action="tally.destroy").summary == {"entries": 1}


def test_somebody_elses_entry_is_not_there_and_its_id_is_taken(desk: Desk) -> None:
    entry, other = registered(desk), adviser_at_desk("gehoor")
    with pytest.raises(NotThere):
        queries.open_entry(other, entry.pk)
    with pytest.raises(NotThere):
        services.reopen(desk=other, entry=entry.pk, version=1)
    with pytest.raises(BadId):
        registered(other, id=entry.pk)
    assert queries.entries(other, entry.year) == []
    assert len(stands("advice_request", entry.year)) == 1

"""Live facts: what rooms yield, beside what was loaded, and what they must not give away."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts import queries, services
from loket.facts.models import AdviceMonth, CaseEvent, Fact, Incident, PersonConcerned
from loket.facts.services import BadFact, NoSuchFact, correct_fact, withdraw_fact, yield_fact, yield_facts
from loket.settings import BASE_DIR

FINANCIEN = BASE_DIR / "data" / "financien"
PERSON = {"investigation": "full_fact_finding", "settlement_class": "disciplinary"}
EVENT: Mapping[str, str | int] = {
    "unit": "douane",
    "event": "settlement",
    "violation": "undesirable_conduct",
    "settlement_class": "disciplinary",
    "month": 3,
}


def person_fact(**columns: str) -> int:
    return yield_fact(kind="person_concerned", year=2024, columns={**PERSON, **columns}, actor="staal")


@pytest.mark.django_db
def test_a_live_fact_stands_beside_the_loaded_ones_and_survives_a_load() -> None:
    services.load(folder=FINANCIEN, actor="sanne")
    before = queries.rows("person_concerned", 2024).num_rows
    number = person_fact()
    services.load(folder=BASE_DIR / "tests" / "data" / "voorbeeldland", actor="sanne")
    services.load(folder=FINANCIEN, actor="sanne")
    assert queries.rows("person_concerned", 2024).num_rows == before + 1
    fact = PersonConcerned.objects.get(pk=number)
    assert (fact.origin, fact.reconstructed, fact.settlement_class) == (Fact.Origin.LIVE, "", "disciplinary")


@pytest.mark.django_db
def test_it_is_corrected_under_the_same_number_and_taken_away_once() -> None:
    number = person_fact()
    correct_fact(
        kind="person_concerned", fact=number, year=2025, columns={**PERSON, "settlement_class": "none"}, actor="staal"
    )
    fact = PersonConcerned.objects.get(pk=number)
    assert (fact.year, fact.settlement_class) == (2025, "none")
    withdraw_fact(kind="person_concerned", fact=number, actor="staal")
    assert not PersonConcerned.objects.exists()
    with pytest.raises(NoSuchFact):
        withdraw_fact(kind="person_concerned", fact=number, actor="staal")
    with pytest.raises(NoSuchFact):
        correct_fact(kind="person_concerned", fact=number, year=2024, columns=PERSON, actor="staal")


def written_by(table: str) -> list[tuple[int, str]]:
    """The numbers of the live facts in the order in which they lie on the disk, and the transaction of each."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, xmin::text FROM {table} WHERE origin = 'live' ORDER BY ctid")  # noqa: S608 (a name of our own)
        return list(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_the_database_does_not_keep_which_fact_was_written_with_what() -> None:
    """A case is changed in the transaction that yields its facts: whoever has the database must not find one by the
    other, nor by the order in which they came."""
    loaded = PersonConcerned.objects.create(year=2024, origin=Fact.Origin.RECORD, **PERSON)
    numbers = [person_fact() for _ in range(8)]
    table = PersonConcerned._meta.db_table
    assert len({transaction for _number, transaction in written_by(table)}) == len(numbers)
    before = set(PersonConcerned.objects.values_list())
    services.mix()
    found = written_by(table)
    assert [number for number, _transaction in found] == sorted(numbers)
    assert len({transaction for _number, transaction in found}) == 1
    assert set(PersonConcerned.objects.values_list()) == before
    services.mix()
    assert written_by(table) == found
    assert PersonConcerned.objects.filter(pk=loaded.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_first_fact_is_not_led_to_the_act_that_wrote_it() -> None:
    """Until a second one comes, which may be years, it would have the transaction of the row that it was made of."""
    person_fact()
    table = PersonConcerned._meta.db_table
    ((number, act),) = written_by(table)
    services.mix()
    ((still, mixed),) = written_by(table)
    assert (still, mixed != act) == (number, True)
    services.mix()
    assert written_by(table) == [(number, mixed)]


@pytest.mark.django_db
def test_a_loaded_fact_is_neither_corrected_nor_withdrawn() -> None:
    loaded = PersonConcerned.objects.create(year=2024, origin=Fact.Origin.RECORD, **PERSON)
    with pytest.raises(NoSuchFact):
        withdraw_fact(kind="person_concerned", fact=loaded.pk, actor="staal")
    with pytest.raises(NoSuchFact):
        correct_fact(kind="person_concerned", fact=loaded.pk, year=2024, columns=PERSON, actor="staal")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "year", "columns"),
    [
        ("settled_matter", 2024, PERSON),
        ("person_concerned", 2024, {"investigation": "full_fact_finding"}),
        ("person_concerned", 2024, {**PERSON, "name": "S. Voorbeeld"}),
        ("person_concerned", 2024, {**PERSON, "settlement_class": ""}),
        ("person_concerned", 1999, PERSON),
    ],
)
def test_what_is_no_fact_is_refused_and_leaves_nothing(kind: str, year: int, columns: dict[str, str]) -> None:
    with pytest.raises(BadFact):
        yield_fact(kind=kind, year=year, columns=columns, actor="staal")
    assert not PersonConcerned.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_the_new_kinds_hold_a_month_and_an_item() -> None:
    yield_fact(kind="case_event", year=2026, columns=EVENT, actor="staal")
    item = {"unit": "douane", "item": "phone", "how": "stolen"}
    yield_fact(kind="incident", year=2026, columns=item, actor="incident")
    assert queries.rows("case_event", 2026)["month"].to_pylist() == [3]
    assert Incident.objects.get().item == "phone"


@pytest.mark.django_db
@pytest.mark.parametrize("month", [0, 13])
def test_there_are_twelve_months(month: int) -> None:
    with pytest.raises(Exception, match="facts_case_event_month"), transaction.atomic():
        yield_fact(kind="case_event", year=2026, columns={**EVENT, "month": month}, actor="staal")
    assert not CaseEvent.objects.exists()


@pytest.mark.django_db
def test_the_trail_says_which_kind_and_year_and_nothing_of_what_or_whose() -> None:
    number = person_fact()
    correct_fact(kind="person_concerned", fact=number, year=2024, columns=PERSON, actor="staal")
    withdraw_fact(kind="person_concerned", fact=number, actor="staal")
    entries = list(AuditEntry.objects.order_by("position"))
    assert [entry.action for entry in entries] == ["fact.yield", "fact.correct", "fact.withdraw"]
    assert {(entry.actor, entry.target, str(entry.summary)) for entry in entries} == {
        ("staal", "fact:person_concerned", "{'year': 2024}")
    }


class Order(TestCase):
    """Nothing of the order in which matters were settled: neither in what is frozen, nor in the numbers."""

    @settings(deadline=None, max_examples=20)
    @given(classes=st.lists(st.sampled_from(["none", "non_disciplinary", "disciplinary"]), max_size=8))
    def test_rows_are_the_same_in_whatever_order_they_were_written(self, classes: list[str]) -> None:
        written = []
        for order in (classes, list(reversed(classes))):
            PersonConcerned.objects.all().delete()
            for one in order:
                person_fact(settlement_class=one)
            written.append(queries.rows("person_concerned", 2024))
        assert written[0] == written[1]

    def test_numbers_do_not_count_up(self) -> None:
        numbers = [person_fact() for _ in range(20)]
        assert numbers != sorted(numbers)
        assert min(numbers) >= 2**53


@pytest.mark.django_db(transaction=True)
def test_two_yield_at_once_and_a_freeze_waits_for_both() -> None:
    """Shared between those who yield, alone for a load or a freeze."""
    both_inside, may_end, frozen = Barrier(3), Event(), Event()

    def settle() -> None:
        with transaction.atomic():
            services.stand_in_line()
            both_inside.wait(10)
            person_fact()
            may_end.wait(10)
        connection.close()

    def freeze() -> int:
        with transaction.atomic():
            services.hold_still()
            frozen.set()
            count = PersonConcerned.objects.count()
        connection.close()
        return count

    with ThreadPoolExecutor(3) as pool:
        settling = [pool.submit(settle) for _ in range(2)]
        both_inside.wait(10)
        counted = pool.submit(freeze)
        assert not frozen.wait(0.3)
        may_end.set()
        assert counted.result(10) == 2
        assert [one.result(10) for one in settling] == [None, None]


MONTH: Mapping[str, str | int] = {"unit": "douane", "category": "undesirable_conduct", "month": 3}


@pytest.mark.django_db
def test_facts_that_are_yielded_together_are_one_entry_of_the_trail_that_counts_them(
    django_assert_num_queries: Any,
) -> None:
    some = [("advice_month", 2026, MONTH), ("person_concerned", 2026, PERSON), ("advice_month", 2025, MONTH)]
    with django_assert_num_queries(6):  # in a savepoint: stand in line, a statement for each kind, the trail
        numbers = yield_facts(facts=some, actor="vertrouwenspersoon", day_only=True)
    assert {kind: len(queries.live_facts(kind, 2026)) for kind, _year, _columns in some} == {
        "advice_month": 1,
        "person_concerned": 1,
    }
    assert queries.live_fact("advice_month", numbers[2]) == {"year": 2025, **MONTH}
    assert len(set(numbers)) == 3
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target, entry.summary) == (
        "fact.yield",
        "facts",
        {"advice_month": 2, "person_concerned": 1},
    )
    assert entry.at == clock.midnight(clock.now().date())


@pytest.mark.django_db
def test_a_number_that_was_drawn_before_is_the_fact_s() -> None:
    number = services.draw()
    assert yield_facts(facts=[("advice_month", 2026, MONTH)], numbers=[number], actor="staal") == [number]
    assert AdviceMonth.objects.get().pk == number
    with pytest.raises(IntegrityError), transaction.atomic():
        yield_facts(facts=[("advice_month", 2026, MONTH)], numbers=[number], actor="staal")
    with pytest.raises(ValueError, match="longer"):
        yield_facts(facts=[("advice_month", 2026, MONTH)], numbers=[number + 1, number + 2], actor="staal")


@pytest.mark.django_db
def test_of_facts_that_are_yielded_together_all_are_right_or_none_is_written() -> None:
    assert yield_facts(facts=[], actor="staal") == []
    with pytest.raises(BadFact):
        yield_facts(facts=[("advice_month", 2026, MONTH), ("advice_month", 2026, {"unit": "douane"})], actor="staal")
    assert not AdviceMonth.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_only_the_day_is_kept_of_what_an_adviser_corrects_or_withdraws() -> None:
    (number,) = yield_facts(facts=[("advice_month", 2026, MONTH)], actor="vertrouwenspersoon", day_only=True)
    correct_fact(
        kind="advice_month",
        fact=number,
        year=2026,
        columns={**MONTH, "month": 4},
        actor="vertrouwenspersoon",
        day_only=True,
    )
    withdraw_fact(kind="advice_month", fact=number, actor="vertrouwenspersoon", day_only=True)
    assert set(AuditEntry.objects.values_list("at", flat=True)) == {clock.midnight(clock.now().date())}


@pytest.mark.django_db
def test_live_facts_are_found_by_their_codes() -> None:
    yield_facts(facts=[("advice_month", 2026, {**MONTH, "month": month}) for month in (1, 2)], actor="staal")
    (number,) = yield_facts(facts=[("advice_month", 2026, {**MONTH, "unit": "toeslagen"})], actor="staal")
    assert list(queries.live_facts("advice_month", 2026, unit="toeslagen")) == [number]
    assert len(queries.live_facts("advice_month", 2026)) == 3

"""From case to fact: which facts follow, when, and what a change does to them; and that only codes cross."""

import datetime as dt

import pytest
from case_world import House
from django.db import connection
from settling import (
    ASSESSED,
    SETTLED,
    add_person,
    again,
    before_decision,
    change_person,
    confirm,
    do,
    facts_of,
    label,
    new_case,
    settled,
)

from loket.casework import queries, services
from loket.casework.closing import services as closing
from loket.casework.errors import Missing, Unfilled
from loket.casework.models import Case, Item
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts.models import CaseEvent, Fact, PersonConcerned, ReportReceived, SettledCase

pytestmark = pytest.mark.django_db
LAST_YEAR = clock.today().year - 1
DECIDED = {**SETTLED, "decided_on": dt.date(LAST_YEAR, 11, 5)}


def events() -> list[tuple[str, int, int, str]]:
    return sorted(CaseEvent.objects.values_list("event", "year", "month", "settlement_class"))


def test_each_step_yields_its_facts_in_the_year_that_counts(house: House) -> None:
    opened = new_case(house, received_on=dt.date(LAST_YEAR, 3, 1))
    opened = do(do(opened, "acknowledge"), "assess", **ASSESSED)
    received = ReportReceived.objects.get()
    assert (received.year, received.reporter, received.subject) == (LAST_YEAR, "employee", "undesirable_conduct")
    assert events() == [("report", LAST_YEAR, 3, "none")]
    assert not SettledCase.objects.exists()


def test_two_people_concerned_are_two_rows_and_a_witness_is_none(house: House) -> None:
    heavy = {**DECIDED, "settlement": "written_reprimand", "heard_on": dt.date(LAST_YEAR, 11, 1)}
    settled(new_case(house), DECIDED, heavy, {"role": "witness"})
    rows = SettledCase.objects.order_by("settlement").values_list(
        *("year", "unit", "violation", "description", "investigation", "contracted_out"),
        *("settlement", "settlement_class", "origin"),
    )
    same = (LAST_YEAR, "douane", "undesirable_conduct", "undesirable_conduct_employee", "full_fact_finding", "no")
    assert list(rows) == [
        (*same, "corrective_talk_or_coaching", "non_disciplinary", Fact.Origin.LIVE),
        (*same, "written_reprimand", "disciplinary", Fact.Origin.LIVE),
    ]
    assert PersonConcerned.objects.count() == 2
    today = clock.today()
    assert ("settlement", today.year, today.month, "disciplinary") in events()


def test_the_officer_confirms_first_and_what_changes_after_that_is_confirmed_again(house: House) -> None:
    opened = before_decision(new_case(house), DECIDED)
    with pytest.raises(Missing) as missing:
        do(opened, "settle")
    assert missing.value.requirements == ["facts_reviewed"]
    opened = confirm(opened)
    assert "facts_reviewed" in queries.requirements_met(opened)
    opened = label(opened, unit="toeslagen", violation="undesirable_conduct")
    assert "facts_reviewed" not in queries.requirements_met(opened)
    opened = label(opened, unit="douane", violation="undesirable_conduct")
    assert "facts_reviewed" in queries.requirements_met(opened)
    opened = change_person(opened, 1, settlement="no_action")
    assert "facts_reviewed" not in queries.requirements_met(opened)
    opened = do(confirm(opened), "settle")
    assert "facts_reviewed" in queries.requirements_met(opened)
    assert SettledCase.objects.get().settlement == "no_action"


def test_facts_that_changed_since_they_were_shown_are_not_confirmed(house: House) -> None:
    opened = before_decision(new_case(house), DECIDED)
    with pytest.raises(closing.OtherFacts):
        closing.confirm(opened=opened, shown="0" * 64, actor="staal")
    incomplete = change_person(opened, 1, description="")
    with pytest.raises(closing.NotReady):
        confirm(incomplete)


def test_what_is_missing_is_named_and_where_it_comes_from(house: House) -> None:
    opened = before_decision(new_case(house), {"settlement": "no_action"})
    gaps = {(line.kind, gap.column, gap.source) for line in facts_of(opened) for gap in line.gaps}
    assert gaps == {
        ("settled_case", "year", "person.decided_on"),
        ("settled_case", "description", "person.description"),
        ("person_concerned", "year", "person.decided_on"),
    }


def test_a_later_change_corrects_the_facts_until_the_case_is_closed(house: House) -> None:
    opened = settled(new_case(house), DECIDED)
    number = SettledCase.objects.get().pk
    opened = change_person(opened, 1, settlement="no_action", decided_on=dt.date(LAST_YEAR - 1, 1, 2))
    fact = SettledCase.objects.get()
    assert (fact.pk, fact.year, fact.settlement_class) == (number, LAST_YEAR - 1, "none")
    opened = label(opened, unit="toeslagen", violation="improper_communication")
    assert SettledCase.objects.get().unit == "toeslagen"
    assert set(CaseEvent.objects.values_list("unit", "violation")) == {("toeslagen", "improper_communication")}
    opened = add_person(opened, "W. Weer", **DECIDED)
    assert SettledCase.objects.count() == 2
    opened = change_person(opened, 2, role="witness")
    assert SettledCase.objects.count() == PersonConcerned.objects.count() == 1
    Case.objects.filter(pk=opened.case.pk).update(due_on=None, closed_on=clock.today())
    change_person(opened, 1, settlement="dismissal")
    assert SettledCase.objects.get().settlement == "no_action"


def test_a_change_that_takes_a_code_away_leaves_the_fact_and_keeps_the_case_open(house: House) -> None:
    opened = settled(new_case(house), DECIDED)
    opened = change_person(opened, 1, description="")
    assert SettledCase.objects.get().description == "undesirable_conduct_employee"
    assert "facts_reviewed" not in queries.requirements_met(opened)


def test_a_change_of_nothing_that_counts_writes_no_fact(house: House) -> None:
    opened = settled(new_case(house), DECIDED)
    before = AuditEntry.objects.filter(action__startswith="fact.").count()
    change_person(opened, 1, about="Een ander team")
    assert AuditEntry.objects.filter(action__startswith="fact.").count() == before


def test_a_code_that_does_not_hold_in_the_year_is_said_at_its_field(house: House) -> None:
    opened = do(new_case(house, received_on=dt.date(2024, 6, 1)), "acknowledge")
    with pytest.raises(Unfilled) as wrong:
        do(opened, "assess", **{**ASSESSED, "reporter": "former_employee"})
    assert set(wrong.value.errors) == {"reporter"}
    assert again(opened).case.stage == "acknowledged"
    assert not ReportReceived.objects.exists()
    assert not CaseEvent.objects.exists()


def test_a_case_without_a_person_concerned_yields_a_settlement_without_a_measure(house: House) -> None:
    opened = do(do(new_case(house), "acknowledge"), "assess", **ASSESSED)
    services.say_nobody(opened=opened, version=opened.case.version, actor="staal")
    Case.objects.filter(pk=opened.case.pk).update(stage="decision")
    services.add_item(opened=again(opened), kind="decision", content=opened.item(opened.items()[0]), actor="staal")
    do(confirm(opened), "settle")
    assert not SettledCase.objects.exists()
    assert [event[0::3] for event in events()] == [("report", "none"), ("settlement", "none")]


def test_nothing_leads_from_a_case_to_a_fact_without_the_key(house: House) -> None:
    """Not a number, not a code and not a name, in any table, in the trail or in the mail."""
    opened = settled(new_case(house), DECIDED)
    numbers = [str(fact.pk) for kind in (SettledCase, PersonConcerned, CaseEvent) for fact in kind.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("facts_"):
                cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608 - our own tables
                text = str(cursor.fetchall())
                assert not any(number in text for number in numbers), table
    summaries = str(list(AuditEntry.objects.values_list("summary", flat=True)))
    assert not any(code in summaries for code in ("douane", "undesirable_conduct", "corrective_talk", "Verzinsel"))
    opened.case.delete()
    assert not Item.objects.exists()
    assert SettledCase.objects.count() == 1

"""The audit trail is append-only and whole, or says where it is not (BIO-2)."""

from collections.abc import Mapping

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loket.core import audit, clock
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def note(actor: str = "fictie", summary: Mapping[str, int | str] | None = None) -> None:
    audit.record(actor=actor, action="test.act", target="thing:1", summary=summary or {})


def newest() -> AuditEntry:
    found = AuditEntry.objects.order_by("-position").first()
    assert found is not None
    return found


def test_an_entry_holds_who_what_and_on_which_object() -> None:
    note(summary={"facts": 3})
    entry = newest()
    assert (entry.actor, entry.action, entry.target, entry.summary) == (
        "fictie",
        "test.act",
        "thing:1",
        {"facts": 3},
    )


def test_a_rolled_back_act_leaves_no_entry() -> None:
    note()
    before = newest().position
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert newest().position == before
    assert audit.verify() is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
        max_size=4,
    )
)
def test_any_summary_survives_the_chain(summary: dict[str, int | str]) -> None:
    note(summary=summary)
    assert audit.verify() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET actor = 'iemand anders'",
        "DELETE FROM core_auditentry",
        "TRUNCATE core_auditentry",
    ],
)
def test_the_database_refuses_to_rewrite_it(statement: str) -> None:
    note()
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'iemand anders'",
        "summary = '{\"facts\": 4}'",
        "at = at + interval '1 second'",
        "target = 'thing:2'",
        "hash = repeat('a', 64)",
        "previous = repeat('b', 64)",
    ],
)
def test_verify_names_the_first_entry_that_was_changed(change: str) -> None:
    """Also when somebody with the rights of the owner takes the triggers away first."""
    note()
    note()
    victim = newest().position - 1
    statement = f"UPDATE core_auditentry SET {change} WHERE position = %s"  # noqa: S608 (fixed above)
    with_triggers_off(statement, victim)
    broken = audit.verify()
    assert broken is not None
    assert broken.position == victim


def test_verify_names_the_entry_after_a_hole() -> None:
    note()
    note()
    note()
    last = newest().position
    with_triggers_off("DELETE FROM core_auditentry WHERE position = %s", last - 1)
    assert audit.verify() == audit.Fault(last, audit.Why.GAP)


def test_verify_finds_two_entries_that_changed_places() -> None:
    for _ in range(4):
        note()
    last = newest().position
    with_triggers_off("UPDATE core_auditentry SET position = 0 - position WHERE position >= %s", last - 2, bare=True)
    swap = "UPDATE core_auditentry SET position = %s WHERE position = %s"
    for number, was in ((last - 1, last - 2), (last - 2, last - 1), (last, last)):
        with_triggers_off(swap, number, -was, bare=True)
    assert audit.verify() == audit.Fault(last - 2, audit.Why.MOVED)


BEFORE_AND_AFTER = 3
VALUES = {
    "position": st.integers(-(2**62), 2**62),
    "at": st.datetimes().map(str) | st.sampled_from(["infinity", "-infinity", "0044-03-15 BC", "294276-12-31"]),
    "actor": st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10),
    "action": st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10),
    "target": st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10),
    "summary": st.sampled_from(["{}", "[]", "null", '"x"', '{"n": 1.0}', '{"n": "1"}', '{"n": 1, "m": 1}', "1e400"])
    | st.integers(5000, 6000).map(lambda digits: "1" * digits)
    | st.integers(1, 5000).map(lambda depth: "[" * depth + "]" * depth),
    "previous": st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
    "hash": st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_change_of_any_row_is_found_where_it_was_made(data: st.DataObject) -> None:
    """Whoever owns the table takes triggers and constraints away, and writes what they like."""
    column = data.draw(st.sampled_from(sorted(VALUES)))
    value = data.draw(VALUES[column])
    with transaction.atomic():
        for number in range(2 * BEFORE_AND_AFTER + 1):
            note(summary={"n": number})
        victim = newest().position - BEFORE_AND_AFTER
        unprotected()
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE core_auditentry SET {column} = %s WHERE position = %s "  # noqa: S608 (a column of ours)
                f"AND {column} IS DISTINCT FROM %s",
                [value, victim, value],
            )
            changed = cursor.rowcount
        fault = audit.verify()
        transaction.set_rollback(True)
    if not changed:
        assert fault is None
    elif column == "position":
        assert fault is not None
        assert fault.position <= victim + 1
    else:
        assert fault is not None
        assert fault.position == victim


def unprotected() -> None:
    """What a thief with the rights of the owner does first."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE core_auditentry DROP CONSTRAINT core_auditentry_pkey")
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'core_auditentry'::regclass")
        for (name,) in cursor.fetchall():
            if not name.endswith("_not_null"):
                cursor.execute(f"ALTER TABLE core_auditentry DROP CONSTRAINT {name}")
        for column in VALUES:
            cursor.execute(f"ALTER TABLE core_auditentry ALTER COLUMN {column} DROP NOT NULL")


def test_a_double_of_an_entry_is_found() -> None:
    note()
    note()
    last = newest().position
    with transaction.atomic():
        unprotected()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_auditentry SELECT * FROM core_auditentry WHERE position = %s", [last - 1])
        fault = audit.verify()
        transaction.set_rollback(True)
    assert fault == audit.Fault(last - 1, audit.Why.GAP)


def test_a_tail_that_was_cut_off_shows_beside_a_mark_and_not_without() -> None:
    note()
    note()
    mark = audit.newest()
    assert audit.verify(mark=mark) is None
    with_triggers_off("DELETE FROM core_auditentry WHERE position = %s", mark.position)
    assert audit.verify() is None
    assert audit.verify(mark=mark) == audit.Fault(mark.position, audit.Why.CUT_OFF)


def test_a_chain_that_was_written_anew_shows_beside_a_mark() -> None:
    note()
    mark = audit.newest()
    with_triggers_off("DELETE FROM core_auditentry WHERE position = %s", mark.position)
    note(actor="iemand anders")
    assert audit.verify() is None
    assert audit.verify(mark=mark) == audit.Fault(mark.position, audit.Why.REWRITTEN)


def test_what_a_reporter_does_is_kept_by_day() -> None:
    """Wall 7."""
    audit.record(actor="melder", action="report.raise", target="report:X", summary={}, day_only=True)
    assert newest().at == clock.midnight(clock.today())
    assert audit.verify() is None


def test_progress_tells_how_far_it_is() -> None:
    note()
    told: list[int] = []
    audit.verify(progress=told.append)
    assert told[-1] == AuditEntry.objects.count()


def test_content_does_not_fit() -> None:
    with pytest.raises(audit.TooMuchDetail):
        note(summary={"story": "x" * 201})


def with_triggers_off(statement: str, *values: int, bare: bool = False) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        if bare:
            cursor.execute("ALTER TABLE core_auditentry DROP CONSTRAINT IF EXISTS core_auditentry_position_check")
        cursor.execute(statement, list(values))
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")

"""The audit trail is append-only and whole, or says where it is not (BIO-2)."""

from collections.abc import Mapping

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loket.core import audit
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
    broken = audit.verify()
    assert broken is not None
    assert broken.position == last


def test_content_does_not_fit() -> None:
    with pytest.raises(audit.TooMuchDetail):
        note(summary={"story": "x" * 201})


def with_triggers_off(statement: str, position: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement, [position])
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")

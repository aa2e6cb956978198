"""Freezing: what comes out, when it is refused, and that the same facts give the same bytes."""

import datetime as dt

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from small_year import DAY, add_facts, freeze_year, make_data

from loket.core.badfile import BadFile
from loket.core.models import AuditEntry
from loket.facts import services as loading
from loket.facts.models import SideActivity
from loket.snapshots import queries, services, storage
from loket.snapshots.errors import BadReason, NoFacts, NothingChanged, ReasonMissing, SnapshotMissing, TooEarly


def test_a_first_revision_holds_facts_lists_and_who_did_it() -> None:
    add_facts(2030, quay=2, crane=1)
    manifest = freeze_year(2030)
    assert (manifest.name, manifest.reason, manifest.actor) == ("2030/r1", "eerste vaststelling", "a.tester")
    assert manifest.counts["side_activity"] == 3
    assert manifest.frozen_at.tzinfo is not None
    snapshot = queries.open_snapshot(2030)
    assert snapshot.manifest == manifest == queries.latest(2030)
    assert snapshot.lists["unit"].get("crane").label == {"nl": "Kraan"}
    assert snapshot.definitions[0].id == "activities"
    frozen = pq.read_table(snapshot.folder / "side_activity.parquet")
    assert frozen.column_names == ["year", "unit", "reconstructed"]
    assert set(manifest.files) == {path.name for path in snapshot.folder.iterdir()} - {"manifest.json"}


def test_the_audit_trail_tells_of_it() -> None:
    add_facts(2030, quay=1)
    manifest = freeze_year(2030)
    entry = AuditEntry.objects.latest("position")
    assert (entry.actor, entry.action, entry.target) == ("a.tester", "snapshot.freeze", "snapshot:2030/r1")
    assert entry.summary == {"reason": "eerste vaststelling", "facts": 1, "hash": manifest.hash}


def test_the_same_facts_in_another_order_give_the_same_bytes() -> None:
    add_facts(2030, quay=3, crane=2)
    first = freeze_year(2030)
    SideActivity.objects.all().delete()
    add_facts(2030, crane=2, quay=3)
    with pytest.raises(NothingChanged, match="versie 1"):
        freeze_year(2030, "nog eens")
    assert services.freeze_if_needed(year=2030, reference_date=DAY, reason="demo", actor="demo") == first


def test_a_correction_is_a_new_revision_with_a_reason_and_the_old_one_stays() -> None:
    add_facts(2030, quay=1)
    first = freeze_year(2030)
    add_facts(2030, quay=1)
    with pytest.raises(ReasonMissing, match="--reason"):
        freeze_year(2030, "  ")
    second = freeze_year(2030, "een nagekomen opgave")
    assert (second.revision, second.number, second.previous) == (2, 2, first.hash)
    assert queries.tables(2030)["activities"].cell("2030", "total").n == 2
    assert queries.tables(2030, revision=1)["activities"].cell("2030", "total").n == 1
    assert [manifest.name for manifest in queries.list_snapshots()] == ["2030/r2", "2030/r1"]


@pytest.mark.parametrize("reason", ["x" * 201, "twee\nregels", "goed\u202eedeog"])
def test_a_reason_is_kept_whole_or_refused(reason: str) -> None:
    add_facts(2030, quay=1)
    with pytest.raises(BadReason, match="200 tekens"):
        freeze_year(2030, reason)
    assert queries.latest(2030) is None
    assert freeze_year(2030, "x" * 200).reason == "x" * 200


def test_no_load_comes_between_one_kind_of_fact_and_the_next() -> None:
    """The lock that a load takes is held before the first fact is read."""
    add_facts(2030, quay=1)
    with CaptureQueriesContext(connection) as asked:
        freeze_year(2030)
    statements = [one["sql"] for one in asked.captured_queries]
    first_fact = next(n for n, sql in enumerate(statements) if 'FROM "facts_' in sql)
    first_lock = next(n for n, sql in enumerate(statements) if f"pg_advisory_xact_lock({loading._LOCK})" in sql)
    assert first_lock < first_fact


def test_a_reference_date_before_the_year_is_refused() -> None:
    add_facts(2030, quay=1)
    with pytest.raises(TooEarly, match="2030"):
        services.freeze(year=2030, reference_date=dt.date(2029, 12, 31), actor="a.tester")
    assert queries.latest(2030) is None


def test_another_reference_date_is_a_change() -> None:
    add_facts(2030, quay=1)
    freeze_year(2030)
    again = services.freeze(year=2030, reference_date=dt.date(2031, 3, 1), reason="latere peildatum", actor="a.tester")
    assert again.revision == 2


def test_a_correction_of_an_earlier_year_changes_nothing_that_was_published() -> None:
    for year in (2030, 2031):
        add_facts(year, crane=1)
        freeze_year(year)
    add_facts(2030, crane=4)
    freeze_year(2030, "vier vergeten")
    assert queries.tables(2031)["activities"].cell("2030", "quay").n == 1
    freeze_year(2031, "vergelijkt met de correctie van 2030")
    table = queries.tables(2031)["activities"]
    assert (table.cell("2030", "quay").n, table.cell("2031", "crane").n) == (5, 1)
    make_data(settings.DATA, roll_up="now")
    freeze_year(2031, "in de indeling van nu")
    assert queries.tables(2031)["activities"].cell("2030", "crane").n == 5
    assert queries.tables(2031, revision=1)["activities"].cell("2030", "quay").n == 1


def test_refusals_leave_nothing_behind() -> None:
    with pytest.raises(NoFacts, match="2030"):
        freeze_year(2030)
    (settings.DATA / "lists" / "unit.yaml").write_text("code: unit")
    add_facts(2030, quay=1)
    with pytest.raises(BadFile):
        freeze_year(2030)
    assert storage.years() == []
    assert list((storage.root() / "2030").iterdir()) == []
    assert not AuditEntry.objects.filter(action="snapshot.freeze").exists()


def test_what_was_never_frozen_is_named() -> None:
    with pytest.raises(SnapshotMissing, match="1999"):
        queries.open_snapshot(1999)
    add_facts(2030, quay=1)
    freeze_year(2030)
    with pytest.raises(SnapshotMissing, match="versie 7"):
        queries.open_snapshot(2030, 7)
    assert queries.latest(1999) is None


def test_years_before_the_first_count_have_no_figures_and_later_empty_years_have_zeros() -> None:
    add_facts(2030, quay=1)
    freeze_year(2030)
    snapshot = queries.open_snapshot(2030)
    assert set(snapshot.facts.years("side_activity")) == {2030}
    assert set(snapshot.facts.years("complaint")) == set()
    assert {at[0] for at in queries.tables(2030)["activities"].cells} == {"2030"}

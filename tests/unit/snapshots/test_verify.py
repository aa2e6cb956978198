"""Verify finds any changed byte, missing or extra file, and broken chain."""

import datetime as dt
import random
import shutil
from pathlib import Path

import pytest
from small_year import add_facts, freeze_year

from loket.snapshots import queries, storage
from loket.snapshots.errors import SnapshotDamaged
from loket.snapshots.services import freeze
from loket.snapshots.verify import verify


@pytest.fixture
def frozen() -> Path:
    """The folder of the last of three snapshots."""
    for year in (2029, 2030, 2031):
        add_facts(year, quay=2)
        freeze_year(year)
    assert verify() == []
    return storage.folder(2031, 1)


def messages() -> str:
    return "\n".join(map(str, verify()))


def test_finds_any_changed_byte_of_any_file(frozen: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - which byte to damage is no secret
    for path in sorted(frozen.iterdir()):
        whole = path.read_bytes()
        path.chmod(0o644)
        for place in chance.sample(range(len(whole)), 8):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert path.name in messages()
        path.write_bytes(whole)
    assert verify() == []


def test_finds_a_missing_and_an_extra_file(frozen: Path) -> None:
    (frozen / "complaint.parquet").unlink()
    (frozen / "note.txt").write_text("x")
    assert "complaint.parquet: het bestand is weg" in messages()
    assert "note.txt: dit hoort niet bij de momentopname" in messages()


def test_finds_a_snapshot_that_was_taken_away(frozen: Path) -> None:
    shutil.rmtree(storage.folder(2030, 1))
    assert "de keten breekt hier" in messages()
    assert "snapshot:2030/r1 staat in het logboek" in messages()


def test_finds_that_the_last_snapshot_was_taken_away_or_moved(frozen: Path) -> None:
    frozen.rename(frozen.with_name("r2"))
    assert "zet hem op zijn eigen plek terug" in messages()
    shutil.rmtree(frozen.parent)
    assert "snapshot:2031/r1 staat in het logboek" in messages()


def test_a_forged_manifest_breaks_the_chain(frozen: Path) -> None:
    middle = storage.folder(2030, 1)
    forged = queries.open_snapshot(2030).manifest
    forged = type(forged)(**{**vars(forged), "reason": "verzonnen"}).sealed()
    (middle / "manifest.json").chmod(0o644)
    (middle / "manifest.json").write_bytes(forged.as_bytes())
    assert "de keten breekt hier, bij nummer 3" in messages()


def test_a_replaced_last_snapshot_is_found_also_after_the_next_freeze(frozen: Path) -> None:
    manifest = queries.open_snapshot(2031).manifest
    forged = type(manifest)(**{**vars(manifest), "reason": "verzonnen"}).sealed()
    (frozen / "manifest.json").chmod(0o644)
    (frozen / "manifest.json").write_bytes(forged.as_bytes())
    assert "snapshot:2031/r1 staat in het logboek" in messages()
    add_facts(2032, quay=1)
    freeze(year=2032, reference_date=dt.date(2033, 2, 1), actor="a.tester")
    assert "snapshot:2031/r1 staat in het logboek" in messages()


def test_finds_what_is_no_snapshot(frozen: Path) -> None:
    (frozen.parent / "r01").mkdir()
    (storage.root() / "kopie").mkdir()
    (storage.root() / "kopie" / "r1").mkdir()
    assert "r01: dit is geen momentopname" in messages()
    assert "kopie: dit is geen jaar met momentopnamen" in messages()


def test_a_damaged_snapshot_is_not_opened_nor_built_upon(frozen: Path) -> None:
    (frozen / "manifest.json").chmod(0o644)
    (frozen / "manifest.json").write_text("{}")
    with pytest.raises(SnapshotDamaged, match=r"manifest\.json"):
        queries.open_snapshot(2031)
    add_facts(2030, quay=1)
    with pytest.raises(SnapshotDamaged):
        freeze_year(2030)


def test_a_missing_file_of_facts_is_named(frozen: Path) -> None:
    (frozen / "side_activity.parquet").unlink()
    with pytest.raises(SnapshotDamaged, match=r"side_activity\.parquet"):
        queries.tables(2031)


@pytest.mark.parametrize("name", ["lists.json", "organisation.json", "tables.json"])
def test_a_changed_list_organisation_or_table_is_never_counted_with(frozen: Path, name: str) -> None:
    (frozen / name).chmod(0o644)
    (frozen / name).write_bytes((frozen / name).read_bytes().replace(b"Kade", b"Kaai") + b" ")
    with pytest.raises(SnapshotDamaged, match=name):
        queries.open_snapshot(2031)
    (frozen / name).unlink()
    with pytest.raises(SnapshotDamaged, match=name):
        queries.open_snapshot(2031)

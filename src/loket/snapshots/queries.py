"""Reading snapshots: which there are, one of them, and the tables that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loket.figures.axes import Places
from loket.figures.engine import Progress, compute
from loket.figures.model import CodeList, Table, TableDefinition, UnknownTable
from loket.organisation import frozen as frozen_organisation
from loket.organisation.model import Organisation, unit_in
from loket.snapshots import definitions, storage
from loket.snapshots.errors import SnapshotDamaged, SnapshotMissing
from loket.snapshots.manifest import Manifest, file_hash, read_manifest
from loket.snapshots.source import ParquetFacts, YearOfFacts, file_name
from loket.taxonomy import frozen as frozen_lists

LISTS, ORGANISATION, TABLES = "lists.json", "organisation.json", "tables.json"


@dataclass(frozen=True)
class Snapshot:
    """One frozen year. ``facts`` holds the earlier years too that it compares with."""

    manifest: Manifest
    folder: Path
    lists: Mapping[str, CodeList]
    organisation: Organisation
    definitions: tuple[TableDefinition, ...]
    facts: ParquetFacts

    def places(self) -> Places:
        """Under which unit each unit counts, in each year: the one of the year itself, and the others for
        then.
        """
        units = [name for unit in self.organisation.units for name in (unit.code, *unit.also)]
        return {
            held.year: {unit: unit_in(self.organisation, unit, held.year) for unit in units} for held in self.facts.held
        }


def list_snapshots() -> list[Manifest]:
    """The manifests of all snapshots: latest year first, latest revision first.

    Raises ``SnapshotDamaged`` when one cannot be trusted.
    """
    return [
        read_manifest(storage.folder(year, revision))
        for year in reversed(storage.years())
        for revision in reversed(storage.revisions(year))
    ]


def latest(year: int) -> Manifest | None:
    """The manifest of the latest revision of a year; None when it was never frozen."""
    revisions = storage.revisions(year)
    return read_manifest(storage.folder(year, revisions[-1])) if revisions else None


def open_snapshot(year: int, revision: int | None = None) -> Snapshot:
    """One snapshot, by default the latest revision of the year.

    Raises ``SnapshotMissing``, and ``SnapshotDamaged`` for a manifest, list, organisation or table that was
    changed; for the facts, ask ``refuse_damaged``.
    """
    manifest = _manifest(year, revision)
    folder = storage.folder(manifest.year, manifest.revision)
    lists, organisation, tables = (_intact(manifest, folder / name) for name in (LISTS, ORGANISATION, TABLES))
    return Snapshot(
        manifest=manifest,
        folder=folder,
        lists=frozen_lists.from_json(lists.read_text("utf-8")),
        organisation=frozen_organisation.from_json(organisation.read_text("utf-8")),
        definitions=definitions.from_json(tables.read_bytes()),
        facts=ParquetFacts([_held(manifest), *(_held(_manifest(*one)) for one in manifest.earlier.items())]),
    )


def every_year(fact: str) -> tuple[list[Manifest], ParquetFacts]:
    """The facts of every frozen year in which this kind was counted, each of its latest revision, and the manifests of
    those years, oldest first. Raises ``SnapshotDamaged`` when the facts are not as they were frozen.
    """
    newest = [read_manifest(storage.folder(year, storage.revisions(year)[-1])) for year in storage.years()]
    counted = [manifest for manifest in newest if manifest.counts.get(fact)]
    for manifest in counted:
        _intact(manifest, storage.folder(manifest.year, manifest.revision) / file_name(fact))
    return counted, ParquetFacts([_held(manifest) for manifest in counted])


def refuse_damaged(snapshot: Snapshot) -> None:
    """Raises ``SnapshotDamaged`` when a file of a snapshot, or of an earlier year that it compares with, is not as
    it was frozen.
    """
    for held in snapshot.facts.held:
        manifest = read_manifest(held.folder)
        for name in manifest.files:
            _intact(manifest, held.folder / name)


def _intact(manifest: Manifest, path: Path) -> Path:
    """The file, when it is as it was frozen. Raises ``SnapshotDamaged``."""
    if not path.is_file() or file_hash(path) != manifest.files.get(path.name):
        raise SnapshotDamaged(f"{path}: het bestand is weg of veranderd; zet het terug uit een back-up")
    return path


def tables(year: int, revision: int | None = None, progress: Progress | None = None) -> dict[str, Table]:
    """Every table of a year by its id, from its snapshot and those of the earlier years it compares with."""
    return compute_tables(open_snapshot(year, revision), progress=progress)


def compute_tables(
    snapshot: Snapshot, *, only: str | None = None, progress: Progress | None = None
) -> dict[str, Table]:
    """Every table of a snapshot, or one. Raises ``UnknownTable``."""
    wanted = [one for one in snapshot.definitions if only in (None, one.id)]
    if not wanted:
        known = ", ".join(one.id for one in snapshot.definitions)
        raise UnknownTable(f"tabel {only} bestaat niet; kies uit: {known}")
    return compute(
        wanted,
        snapshot.facts,
        snapshot.lists,
        snapshot.manifest.year,
        progress,
        places=snapshot.places(),
    )


def _manifest(year: int, revision: int | None) -> Manifest:
    frozen = storage.revisions(year)
    if not frozen:
        known = ", ".join(map(str, storage.years())) or "nog geen enkel jaar"
        raise SnapshotMissing(
            f"{year} is niet vastgelegd (wel: {known}); "
            f"doe dat met ./loket snapshot freeze {year} --reference-date DATUM"
        )
    if revision is not None and revision not in frozen:
        raise SnapshotMissing(f"versie {revision} van {year} bestaat niet; kies uit {', '.join(map(str, frozen))}")
    return read_manifest(storage.folder(year, revision or frozen[-1]))


def _held(manifest: Manifest) -> YearOfFacts:
    return YearOfFacts(manifest.year, storage.folder(manifest.year, manifest.revision), manifest.counts)

"""The true tables of a year: computed from its snapshot and checked. Publications are made from what is left of them
after protection (``source``); only that, and the audit of it, reads these.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from loket.facts.kinds import ALIKE
from loket.figures.model import Table
from loket.figures.protection.regions import World
from loket.publications import checks
from loket.publications.steps import Progress, Step
from loket.snapshots import queries as snapshots
from loket.snapshots.queries import Snapshot


@dataclass(frozen=True)
class Truth:
    """The tables of a snapshot as they were counted, and apart from them the lists of single cases."""

    snapshot: Snapshot
    tables: dict[str, Table]
    lists: dict[str, Table] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.snapshot.manifest.year

    @property
    def world(self) -> World:
        """What gives their codes a meaning."""
        return World(self.snapshot.definitions, self.snapshot.lists, self.snapshot.places(), ALIKE)


def open_truth(*, year: int, revision: int | None = None, progress: Progress = lambda *_: None) -> Truth:
    """Open a snapshot, the latest unless ``revision`` says which, and compute its tables.

    Raises ``SnapshotMissing``, ``SnapshotDamaged``, and ``FiguresError`` for facts that no table can count.
    """
    progress(Step.SNAPSHOT, 0, 1, f"momentopname {year}")
    snapshot = snapshots.open_snapshot(year, revision)
    snapshots.refuse_damaged(snapshot)
    about = snapshot.manifest
    progress(Step.SNAPSHOT, 1, 1, f"momentopname {year}, versie {about.revision}; de controlesom klopt")
    return truth_of(snapshot, progress=progress)


def truth_of(snapshot: Snapshot, *, only: str | None = None, progress: Progress = lambda *_: None) -> Truth:
    """The tables of a snapshot, or one. Raises ``UnknownTable``, ``FiguresError``."""
    found = snapshots.compute_tables(snapshot, only=only, progress=partial(progress, Step.TABLES))
    lists = {name: table for name, table in found.items() if table.definition.is_list}
    return Truth(snapshot, {name: table for name, table in found.items() if name not in lists}, lists)


def check(tables: Iterable[Table], progress: Progress = lambda *_: None) -> None:
    """Refuse tables that do not add up or contradict each other. Raises ``checks.DoesNotAddUp``."""
    found = list(tables)
    progress(Step.CHECKS, 0, 1, "tellen de tabellen op?")
    checks.refuse(checks.sums(found))
    checks.refuse(checks.contradictions(found))
    progress(Step.CHECKS, 1, 1, "alle tabellen tellen op, en spreken elkaar niet tegen")

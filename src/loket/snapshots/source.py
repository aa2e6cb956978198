"""The facts of one or more snapshots, as a source of tables: Parquet read by DuckDB inside this process."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from loket.snapshots.errors import SnapshotDamaged

if TYPE_CHECKING:
    import ibis

MEMORY = "1GB"
"""What DuckDB may use; beyond it, it spills to disk."""


@dataclass(frozen=True)
class YearOfFacts:
    """The Parquet files of one year in one folder, and how many rows each kind has."""

    year: int
    folder: Path
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ParquetFacts:
    """A ``figures.engine.FactSource`` over one or more years."""

    held: Sequence[YearOfFacts]

    @cached_property
    def _connection(self) -> ibis.BaseBackend:
        import ibis

        return ibis.duckdb.connect(memory_limit=MEMORY)

    @cached_property
    def _tables(self) -> dict[str, ibis.Table]:
        return {}

    def table(self, fact: str) -> ibis.Table:
        """All rows of this kind. Raises ``SnapshotDamaged`` when no snapshot has its file."""
        if fact not in self._tables:
            paths = [str(self._path(year, fact)) for year in self.held if fact in year.counts]
            self._tables[fact] = self._connection.read_parquet(paths, table_name=fact, union_by_name=True)
        return self._tables[fact]

    def years(self, fact: str) -> Collection[int]:
        """From the first year in which this kind was counted: after that, none is a zero; before it, no
        figure.
        """
        counted = [held.year for held in self.held if held.counts.get(fact)]
        return {held.year for held in self.held if counted and held.year >= min(counted)}

    def _path(self, held: YearOfFacts, fact: str) -> Path:
        path = held.folder / file_name(fact)
        if not path.is_file():
            raise SnapshotDamaged(f"{path}: het bestand is weg; zet het terug uit een back-up")
        return path


def file_name(fact: str) -> str:
    return f"{fact}.parquet"

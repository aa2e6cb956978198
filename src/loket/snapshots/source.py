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
    import pyarrow as pa

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
    """A ``figures.grouping.FactSource`` over one or more years."""

    held: Sequence[YearOfFacts]

    @cached_property
    def _connection(self) -> ibis.BaseBackend:
        import ibis

        return ibis.duckdb.connect(memory_limit=MEMORY)

    @cached_property
    def _tables(self) -> dict[str, ibis.Table]:
        return {}

    def table(self, fact: str) -> ibis.Table:
        """All rows of this kind. Raises ``SnapshotDamaged`` when a file is not there."""
        if fact not in self._tables:
            self._tables[fact] = self._view(fact)
        return self._tables[fact]

    def _view(self, fact: str) -> ibis.Table:
        """A view over the files, described by the schema of the newest: asking DuckDB takes ten times longer."""
        import ibis
        import pyarrow.parquet as pq

        paths = [self._path(year, fact) for year in self.held if fact in year.counts]
        files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        rows = f"SELECT * FROM read_parquet([{files}], union_by_name = true)"  # noqa: S608 - our own folder
        self._connection.raw_sql(f"CREATE TEMP VIEW {fact} AS {rows}")
        newest = max(self.held, key=lambda held: held.year)
        return ibis.table(ibis.Schema.from_pyarrow(pq.read_schema(self._path(newest, fact))), name=fact)

    def answer(self, question: ibis.Table) -> pa.Table:
        """The answer to a question about these tables."""
        return self._connection.to_pyarrow(question)

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

"""From a data folder to facts: records as they are, reconstructed where only margins were published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loket.facts.cells import Grid, Values
from loket.facts.folder import DataFolder
from loket.facts.kinds import KINDS
from loket.facts.models import Fact
from loket.facts.plan import Entry
from loket.facts.printed import newest
from loket.facts.reconstruct import Margins, Task, reconstruct


@dataclass(frozen=True)
class Batch:
    """The facts of one kind and year. ``reconstructed`` names the columns that are not real."""

    kind: str
    year: int
    origin: Fact.Origin
    reconstructed: tuple[str, ...]
    facts: Sequence[Values]


def build(folder: DataFolder) -> Iterator[Batch]:
    """All facts of a data folder, by kind and year. Raises ``UnsolvableError``."""
    for kind in KINDS:
        records = list(folder.records.get(kind, ()))
        years = {int(str(record["year"])) for record in records}
        planned = {entry.year for entry in folder.plan.facts if entry.fact == kind}
        for year in sorted(years | planned):
            yield _batch(folder, kind, year, [record for record in records if record["year"] == year])
    yield from _headcounts(folder)


def _batch(folder: DataFolder, kind: str, year: int, records: list[Values]) -> Batch:
    entry = folder.plan.entry(kind, year)
    if entry is None or not entry.columns:
        return Batch(kind, year, Fact.Origin.RECORD, (), records)
    origin = Fact.Origin.RECORD if records else Fact.Origin.RECONSTRUCTED
    columns = tuple(name for name in KINDS[kind].names if any(name in step for step in entry.columns))
    return Batch(kind, year, origin, columns, reconstruct(_task(folder, entry), records))


def _task(folder: DataFolder, entry: Entry) -> Task:
    lists = {column.name: column.code_list or "" for column in KINDS[entry.fact].columns}
    return Task(
        year=entry.year,
        steps=entry.columns,
        lists={column: folder.lists[lists[column]] for step in entry.columns for column in step},
        margins=[
            Margins(
                grid(folder, table, entry.year),
                {
                    figure.coordinates: int(figure.n)
                    for figure in folder.printed[table]
                    if figure.year in (None, entry.year)
                },
            )
            for table in entry.tables
            if folder.definitions[table].measure is None
        ],
        seed=f"{folder.plan.seed}/{entry.fact}",
        fixed=entry.fixed,
    )


def grid(folder: DataFolder, table: str, year: int) -> Grid:
    """The table as it was counted for the report that printed it, to count facts of ``year`` in."""
    definition = folder.definitions[table]
    asked = newest(folder.printed.get(table, ()), year) - max(definition.years)
    return Grid(definition, folder.lists, folder.places(year, asked), asked)


def _headcounts(folder: DataFolder) -> Iterator[Batch]:
    """The headcounts stand with the organisation, and cross as facts like all others."""
    counts = folder.organisation.headcounts
    for year in sorted({count.year for count in counts}):
        facts: list[Values] = [
            {"year": year, "unit": count.unit, "persons": count.persons} for count in counts if count.year == year
        ]
        yield Batch("headcount", year, Fact.Origin.RECORD, (), facts)

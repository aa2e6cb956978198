"""What a load gave: how many facts of each kind, and every place where a printed figure says otherwise."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from loket.facts.build import Batch, grid
from loket.facts.cells import Count
from loket.facts.folder import DataFolder
from loket.facts.plan import Entry
from loket.facts.printed import Printed

ELSEWHERE = "De bijlage gaat vóór wat in de tekst, een grafiek of de infographic staat."


@dataclass(frozen=True)
class Difference:
    """A printed figure that the facts do not give: where it stands, which cell, why we count otherwise."""

    table: str
    coordinates: str
    source: str
    printed: Decimal
    counted: Decimal
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.source}: {self.table}[{self.coordinates}] is gedrukt als {self.printed.normalize():f}, "
            f"wij tellen {self.counted.normalize():f}. {self.reason}"
        )


@dataclass(frozen=True)
class LoadReport:
    """``changed`` is False when the same folder was loaded last: then nothing was written. ``beside``: kinds and years
    that rooms of this system count too; both count."""

    digest: str
    at: dt.datetime
    changed: bool
    counts: Mapping[str, int]
    contradictions: tuple[Difference, ...]
    beside: tuple[tuple[str, int], ...] = ()

    def as_text(self) -> str:
        """The report in Dutch, for a terminal."""
        state = "Ingelezen" if self.changed else "Al ingelezen, er is niets veranderd"
        lines = [f"{state}: {sum(self.counts.values())} feiten."]
        lines += [f"  {kind}: {count}" for kind, count in self.counts.items()]
        if self.beside:
            lines.append("Let op: hiervan tellen ook feiten uit het loket zelf mee. Kijk of niets dubbel telt:")
        lines += [f"  {kind} van {year}" for kind, year in self.beside]
        if self.contradictions:
            lines.append(f"Op {len(self.contradictions)} plaatsen spreekt een gedrukt getal een ander tegen:")
        return "\n".join([*lines, *(f"  {one}" for one in self.contradictions)])


def differences(folder: DataFolder, batches: Iterable[Batch]) -> Iterator[Difference]:
    """Every printed figure that these facts do not give: first of the annexes, then of all other places."""
    made = {(batch.kind, batch.year): batch.facts for batch in batches}

    @cache
    def count(table: str, year: int) -> Count:
        return grid(folder, table, year).count(made[folder.definitions[table].fact, year])

    for entry in folder.plan.facts:
        for table in entry.tables:
            reason = _before(folder, entry, table)
            figures = (one for one in folder.printed[table] if one.year in (None, entry.year))
            yield from _compare(count(table, entry.year), figures, reason)
    for claim in folder.claims:
        if (folder.definitions[claim.table].fact, claim.year) in made:
            yield from _compare(count(claim.table, claim.year or 0), [claim], claim.note or ELSEWHERE)


def _before(folder: DataFolder, entry: Entry, table: str) -> str:
    """Which tables about the same columns went before this one."""
    columns = grid(folder, table, entry.year).columns
    before = {one: grid(folder, one, entry.year).columns for one in entry.tables[: entry.tables.index(table)]}
    within = [one for one, its in before.items() if its <= columns]
    beside = [one for one, its in before.items() if its & columns]
    return f"Dit past niet bij wat voorgaat: {', '.join(within or beside or [table])}."


def _compare(count: Count, figures: Iterable[Printed], reason: str) -> Iterator[Difference]:
    for one in figures:
        counted = count(one.coordinates)
        if counted != one.n:
            yield Difference(one.table, "|".join(one.coordinates), one.source, one.n, counted, reason)

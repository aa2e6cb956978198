"""Compute tables from facts: one query for the finest cells of each table, the rest in plain Python.

The query is an Ibis expression, so that any engine that Ibis knows gives the same cells (DuckDB by default,
Spark in a test). Zeros, roll-ups and margins are added here, so that they cannot differ from one engine to
another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Protocol

from loket.figures.axes import Axis, Places, build_axis, fits, placing
from loket.figures.model import TOTAL, CodeList, Coordinates, StrangeFact, Table, TableDefinition

if TYPE_CHECKING:
    import ibis

Progress = Callable[[int, int, str], None]
"""Called with how many tables are done, how many there are, and the id of the last one."""

Amount = Any
"""A number as the engine gives it: int for a count; int, float or Decimal for a sum."""


class FactSource(Protocol):
    """Facts of one or more years: snapshots, or rows made for a test or a measurement.

    Each table has the columns of its fact, ``year`` (int) and ``reconstructed`` (names of columns, space
    separated).
    """

    def table(self, fact: str) -> ibis.Table:
        """All rows of this kind of fact."""

    def years(self, fact: str) -> Collection[int]:
        """The years in which this fact was counted at all: a year that is not here has no zeros, it has no
        figures.
        """


def compute(
    definitions: Sequence[TableDefinition],
    source: FactSource,
    lists: Mapping[str, CodeList],
    year: int,
    progress: Progress | None = None,
    *,
    places: Places | None = None,
) -> dict[str, Table]:
    """Compute every table that has figures in the year asked for.

    ``places`` says for each year under which unit a unit counts. A table is left out when its fact was not
    counted in any of its years. Raises ``StrangeFact`` for a fact that would be counted nowhere.
    """
    counting = _Counting(source, lists, year, places or {})
    tables = {}
    for done, definition in enumerate(definitions, start=1):
        if years := counting.years(definition):
            tables[definition.id] = counting.table(definition, years)
        if progress:
            progress(done, len(definitions), definition.id)
    return tables


@dataclass(frozen=True)
class _Counting:
    """One run of ``compute``."""

    source: FactSource
    lists: Mapping[str, CodeList]
    year: int
    places: Places
    marks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def years(self, definition: TableDefinition) -> list[int]:
        asked = {self.year + offset for offset in definition.years}
        return sorted(asked.intersection(self.source.years(definition.fact)))

    def table(self, definition: TableDefinition, years: list[int]) -> Table:
        ways = [placing(dimension, self.lists, self.places, self.year) for dimension in definition.dimensions]
        columns = [dimension.column for dimension in definition.dimensions]
        finest: dict[Coordinates, Amount] = defaultdict(int)
        for group in _groups(definition, self.source, years):
            codes = zip(ways, columns, strict=True)
            at = tuple(way(group[column], group["year"]) for way, column in codes)
            if _is_wanted(definition, at):
                finest[at] += group["n"]
        axes = {
            dimension.name: build_axis(
                dimension, self.lists, years, ways[place], {at[place] for at in finest}
            )
            for place, dimension in enumerate(definition.dimensions)
        }
        labels = tuple(axis.labels() for axis in axes.values())
        return Table(
            definition,
            self.year,
            _cells(definition, axes, finest),
            labels,
            self._is_reconstructed(definition, years),
        )

    def _is_reconstructed(self, definition: TableDefinition, years: list[int]) -> bool:
        """Whether a column that the table uses was reconstructed in one of its years; asked once for each
        fact.
        """
        if definition.fact not in self.marks:
            table = self.source.table(definition.fact)
            self.marks[definition.fact] = (
                table.select("year", "reconstructed").distinct().to_pyarrow().to_pylist()
            )
        used = {*(d.column for d in definition.dimensions), *definition.filters, definition.measure}
        marks = (row["reconstructed"].split() for row in self.marks[definition.fact] if row["year"] in years)
        return any(not used.isdisjoint(columns) for columns in marks)


def _groups(definition: TableDefinition, source: FactSource, years: list[int]) -> Iterator[dict[str, Any]]:
    """The finest groups as the engine counts them: the codes by column, ``year`` and ``n``."""
    table = source.table(definition.fact)
    conditions = [table[column].isin(list(codes)) for column, codes in definition.filters.items()]
    kept = table.filter(table["year"].isin(years), *conditions)
    columns = dict.fromkeys(d.column for d in definition.dimensions if d.codes is not None)
    amount = kept.count() if definition.measure is None else kept[definition.measure].sum()
    counted = kept.group_by([*columns, "year"]).aggregate(n=amount)
    yield from (row for row in counted.to_pyarrow().to_pylist() if row["n"] is not None)


def _is_wanted(definition: TableDefinition, at: Coordinates) -> bool:
    return all(not d.only or code in d.only for d, code in zip(definition.dimensions, at, strict=True))


def _cells(
    definition: TableDefinition, axes: Mapping[str, Axis], finest: Mapping[Coordinates, Amount]
) -> dict[Coordinates, float]:
    """Every cell in print order: counts, zeros and margins. A measure has only the cells that were
    measured.
    """
    sums = _with_margins(definition, axes, finest)
    every = product(*([code.code for code in axis.labels()] for axis in axes.values()))
    return {
        at: _plain(sums.get(at, 0))
        for at in every
        if fits(definition, axes, at) and (definition.measure is None or at in sums)
    }


def _with_margins(
    definition: TableDefinition, axes: Mapping[str, Axis], finest: Mapping[Coordinates, Amount]
) -> Mapping[Coordinates, Amount]:
    sums: dict[Coordinates, Amount] = defaultdict(int)
    for at, amount in finest.items():
        if not fits(definition, axes, at):
            raise StrangeFact(
                f"tabel {definition.id}: een feit heeft de combinatie {', '.join(at)}, en die codes "
                f"horen niet bij elkaar; verbeter het feit, of de bovenliggende code in de lijst"
            )
        ends = (
            (code, TOTAL) if axis.has_total else (code,) for code, axis in zip(at, axes.values(), strict=True)
        )
        for cell in product(*ends):
            sums[cell] += amount
    return sums


def _plain(amount: Amount) -> float:
    """A decimal as the float that prints the same digits; a whole number stays an int."""
    return amount if isinstance(amount, int) else float(amount)

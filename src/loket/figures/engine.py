"""Compute tables from facts: the engine counts the finest cells (``grouping``), the rest is plain Python.

The query is an Ibis expression, so that any engine that Ibis knows gives the same cells (DuckDB by default,
Spark in a test). Zeros, roll-ups and margins are added here, so that they cannot differ from one engine to
another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from loket.figures.axes import Axis, Places, build_axis, nestings, placing
from loket.figures.grouping import FactSource, Grouping, plan
from loket.figures.model import TOTAL, CodeList, Coordinates, StrangeFact, Table, TableDefinition

Progress = Callable[[int, int, str], None]
"""Called with how many tables are done, how many there are, and the id of the last one."""

Amount = Any
"""A number as the engine gives it: int for a count; int, float or Decimal for a sum."""


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
    wanted = {one.id: (one, _years(one, source, year)) for one in definitions}
    shown = {name: need for name, need in wanted.items() if need[1]}
    counting = _Counting(source, lists, year, places or {}, plan(shown, lists))
    tables = {}
    for done, definition in enumerate(definitions, start=1):
        if definition.id in shown:
            tables[definition.id] = counting.table(*shown[definition.id])
        if progress:
            progress(done, len(definitions), definition.id)
    return tables


def _years(definition: TableDefinition, source: FactSource, asked: int) -> list[int]:
    return sorted({asked + offset for offset in definition.years}.intersection(source.years(definition.fact)))


@dataclass(frozen=True)
class _Counting:
    """One run of ``compute``."""

    source: FactSource
    lists: Mapping[str, CodeList]
    year: int
    places: Places
    groupings: Mapping[str, Grouping]

    def table(self, definition: TableDefinition, years: list[int]) -> Table:
        ways = [placing(dimension, self.lists, self.places, self.year) for dimension in definition.dimensions]
        finest: dict[Coordinates, Amount] = defaultdict(int)
        reconstructed: set[str] = set()
        for group, amount in self._groups(definition, years):
            codes = zip(ways, definition.dimensions, strict=True)
            at = tuple(way(group[dimension.column], group["year"]) for way, dimension in codes)
            if _is_wanted(definition, at):
                finest[at] += amount
                reconstructed.update(group["reconstructed"].split())
        axes = [
            build_axis(dimension, self.lists, years, way, {at[place] for at in finest})
            for place, (dimension, way) in enumerate(zip(definition.dimensions, ways, strict=True))
        ]
        return Table(
            definition,
            self.year,
            _cells(definition, axes, finest),
            tuple(axis.labels() for axis in axes),
            not reconstructed.isdisjoint([*_columns(definition), definition.measure]),
        )

    def _groups(self, definition: TableDefinition, years: list[int]) -> Iterator[tuple[dict[str, Any], Amount]]:
        """The groups that the table counts, each with its codes by column."""
        grouping = self.groupings[definition.id]
        grouping.ask(self.source)
        columns = [*dict.fromkeys([*_columns(definition), "year", "reconstructed"])]
        for codes, amount in grouping.amounts(columns, definition.measure).items():
            group = dict(zip(columns, codes, strict=True))
            kept = all(group[column] in allowed for column, allowed in definition.filters.items())
            if kept and group["year"] in years:
                yield group, amount


def _columns(definition: TableDefinition) -> list[str]:
    """The columns of the fact that decide in which cell it counts."""
    return [*(one.column for one in definition.dimensions if one.codes is not None), *definition.filters]


def _is_wanted(definition: TableDefinition, at: Coordinates) -> bool:
    return all(not d.only or code in d.only for d, code in zip(definition.dimensions, at, strict=True))


def _cells(
    definition: TableDefinition, axes: Sequence[Axis], finest: Mapping[Coordinates, Amount]
) -> dict[Coordinates, float]:
    """Every cell in print order: counts, zeros and margins. A measure has only the cells that were measured, a list
    those that were counted.
    """
    nested = nestings(definition, axes)
    for at in finest:
        if not all(one.fits(at) for one in nested):
            raise StrangeFact(
                f"tabel {definition.id}: een feit heeft de combinatie {', '.join(at)}, en die codes "
                f"horen niet bij elkaar; verbeter het feit, of de bovenliggende code in de lijst"
            )
    sums = _with_margins(axes, finest)
    is_sparse = definition.measure is not None or definition.is_list
    every = product(*([code.code for code in axis.labels()] for axis in axes))
    return {
        at: _plain(sums.get(at, 0))
        for at in every
        if (at in sums or not is_sparse) and all(one.fits(at) for one in nested)
    }


def _with_margins(axes: Sequence[Axis], finest: Mapping[Coordinates, Amount]) -> Mapping[Coordinates, Amount]:
    sums: dict[Coordinates, Amount] = defaultdict(int)
    totals = [axis.has_total for axis in axes]
    for at, amount in finest.items():
        ends = ((code, TOTAL) if total else (code,) for code, total in zip(at, totals, strict=True))
        for cell in product(*ends):
            sums[cell] += amount
    return sums


def _plain(amount: Amount) -> float:
    """A decimal as the float that prints the same digits; a whole number stays an int."""
    return amount if isinstance(amount, int) else float(amount)

"""Which queries answer which tables: small tables of the same facts share one grouping.

A query costs about as much to compose and send as a million facts cost to count. A grouping by the columns
of several tables is a little finer than each of them needs, and adding its groups up gives each its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, Protocol

from loket.figures.axes import carried
from loket.figures.model import CodeList, TableDefinition

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

MOST_GROUPS = 4096
"""How fine a shared grouping may be: so many groups are added up in a few milliseconds."""

FILTERED = 8
"""How many codes we reckon a column to have that only filters use."""

ROWS, SUM = "n", "sum_"

Group = tuple[Any, ...]


class FactSource(Protocol):
    """Facts of one or more years: snapshots, or rows made for a test or a measurement.

    Each table has the columns of its fact, ``year`` (int) and ``reconstructed`` (names of columns, space
    separated).
    """

    def table(self, fact: str) -> ibis.Table:
        """All rows of this kind of fact."""

    def answer(self, question: ibis.Table) -> pa.Table:
        """What the engine behind this source answers to a question about its tables."""

    def years(self, fact: str) -> Collection[int]:
        """The years in which this fact was counted at all: a year that is not here has no zeros, it has no
        figures.
        """


@dataclass
class Grouping:
    """One query: the rows, and the sums of ``measures``, of every combination of ``columns``, year and what
    was reconstructed.

    ``columns`` gives for each column how many codes it can have.
    """

    fact: str
    measures: set[str] = field(default_factory=set)
    columns: dict[str, int] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    _answer: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def size_with(self, columns: Mapping[str, int], years: Iterable[int]) -> int:
        """How many groups there can be when it serves these columns and years too."""
        return prod({**self.columns, **columns}.values()) * len(self.years.union(years))

    def serve(self, definition: TableDefinition, columns: Mapping[str, int], years: Iterable[int]) -> None:
        self.columns.update(columns)
        self.years.update(years)
        if definition.measure is not None:
            self.measures.add(definition.measure)

    def ask(self, source: FactSource) -> None:
        """Put the query to the engine, once."""
        if self._answer:
            return
        table = source.table(self.fact)
        kept = table.filter(table["year"].isin(sorted(self.years)))
        amounts = {ROWS: kept.count(), **{SUM + name: kept[name].sum() for name in sorted(self.measures)}}
        keys = [*self.columns, "year", "reconstructed"]
        self._answer = source.answer(kept.group_by(keys).aggregate(**amounts)).to_pydict()

    def amounts(self, columns: Sequence[str], measure: str | None) -> Mapping[Group, Any]:
        """The amount of every combination of these columns only. What was not measured is left out."""
        sums: dict[Group, Any] = defaultdict(int)
        groups = zip(*(self._answer[column] for column in columns), strict=True)
        for group, amount in zip(groups, self._answer[SUM + measure if measure else ROWS], strict=True):
            if amount is not None:
                sums[group] += amount
        return sums


def plan(
    definitions: Mapping[str, tuple[TableDefinition, Sequence[int]]], lists: Mapping[str, CodeList]
) -> dict[str, Grouping]:
    """The grouping that answers each table, by the table's id. Larger tables choose first."""
    needs = {name: (one, _columns(one, lists), years) for name, (one, years) in definitions.items()}
    chosen: dict[str, Grouping] = {}
    groupings: list[Grouping] = []
    for name, (definition, columns, years) in sorted(
        needs.items(), key=lambda need: prod(need[1][1].values()), reverse=True
    ):
        grouping = _roomiest(groupings, definition.fact, columns, years)
        if grouping is None:
            grouping = Grouping(definition.fact)
            groupings.append(grouping)
        grouping.serve(definition, columns, years)
        chosen[name] = grouping
    return chosen


def _roomiest(
    groupings: Iterable[Grouping],
    fact: str,
    columns: Mapping[str, int],
    years: Sequence[int],
) -> Grouping | None:
    """The grouping of the same facts that grows least by serving this table too, if any has room."""
    sizes = [
        (one.size_with(columns, years) - one.size_with({}, ()), place, one)
        for place, one in enumerate(groupings)
        if one.fact == fact and one.size_with(columns, years) <= MOST_GROUPS
    ]
    return min(sizes)[2] if sizes else None


def _columns(definition: TableDefinition, lists: Mapping[str, CodeList]) -> dict[str, int]:
    """The columns that a table needs. A column within which another stands adds no combinations of its
    own.
    """
    parents = {dimension.within for dimension in definition.dimensions}
    sizes = {
        dimension.column: 1 if dimension.name in parents else len(carried(dimension, codes, lists).codes)
        for dimension in definition.dimensions
        if (codes := dimension.codes) is not None
    }
    return dict.fromkeys(definition.filters, FILTERED) | sizes

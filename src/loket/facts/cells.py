"""In which cells of a table a fact counts, for facts that are still plain rows (not yet in a snapshot).

The rules are those of ``loket.figures``; here they serve to hold facts to the figures that were printed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from loket.figures.axes import Place, Places, placing
from loket.figures.model import TOTAL, CodeList, Coordinates, TableDefinition

Value = str | int | Decimal | None
Values = dict[str, Value]
"""The columns of one fact, ``year`` first."""

Count = Callable[[Coordinates], Decimal]
"""The amount in any cell of a table: margins too, and several cells at once (``a+b`` in a coordinate)."""


class Grid:
    """One table, as it is counted for the report of the year ``asked``."""

    def __init__(self, definition: TableDefinition, lists: Mapping[str, CodeList], places: Places, asked: int) -> None:
        self.definition = definition
        self._ways: Sequence[Place] = [
            cache(placing(dimension, lists, places, asked)) for dimension in definition.dimensions
        ]

    @property
    def columns(self) -> set[str]:
        """The columns that decide where a fact counts."""
        return {d.column for d in self.definition.dimensions if d.codes is not None} | {*self.definition.filters}

    @property
    def needed(self) -> set[str]:
        """The columns without which it cannot be said whether the table counts a fact at all."""
        return {d.column for d in self.definition.dimensions if d.only} | {*self.definition.filters}

    def total_without(self, known: Collection[str], cell: Coordinates) -> bool:
        """Whether a cell is a total over every dimension whose column is not known."""
        return all(
            code == TOTAL or dimension.codes is None or dimension.column in known
            for dimension, code in zip(self.definition.dimensions, cell, strict=True)
        )

    def at(self, fact: Values) -> Coordinates | None:
        """The finest cell in which this fact counts, None when the table does not count it.

        A column that the fact does not have yet counts as a total.
        """
        if any(fact[column] not in codes for column, codes in self.definition.filters.items()):
            return None
        year = int(str(fact["year"]))
        found = []
        for dimension, way in zip(self.definition.dimensions, self._ways, strict=True):
            code = TOTAL
            if dimension.codes is None or dimension.column in fact:
                code = way(str(fact[dimension.column]), year)
            if dimension.only and code not in dimension.only:
                return None
            found.append(code)
        return tuple(found)

    def moves(self, fact: Values) -> bool:
        """Whether the fact counts under another unit than its own."""
        year = int(str(fact["year"]))
        ways = zip(self.definition.dimensions, self._ways, strict=True)
        codes = (
            (str(fact[one.column]), way) for one, way in ways if one.roll_up in ("then", "now") and one.column in fact
        )
        return any(way(code, year) != code for code, way in codes)

    def count(self, facts: Iterable[Values]) -> Count:
        """Count these facts."""
        amounts: dict[Coordinates, Decimal] = defaultdict(Decimal)
        for fact in facts:
            at = self.at(fact)
            if at is not None:
                amounts[at] += self._amount(fact)
        return lambda cell: sum((n for at, n in amounts.items() if within(at, cell)), start=Decimal())

    def _amount(self, fact: Values) -> Decimal:
        """One for a table of counts, else the value that is summed."""
        measure = self.definition.measure
        return Decimal(1) if measure is None else Decimal(fact[measure] or 0)


def within(at: Coordinates, cell: Coordinates) -> bool:
    """Whether a finest cell is part of a cell that may have margins or several codes in a coordinate."""
    return all(wanted in (TOTAL, code) or code in wanted.split("+") for code, wanted in zip(at, cell, strict=True))

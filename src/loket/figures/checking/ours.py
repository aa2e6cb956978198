"""Our own tables as a report that can be examined: each margin, and what two tables count of the same facts.

Nothing is declared by hand. A table says what it counts (the facts, their filters, which column each dimension is), so
that two tables of the same facts must agree wherever both can be brought down to the same columns: every other column
of theirs at its total.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from loket.figures.checking.examine import Examination
from loket.figures.checking.model import At, Figure, PrintedTable, Report, Same
from loket.figures.model import TOTAL, Coordinates, Dimension, Table

_MEASURE = "n"


def examination(tables: Iterable[Table], language: str = "nl") -> Examination:
    """These tables as one report, with everything that must hold between them. Tables that sum a measure (scores,
    shares) are left out: their margins are no counts.
    """
    counted = {table.id: table for table in tables if table.definition.measure is None}
    figures: dict[At, Figure] = {}
    for table in counted.values():
        figures |= _figures(table, language)
    printed = {name: _printed(table, language) for name, table in counted.items()}
    report = Report("", printed, figures)
    declared = [same for one, other in combinations(counted.values(), 2) for same in _meeting(one, other)]
    return Examination({"": report}, declared)


def _printed(table: Table, language: str) -> PrintedTable:
    adds = tuple(one.name for one in table.definition.dimensions if one.total)
    names = tuple(one.name for one in table.definition.dimensions)
    return PrintedTable(table.id, _title(table, language), "", names, {_MEASURE: "count"}, tuple(table.cells), adds)


def _title(table: Table, language: str) -> str:
    return table.definition.title.get(language, table.id)


def _figures(table: Table, language: str) -> dict[At, Figure]:
    names = [{code.code: code.name(language) for code in codes} for codes in table.labels]
    return {
        At("", table.id, at, _MEASURE): Figure(
            Fraction(n),
            0,
            "count",
            _title(table, language),
            tuple(_called(*one) for one in zip(names, at, strict=True)),
        )
        for at, n in table.cells.items()
    }


def _called(names: Mapping[str, str], code: str) -> str:
    return names.get(code, "totaal" if code == TOTAL else code)


@dataclass(frozen=True)
class _Column:
    """What a dimension counts by, whatever it is called in its table."""

    column: str
    codes: str | None
    roll_up: str
    only: tuple[str, ...]


def _column(one: Dimension) -> _Column:
    return _Column(one.column, one.codes, one.roll_up, one.only)


def _meeting(one: Table, other: Table) -> Iterator[Same]:
    """The cells that both tables count alike: one declaration for all of them, none when there are none."""
    if (one.definition.fact, one.definition.filters) != (other.definition.fact, other.definition.filters):
        return
    shared = {_column(dimension) for dimension in one.definition.dimensions if dimension.codes is not None}
    shared &= {_column(dimension) for dimension in other.definition.dimensions}
    left, right = _reduced(one, shared), _reduced(other, shared)
    for key in sorted(left.keys() & right.keys(), key=str):
        yield Same(cells=[_reference(one, left[key]), _reference(other, right[key])])


def _reduced(table: Table, shared: set[_Column]) -> dict[object, Coordinates]:
    """The cells of a table at the total of every column that the other table does not have, by year and the codes of
    the shared columns.
    """
    if any(_column(one) not in shared and (one.only or not one.total) for one in _coded(table)):
        return {}
    found: dict[object, Coordinates] = {}
    for at in table.cells:
        placed = list(zip(table.definition.dimensions, at, strict=True))
        if all(code == TOTAL for one, code in placed if one.codes is not None and _column(one) not in shared):
            year = next((code for one, code in placed if one.codes is None), str(table.year))
            codes = {(_column(one), code) for one, code in placed if _column(one) in shared}
            found[year, frozenset(codes)] = at
    return found


def _coded(table: Table) -> Iterator[Dimension]:
    return (one for one in table.definition.dimensions if one.codes is not None)


def _reference(table: Table, at: Coordinates) -> str:
    return f"{table.id}[{','.join(at)}]"

"""What a figure may ask of its chart, and of which dimension of its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from loket.figures.model import FiguresError, Labels, Table


class ChartError(FiguresError):
    """A chart that cannot be drawn as asked; ``str()`` says why and what would be right, in Dutch."""


@dataclass(frozen=True)
class Options:
    """Everything a figure may ask of its chart; what each means stands in ``loket.figures.charts``."""

    title: str = ""
    desc: str = ""
    width: float = 0
    style: str = "table"
    rows: str = ""
    parts: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    codes: Sequence[str] = ()
    groups: Sequence[Mapping[str, object]] = ()
    part_groups: Sequence[Mapping[str, object]] = ()
    sort: bool = False
    zeros: bool = True
    strong: Sequence[str] = ()
    share: bool = False
    legend: Labels = field(default_factory=dict)
    scales: Sequence[Sequence[str]] = ()
    years: Sequence[str] = ()
    brief: Mapping[str, Labels] = field(default_factory=dict)
    dense: bool = False


def options(given: Mapping[str, Any]) -> Options:
    """The options by name. Raises ``ChartError`` for a name that is not one."""
    known = [item.name for item in fields(Options)]
    strange = sorted(set(given) - set(known))
    if strange:
        raise ChartError(f"onbekende optie {strange[0]!r} bij een grafiek; kies uit: {', '.join(known)}")
    return Options(**given)


def axis_of(table: Table, name: str) -> int:
    """The place of a dimension. Raises ``ChartError``."""
    names = [dimension.name for dimension in table.definition.dimensions]
    if name not in names:
        raise ChartError(f"tabel {table.id} heeft geen dimensie {name!r}; kies uit: {', '.join(names)}")
    return names.index(name)


def year_axis(table: Table) -> int | None:
    """The place of the dimension that holds years, if the table has one."""
    places = (index for index, dimension in enumerate(table.definition.dimensions) if dimension.codes is None)
    return next(places, None)


def row_axis(table: Table, asked: Options) -> int:
    """The dimension of the rows: the one asked for, else the first that is not the years."""
    if asked.rows:
        return axis_of(table, asked.rows)
    years = year_axis(table)
    return next(index for index in range(len(table.definition.dimensions)) if index != years)

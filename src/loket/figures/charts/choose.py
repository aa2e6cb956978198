"""Which numbers of a table a chart shows: its rows and their parts, merged and sorted as asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import isnan
from typing import Any

from loket.figures import formats, percent
from loket.figures.model import TOTAL, Code, FiguresError, Labels, Table, in_language


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


@dataclass(frozen=True)
class Row:
    """One row of a chart: a code, or several merged under one label, with a number for each part or year."""

    code: str
    label: str
    numbers: tuple[float, ...]
    merged: bool = False

    @property
    def total(self) -> float:
        return sum(n for n in self.numbers if not isnan(n))


@dataclass(frozen=True)
class Group:
    """Codes that are shown as one, with the label that they get."""

    label: str
    codes: tuple[str, ...]
    merged: bool = False


def options(given: Mapping[str, Any]) -> Options:
    """The options by name. Raises ``ChartError`` for a name that is not one."""
    known = [item.name for item in fields(Options)]
    strange = sorted(set(given) - set(known))
    if strange:
        raise ChartError(f"onbekende optie {strange[0]!r} bij een grafiek; kies uit: {', '.join(known)}")
    return Options(**given)


def _axis(table: Table, name: str) -> int:
    names = [dimension.name for dimension in table.definition.dimensions]
    if name not in names:
        raise ChartError(f"tabel {table.id} heeft geen dimensie {name!r}; kies uit: {', '.join(names)}")
    return names.index(name)


def shares(rows: Sequence[Row], language: str) -> list[str]:
    """Each row as a percentage of all rows, together 100%; empty texts where a number is not shown."""
    numbers = [row.numbers[0] for row in rows]
    if any(isnan(n) for n in numbers):
        return [""] * len(rows)
    return [formats.percent(share, language) for share in percent.shares(numbers).values]


def year_axis(table: Table) -> int | None:
    """The place of the dimension that holds years, if the table has one."""
    places = (index for index, dimension in enumerate(table.definition.dimensions) if dimension.codes is None)
    return next(places, None)


def row_axis(table: Table, asked: Options) -> int:
    """The dimension of the rows: the one asked for, else the first that is not the years."""
    if asked.rows:
        return _axis(table, asked.rows)
    years = year_axis(table)
    return next(index for index in range(len(table.definition.dimensions)) if index != years)


def _fixed(table: Table, asked: Options) -> list[str]:
    """The code of every dimension: as asked, else the table's year or the total."""
    for name in asked.at:
        _axis(table, name)
    return [
        str(asked.at[dimension.name])
        if dimension.name in asked.at
        else str(table.year)
        if dimension.codes is None
        else TOTAL
        for dimension in table.definition.dimensions
    ]


def _groups(
    codes: Sequence[Code], chosen: Sequence[str], merged: Sequence[Mapping[str, object]], language: str
) -> list[Group]:
    by_code = {code.code: code for code in codes}
    together = [_merged(group, language) for group in merged]
    taken = {code for group in together for code in group.codes}
    wanted = chosen or [code.code for code in codes if code.code != TOTAL and code.code not in taken]
    for code in (*wanted, *taken):
        if code not in by_code:
            raise ChartError(f"geen code {code!r} in deze tabel; kies uit: {', '.join(by_code)}")
    return [Group(by_code[code].name(language, short=True), (code,)) for code in wanted] + together


def _merged(group: Mapping[str, object], language: str) -> Group:
    labels, codes = group.get("label"), group.get("codes")
    if not isinstance(labels, Mapping) or not labels or not isinstance(codes, Sequence):
        raise ChartError("een groep in een grafiek heeft een label (per taal) en codes (een lijst) nodig")
    return Group(str(in_language(labels, language)), tuple(map(str, codes)), merged=True)


def choose(table: Table, asked: Options, language: str, *, across: int | None = None) -> tuple[list[Row], list[str]]:
    """The rows, and the labels of their parts.

    ``across`` is the dimension whose codes become the numbers of a row; without it each row has one number.
    Raises ``ChartError`` or ``UnknownCell``.
    """
    down = row_axis(table, asked)
    columns = [Group("", ())]
    if across is not None:
        chosen = asked.years if across == year_axis(table) else ()
        columns = _groups(table.labels[across], chosen, asked.part_groups, language)
        if asked.part_groups:
            columns = [column for column in columns if column.merged]
    rows = []
    for group in _groups(table.labels[down], asked.codes, asked.groups, language):
        numbers = [
            sum(_number(table, asked, {down: (code,), across: column.codes}) for code in group.codes)
            for column in columns
        ]
        rows.append(Row(group.codes[0], group.label, tuple(numbers), group.merged))
    shown = [row for row in rows if asked.zeros or row.total]
    if asked.sort:
        shown.sort(key=lambda row: (row.merged, -row.total))
    return shown, [column.label for column in columns]


def _number(table: Table, asked: Options, places: Mapping[int | None, Sequence[str]]) -> float:
    """The sum over the codes at these places of the table; one that is not shown hides the sum."""
    found = [_fixed(table, asked)]
    for axis, codes in places.items():
        if axis is not None:
            found = [[*cell[:axis], code, *cell[axis + 1 :]] for cell in found for code in codes]
    return sum(table.cell(*coordinates).n for coordinates in found)

"""Which numbers of a table a chart shows: its rows and their parts, merged and sorted as asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from loket.figures import formats, percent
from loket.figures.model import HIDDEN, TOTAL, FiguresError, Labels, Table, in_language, is_hidden


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
        """The sum, hidden when one of the numbers is."""
        return sum(self.numbers)

    @property
    def hides(self) -> bool:
        """Whether one of its numbers is not shown."""
        return is_hidden(self.total)

    @property
    def told(self) -> float:
        """The sum of the numbers that are shown."""
        return sum(n for n in self.numbers if not is_hidden(n))


@dataclass(frozen=True)
class Group:
    """Codes that are shown as one, with the label that they get. ``untold``: one of those asked for is counted with a
    code that is none of them, so that their sum is not to be said.
    """

    label: str
    codes: tuple[str, ...]
    merged: bool = False
    untold: bool = False


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


def shares(rows: Sequence[Row], whole: float, language: str) -> list[str]:
    """Each row as a percentage of all rows, together 100%. Where one is not shown, that one has an empty text, and the
    others are rounded each by itself, as a part of ``whole``. Of a small whole, or one that is not told: all empty.
    """
    numbers = [row.numbers[0] for row in rows]
    hides = any(map(is_hidden, numbers))
    whole = whole if hides else sum(numbers)
    if is_hidden(whole) or whole < percent.SMALLEST_BASE:
        return [""] * len(rows)
    found = [100 * n / whole for n in numbers] if hides else percent.shares(numbers).values
    return ["" if is_hidden(share) else formats.percent(share, language) for share in found]


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


def at_home(table: Table, asked: Options) -> Options:
    """The options with, for codes of rows that a protected table counts as one, the code that they were merged into:
    once, at the first place that names one of them.
    """
    down = row_axis(table, asked)
    codes, strong = (_moved(table, down, given) for given in (asked.codes, asked.strong))
    scales: list[Sequence[str]] = []
    for given in asked.scales:
        before = {code for scale in scales for code in scale}
        scales.append([code for code in _moved(table, down, given) if code not in before])
    return replace(asked, codes=codes, strong=strong, scales=[scale for scale in scales if scale])


def _moved(table: Table, axis: int, codes: Sequence[str]) -> list[str]:
    """Each code, or the one that it was merged into, once."""
    around = (TOTAL,) * len(table.labels)
    return list(dict.fromkeys(table.home((*around[:axis], code, *around[axis + 1 :]))[axis] for code in codes))


def _groups(
    table: Table, axis: int, chosen: Sequence[str], merged: Sequence[Mapping[str, object]], language: str
) -> list[Group]:
    by_code = {code.code: code for code in table.labels[axis]}
    together = [_merged(table, axis, group, chosen, language) for group in merged]
    taken = {code for group in together for code in group.codes}
    wanted = chosen or [code for code in by_code if code != TOTAL and code not in taken]
    for code in (*wanted, *taken):
        if code not in by_code:
            raise ChartError(f"geen code {code!r} in deze tabel; kies uit: {', '.join(by_code)}")
    shown = [Group(by_code[code].name(language, short=True), (code,)) for code in wanted]
    return shown + [group for group in together if group.codes or group.untold]


def _merged(table: Table, axis: int, group: Mapping[str, object], chosen: Sequence[str], language: str) -> Group:
    """A group as asked for. A code of the table that holds others than those of the group does not count in it, and
    hides its sum; one that stands as a row of its own already is left out of it.
    """
    labels, codes = group.get("label"), group.get("codes")
    if not isinstance(labels, Mapping) or not labels or not isinstance(codes, Sequence):
        raise ChartError("een groep in een grafiek heeft een label (per taal) en codes (een lijst) nodig")
    asked = {*map(str, codes)}
    name = table.definition.dimensions[axis].name
    held = {one.into: asked.issuperset(one.codes) or one.into in asked for one in table.merged if one.dimension == name}
    found = _moved(table, axis, [*map(str, codes)])
    return Group(
        str(in_language(labels, language)),
        tuple(code for code in found if held.get(code, True) and not (code in held and code in chosen)),
        merged=True,
        untold=not all(held.get(code, True) for code in found),
    )


def choose(table: Table, asked: Options, language: str, *, across: int | None = None) -> tuple[list[Row], list[str]]:
    """The rows, and the labels of their parts.

    ``across`` is the dimension whose codes become the numbers of a row; without it each row has one number.
    A row of which a number is not shown is never left out, and never tells by its place how large it is: sorted, it
    comes after those of which all is shown, in print order. Raises ``ChartError`` or ``UnknownCell``.
    """
    down = row_axis(table, asked)
    columns = [Group("", ())]
    if across is not None:
        chosen = asked.years if across == year_axis(table) else ()
        columns = _groups(table, across, chosen, asked.part_groups, language)
        if asked.part_groups:
            columns = [column for column in columns if column.merged]
    rows = []
    for group in _groups(table, down, asked.codes, asked.groups, language):
        numbers = [
            HIDDEN
            if group.untold or column.untold
            else sum(_number(table, asked, {down: (code,), across: column.codes}) for code in group.codes)
            for column in columns
        ]
        rows.append(Row(next(iter(group.codes), group.label), group.label, tuple(numbers), group.merged))
    shown = [row for row in rows if asked.zeros or row.total]
    if asked.sort:
        shown.sort(key=lambda row: (row.merged, row.hides, 0 if row.hides else -row.total))
    return shown, [column.label for column in columns]


def whole(table: Table, asked: Options, language: str) -> float:
    """What the table tells that all rows are together; hidden when they are not all that it counts at this place."""
    down, at = row_axis(table, asked), _fixed(table, asked)
    cells = {code.code: table.cells.get((*at[:down], code.code, *at[down + 1 :])) for code in table.labels[down]}
    counted = {code for code, n in cells.items() if n is not None and code != TOTAL}
    shown = {code for group in _groups(table, down, asked.codes, asked.groups, language) for code in group.codes}
    total = cells.get(TOTAL)
    return total if total is not None and counted <= shown else HIDDEN


def _number(table: Table, asked: Options, places: Mapping[int | None, Sequence[str]]) -> float:
    """The sum over the codes at these places of the table; one that is not shown hides the sum."""
    found = [_fixed(table, asked)]
    for axis, codes in places.items():
        if axis is not None:
            found = [[*cell[:axis], code, *cell[axis + 1 :]] for cell in found for code in codes]
    return sum(table.cell(*coordinates).n for coordinates in found)

"""Which numbers of a table a chart shows: its rows and their parts, merged and sorted as asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loket.figures import formats, percent
from loket.figures.charts.groups import Group, groups
from loket.figures.charts.options import Options, axis_of, row_axis, year_axis
from loket.figures.model import HIDDEN, TOTAL, Coordinates, Table, is_hidden


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


def _fixed(table: Table, asked: Options) -> list[str]:
    """The code of every dimension: as asked, else the table's year or the total."""
    for name in asked.at:
        axis_of(table, name)
    return [
        str(asked.at[dimension.name])
        if dimension.name in asked.at
        else str(table.year)
        if dimension.codes is None
        else TOTAL
        for dimension in table.definition.dimensions
    ]


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
        columns = groups(table, across, chosen, asked.part_groups, language)
        if asked.part_groups:
            columns = [column for column in columns if column.merged]
    rows = []
    for group in groups(table, down, asked.codes, asked.groups, language):
        numbers = [
            HIDDEN
            if group.untold or column.untold
            else _number(table, asked, {down: group.codes, across: column.codes})
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
    shown = {code for group in groups(table, down, asked.codes, asked.groups, language) for code in group.codes}
    total = cells.get(TOTAL)
    return total if total is not None and counted <= shown else HIDDEN


def _number(table: Table, asked: Options, places: Mapping[int | None, Sequence[str]]) -> float:
    """The sum over the codes at these places, as far as the table tells it."""
    found: list[Coordinates] = [tuple(_fixed(table, asked))]
    for axis, codes in places.items():
        if axis is not None:
            found = [(*at[:axis], code, *at[axis + 1 :]) for at in found for code in codes]
    return table.together(found)

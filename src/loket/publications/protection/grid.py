"""A table with many dimensions laid out in rows and columns, the same before and after protection."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from django.utils.translation import gettext

from loket.figures import formats
from loket.figures.model import TOTAL, Coordinates, Table
from loket.figures.protection.rules import is_primary
from loket.publications.protection.account import Changed

WIDE = 5
"""With more columns the tables stand below each other."""


@dataclass(frozen=True)
class Cell:
    """``kind`` is empty for a cell that is printed as it is; ``after`` is empty for a hidden one."""

    before: str
    after: str
    kind: str
    is_small: bool


@dataclass(frozen=True)
class Row:
    """``level`` 1 stands within the row of level 0 above it."""

    head: str
    level: int
    is_total: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Grid:
    """``columns`` are heads; None in a row is a combination that cannot be."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > WIDE


def grid(
    table: Table,
    changed: Mapping[Coordinates, Changed],
    language: str,
    *,
    zeros: bool = True,
    threshold: int = 0,
    like: Table | None = None,
) -> Grid:
    """Years are columns; else the dimension with the fewest codes, but for what stands within another. ``zeros``:
    whether they are shown after protection. ``threshold``: counts below it are small, whether they changed or not.
    ``like``: the table before codes were merged in it, to be laid out alike.
    """
    across = _across(like or table)
    down = [place for place in range(len(table.labels)) if place != across]
    heads = [""] if across is None else [code.code for code in table.labels[across]]
    rows = []
    for codes in product(*([code.code for code in table.labels[place]] for place in down)):
        ats = [_at(table, down, codes, across, head) for head in heads]
        if any(at in table.cells for at in ats):
            cells = tuple(
                _cell(table, at, changed, language, zeros=zeros, threshold=threshold) if at in table.cells else None
                for at in ats
            )
            rows.append(_row(table, down, codes, cells, language))
    columns = (gettext("Aantal"),) if across is None else tuple(_names(table, across, language).values())
    return Grid(columns, tuple(_totals_of_groups_first(rows)))


def _across(table: Table) -> int | None:
    dimensions = table.definition.dimensions
    if len(dimensions) < 2:
        return None
    tied = {one.name for one in dimensions if one.within} | {one.within for one in dimensions if one.within}
    free = [place for place, one in enumerate(dimensions) if one.name not in tied]
    years = [place for place in free if dimensions[place].codes is None]
    return years[0] if years else min(free, key=lambda place: len(table.labels[place]), default=None)


def _at(table: Table, down: Sequence[int], codes: Sequence[str], across: int | None, head: str) -> Coordinates:
    known = dict(zip(down, codes, strict=True)) | ({} if across is None else {across: head})
    return tuple(known[place] for place in range(len(table.labels)))


def _names(table: Table, place: int, language: str, *, short: bool = True) -> dict[str, str]:
    return {code.code: code.name(language, short=short) for code in table.labels[place]}


def _row(table: Table, down: Sequence[int], codes: Sequence[str], cells: tuple[Cell | None, ...], language: str) -> Row:
    """The head of a row within another is its own code only; a total of codes within one is named after that one."""
    named = [(_names(table, place, language, short=False)[code], code) for place, code in zip(down, codes, strict=True)]
    words = [name for name, code in named if code != TOTAL] or [named[0][0]]
    is_within = any(table.definition.dimensions[place].within for place in down)
    level = int(is_within and named[-1][1] != TOTAL)
    head = words[-1] if is_within else ", ".join(words)
    return Row(head, level, all(code == TOTAL for _, code in named), cells)


def _totals_of_groups_first(rows: Sequence[Row]) -> Iterator[Row]:
    """Of rows that stand within another: the one that they are within comes first."""
    group: list[Row] = []
    for row in rows:
        if row.level:
            group.append(row)
        else:
            yield from (row, *group)
            group = []
    yield from group


def _cell(
    table: Table,
    at: Coordinates,
    changed: Mapping[Coordinates, Changed],
    language: str,
    *,
    zeros: bool,
    threshold: int,
) -> Cell:
    before, found = formats.count(table.cells[at], language), changed.get(at)
    if not zeros and not table.cells[at]:
        return Cell(before, "", "zero", is_small=False)
    if found is None:
        return Cell(before, before, "", is_small=is_primary(int(table.cells[at]), threshold))
    after = "" if found.printed is None else formats.count(found.printed, language)
    return Cell(before, after, found.kind, is_small=found.is_small)


def named(table: Table, at: Coordinates, language: str) -> str:
    """A cell in words: its codes that are no total, or that it is the total."""
    words = [_names(table, place, language)[code] for place, code in enumerate(at) if code != TOTAL]
    return ", ".join(words) or _names(table, 0, language).get(TOTAL, TOTAL)

"""A whole computed table in rows and columns, each cell with its place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from loket.figures.model import TOTAL, Code, Coordinates, Table


@dataclass(frozen=True)
class Line:
    """One row. ``kind`` is that of ``document.PrintedRow``; None in ``cells`` is a combination that cannot be."""

    head: str
    kind: str
    cells: tuple[Coordinates | None, ...]


@dataclass(frozen=True)
class Crosstab:
    """``columns`` are the codes across; without any there is one column, that counts."""

    columns: tuple[Code, ...]
    lines: tuple[Line, ...]


def crosstab(table: Table, language: str, *, like: Table | None = None) -> Crosstab:
    """The years are columns; else the dimension with the fewest codes, but for what stands within another.
    ``like``: the table before codes were merged in it, to be laid out alike.
    """
    across = _across(like or table)
    down = [place for place in range(len(table.labels)) if place != across]
    columns = () if across is None else tuple(table.labels[across])
    found: dict[Coordinates, dict[str, Coordinates]] = {}
    for at in table.cells:
        found.setdefault(tuple(at[place] for place in down), {})["" if across is None else at[across]] = at
    heads = [code.code for code in columns] or [""]
    lines = [
        _line(table, down, codes, tuple(found[codes].get(column) for column in heads), language)
        for codes in sorted(found, key=_print_order(table, down))
    ]
    return Crosstab(columns, tuple(_main_lines_first(lines)))


def _print_order(table: Table, down: Sequence[int]) -> Callable[[Coordinates], list[int]]:
    order = [{code.code: rank for rank, code in enumerate(table.labels[place])} for place in down]
    return lambda codes: [ranks[code] for ranks, code in zip(order, codes, strict=True)]


def _across(table: Table) -> int | None:
    dimensions = table.definition.dimensions
    if len(dimensions) < 2:
        return None
    tied = {name for one in dimensions if one.within for name in (one.name, one.within)}
    free = [place for place, one in enumerate(dimensions) if one.name not in tied]
    years = [place for place in free if dimensions[place].codes is None]
    return years[0] if years else min(free, key=lambda place: len(table.labels[place]), default=None)


def _line(
    table: Table, down: Sequence[int], codes: Sequence[str], cells: tuple[Coordinates | None, ...], language: str
) -> Line:
    """What stands within a row is named by its own code only."""
    found = [
        (next(one.name(language) for one in table.labels[place] if one.code == code), code)
        for place, code in zip(down, codes, strict=True)
    ]
    words = [name for name, code in found if code != TOTAL]
    if not words:
        return Line(found[0][0], "total", cells)
    if not any(table.definition.dimensions[place].within for place in down):
        return Line(", ".join(words), "item", cells)
    return Line(words[-1], "main" if found[-1][1] == TOTAL else "sub", cells)


def _main_lines_first(lines: Sequence[Line]) -> Iterator[Line]:
    """The margin of what stands within a row comes above it."""
    group: list[Line] = []
    for line in lines:
        if line.kind == "sub":
            group.append(line)
        else:
            yield from (line, *group)
            group = []
    yield from group

"""A table with many dimensions laid out in rows and columns, the same before and after protection."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from loket.figures import formats
from loket.figures.model import TOTAL, Coordinates, Table
from loket.figures.protection.rules import is_primary
from loket.publications.layout.crosstab import crosstab
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
    """Laid out as ``crosstab``. ``zeros``: whether they are shown after protection. ``threshold``: counts below it are
    small, whether they changed or not.
    """
    found = crosstab(table, language, like=like)
    rows = [
        Row(
            head=line.head,
            level=int(line.kind == "sub"),
            is_total=line.kind == "total",
            cells=tuple(
                _cell(table, at, changed, language, zeros=zeros, threshold=threshold) if at else None
                for at in line.cells
            ),
        )
        for line in found.lines
    ]
    columns = [code.name(language, short=True) for code in found.columns] or [gettext("Aantal")]
    return Grid(tuple(columns), tuple(rows))


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
    names = [{code.code: code.name(language, short=True) for code in codes} for codes in table.labels]
    words = [known[code] for known, code in zip(names, at, strict=True) if code != TOTAL]
    return ", ".join(words) or names[0].get(TOTAL, TOTAL)

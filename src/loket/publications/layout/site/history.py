"""What was told of a cell in each revision of the year and in reports over earlier years, and why that changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from loket.figures.model import Coordinates, Table, is_hidden
from loket.publications.layout.site.background import Background, Revision


@dataclass(frozen=True)
class Told:
    """A cell in one revision. ``n`` None: its table, or the cell, was not there then.

    ``is_changed``: it is another number than was told before; never where one of both is not told, as that it changed
    would tell something too. ``because``: the reasons that were given; without any it was counted in another way.
    """

    revision: Revision
    n: float | None
    is_changed: bool = False
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A cell that is another number than in the revision that was told before."""

    at: Coordinates
    was: float
    now: float
    because: tuple[str, ...]


def of_cell(background: Background, table: Table, at: Coordinates) -> Iterator[Told]:
    """A cell through the reports of earlier years that told it, and every revision of this year; oldest first."""
    before = None
    for revision in (*(one for one in background.before if _has(one, table, at)), *background.revisions):
        found = revision.tables.get(table.id)
        changed = found is not None and before is not None and differs(before, found, at)
        because = tuple(revision.because(year_of(table, at))) if changed else ()
        yield Told(revision, found.cells.get(at) if found else None, changed, because)
        before = found or before


def _has(revision: Revision, table: Table, at: Coordinates) -> bool:
    return table.id in revision.tables and at in revision.tables[table.id].cells


def differences(was: Revision, now: Revision) -> Iterator[tuple[Table, list[Difference]]]:
    """Every table with the cells that are another number in it than before."""
    for name, table in now.tables.items():
        before = was.tables.get(name)
        changed = [at for at in table.cells if before and differs(before, table, at)]
        if before and changed:
            yield table, [_difference(before, table, at, now) for at in changed]


def _difference(was: Table, now: Table, at: Coordinates, revision: Revision) -> Difference:
    return Difference(at, was.cells[at], now.cells[at], tuple(revision.because(year_of(now, at))))


def differs(was: Table, now: Table, at: Coordinates) -> bool:
    """Whether a cell is told in both and is another number. Tables that are rounded in another way are not compared."""
    before, after = was.cells.get(at), now.cells.get(at)
    if before is None or after is None or is_hidden(before) or is_hidden(after) or was.base != now.base:
        return False
    return before != after


def year_of(table: Table, at: Coordinates) -> int:
    """The year that a cell is about."""
    place = table.definition.year_place
    return table.year if place is None else int(at[place])

"""What a new revision of a year changed, as a page shows it: for each table was, is and because."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loket.figures import formats
from loket.figures.model import TOTAL, Coordinates, Table, in_language
from loket.figures.restate import Difference, Kind, Restated, restated
from loket.snapshots import history, queries, storage
from loket.snapshots.manifest import Manifest

MANY = 40
"""So many cells of a table are shown at first; the rest when only that table is asked for."""
NOTHING = "–"
"""Printed for a cell that is not there."""


@dataclass(frozen=True)
class Line:
    """One cell that differs. ``because``: the reasons given when it was frozen, the oldest first."""

    name: str
    was: str
    now: str
    difference: str
    because: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """One table that differs. ``count`` of its cells do; ``lines`` are those that are shown."""

    id: str
    title: str
    kind: Kind
    count: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class Revision:
    """What one revision of a year changed against the one before it. ``others``: the other revisions that changed it,
    the newest first."""

    was: Manifest
    now: Manifest
    sheets: Sequence[Sheet]
    others: Sequence[Manifest]

    @property
    def cells(self) -> int:
        """How many cells differ, of all tables together."""
        return sum(sheet.count for sheet in self.sheets)


def revision(year: int, number: int, language: str, *, only: str = "") -> Revision | None:
    """What a revision changed, of every table or of one; None for the first revision, one that is not there, and a
    table that did not change. Raises ``SnapshotDamaged``.
    """
    known = {one.revision: one for one in history.manifests(year)} if year in storage.years() else {}
    was, now = known.get(number - 1), known.get(number)
    if was is None or now is None:
        return None
    because = history.reasons(was, now)
    found = [one for one in restated(_tables(was), _tables(now)) if only in ("", one.table.id)]
    if only and not found:
        return None
    sheets = [_sheet(one, because, year, language, None if only else MANY) for one in found]
    others = [one for one in known.values() if one.revision not in (1, number)]
    return Revision(was, now, sheets, others[::-1])


def _tables(manifest: Manifest) -> dict[str, Table]:
    """Every table of a snapshot, whose facts are as they were frozen."""
    snapshot = queries.open_snapshot(manifest.year, manifest.revision)
    queries.refuse_damaged(snapshot)
    return queries.compute_tables(snapshot)


def _sheet(one: Restated, because: Mapping[int, tuple[str, ...]], year: int, language: str, most: int | None) -> Sheet:
    names = _Names(one.table, language)
    lines = [_line(names, cell, because.get(names.year_of(cell.at), because[year])) for cell in one.cells[:most]]
    return Sheet(one.table.id, in_language(one.table.definition.title, language), one.kind, len(one.cells), lines)


def _line(names: "_Names", cell: Difference, because: Sequence[str]) -> Line:
    amount = cell.amount
    difference = NOTHING if amount is None else formats.signed(round(amount, 1), names.language)
    return Line(names.of(cell.at), names.number(cell.was), names.number(cell.now), difference, because)


class _Names:
    """The cells of one table in words."""

    def __init__(self, table: Table, language: str) -> None:
        self.language = language
        self._table, self._form = table, formats.form_of(table)
        self._codes = [{code.code: code.name(language) for code in codes} for codes in table.labels]
        self._year = table.definition.year_place

    def of(self, at: Coordinates) -> str:
        """Its codes that are no total, or that it is the total of its year. What is gone from a list has its code
        only."""
        words = [known.get(code, code) for known, code in zip(self._codes, at, strict=True)]
        rest = [place for place in range(len(at)) if place != self._year]
        is_total = rest and all(at[place] == TOTAL for place in rest)
        shown = [place for place in range(len(at)) if at[place] != TOTAL or (is_total and place == rest[0])]
        return ", ".join(words[place] for place in shown)

    def number(self, n: float | None) -> str:
        return NOTHING if n is None else self._form(n, self.language)

    def year_of(self, at: Coordinates) -> int:
        """The year that a cell is about: that of the table, unless one of its dimensions says otherwise."""
        return self._table.year if self._year is None else int(at[self._year])

"""The files of ``./loket protect``: tables and trees, read strictly, each mistake with its file and line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loket.core.badfile import BadFile
from loket.core.csvfiles import Row, read_header, read_rows
from loket.core.errors import UserError
from loket.figures.model import TOTAL, Coordinates
from loket.figures.protection.lattice import BadTable, Dimension, Lattice, Table, build

TREE = ("code", "parent")

TAKEN = ("n", "status", "lo", "hi")
"""Names that the files that come out use themselves."""

LARGEST = 10**9
"""The largest count."""


class BadRequest(UserError):
    """A command line that asks for something that cannot be."""


@dataclass(frozen=True)
class Asked:
    """A table of the command line: its file and the columns that are its dimensions."""

    path: Path
    by: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in messages, and its folder when there are more."""
        return self.path.stem


@dataclass(frozen=True)
class Loaded:
    """A table as it stands in its file, and on which line each cell stands."""

    asked: Asked
    table: Table
    lines: Mapping[Coordinates, int]


def load(asked: Sequence[Asked], count: str, trees: Mapping[str, Path]) -> tuple[list[Loaded], Lattice]:
    """Read and link tables. A dimension without a tree is the list of the codes that any of the tables has.

    Raises ``BadFile`` and ``BadRequest``.
    """
    known = {name for one in asked for name in one.by}
    if strange := [name for name in trees if name not in known]:
        raise BadRequest(f"--tree {strange[0]}: geen tabel heeft een dimensie {strange[0]}; kies uit {_listed(known)}")
    hanging = {name: read_tree(path, name) for name, path in trees.items()}
    found = [(one, list(_records(one, count, hanging))) for one in asked]
    dimensions = {name: hanging.get(name) or _flat(name, found) for name in known}
    loaded = [_loaded(one, records, dimensions) for one, records in found]
    return loaded, _linked(loaded)


def read_tree(path: Path, name: str) -> Dimension:
    """A file with the columns ``code`` and ``parent``. Raises ``BadFile``."""
    columns = _columns(path, TREE)
    parents: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in read_rows(path, columns, key=("code",)):
        code = row.code("code")
        if code == TOTAL:
            raise row.bad("code", f"'{TOTAL}' is het totaal en kan geen code zijn; haal deze regel weg")
        parents[code], lines[code] = row.values["parent"] or TOTAL, row.line
    if not parents:
        raise BadFile(path, 1, 1, "er staan geen codes in; zet elke code op een regel")
    for code, parent in parents.items():
        if parent != TOTAL and parent not in parents:
            raise BadFile(path, lines[code], 1, f"'{parent}', boven '{code}', staat er zelf niet in; voeg hem toe")
    if ring := _ring(parents):
        raise BadFile(path, lines[ring], 1, f"'{ring}' hangt in een kring onder zichzelf; geef hem een andere parent")
    return Dimension(name, parents)


def _ring(parents: Mapping[str, str]) -> str | None:
    """The first code that hangs, in the end, under itself."""
    good = {TOTAL}
    for start in parents:
        path: dict[str, None] = {}
        code = start
        while code not in good:
            if code in path:
                return code
            path[code] = None
            code = parents[code]
        good |= path.keys()
    return None


@dataclass(frozen=True)
class _Record:
    at: Coordinates
    count: int
    line: int


def _records(asked: Asked, count: str, trees: Mapping[str, Dimension]) -> Iterator[_Record]:
    columns = _columns(asked.path, (*asked.by, count))
    empty = True
    for row in read_rows(asked.path, columns, key=asked.by):
        empty = False
        for name in asked.by:
            code = row.code(name)
            if name in trees and code != TOTAL and code not in trees[name].parents:
                raise row.bad(name, f"code '{code}' staat niet in de boom van {name}; voeg hem daar toe")
        yield _Record(tuple(row.values[name] for name in asked.by), _count(row, count), row.line)
    if empty:
        raise BadFile(asked.path, 1, 1, "er staan geen aantallen in; zet elke combinatie op een regel")


def _count(row: Row, column: str) -> int:
    value = row.values[column]
    if not value:
        raise row.bad(column, f"kolom {column} is leeg; vul een aantal in, of haal de regel weg als het 0 is")
    if not re.fullmatch(r"[0-9]+", value):
        raise row.bad(column, f"'{value}' is geen aantal; vul een heel getal in van 0 of meer, zonder punten")
    if len(value) > len(str(LARGEST)) or int(value) > LARGEST:
        raise row.bad(column, f"{value} is te groot; een aantal is hooguit {LARGEST}")
    return int(value)


def _columns(path: Path, needed: Sequence[str]) -> tuple[str, ...]:
    """The columns of a file, of which these are needed once each."""
    columns = read_header(path)
    for name in needed:
        if name not in columns:
            hint = "; de kolommen moeten door komma's gescheiden zijn" if len(columns) == 1 else ""
            raise BadFile(path, 1, 1, f"kolom '{name}' ontbreekt; er zijn {_listed(columns)}{hint}")
    if twice := [name for name in columns if columns.count(name) > 1]:
        raise BadFile(path, 1, 1, f"kolom '{twice[0]}' staat er dubbel; haal er een weg")
    return columns


def _flat(name: str, found: Sequence[tuple[Asked, Sequence[_Record]]]) -> Dimension:
    places = [(asked.by.index(name), records) for asked, records in found if name in asked.by]
    return Dimension.flat(name, (record.at[place] for place, records in places for record in records))


def _loaded(asked: Asked, records: Sequence[_Record], dimensions: Mapping[str, Dimension]) -> Loaded:
    counts = {record.at: record.count for record in records}
    table = Table(asked.name, tuple(dimensions[name] for name in asked.by), counts)
    return Loaded(asked, table, {record.at: record.line for record in records})


def _linked(loaded: Sequence[Loaded]) -> Lattice:
    try:
        return build([one.table for one in loaded])
    except BadTable as error:
        one = next((one for one in loaded if one.table.name == error.table), loaded[0])
        raise BadFile(one.asked.path, one.lines.get(error.at or (), 1), 1, str(error)) from error


def _listed(names: Sequence[str] | set[str]) -> str:
    return ", ".join(f"'{name}'" for name in (sorted(names) if isinstance(names, set) else names))

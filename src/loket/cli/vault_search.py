"""Looking for a planted mark in everything that is stored: files as they lie on the disk, and rows as the database
gives them. Files go by in blocks, so memory stays flat however large they are."""

import base64
import os
import secrets
import stat
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper as Cursor

MARK = 14
"""Characters of a mark."""
PIECE = 7
"""The database compresses long values; between eight literal bytes it then writes one of its own. A piece of seven
bytes of every mark of fourteen stays whole."""
BLOCK = 1024 * 1024

Progress = Callable[[int], None]
"""Told how many bytes were read since the last time."""


def new_mark() -> str:
    """Letters and digits that occur nowhere else."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(MARK))


@dataclass(frozen=True)
class Found:
    """A place where a mark is readable: file or table, the byte in it, and how it is written."""

    place: str
    offset: int
    written: str

    def __str__(self) -> str:
        return f"{self.place}, byte {self.offset}: {self.written}"


@dataclass
class Searched:
    """What was gone through. ``unread``: what could not be opened; as long as there is any, nothing is proved."""

    files: int = 0
    bytes: int = 0
    found: list[Found] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def needles(mark: str) -> dict[bytes, str]:
    """The ways in which a mark may be readable, with their names."""
    raw = mark.encode()
    ways = {raw[start : start + PIECE]: "UTF-8" for start in range(len(raw) - PIECE + 1)}
    ways |= {mark.encode("utf-16-le"): "UTF-16", mark.encode("utf-16-be"): "UTF-16"}
    ways |= {raw.hex().encode(): "hexadecimaal", raw.hex().upper().encode(): "hexadecimaal"}
    for before in range(3):
        for encoded in (base64.b64encode, base64.urlsafe_b64encode):
            ways[_certain(encoded(bytes(before) + raw), before, len(raw))] = "base64"
    return ways


def _certain(encoded: bytes, before: int, size: int) -> bytes:
    """The characters of base64 that depend on the mark alone, not on what stands before or after it."""
    return encoded[-(-before * 4 // 3) : (before + size) * 4 // 3]


def search(blocks: Iterable[bytes], place: str, ways: dict[bytes, str], progress: Progress) -> Found | None:
    """The first place in a stream where one of these is readable. A needle on the border of two blocks counts too."""
    overlap = max(map(len, ways)) - 1
    before, done = b"", 0
    for block in blocks:
        window = before + block
        hits = [(at, written) for needle, written in ways.items() if (at := window.find(needle)) >= 0]
        if hits:
            at, written = min(hits)
            return Found(place, done - len(before) + at, written)
        done += len(block)
        before = window[-overlap:]
        progress(len(block))
    return None


def search_files(roots: Iterable[Path], ways: dict[bytes, str], progress: Progress = lambda _: None) -> Searched:
    """Every file under these folders, and every name. A file that vanishes meanwhile was not needed any more."""
    searched = Searched()
    for path in _files(roots):
        if hits := [written for needle, written in ways.items() if needle in os.fsencode(path)]:
            searched.found.append(Found(f"{path} (de naam)", 0, hits[0]))
        try:
            found = search(_blocks(path, searched), str(path), ways, progress)
        except FileNotFoundError:
            continue
        except OSError:
            searched.unread.append(str(path))
            continue
        searched.files += 1
        searched.found += [found] if found else []
    return searched


def size_of(roots: Iterable[Path]) -> int:
    """Bytes under these folders."""
    return sum(path.stat().st_size for path in _files(roots) if path.exists())


def tables() -> list[str]:
    """The names of all tables, quoted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def search_tables(names: Iterable[str], ways: dict[bytes, str], *, only_new: bool = False) -> Searched:
    """Every row of these tables as the database gives it: unpacked, with binary values in hexadecimal. ``only_new``:
    the rows that this transaction wrote."""
    from django.db import connection

    searched = Searched()
    with connection.cursor() as cursor:
        for table in names:
            found = search(_rows(cursor, table, only_new, searched), f"tabel {table}", ways, lambda _: None)
            searched.files += 1
            searched.found += [found] if found else []
    return searched


def data_folder() -> Path | None:
    """Where the database keeps its files; None when that is not on this machine, or not for our eyes."""
    from django.db import DatabaseError, connection, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            folder = Path(cursor.fetchone()[0])
    except DatabaseError:
        return None
    return folder if os.access(folder / "PG_VERSION", os.R_OK) else None


def checkpoint() -> None:
    """Let the database write everything that it holds in memory to its files."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def _rows(cursor: "Cursor", table: str, only_new: bool, searched: Searched) -> Iterator[bytes]:
    new = " WHERE age(xmin) <= age(pg_current_xact_id()::xid)" if only_new else ""
    with cursor.copy(f"COPY (SELECT * FROM {table}{new}) TO STDOUT") as rows:  # noqa: S608 (named by the database)
        for row in rows:
            searched.bytes += len(row)
            yield bytes(row)


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    """Plain files only: no sockets, no pipes, and nothing that a link points to elsewhere."""
    for root in roots:
        for folder, _, names in os.walk(root):
            for name in names:
                path = Path(folder, name)
                try:
                    if stat.S_ISREG(path.lstat().st_mode):
                        yield path
                except FileNotFoundError:
                    continue


def _blocks(path: Path, searched: Searched) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            searched.bytes += len(block)
            yield block

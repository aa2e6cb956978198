"""Reading the organisation's CSV files: strict, streaming, and one clear message with file, line and column.

UTF-8 without byte order mark, commas, a header row, one record a line (RFC 4180 without line breaks in
fields). Nothing is guessed or repaired: a spreadsheet's semicolons or a stray column are refused.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from loket.core.badfile import BadFile, check_file, unreadable

LIMIT = 50_000_000
"""Bytes. Looked up before anything is read, so that a file of gigabytes is refused at once."""

_LONGEST = 10_000
"""Bytes of one line: no record is longer, and no message about one."""

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "sla het op als CSV UTF-8 zonder BOM, met komma's"


@dataclass(frozen=True)
class Row:
    """One record of a CSV file; the readers of single fields raise ``BadFile`` that points at the field."""

    path: Path
    line: int
    raw: str
    values: dict[str, str]

    def bad(self, column: str, message: str) -> BadFile:
        """The error to raise about one field of this record."""
        return BadFile(self.path, self.line, self._position(column), message)

    def code(self, column: str) -> str:
        """A code: not empty."""
        value = self.values[column]
        if not value:
            raise self.bad(column, f"kolom {column} is leeg; vul een code in")
        return value

    def count(self, column: str) -> int:
        """A whole number, zero or more, in plain digits."""
        value = self.values[column]
        if re.fullmatch(r"[0-9]{1,9}", value):
            return int(value)
        raise self.bad(column, f"'{value}' is geen aantal; vul een heel getal in van 0 of meer, zonder punten")

    def decimal(self, column: str) -> Decimal | None:
        """A number with a point as decimal sign, zero or more; None when the field is empty."""
        value = self.values[column]
        if not value:
            return None
        if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", value):
            return Decimal(value)
        raise self.bad(column, f"'{value}' is geen getal; vul een getal in zoals 7.9, met een punt")

    def _position(self, column: str) -> int:
        """The character, from 1, at which the field starts in its line."""
        at = 0
        for name, value in self.values.items():
            if name == column:
                break
            quoted = self.raw[at : at + 1] == '"'
            at += len(value) + (2 + value.count('"') if quoted else 0) + 1
        return at + 1


def read_rows(path: Path, columns: Sequence[str], *, key: Sequence[str] = ()) -> Iterator[Row]:
    """The records of a file that has exactly these columns, in this order.

    ``key`` names the columns that together may occur once. Raises ``BadFile`` at the first thing that is
    wrong, which may come after records already given: whoever reads keeps nothing until the end.
    """
    lines = _lines(path)
    _check_header(path, next(lines, (1, ""))[1], columns)
    seen: dict[tuple[str, ...], int] = {}
    for number, raw in lines:
        row = Row(path, number, raw, dict(zip(columns, _fields(path, number, raw, len(columns)), strict=True)))
        if key:
            _check_key(row, key, seen)
        yield row


def read_header(path: Path) -> tuple[str, ...]:
    """The column names of a file."""
    number, raw = next(_lines(path), (1, ""))
    return tuple(_split(path, number, raw))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Every line with its number, checked for what makes it something else than text."""
    if check_file(path, limit=LIMIT) == 0:
        raise BadFile(path, 1, 1, "het bestand is leeg; begin met een regel met de kolomnamen")
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield number, _text(path, number, line)
    except OSError as error:
        raise unreadable(path, error) from error


def _text(path: Path, number: int, line: bytes) -> str:
    if number == 1 and line.startswith(_BOM):
        raise BadFile(path, 1, 1, f"het bestand begint met een BOM; {_SAVE_AS}")
    if number == 1 and line.startswith(_UTF16):
        raise BadFile(path, 1, 1, f"het bestand is UTF-16; {_SAVE_AS}")
    if len(line) > _LONGEST:
        raise BadFile(path, number, 1, f"deze regel is te lang ({len(line)} bytes); hooguit {_LONGEST} bytes mag")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        column = len(line[: error.start].decode("utf-8")) + 1
        raise BadFile(path, number, column, f"dit is geen UTF-8; {_SAVE_AS}") from error
    if "\0" in text:
        raise BadFile(path, number, text.index("\0") + 1, f"hier staat een NUL-teken; {_SAVE_AS}")
    text = text.removesuffix("\n").removesuffix("\r")
    if "\r" in text:
        raise BadFile(path, number, text.index("\r") + 1, f"hier staat een los regeleinde (CR); {_SAVE_AS}")
    return text


def _split(path: Path, number: int, raw: str) -> list[str]:
    try:
        return next(csv.reader([raw], strict=True), [])
    except csv.Error as error:
        raise BadFile(
            path,
            number,
            1,
            'de aanhalingstekens op deze regel kloppen niet; zet om een veld " en verdubbel " erin',
        ) from error


def _fields(path: Path, number: int, raw: str, expected: int) -> list[str]:
    fields = _split(path, number, raw)
    if len(fields) != expected:
        found = f"{len(fields)} velden" if fields else "geen velden"
        raise BadFile(path, number, 1, f"deze regel heeft {found}; het moeten er {expected} zijn")
    return fields


def _check_header(path: Path, raw: str, columns: Sequence[str]) -> None:
    names = _split(path, 1, raw)
    right = f"de eerste regel moet zijn: {','.join(columns)}"
    for mark, called in ((";", "puntkomma's"), ("\t", "tabs")):
        if len(columns) > 1 and len(names) == 1 and mark in raw:
            raise BadFile(path, 1, raw.index(mark) + 1, f"de kolommen zijn gescheiden door {called}; {_SAVE_AS}")
    for name in names:
        if name not in columns:
            raise BadFile(path, 1, raw.index(name) + 1, f"kolom '{name}' hoort hier niet; {right}")
    missing = [name for name in columns if name not in names]
    if missing:
        raise BadFile(path, 1, len(raw) + 1, f"kolom '{missing[0]}' ontbreekt; {right}")
    if names != list(columns):
        raise BadFile(path, 1, 1, f"de kolommen staan dubbel of in een andere volgorde; {right}")


def _check_key(row: Row, key: Sequence[str], seen: dict[tuple[str, ...], int]) -> None:
    """Refuse a second record with the same key."""
    values = tuple(row.values[name] for name in key)
    first = seen.setdefault(values, row.line)
    if first != row.line:
        raise row.bad(
            key[0],
            f"{', '.join(values)} staat er al op regel {first}; elke combinatie mag één keer voorkomen",
        )

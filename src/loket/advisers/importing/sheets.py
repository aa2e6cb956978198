"""A spreadsheet as rows of text: ODS, XLSX or CSV, whatever its name says.

calamine reads ODS and XLSX (``docs/decisions/0018-reading-spreadsheets.md``): formulas as the values that the file
holds, macros not at all. It is a large program that reads what a stranger sends, so this runs apart (``core.apart``)
and imports nothing of the house. What it lets through is coarse on purpose: a date comes out as its month, and a text
that is too long for a code does not come out.
"""

import csv
import datetime as dt
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import python_calamine as calamine

PROGRAM = Path(__file__)

ROWS, COLUMNS, SHEETS = 5000, 60, 20
"""The most that is taken; rows are those that hold something, of all sheets together."""
LONGEST = 200
"""Characters of a cell: no code and no heading has more."""
UNPACKED = 200 * 1024 * 1024
"""Bytes of all parts of a file together, unpacked."""

_ZIP, _OLE, _WIDE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""An XLSX with a password lies in a file of the older kind, as a part of this name."""
_DELIMITERS = ";\t,"
_SAMPLE = 50
"""Rows from which the sign between the columns of a CSV is told."""
_DAY_FIRST = re.compile(r"\d{1,2}[-/. ](\d{1,2})[-/. ](?:20)?(\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.]\d{1,2}")
_NAMED = re.compile(r"(?:[a-z]{2,9}\.?,? )?\d{1,2}[- ]([a-z]{3,9})\.?[- ](\d{4}|\d{2})", re.IGNORECASE)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")

Row = tuple[int, list[str]]
"""A row that holds something: its number in the file, from 1, and its cells."""


class Refused(Exception):
    """The file is not read. ``str()`` is the reason as a code: ``broken``, ``locked``, ``old_excel``, ``other_kind``,
    ``too_large``, ``too_long``, ``too_wide``, ``empty``."""


def sheets_of(data: bytes) -> list[dict[str, Any]]:
    """The visible sheets that hold something: name and rows. Raises ``Refused``."""
    found = [(name, _filled(rows)) for name, rows in _raw(data)]
    sheets = [{"name": _text(name), "rows": rows} for name, rows in found if rows][:SHEETS]
    if not sheets:
        raise Refused("empty")
    if sum(len(rows) for _name, rows in found) > ROWS:
        raise Refused("too_long")
    return sheets


def _raw(data: bytes) -> Iterable[tuple[str, Iterable[Sequence[object]]]]:
    if data.startswith(_ZIP):
        return _of_workbook(data)
    if data.startswith(_OLE):
        raise Refused("locked" if _LOCKED in data else "old_excel")
    return [("", _of_csv(_decoded(data)))]


def _of_workbook(data: bytes) -> Iterable[tuple[str, Sequence[Sequence[object]]]]:
    _check_parts(data)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.visible is calamine.SheetVisibleEnum.Visible and sheet.typ is calamine.SheetTypeEnum.WorkSheet:
                yield sheet.name, book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except calamine.PasswordError as error:
        raise Refused("locked") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("broken") from error


def _check_parts(data: bytes) -> None:
    """Raises ``Refused`` for what unpacks to too much, or is another kind of zip."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("broken") from error
    names = {part.filename for part in parts}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Refused("other_kind")
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Refused("too_large")


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else Windows-1252. Raises ``Refused`` for what is no text."""
    if data.startswith(_WIDE):
        return _plain(data.decode("utf-16", "replace"))
    try:
        return _plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _plain(data.decode("cp1252", "replace"))


def _plain(text: str) -> str:
    if any(char < " " and char not in "\t\r\n" for char in text):
        raise Refused("other_kind")
    return text


def _of_csv(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Refused("broken") from error


def _delimiter(text: str) -> str:
    """The sign that gives the most rows with the same number of columns; a semicolon when none gives columns."""

    def score(sign: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        widths = [len(row) for row, _ in zip(lines, range(_SAMPLE), strict=False) if len(row) > 1]
        return max(((widths.count(width), width) for width in widths), default=(0, 0))

    return max(_DELIMITERS, key=score)


def _filled(rows: Iterable[Sequence[object]]) -> list[Row]:
    """The rows that hold something. Raises ``Refused`` for more columns or rows than are taken."""
    filled: list[Row] = []
    for number, row in enumerate(rows, 1):
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > COLUMNS:
            raise Refused("too_wide")
        if cells:
            filled.append((number, cells))
        if len(filled) > ROWS:
            raise Refused("too_long")
    return filled


def _text(cell: object) -> str:
    """What is in a cell, as text; a date as its month, a duration as its minutes."""
    match cell:
        case bool():
            return "ja" if cell else "nee"
        case dt.date():
            return f"{cell:%Y-%m}"
        case dt.time():
            return str(cell.hour * 60 + cell.minute)
        case dt.timedelta():
            return str(round(cell.total_seconds() / 60))
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell)
    seen = "".join(char for char in str(cell) if unicodedata.category(char) != "Cf")
    return _month(" ".join("".join(char if char.isprintable() else " " for char in seen).split()))


def _month(text: str) -> str:
    """The text, or only its month when it is a date; nothing when it is too long for a code."""
    day = _TIME.sub("", text)
    if found := _DAY_FIRST.fullmatch(day):
        return f"20{found[2]}-{int(found[1]):02}"
    if found := _NAMED.fullmatch(day):
        return f"{found[1]} {found[2]}"
    if found := _YEAR_FIRST.fullmatch(day):
        return f"{found[1]}-{int(found[2]):02}"
    return text if len(text) <= LONGEST else ""


def main() -> int:
    """The file comes in, one line of JSON goes out: its sheets, or the reason why it is not read."""
    try:
        answer: dict[str, Any] = {"sheets": sheets_of(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What is wrong with a file, and where."""

import errno
import os
import re
import stat
from pathlib import Path

from loket.core.errors import UserError

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BadFile(UserError):
    """A file that the product refuses: where (line and column count from 1), what is wrong, how to mend it.

    ``str()`` gives ``pad:regel:kolom: boodschap``, in Dutch: it is shown to whoever keeps the data files.
    """

    def __init__(self, path: Path, line: int, column: int, message: str) -> None:
        super().__init__(path, line, column, message)
        self.path = path
        self.line = line
        self.column = column
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character offset."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def read_text(path: Path, *, limit: int = 5_000_000) -> str:
    """The text of a small UTF-8 file without byte order mark; ``limit`` in bytes.

    Raises ``BadFile`` when the file is missing, no regular file, not readable, too big, empty, or not UTF-8.
    """
    return decode(path, read_bytes(path, limit=limit))


def read_bytes(path: Path, *, limit: int) -> bytes:
    """The bytes of a file of at most ``limit`` bytes. Raises ``BadFile``."""
    check_file(path, limit=limit)
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def check_file(path: Path, *, limit: int) -> int:
    """The size of a file that may be read, in bytes: looked up before anything is opened.

    Raises ``BadFile`` when it is missing, above ``limit``, or something that has no end or is no file (a folder,
    a device, a pipe).
    """
    try:
        found = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    if not stat.S_ISREG(found.st_mode):
        raise BadFile(path, 1, 1, "dit is geen gewoon bestand; zet hier een bestand neer")
    if found.st_size > limit:
        raise BadFile(path, 1, 1, f"het bestand is te groot ({found.st_size} bytes); hooguit {limit} bytes mag")
    return found.st_size


def unreadable(path: Path, error: OSError) -> BadFile:
    """What the system says about a file that it does not give, in Dutch."""
    return BadFile(path, 1, 1, _REASONS.get(error.errno or 0, f"niet te lezen ({os.strerror(error.errno or 0)})"))


_REASONS = {
    errno.ENOENT: "het bestand is er niet; zet het op deze plek",
    errno.ENOTDIR: "de map ervan is er niet; zet het bestand op deze plek",
    errno.EACCES: "je mag dit niet lezen; geef leesrechten aan wie de opdracht geeft",
    errno.ELOOP: "dit is een link die naar zichzelf wijst; zet hier een bestand neer",
    errno.ENAMETOOLONG: "deze naam is te lang; kies een kortere",
}


def decode(path: Path, raw: bytes) -> str:
    """The text in these bytes of a file. Raises ``BadFile``: byte order mark, not UTF-8, only white space."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raise BadFile(path, 1, 1, "het bestand begint met een BOM; sla het op als UTF-8 zonder BOM")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = position(before, len(before))
        raise BadFile(path, line, column, "dit is geen UTF-8; sla het bestand op als UTF-8") from error
    if control := _CONTROL.search(text):
        what = f"het onzichtbare teken U+{ord(control[0]):04X}"
        raise BadFile(path, *position(text, control.start()), f"{what} mag niet; haal het weg")
    if not text.strip():
        raise BadFile(path, 1, 1, "het bestand is leeg; vul het of haal het weg")
    return text

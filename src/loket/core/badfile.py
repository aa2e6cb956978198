"""What is wrong with a file, and where."""

from pathlib import Path

from loket.core.errors import UserError


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

    Raises ``BadFile`` when the file is missing, too big, empty, or not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise BadFile(path, 1, 1, f"het bestand is te groot ({size} bytes); hooguit {limit} bytes mag")
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(path, 1, 1, f"niet te lezen ({error.strerror}); zet het bestand op deze plek") from error
    return decode(path, raw)


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
    if not text.strip():
        raise BadFile(path, 1, 1, "het bestand is leeg; vul het of haal het weg")
    return text

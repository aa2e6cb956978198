"""The sealed storage: files under random names in ``VAR/sealed``, with nothing readable in them or about them.

A file is written as ``.part``, brought to the disk, and only then gets its name: what has a name is whole. Its
times say midnight of its day (wall 7).
"""

import datetime as dt
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from loket.core import clock

PART = ".part"
SPARE = 1024**3
"""Bytes of the disk that files leave free: whoever fills it with files, does not stop reports and messages."""


class Incoming:
    """A file that is being written."""

    def __init__(self) -> None:
        self.id = uuid.uuid4()
        self.stored = 0
        """Bytes written so far."""
        self._path = path_of(self.id)
        self._part = self._path.with_name(self._path.name + PART)
        self._part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")

    def write(self, sealed: bytes) -> None:
        self.stored += self._file.write(sealed)

    def finish(self) -> None:
        """Bring it to the disk and give it its name."""
        self._file.flush()
        os.utime(self._part, ns=_midnight())
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self._path)
        _sync_folder(self._path.parent)

    def discard(self) -> None:
        """Throw it away; also after ``finish``."""
        self._file.close()
        self._part.unlink(missing_ok=True)
        delete(self.id)

    def __del__(self) -> None:
        """An upload that broke off in a way that nobody caught leaves no half file."""
        if (file := getattr(self, "_file", None)) and not file.closed:
            self.discard()


def path_of(id_: uuid.UUID) -> Path:
    """Where this file lies, or would lie."""
    name = str(id_)
    return _root() / name[:2] / name


def open_sealed(id_: uuid.UUID) -> BinaryIO:
    """The sealed bytes. Raises ``FileNotFoundError``."""
    return path_of(id_).open("rb")


def delete(id_: uuid.UUID) -> None:
    """Remove the file; one that is gone is gone."""
    path_of(id_).unlink(missing_ok=True)


def is_full() -> bool:
    """Whether the disk under the storage has no more room than what files leave free. Ask it while one is written."""
    disk = os.statvfs(_root())
    return disk.f_bavail * disk.f_frsize < SPARE


def size(id_: uuid.UUID) -> int | None:
    """Bytes on disk; None when the file is not there."""
    path = path_of(id_)
    return path.stat().st_size if path.exists() else None


def stored() -> Iterator[tuple[uuid.UUID, dt.date]]:
    """Every whole file and its day."""
    for path in _files():
        if path.suffix != PART:
            yield uuid.UUID(path.name), _day(path)


def delete_parts(*, before: dt.date) -> int:
    """Remove what was never finished: uploads that broke off before this day. Gives how many."""
    found = [path for path in _files() if path.suffix == PART and _day(path) < before]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _root() -> Path:
    root: Path = settings.VAR / "sealed"
    return root


def _files() -> Iterator[Path]:
    for path in sorted(_root().glob("[0-9a-f][0-9a-f]/*")):
        if path.is_file() and _is_ours(path):
            yield path


def _is_ours(path: Path) -> bool:
    try:
        uuid.UUID(path.name.removesuffix(PART))
    except ValueError:
        return False
    return True


def _day(path: Path) -> dt.date:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, clock.ZONE).date()


def _midnight() -> tuple[int, int]:
    moment = int(clock.midnight(clock.today()).timestamp()) * 10**9
    return moment, moment


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk, and set the folder's times back too."""
    os.utime(folder, ns=_midnight())
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

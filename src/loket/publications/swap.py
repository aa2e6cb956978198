"""Put a finished folder in the place of another in one step, so that no one ever sees half of it.

The new folder is made beside the old one. On Linux the two change places in one system call (renameat2 with
RENAME_EXCHANGE); where the file system cannot do that, the old one steps aside first, and the next
``prepared`` puts it back if the machine stopped in between.
"""

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loket.core.errors import UserError

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE


class Busy(UserError):
    """Someone else is building in the same place."""


@contextmanager
def prepared(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``target`` when the block ends well, and vanishes when it does
    not.

    Raises ``Busy`` when another process prepares the same target.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh, aside, lock = (target.with_name(f".{target.name}.{end}") for end in ("new", "old", "lock"))
    with _locked(lock, target):
        _restore(target, aside, fresh)
        fresh.mkdir()
        try:
            yield fresh
            _replace(fresh, target, aside)
        finally:
            _restore(target, aside, fresh)


def _restore(target: Path, aside: Path, fresh: Path) -> None:
    """Put back what stepped aside for nothing, and clear away the rest: also what a killed process left."""
    if aside.exists() and not target.exists():
        aside.rename(target)
    for left in (fresh, aside):
        shutil.rmtree(left, ignore_errors=True)


def _replace(fresh: Path, target: Path, aside: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchange(fresh, target):
        target.rename(aside)
        fresh.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two changed places; no where the system or the file system does not offer it."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return swap is not None and swap(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@contextmanager
def _locked(lock: Path, target: Path) -> Iterator[None]:
    with lock.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"er wordt al gebouwd in {target}; wacht tot dat klaar is") from error
        yield

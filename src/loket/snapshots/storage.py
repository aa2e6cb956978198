"""Where snapshots lie, and how one comes to lie there whole or not at all.

``<root>/<year>/r<revision>/`` holds one snapshot. It is written in a hidden folder beside its place, forced
to disk, and then renamed: the rename is the moment at which it exists. What a killed freeze left behind is
hidden, is no snapshot, and is cleared away by the next freeze.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

HIDDEN = ".new-"
LOCK = ".lock"


def root() -> Path:
    """The folder of all snapshots."""
    return Path(settings.VAR) / "snapshots"


def folder(year: int, revision: int) -> Path:
    return root() / str(year) / f"r{revision}"


def revisions(year: int) -> list[int]:
    """The frozen revisions of a year, oldest first."""
    names = (item.name for item in (root() / str(year)).glob("r*"))
    return sorted(int(name[1:]) for name in names if re.fullmatch(r"r[1-9]\d*", name))


def years() -> list[int]:
    """The years that were frozen, oldest first."""
    names = (item.name for item in root().glob("*"))
    return sorted(year for year in (int(name) for name in names if re.fullmatch(r"\d{4}", name)) if revisions(year))


@contextmanager
def locked() -> Iterator[None]:
    """Only one freeze at a time, on this machine: the next one waits. The system lets go when a process
    dies.
    """
    root().mkdir(parents=True, exist_ok=True)
    with (root() / LOCK).open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@contextmanager
def placed(year: int, revision: int) -> Iterator[Path]:
    """A folder to write into, that becomes the snapshot when the block ends well, and is thrown away
    otherwise.
    """
    target = folder(year, revision)
    target.parent.mkdir(parents=True, exist_ok=True)
    clear(target.parent)
    temporary = target.with_name(HIDDEN + target.name)
    temporary.mkdir()
    try:
        yield temporary
        _to_disk(temporary)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    _sync(target.parent)
    _sync(root())


def clear(year_folder: Path) -> None:
    """Remove what killed freezes left behind."""
    for left in year_folder.glob(f"{HIDDEN}*"):
        shutil.rmtree(left)


def write(where: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        (where / name).write_bytes(content)


def _to_disk(temporary: Path) -> None:
    """Every file read-only and on the disk, and the folder itself too."""
    for path in temporary.iterdir():
        path.chmod(0o444)
        _sync(path)
    _sync(temporary)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

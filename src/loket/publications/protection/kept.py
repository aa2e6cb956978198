"""What was decided to hide, kept as files: a search takes long, and the pages, the builds and the tests ask the same.

A file is named after all that decides what is in it, and written whole or not at all. Nobody trusts it: the gate audits
what follows from it each time, and a file that was changed is no more than a search that is done again.
"""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import ValidationError

from loket.core.errors import UserError
from loket.figures import protection as engine
from loket.figures.model import Coordinates
from loket.figures.protection.inference import Bounds
from loket.figures.protection.optimise import Progress
from loket.publications.protection.account import Protection
from loket.publications.protection.earlier import Earlier
from loket.publications.protection.profile import Profile
from loket.publications.protection.protecting import protect
from loket.publications.truth import Truth
from loket.snapshots.queries import LISTS, ORGANISATION, TABLES

DAYS = 30
"""A file that nobody asked for in so many days goes: it can always be made again."""

WAIT = 0.5
"""Seconds between looks whether another process is ready with the same search."""

Tell = Callable[[Progress], None]


class NotYet(UserError):
    """What to hide was not sought yet, and whoever asks cannot wait for it."""


@dataclass(frozen=True)
class Question:
    """What to hide of these tables under this profile, when readers know what was published ``earlier``. ``units`` have
    an edition of their own: their codes stay apart."""

    truth: Truth
    profile: Profile
    units: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def key(self) -> str:
        """The hash of all that decides the answer: the tables and what their codes mean, what the profile asks, what
        readers know already, and the code that searches.
        """
        files = self.truth.snapshot.manifest.files
        counted = {name: sorted(table.cells.items()) for name, table in self.truth.tables.items()}
        before = [[[sorted(table.cells.items()) for table in one.tables], _sorted(one.told)] for one in self.earlier]
        asked = self.profile.model_dump(mode="json", exclude={"code", "label", "attacker", "line_lists"})
        meaning = [files[name] for name in (LISTS, ORGANISATION, TABLES)]
        decides = [meaning, self.truth.year, counted, asked, sorted(self.units), before, _code()]
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def _sorted(told: Mapping[str, Mapping[Coordinates, Bounds]]) -> list[object]:
    return [[name, sorted(cells.items())] for name, cells in sorted(told.items())]


@cache
def _code() -> str:
    """The hash of the modules that decide."""
    folders = (Path(__file__).parent, Path(str(engine.__file__)).parent)
    paths = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def read(key: str) -> Protection | None:
    """What was kept; None when nothing was, or what is there cannot be read."""
    path = _path(key)
    try:
        found = Protection.model_validate_json(path.read_bytes())
        os.utime(path)
    except (OSError, ValidationError):
        return None
    return found


def made(question: Question, tell: Tell, *, anew: bool = False, seek: bool = True) -> Protection:
    """What to hide: as it was kept, or sought now (``anew``: in any case) and kept. Of two that seek the same one
    waits, and reads. Raises ``FiguresError``, and without ``seek`` ``NotYet``.
    """
    key, truth = question.key(), question.truth
    if not seek and (anew or read(key) is None):
        raise NotYet("wat er verborgen moet worden, is nog niet uitgerekend")
    with _alone(key, tell):
        found = None if anew else read(key)
        if found is None:
            found = protect(
                truth.tables.values(),
                truth.world,
                question.profile,
                tell,
                earlier=question.earlier,
                keep=question.units,
            )
            _write(key, found)
    return found


def _path(key: str) -> Path:
    return Path(settings.PROTECTED) / f"{key}.json"


def _write(key: str, found: Protection) -> None:
    path = _path(key)
    _tidy(path.parent)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(found.model_dump_json())
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def _tidy(folder: Path) -> None:
    """Let go of what nobody asked for, and of what killed processes left."""
    oldest = time.time() - DAYS * 24 * 3600
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue


@contextmanager
def _alone(key: str, tell: Tell) -> Iterator[None]:
    """One process at a time for one search. Who waits can be stopped by ``tell``; the system lets go when a process
    dies."""
    folder = Path(settings.PROTECTED)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{key}.lock").open("w") as stream:
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                tell(Progress(None, 1.0))
                time.sleep(WAIT)
        yield

"""The procedures: files of this package, and those of the organisation's data folder, which come before ours.

Read once for each state of the files.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from loket.casework.checks import mistakes_in, mistakes_together, mistakes_with_lists
from loket.casework.procedure import Procedure
from loket.core.located import BadFile, Located, read_located
from loket.figures.model import CodeList
from loket.organisation.reading import read_organisation
from loket.taxonomy.lists import read_lists

OURS = Path(__file__).parent / "procedures"
LANGUAGES = ("nl", "en")
"""Those of our own files; those of an organisation are in its own languages."""

ORGANISATION, FOLDER = "organisation.yaml", "procedures"


def procedures() -> Mapping[str, Procedure]:
    """Every procedure by its code, ours first, as the files stand now, or stood less than a second ago.

    Raises ``BadFile``.
    """
    return {code: found.value for code, found in read_procedures(settings.DATA).items()}


def read_procedures(data: Path) -> Mapping[str, Located[Procedure]]:
    """Every procedure with its places. Raises ``BadFile`` at the first mistake in a file, or between files."""
    return _this_second(data, int(time.monotonic()))


def mistakes(data: Path, used: Sequence[str] = ()) -> Iterator[BadFile]:
    """Every mistake: in each file, then between them, then with the code lists of the folder, for the organisation's
    own procedures and the ones that are ``used``. Where one of these finds mistakes, the next is not tried."""
    found: dict[str, Located[Procedure]] = {}
    wrong: list[BadFile] = []
    for path, languages in _files(data):
        try:
            one = _one(path)
        except BadFile as error:
            wrong.append(error)
            continue
        wrong += mistakes_in(one, languages)
        found[one.value.code] = one
    if not wrong:
        wrong += mistakes_together(found)
    if not wrong:
        wrong += _with_lists(data, found, used)
    yield from sorted(wrong, key=lambda error: (str(error.path), error.line, error.column))


def _one(path: Path) -> Located[Procedure]:
    found = read_located(path, Procedure)
    if found.value.code != path.stem:
        raise found.bad(f"de code is niet de naam van het bestand; noem het bestand {found.value.code}.yaml", "code")
    return found


def _files(data: Path) -> Iterator[tuple[Path, Sequence[str]]]:
    """Each file with the languages that its texts are in."""
    yield from ((path, LANGUAGES) for path in sorted(OURS.glob("*.yaml")))
    own = sorted((data / FOLDER).glob("*.yaml"))
    if own:
        languages = read_organisation(data / ORGANISATION).languages
        yield from ((path, languages) for path in own)


def _with_lists(data: Path, found: Mapping[str, Located[Procedure]], used: Sequence[str]) -> Iterator[BadFile]:
    checked = [one for code, one in found.items() if code in used or one.path.parent != OURS]
    if checked:
        lists: Mapping[str, CodeList] = read_lists(data / "lists")
        for one in checked:
            yield from mistakes_with_lists(one, lists)


@lru_cache(maxsize=4)
def _this_second(data: Path, _second: int) -> Mapping[str, Located[Procedure]]:
    return _read(data, _stamp(data))


def _stamp(data: Path) -> tuple[tuple[str, int], ...]:
    paths = [*OURS.glob("*.yaml"), *(data / FOLDER).glob("*.yaml"), data / ORGANISATION]
    return tuple((str(path), path.stat().st_mtime_ns) for path in sorted(paths) if path.exists())


@lru_cache(maxsize=4)
def _read(data: Path, _stamp: tuple[tuple[str, int], ...]) -> Mapping[str, Located[Procedure]]:
    for wrong in mistakes(data):
        raise wrong
    return {one.value.code: one for one in (_one(path) for path, _ in _files(data))}

"""The organisation's code lists as they stand now: the choices of forms, and the names of codes."""

import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from loket.figures.model import Code, CodeList
from loket.taxonomy.lists import read_lists


def code_list(name: str) -> CodeList:
    """A list. Raises ``KeyError`` when there is none of that name, ``BadFile``."""
    return code_lists()[name]


def code_lists() -> Mapping[str, CodeList]:
    """Every list by its code, as the files stand now, or stood less than a second ago. Raises ``BadFile``."""
    return _this_second(settings.DATA / "lists", int(time.monotonic()))


def name_of(name: str, code: str, language: str, *, short: bool = False) -> str:
    """The name of a code, also of one that no longer holds; the code itself when the list does not know it."""
    found: list[Code] = [one for one in code_list(name) if one.code == code]
    return found[-1].name(language, short=short) if found else code


@lru_cache(maxsize=4)
def _this_second(folder: Path, _second: int) -> Mapping[str, CodeList]:
    return _read(folder, tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yaml"))))


@lru_cache(maxsize=4)
def _read(folder: Path, _stamp: tuple[tuple[str, int], ...]) -> Mapping[str, CodeList]:
    return read_lists(folder)

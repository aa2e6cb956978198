"""Codes in a definition that serves any year and any list: ``year-0`` is the year of the report, ``year-1`` the one
before it, and ``rest`` all codes that are not named beside it."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from loket.figures.model import TOTAL, Code

REST = "rest"

_RELATIVE = re.compile(r"year-([0-9])")


def is_relative(code: str) -> bool:
    return _RELATIVE.fullmatch(code) is not None


def the_year(code: str, year: int) -> str:
    """The code of a year; any other code as it is."""
    found = _RELATIVE.fullmatch(code)
    return str(year - int(found[1])) if found else code


def with_years(value: Any, year: int) -> Any:
    """A value of a YAML file with its relative years filled in, however deep they stand."""
    if isinstance(value, str):
        return the_year(value, year)
    if isinstance(value, Mapping):
        return {key: with_years(one, year) for key, one in value.items()}
    return [with_years(one, year) for one in value] if isinstance(value, list) else value


def spread(codes: Collection[str], named: Iterable[str], known: Iterable[Code]) -> list[str]:
    """These codes, with for ``rest`` all that the table knows and that are not named elsewhere."""
    taken = {*named, *codes, TOTAL}
    rest = [code.code for code in known if code.code not in taken]
    return [code for one in codes for code in (rest if one == REST else [one])]

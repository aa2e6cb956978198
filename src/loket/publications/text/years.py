"""Years in a definition that serves any year: ``year-0`` is the year of the report, ``year-1`` the one before it."""

import re
from collections.abc import Mapping
from typing import Any

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

"""Where a cell is explained: the page of its table, and its own place on it."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from loket.figures.model import Coordinates, Table

Source = tuple[str, Coordinates]
"""The id of a table and one of its cells."""

UNUSUAL = re.compile(r"[^A-Za-z0-9_+-]")


def page(table: str) -> str:
    """The page of a table: ``cells-advice_by_unit.html``."""
    return f"cells-{table}.html"


def anchor(at: Coordinates) -> str:
    """The place of a cell on the page of its table: ``cel.2024.noord``. Different cells never share one."""
    return ".".join(("cel", *(UNUSUAL.sub(_spelled, code) for code in at)))


def counted(tables: Mapping[str, Table], parts: Iterable[Source]) -> tuple[Source, ...]:
    """The cells of a number where they are counted, each once, in one order."""
    return tuple(sorted({(table, tables[table].home(at)) for table, at in parts}))


def sum_anchor(parts: Iterable[Source]) -> str:
    """The place of a number that comes from several cells (``counted``), on the page of the table of the first."""
    named = "\n".join(f"{table} {anchor(at)}" for table, at in parts)
    return f"som.{sha256(named.encode()).hexdigest()[:10]}"


def address(tables: Mapping[str, Table], parts: Iterable[Source]) -> str:
    """Where the number that comes from these cells is explained; empty for one of none."""
    found = counted(tables, parts)
    if not found:
        return ""
    table, at = found[0]
    return f"{page(table)}#{anchor(at) if len(found) == 1 else sum_anchor(found)}"


def _spelled(found: re.Match[str]) -> str:
    return f"~{ord(found[0]):x}~"

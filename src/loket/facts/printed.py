"""Printed figures: the annexes (``published/<table>.csv``) and what stands elsewhere (``claims.csv``)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from loket.core.badfile import BadFile
from loket.core.csvfiles import Row, read_rows
from loket.core.located import FIRST_YEAR, LAST_YEAR
from loket.figures.model import TOTAL, CodeList, Coordinates, Dimension, TableDefinition

CLAIM_COLUMNS = ("table", "coordinates", "n", "source", "note")


@dataclass(frozen=True)
class Printed:
    """One printed figure: the cell that it should equal, where it was printed, and for a claim a note.

    ``year`` is None for a table without years: the plan says which year it is about. A coordinate of a claim
    may hold several codes (``a+b``), whose cells add up.
    """

    table: str
    year: int | None
    coordinates: Coordinates
    n: Decimal
    source: str
    note: str = ""


def read_published(
    folder: Path, definitions: Mapping[str, TableDefinition], lists: Mapping[str, CodeList]
) -> dict[str, tuple[Printed, ...]]:
    """The printed figures of each table. Raises ``BadFile``."""
    return {
        path.stem: tuple(_published(path, definitions, lists)) for path in sorted((folder / "published").glob("*.csv"))
    }


def _published(path: Path, definitions: Mapping[str, TableDefinition], lists: Mapping[str, CodeList]) -> list[Printed]:
    if path.stem not in definitions:
        raise BadFile(path, 1, 1, f"er is geen tabel {path.stem}; noem het bestand naar een tabel uit tables/")
    definition = definitions[path.stem]
    names = [dimension.name for dimension in definition.dimensions]
    found = []
    for row in read_rows(path, [*names, "n", "source"], key=names):
        at = tuple(row.code(name) for name in names)
        for dimension, code in zip(definition.dimensions, at, strict=True):
            _check_code(row, dimension.name, dimension, code, lists)
        year = next((int(c) for d, c in zip(definition.dimensions, at, strict=True) if d.codes is None), None)
        found.append(Printed(definition.id, year, at, _amount(row, definition), row.code("source")))
    return found


def read_claims(path: Path, definitions: Mapping[str, TableDefinition], lists: Mapping[str, CodeList]) -> list[Printed]:
    """The figures printed outside the annexes: the year first, then one code for each other dimension.

    Raises ``BadFile``. A folder without the file has no claims.
    """
    return [_claim(row, definitions, lists) for row in read_rows(path, CLAIM_COLUMNS)] if path.exists() else []


def _claim(row: Row, definitions: Mapping[str, TableDefinition], lists: Mapping[str, CodeList]) -> Printed:
    definition = definitions.get(row.code("table"))
    if definition is None:
        raise row.bad("table", f"er is geen tabel {row.values['table']}; kies een tabel uit tables/")
    year, *codes = row.code("coordinates").split("|")
    others = [dimension for dimension in definition.dimensions if dimension.codes is not None]
    if not _is_year(year) or len(codes) != len(others):
        right = "|".join(["jaar", *(dimension.name for dimension in others)])
        raise row.bad("coordinates", f"'{row.values['coordinates']}' is geen cel van deze tabel; schrijf {right}")
    for dimension, several in zip(others, codes, strict=True):
        for code in several.split("+"):
            _check_code(row, "coordinates", dimension, code, lists)
    given = iter(codes)
    at = tuple(year if one.codes is None else next(given) for one in definition.dimensions)
    return Printed(definition.id, int(year), at, _amount(row, definition), row.code("source"), row.values["note"])


def _check_code(row: Row, column: str, dimension: Dimension, code: str, lists: Mapping[str, CodeList]) -> None:
    """Refuse a code that the dimension cannot have."""
    if dimension.codes is None:
        if not _is_year(code):
            raise row.bad(column, f"'{code}' is geen jaar van {FIRST_YEAR} tot {LAST_YEAR}; vul er een in zoals 2024")
    elif code != TOTAL and all(code != one.code for one in lists[dimension.codes]):
        raise row.bad(column, f"lijst {dimension.codes} heeft geen code '{code}'; kies een code uit de lijst")


def _is_year(text: str) -> bool:
    return re.fullmatch("[0-9]{4}", text) is not None and FIRST_YEAR <= int(text) <= LAST_YEAR


def _amount(row: Row, definition: TableDefinition) -> Decimal:
    """A count, or for a table that sums a measure a number."""
    if definition.measure is None:
        return Decimal(row.count("n"))
    amount = row.decimal("n")
    if amount is None:
        raise row.bad("n", "kolom n is leeg; vul het gedrukte getal in")
    return amount


def newest(figures: Sequence[Printed], otherwise: int) -> int:
    """The last year that these figures are about."""
    return max((one.year for one in figures if one.year is not None), default=otherwise)

"""Real records: ``records/<fact>.csv``, one row a record."""

from collections.abc import Mapping
from pathlib import Path

from loket.core.badfile import BadFile
from loket.core.csvfiles import Row, read_header, read_rows
from loket.core.located import FIRST_YEAR, LAST_YEAR
from loket.facts.cells import Value, Values
from loket.facts.kinds import KINDS, Column, Holds
from loket.facts.plan import Plan
from loket.figures.model import CodeList


def read_records(folder: Path, plan: Plan, lists: Mapping[str, CodeList]) -> dict[str, list[Values]]:
    """The records of each kind, in the order of the file.

    A column that the plan reconstructs may be left out. Raises ``BadFile``: also for a code that the list
    does not have in that year, and a child code beside another code than its parent.
    """
    return {path.stem: _read(path, plan, lists) for path in sorted((folder / "records").glob("*.csv"))}


def _read(path: Path, plan: Plan, lists: Mapping[str, CodeList]) -> list[Values]:
    kind = KINDS.get(path.stem)
    if kind is None:
        raise BadFile(path, 1, 1, f"feit {path.stem} bestaat niet; kies uit {', '.join(KINDS)}")
    header, made = read_header(path), plan.made(kind.id)
    columns = [column for column in kind.columns if column.name in header or column.name not in made]
    _check_lists(path, columns, lists)
    names = ["year", *(column.name for column in columns)]
    return [_record(row, columns, lists) for row in read_rows(path, names, key=_key(columns))]


def _key(columns: list[Column]) -> list[str]:
    """A kind that always has a number is measured once for each combination of codes; others are counted."""
    if all(column.holds is Holds.CODE or column.optional for column in columns):
        return []
    return ["year", *(column.name for column in columns if column.holds is Holds.CODE)]


def _check_lists(path: Path, columns: list[Column], lists: Mapping[str, CodeList]) -> None:
    for column in columns:
        if column.code_list is not None and column.code_list not in lists:
            raise BadFile(path, 1, 1, f"kolom {column.name} heeft codelijst {column.code_list} nodig; maak die")


def _record(row: Row, columns: list[Column], lists: Mapping[str, CodeList]) -> Values:
    year = row.count("year")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise row.bad("year", f"{year} is geen jaar van {FIRST_YEAR} tot {LAST_YEAR}")
    values: Values = {"year": year}
    for column in columns:
        values[column.name] = _value(row, column, year, lists)
    _check_parents(row, columns, lists)
    return values


def _value(row: Row, column: Column, year: int, lists: Mapping[str, CodeList]) -> Value:
    if column.code_list is not None:
        return _code(row, column.name, lists[column.code_list], year)
    if column.optional and not row.values[column.name]:
        return None
    if column.holds is Holds.WHOLE:
        return row.count(column.name)
    number = row.decimal(column.name)
    if number is None:
        raise row.bad(column.name, f"kolom {column.name} is leeg; vul een getal in")
    return number


def _code(row: Row, column: str, code_list: CodeList, year: int) -> str:
    code = row.code(column)
    known = next((one for one in code_list if one.code == code), None)
    if known is None:
        raise row.bad(column, f"lijst {code_list.code} heeft geen code '{code}'; kies een code uit de lijst")
    if not known.holds_in(year):
        raise row.bad(column, f"code '{code}' geldt niet in {year}; kies een code die dan geldt")
    return code


def _check_parents(row: Row, columns: list[Column], lists: Mapping[str, CodeList]) -> None:
    """A code whose list has a parent list stands beside its parent."""
    by_list = {column.code_list: column.name for column in columns if column.code_list is not None}
    for code_list, column in by_list.items():
        above = by_list.get(lists[code_list].parent_list or "")
        if above is not None:
            parent = lists[code_list].get(row.values[column]).parent
            if parent != row.values[above]:
                raise row.bad(column, f"'{row.values[column]}' hoort bij {parent}, niet bij {row.values[above]}")

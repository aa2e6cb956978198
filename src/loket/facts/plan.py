"""``reconstruct.yaml``: which printed tables the facts must give, and which columns are made for that."""

from collections.abc import Mapping
from pathlib import Path

from loket.core.located import FIRST_YEAR, LAST_YEAR, CodeName, Located, Strict, read_located
from loket.facts.kinds import KINDS, Kind
from loket.figures.model import CodeList, TableDefinition


class Entry(Strict):
    """The facts of one kind and year.

    ``columns`` are reconstructed in this order, those of one step together; a parent column stands in one
    step with its child. ``fixed`` columns have one code throughout. ``tables`` stand in order of precedence.
    """

    fact: CodeName
    year: int
    columns: list[list[CodeName]] = []
    fixed: dict[CodeName, CodeName] = {}
    tables: list[CodeName]

    @property
    def made(self) -> set[str]:
        """The columns that no record needs to have."""
        return {column for step in self.columns for column in step} | set(self.fixed)


class Plan(Strict):
    """All entries, and the seed of every draw."""

    seed: int
    facts: list[Entry] = []

    def entry(self, fact: str, year: int) -> Entry | None:
        """The entry of a kind and year, if there is one."""
        return next((one for one in self.facts if (one.fact, one.year) == (fact, year)), None)

    def made(self, fact: str) -> set[str]:
        """The columns of a kind that are reconstructed in some year."""
        return set().union(*(one.made for one in self.facts if one.fact == fact))


def read_plan(path: Path, definitions: Mapping[str, TableDefinition], lists: Mapping[str, CodeList]) -> Plan:
    """The plan of a data folder; an empty one when the folder has only records.

    Raises ``BadFile`` for a fact, column, code or table that does not exist, or an entry that stands twice.
    """
    if not path.exists():
        return Plan(seed=0)
    found = read_located(path, Plan)
    seen: set[tuple[str, int]] = set()
    for number, entry in enumerate(found.value.facts):
        kind = _kind(found, number, entry)
        _check_columns(found, number, entry, kind, lists)
        _check_tables(found, number, entry, definitions)
        if (entry.fact, entry.year) in seen:
            raise found.bad(f"{entry.fact} {entry.year} staat er al; voeg ze samen", "facts", number, "fact")
        seen.add((entry.fact, entry.year))
    return found.value


def _kind(found: Located[Plan], number: int, entry: Entry) -> Kind:
    """The kind of an entry; refuse one that does not exist, and a year that cannot be."""
    if entry.fact not in KINDS:
        raise found.bad(f"feit {entry.fact} bestaat niet; kies uit {', '.join(KINDS)}", "facts", number, "fact")
    if not FIRST_YEAR <= entry.year <= LAST_YEAR:
        raise found.bad(f"{entry.year} is geen jaar van {FIRST_YEAR} tot {LAST_YEAR}", "facts", number, "year")
    return KINDS[entry.fact]


def _check_columns(found: Located[Plan], number: int, entry: Entry, kind: Kind, lists: Mapping[str, CodeList]) -> None:
    """Every column that is made holds codes of a list that is there."""
    named = {column.name: column.code_list for column in kind.columns if column.code_list in lists}
    unknown = sorted(entry.made.difference(named))
    if unknown:
        raise found.bad(
            f"feit {kind.id} heeft geen kolom {unknown[0]} met een codelijst; kies uit {', '.join(named)}",
            *("facts", number, "columns" if unknown[0] not in entry.fixed else "fixed"),
        )
    for column, code in entry.fixed.items():
        if all(code != one.code for one in lists[named[column] or ""]):
            message = f"lijst {named[column]} heeft geen code '{code}'; kies een code uit de lijst"
            raise found.bad(message, "facts", number, "fixed", column)


def _check_tables(found: Located[Plan], number: int, entry: Entry, definitions: Mapping[str, TableDefinition]) -> None:
    """Every table is about this fact, and every column that is made is in one of them."""
    counted: set[str] = set()
    for place, table in enumerate(entry.tables):
        if table not in definitions or definitions[table].fact != entry.fact:
            raise found.bad(f"er is geen tabel {table} over {entry.fact}", "facts", number, "tables", place)
        counted.update(one.column for one in definitions[table].dimensions)
        counted.update(definitions[table].filters)
    loose = sorted({column for step in entry.columns for column in step} - counted)
    if loose:
        raise found.bad(
            f"geen van de tabellen telt kolom {loose[0]}; noem er een die dat doet, of zet hem bij fixed",
            *("facts", number, "columns"),
        )

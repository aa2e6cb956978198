"""Reading an organisation's table definitions (``tables/*.yaml``), held to the facts and the lists."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from loket.core.located import CodeName, Located, Strict, Text, Texts, read_located
from loket.facts.kinds import KINDS, Holds, Kind
from loket.figures.model import CodeList, Dimension, TableDefinition


class _Dimension(Strict):
    """See ``figures.model.Dimension``; ``column`` is the name of the dimension when it is left out."""

    name: CodeName
    codes: CodeName | None
    column: CodeName | None = None
    within: CodeName | None = None
    optional: list[CodeName] = []
    only: list[CodeName] = []
    roll_up: Literal["none", "renamed", "parent", "then", "now"] = "none"
    total: bool = True


class _Table(Strict):
    """See ``figures.model.TableDefinition``."""

    id: CodeName
    title: Texts
    fact: CodeName
    dimensions: list[_Dimension]
    rule: Texts
    source: Text
    unit: Texts
    filters: dict[CodeName, list[CodeName]] = {}
    years: list[int] = [0]
    measure: CodeName | None = None


class _Tables(Strict):
    tables: list[_Table]


Found = Located[_Tables]


def read_definitions(folder: Path, lists: Mapping[str, CodeList]) -> tuple[TableDefinition, ...]:
    """Every table of a data folder, in the order of file names and then of definition.

    Raises ``BadFile`` for a table that does not fit the kinds of facts or the code lists.
    """
    definitions: dict[str, TableDefinition] = {}
    for path in sorted((folder / "tables").glob("*.yaml")):
        found = read_located(path, _Tables)
        for number, table in enumerate(found.value.tables):
            if table.id in definitions:
                raise found.bad(f"tabel {table.id} bestaat al; elke id mag één keer", "tables", number, "id")
            _check(found, number, table, lists)
            definitions[table.id] = _definition(table)
    return tuple(definitions.values())


def _check(found: Found, number: int, table: _Table, lists: Mapping[str, CodeList]) -> None:
    """Refuse names that no fact, column, list or code has."""
    kind = KINDS.get(table.fact)
    if kind is None:
        raise found.bad(f"feit {table.fact} bestaat niet; kies uit {', '.join(KINDS)}", "tables", number, "fact")
    values = [column.name for column in kind.columns if column.holds is not Holds.CODE]
    if table.measure is not None and table.measure not in values:
        raise found.bad(
            f"{table.measure} is geen getal van feit {kind.id}; dat heeft: {', '.join(values) or 'geen'}",
            *("tables", number, "measure"),
        )
    for place, dimension in enumerate(table.dimensions):
        for key, message in _mistakes(kind, table, dimension, lists):
            raise found.bad(message, "tables", number, "dimensions", place, key)
    for column, codes in table.filters.items():
        mistake = _filter_mistake(kind, column, codes, lists)
        if mistake:
            raise found.bad(mistake, "tables", number, "filters", column)


def _mistakes(
    kind: Kind, table: _Table, dimension: _Dimension, lists: Mapping[str, CodeList]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a dimension: the key at which it stands and the message."""
    column = dimension.column or dimension.name
    if dimension.codes is None:
        if column != "year":
            yield "codes", "zonder codes kan alleen de dimensie year; noem hier de codelijst"
        return
    if column not in kind.names:
        yield "name", f"feit {kind.id} heeft geen kolom {column}; het heeft: {', '.join(kind.names)}"
    if dimension.codes not in lists:
        yield "codes", f"codelijst {dimension.codes} bestaat niet; zet hem in lists/"
        return
    if dimension.within is not None and dimension.within not in {one.name for one in table.dimensions}:
        yield "within", f"deze tabel heeft geen dimensie {dimension.within}"
    known = {code.code for code in lists[dimension.codes]}
    for key, codes in (("optional", dimension.optional), ("only", dimension.only)):
        unknown = sorted(set(codes) - known)
        if unknown:
            yield key, f"lijst {dimension.codes} heeft geen code {unknown[0]}"


def _filter_mistake(kind: Kind, column: str, codes: list[str], lists: Mapping[str, CodeList]) -> str | None:
    code_list = next((one.code_list for one in kind.columns if one.name == column), None)
    if code_list is None:
        return f"feit {kind.id} heeft geen kolom {column} met codes; het heeft: {', '.join(kind.names)}"
    unknown = sorted(set(codes) - {code.code for code in lists[code_list]})
    return f"lijst {code_list} heeft geen code {unknown[0]}" if unknown else None


def _definition(table: _Table) -> TableDefinition:
    return TableDefinition(
        id=table.id,
        title=table.title,
        fact=table.fact,
        dimensions=tuple(
            Dimension(
                name=one.name,
                column=one.column or one.name,
                codes=one.codes,
                within=one.within,
                optional=tuple(one.optional),
                only=tuple(one.only),
                roll_up=one.roll_up,
                total=one.total,
            )
            for one in table.dimensions
        ),
        rule=table.rule,
        source=table.source,
        unit=table.unit,
        filters={column: tuple(codes) for column, codes in table.filters.items()},
        years=tuple(table.years),
        measure=table.measure,
    )

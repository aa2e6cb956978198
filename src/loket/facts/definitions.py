"""Reading an organisation's table definitions (``tables/*.yaml``), held to the facts and the lists."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from loket.core.located import CodeName, Located, Strict, Text, Texts, check_languages, read_located
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
    dimensions: Annotated[list[_Dimension], Field(min_length=1)]
    rule: Texts
    source: Text
    unit: Texts
    filters: dict[CodeName, list[CodeName]] = {}
    years: Annotated[list[Annotated[int, Field(ge=-20, le=0)]], Field(min_length=1)] = [0]
    measure: CodeName | None = None
    list: bool = False


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
    languages = list(next(iter(lists.values())).label)
    texts = {"title": table.title, "rule": table.rule, "unit": table.unit}
    check_languages(found, ((text, ("tables", number, key)) for key, text in texts.items()), languages)
    kind = KINDS.get(table.fact)
    if kind is None:
        raise found.bad(f"feit {table.fact} bestaat niet; kies uit {', '.join(KINDS)}", "tables", number, "fact")
    values = [column.name for column in kind.columns if column.holds is not Holds.CODE]
    if table.measure is not None and table.measure not in values:
        raise found.bad(
            f"{table.measure} is geen getal van feit {kind.id}; dat heeft: {', '.join(values) or 'geen'}",
            *("tables", number, "measure"),
        )
    if table.list and (mistake := _list_mistake(table)):
        raise found.bad(mistake, "tables", number, "list")
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
    yield from _misfits(kind, table, dimension, lists)
    known = {code.code for code in lists[dimension.codes]}
    for key, codes in (("optional", dimension.optional), ("only", dimension.only)):
        unknown = sorted(set(codes) - known)
        if unknown:
            yield key, f"lijst {dimension.codes} heeft geen code {unknown[0]}"


def _misfits(
    kind: Kind, table: _Table, dimension: _Dimension, lists: Mapping[str, CodeList]
) -> Iterator[tuple[str, str]]:
    """As ``_mistakes``: what does not go together with the column, or with the other dimensions."""
    column = dimension.column or dimension.name
    carried = next((one.code_list for one in kind.columns if one.name == column), None)
    shown = _above(carried, lists) if dimension.roll_up == "parent" else carried
    if carried is not None and dimension.codes != shown:
        yield "codes", f"kolom {column} heeft codelijst {carried}; zet hier {shown}"
    if dimension.roll_up == "parent" and carried != column:
        yield "roll_up", f"parent kan alleen bij een kolom die heet als haar codelijst; deze heeft lijst {carried}"
    if sum(one.name == dimension.name for one in table.dimensions) > 1:
        yield "name", f"dimensie {dimension.name} staat er dubbel; geef er een een andere naam"
    others = {one.name: one.codes for one in table.dimensions if one is not dimension}
    if dimension.within is not None and dimension.within not in others:
        yield "within", f"deze tabel heeft geen dimensie {dimension.within} naast deze"
    elif dimension.within is not None and others[dimension.within] != _above(dimension.codes, lists):
        yield "within", f"lijst {dimension.codes} heeft {others[dimension.within]} niet als parent_list"


def _list_mistake(table: _Table) -> str | None:
    """What a list of cases cannot be: its columns are codes, side by side."""
    if table.measure is not None:
        return "een lijst van zaken telt zaken; haal measure weg"
    if any(one.codes is None or one.within for one in table.dimensions):
        return "een lijst van zaken heeft geen jaar en geen within als kolom; noem alleen de fijnste codes"
    return None


def _above(name: str | None, lists: Mapping[str, CodeList]) -> str | None:
    """The list that holds the parents of a list: another one, or itself."""
    return name if name is None or name not in lists else lists[name].parent_list or name


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
                total=one.total and not table.list,
            )
            for one in table.dimensions
        ),
        rule=table.rule,
        source=table.source,
        unit=table.unit,
        filters={column: tuple(codes) for column, codes in table.filters.items()},
        years=tuple(table.years),
        measure=table.measure,
        is_list=table.list,
    )

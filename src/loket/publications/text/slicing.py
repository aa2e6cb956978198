"""What an edition about one unit may know: of every table with units only the part of that unit, and of no other table
anything. No sentence of an edition can then speak of another unit."""

from collections.abc import Mapping
from dataclasses import replace

from loket.figures.model import HIDDEN, Coordinates, Labels, Table, in_language, is_hidden


def of_unit(tables: Mapping[str, Table], unit: str, *, uncounted: str | None = None) -> dict[str, Table]:
    """The parts of these tables that are about a unit, each under the id of its table, without the dimension.

    ``uncounted`` is the code of facts of which the unit was not published. In a year that has some, a 0 was not
    counted: that cell is left out. Where the unit is counted with others its numbers are not told, but for a 0.
    """
    found: dict[str, Table] = {}
    for name, table in tables.items():
        names = [one.name for one in table.definition.dimensions]
        place = names.index("unit") if "unit" in names else None
        if place is not None and _home(table, place, unit) in {code.code for code in table.labels[place]}:
            found[name] = _part(table, place, unit, uncounted)
    return found


def _home(table: Table, place: int, code: str) -> str:
    """The code under which a table counts this one."""
    held = table.held(table.definition.dimensions[place].name)
    return next((into for into, parts in held.items() if code in parts), code)


def _part(table: Table, place: int, unit: str, uncounted: str | None) -> Table:
    def without(at: Coordinates) -> Coordinates:
        return (*at[:place], *at[place + 1 :])

    home = _home(table, place, unit)
    unpublished = _home(table, place, uncounted or "")
    unknown = {without(at) for at, n in table.cells.items() if at[place] == unpublished and n}
    cells = {
        without(at): n if home == unit or not n else HIDDEN
        for at, n in table.cells.items()
        if at[place] == home and (n or without(at) not in unknown)
    }
    name = next(code.label for code in table.labels[place] if code.code == home)
    dimensions = table.definition.dimensions
    definition = replace(
        table.definition,
        title=_named(table.definition.title, name),
        dimensions=(*dimensions[:place], *dimensions[place + 1 :]),
    )
    left = (*table.labels[:place], *table.labels[place + 1 :])
    labels = tuple(
        tuple(code for code in codes if any(at[axis] == code.code for at in cells)) for axis, codes in enumerate(left)
    )
    merged = tuple(one for one in table.merged if one.dimension != dimensions[place].name)
    return replace(table, definition=definition, cells=cells, labels=labels, merged=merged)


def _named(title: Labels, unit: Labels) -> dict[str, str]:
    return {language: f"{text}: {in_language(unit, language)}" for language, text in title.items()}


def from_enough(tables: Mapping[str, Table], least: Mapping[str, int]) -> dict[str, Table]:
    """These tables without what too few people answered: ``least`` gives by table how many there must be. The first
    dimension holds the questions, the second the answers with their total. A question that fewer answered, as far as
    the table tells, is left out, and a table without questions too (advisers' annual report 2024, chapter 6;
    ``advisers.yaml``).
    """
    found = {name: _answered(table, least[name]) if name in least else table for name, table in tables.items()}
    return {name: table for name, table in found.items() if table.cells}


def _answered(table: Table, least: int) -> Table:
    totals: dict[str, float] = {}
    for (question, *_), n in table.cells.items():
        totals[question] = max(totals.get(question, 0), 0 if is_hidden(n) else n)
    kept = {question for question, n in totals.items() if n >= least}
    return replace(
        table,
        cells={at: n for at, n in table.cells.items() if at[0] in kept},
        labels=(tuple(code for code in table.labels[0] if code.code in kept), *table.labels[1:]),
    )

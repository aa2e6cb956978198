"""What each cell of a computed table counts, in the codes that facts carry: its *region*.

Tables show codes of different lists and levels: a category, a unit as it is now, managers together. Every fact carries
the base codes, so each shown code is a set of those. Loading facts holds two things that this builds on: a code is
only used in a year in which it holds, and stands beside its parent where the fact has a column for that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

from loket.figures.axes import Places, carried, placing
from loket.figures.model import TOTAL, CodeList, Coordinates, Dimension, Table, TableDefinition

Codes = frozenset[str]


@dataclass(frozen=True)
class Region:
    """The facts of one kind and of these years that have one of these codes in each of these columns; a column that is
    not named may have any. No two regions count the same facts by their definition.
    """

    fact: str
    years: frozenset[int]
    kept: frozenset[tuple[str, Codes]]

    @cached_property
    def by_column(self) -> Mapping[str, Codes]:
        return dict(self.kept)


@dataclass(frozen=True)
class World:
    """What gives codes their meaning: every definition, the code lists, and where units belonged in each year.

    ``alike`` are kinds of facts of which there is one for each fact of another kind, with that kind: a reader lays
    their tables beside each other. They may differ in what they say of it.
    """

    definitions: Sequence[TableDefinition]
    lists: Mapping[str, CodeList]
    places: Places
    alike: Mapping[str, str] = field(default_factory=dict)

    def kind(self, fact: str) -> str:
        """The kind of facts that this kind is counted with."""
        return self.alike.get(fact, fact)

    @cached_property
    def _columns(self) -> Mapping[str, Mapping[str, CodeList]]:
        """The columns of each kind of fact that a table counts by, with the list of the codes in it."""
        found: dict[str, dict[str, CodeList]] = {}
        for definition in self.definitions:
            columns = found.setdefault(self.kind(definition.fact), {})
            for name in definition.filters:
                if name in self.lists:
                    columns.setdefault(name, self.lists[name])
            for one in definition.dimensions:
                if one.codes is not None:
                    columns[one.column] = carried(one, one.codes, self.lists)
        return found

    def every(self, fact: str, column: str, years: Iterable[int]) -> Codes | None:
        """The codes that a column can have in these years; None when nothing says so."""
        known = self._columns.get(self.kind(fact), {}).get(column)
        return None if known is None else frozenset(c.code for c in known if any(c.holds_in(y) for y in years))

    def lowest(self, fact: str, column: str, codes: Codes, years: Iterable[int]) -> tuple[str, Codes]:
        """The same facts by the column with the finest codes: a category is its subcategories of these years."""
        columns = self._columns.get(self.kind(fact), {})
        while column in columns:
            below = next((name for name, one in columns.items() if one.parent_list == columns[column].code), None)
            if below is None:
                break
            possible = self.every(fact, below, years) or ()
            codes = frozenset(one.code for one in columns[below] if one.parent in codes and one.code in possible)
            column = below
        return column, codes


@dataclass(frozen=True)
class Axis:
    """A column of the facts, and the dimensions of a table that sort by it, by their places: one, or a dimension and
    what stands within it. ``options`` gives for the codes shown along them what they stand for. ``silent`` are codes
    that no fact turned out to have, so that the table left them out.
    """

    column: str
    dimensions: tuple[int, ...]
    options: Mapping[Coordinates, Codes]
    silent: Codes


@dataclass(frozen=True)
class Frame:
    """The cells of one table over the same years. ``outer`` are the filters on columns that are no axis."""

    table: Table
    world: World
    years: frozenset[int]
    cells: tuple[Coordinates, ...]
    axes: tuple[Axis, ...]
    outer: Mapping[str, Codes]

    @property
    def fact(self) -> str:
        return self.world.kind(self.table.definition.fact)

    def agrees_with(self, other: "Frame") -> bool:
        """Whether both were counted from the same facts at the same moment: then they cannot differ."""
        return self.world is other.world and self.table.definition.fact == other.table.definition.fact

    @cached_property
    def regions(self) -> Mapping[Coordinates, Region]:
        """What each cell counts. All cells that can count nothing have one region, of no year."""
        return {at: self._region(at) for at in self.cells}

    @cached_property
    def held(self) -> frozenset[Region]:
        return frozenset(self.regions.values())

    def _region(self, at: Coordinates) -> Region:
        kept = {axis.column: axis.options[_part(at, axis.dimensions)] for axis in self.axes}
        kept.update(self.outer)
        if not all(kept.values()):
            return Region(self.fact, frozenset(), frozenset())
        told = ((name, codes) for name, codes in kept.items() if codes != self.full.get(name))
        return Region(self.fact, self.years, frozenset(told))

    @cached_property
    def full(self) -> Mapping[str, Codes]:
        """Along each axis all codes that there can be."""
        return {axis.column: self.world.every(self.fact, axis.column, self.years) or frozenset() for axis in self.axes}


def _part(at: Coordinates, places: Iterable[int]) -> Coordinates:
    return tuple(at[place] for place in places)


def frames(table: Table, world: World) -> Iterator[Frame]:
    """A table year by year, when it has a dimension of years; else whole."""
    definition = table.definition
    by_year = next((place for place, one in enumerate(definition.dimensions) if one.codes is None), None)
    if by_year is None:
        yield _frame(table, world, frozenset(table.year + offset for offset in definition.years), tuple(table.cells))
        return
    for year in dict.fromkeys(at[by_year] for at in table.cells):
        cells = tuple(at for at in table.cells if at[by_year] == year)
        yield _frame(table, world, frozenset((int(year),)), cells)


def _frame(table: Table, world: World, years: frozenset[int], cells: tuple[Coordinates, ...]) -> Frame:
    fact, dimensions = table.definition.fact, table.definition.dimensions
    filters: dict[str, Codes] = {}
    for name, codes in table.definition.filters.items():
        known = world.every(fact, name, years)
        column, low = world.lowest(fact, name, frozenset(codes) if known is None else known & set(codes), years)
        filters[column] = filters.get(column, low) & low
    together: dict[str, list[int]] = {}
    for place, one in enumerate(dimensions):
        if one.codes is not None:
            together.setdefault(world.lowest(fact, one.column, frozenset(), years)[0], []).append(place)
    axes = tuple(
        _axis(table, world, years, cells, column, tuple(places), filters.get(column))
        for column, places in together.items()
    )
    outer = {
        name: kept for name, kept in filters.items() if name not in together and kept != world.every(fact, name, years)
    }
    return Frame(table, world, years, cells, axes, outer)


def _axis(
    table: Table,
    world: World,
    years: frozenset[int],
    cells: Sequence[Coordinates],
    column: str,
    places: tuple[int, ...],
    kept: Codes | None,
) -> Axis:
    dimensions = [table.definition.dimensions[place] for place in places]
    meanings = [_meanings(table, world, years, one) for one in dimensions]
    options = {
        at: reduce(
            frozenset.intersection,
            (meaning[code] for meaning, code in zip(meanings, at, strict=True)),
            *(() if kept is None else (kept,)),
        )
        for at in dict.fromkeys(_part(at, places) for at in cells)
    }
    shown = [_shown(table, place) for place in places]
    silent = (
        meaning[code]
        for meaning, one, seen in zip(meanings, dimensions, shown, strict=True)
        for code in one.optional
        if code not in seen and code in meaning
    )
    return Axis(column, places, options, frozenset[str]().union(*silent))


def _shown(table: Table, place: int) -> Codes:
    """The codes of a dimension that the table shows, alone or merged with others."""
    parts = table.held(table.definition.dimensions[place].name)
    return frozenset(part for code in table.labels[place] for part in parts.get(code.code, (code.code,)))


def _meanings(table: Table, world: World, years: frozenset[int], dimension: Dimension) -> Mapping[str, Codes]:
    """What each code of a dimension stands for, and its total. Where one code stands for other units from year to year
    and the years are added up, the units are told apart by year. Merged codes stand for what each of them does.
    """
    fact, moves = table.definition.fact, dimension.roll_up == "then" and len(years) > 1
    place = placing(dimension, world.lists, world.places, table.year)
    shown = [TOTAL, *(code.code for code in world.lists[dimension.codes or ""])]
    found: dict[str, set[str]] = {code: set() for code in shown}
    for year in years:
        for code in world.every(fact, dimension.column, (year,)) or ():
            under = place(code, year)
            if under in found and (not dimension.only or under in dimension.only):
                found[under].add(f"{code} {year}" if moves else code)
                found[TOTAL].add(code)
    for one in table.merged:
        if one.dimension == dimension.name:
            found[one.into] = {base for code in one.codes for base in found[code]}
    return {under: world.lowest(fact, dimension.column, frozenset(codes), years)[1] for under, codes in found.items()}

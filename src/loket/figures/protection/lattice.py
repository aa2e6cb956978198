"""Linked tables as one set of cells and the sums that hold between them.

A table has dimensions; a dimension is a tree of codes under ``total``. Every combination of codes, subtotals and
totals included, is a cell. A cell *is* its codes that are no total: so the total of one table over ``sector`` and the
total of another over ``year`` are the same cell, and that is all that links tables. What a table does not mention
counts zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from loket.figures.model import TOTAL, Coordinates, FiguresError

Key = frozenset[tuple[str, str]]
"""What a cell is: its dimensions and codes, without those at total."""

LARGEST = 2_000_000
"""Cells of one table. Beyond it the program would not come back in a reasonable time."""

HIGHEST = 10**10
"""A total below this is handled exactly enough by the solver's floating point."""


class BadTable(FiguresError):
    """A tree or a table that is not what it says it is; ``table`` and ``at`` say which cell showed it, if one did."""

    def __init__(self, message: str, table: str = "", at: Coordinates | None = None) -> None:
        super().__init__(message)
        self.table, self.at = table, at


@dataclass(frozen=True)
class Dimension:
    """A named tree: ``parents`` gives for each code the code above it, or ``total``. Its order is that of printing.

    Raises ``BadTable`` when a code is called ``total``, hangs under an unknown code or, in the end, under itself.
    """

    name: str
    parents: Mapping[str, str]

    def __post_init__(self) -> None:
        for code, parent in self.parents.items():
            if code == TOTAL or not code:
                raise BadTable(f"boom van {self.name}: '{code}' kan geen code zijn")
            if parent != TOTAL and parent not in self.parents:
                raise BadTable(f"boom van {self.name}: '{parent}', boven '{code}', staat er zelf niet in")
        for code in self.parents:
            self._check_climb(code)

    def _check_climb(self, code: str) -> None:
        seen = {code}
        while (code := self.parents[code]) != TOTAL:
            if code in seen:
                raise BadTable(f"boom van {self.name}: '{code}' hangt in een kring onder zichzelf")
            seen.add(code)

    @classmethod
    def flat(cls, name: str, codes: Iterable[str]) -> "Dimension":
        """A list: every code straight under the total."""
        return cls(name, dict.fromkeys((code for code in codes if code != TOTAL), TOTAL))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The total first, then every code."""
        return (TOTAL, *self.parents)

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Of the total and of every code that has them, the codes straight under it."""
        under: dict[str, list[str]] = {}
        for code, parent in self.parents.items():
            under.setdefault(parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in under.items()}

    def upward(self, code: str) -> tuple[str, ...]:
        """The code, all codes above it, and the total."""
        path = [code]
        while path[-1] != TOTAL:
            path.append(self.parents[path[-1]])
        return tuple(path)


@dataclass(frozen=True)
class Table:
    """Counts as they were handed over: margins may be among them, and zeros may be left out."""

    name: str
    dimensions: tuple[Dimension, ...]
    counts: Mapping[Coordinates, int]

    def key(self, coordinates: Coordinates) -> Key:
        """The cell at these coordinates."""
        names = (dimension.name for dimension in self.dimensions)
        return frozenset((name, code) for name, code in zip(names, coordinates, strict=True) if code != TOTAL)

    def everywhere(self) -> Iterator[Coordinates]:
        """The coordinates of every cell, totals before their parts."""
        return product(*(dimension.codes for dimension in self.dimensions))


@dataclass(frozen=True)
class Relation:
    """One cell is the sum of others. Cells are numbers in ``Lattice.counts``."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Lattice:
    """All cells of linked tables, numbered, with every sum that holds. ``places`` gives for each table the number of
    the cell at each of its coordinates, ``tables`` where it came from.
    """

    counts: tuple[int, ...]
    relations: tuple[Relation, ...]
    places: Mapping[str, Mapping[Coordinates, int]]
    tables: tuple[Table, ...] = ()


def build(tables: Sequence[Table]) -> Lattice:
    """Link tables. Margins that were handed over are checked, the others computed.

    Raises ``BadTable``: two tables of one name, unknown codes, counts that are negative or too large, a margin that is
    not the sum of its parts, two tables that say otherwise of the same cell.
    """
    numbers: dict[Key, int] = {}
    counts: list[int] = []
    places: dict[str, dict[Coordinates, int]] = {}
    for table in tables:
        if table.name in places:
            raise BadTable(f"er zijn twee tabellen die {table.name} heten; geef een van beide een andere naam")
        full = completed(table)
        places[table.name] = {}
        for at in table.everywhere():
            key, count = table.key(at), full.get(at, 0)
            number = numbers.setdefault(key, len(counts))
            if number == len(counts):
                counts.append(count)
            elif counts[number] != count:
                said = f"{_place(table, at)} telt {count}, en in een andere tabel {counts[number]}"
                raise BadTable(f"{said}; het is dezelfde cel, maak ze gelijk", table.name, at)
            places[table.name][at] = number
    relations = {relation: None for table in tables for relation in _relations(table, places[table.name])}
    return Lattice(tuple(counts), tuple(relations), places, tuple(tables))


def completed(table: Table) -> dict[Coordinates, int]:
    """The counts of all cells that are not zero: what was handed over at the finest codes, and its sums upward."""
    size = prod(len(dimension.codes) for dimension in table.dimensions)
    if size > LARGEST:
        raise BadTable(f"{table.name} heeft met alle totalen {size} cellen; hooguit {LARGEST} kan")
    full: dict[Coordinates, int] = {}
    for at, count in table.counts.items():
        _check_count(table, at, count)
        if all(code != TOTAL and code not in d.children for d, code in zip(table.dimensions, at, strict=True)):
            for above in product(*(d.upward(code) for d, code in zip(table.dimensions, at, strict=True))):
                full[above] = full.get(above, 0) + count
    for at, count in table.counts.items():
        if count != full.get(at, 0):
            said = f"{_place(table, at)} telt {count}, maar de delen tellen op tot {full.get(at, 0)}"
            raise BadTable(f"{said}; verbeter een van beide", table.name, at)
    if full.get((TOTAL,) * len(table.dimensions), 0) >= HIGHEST:
        raise BadTable(f"{table.name} telt op tot {HIGHEST} of meer: zulke aantallen kan deze opdracht niet aan")
    return full


def _check_count(table: Table, at: Coordinates, count: int) -> None:
    for dimension, code in zip(table.dimensions, at, strict=True):
        if code != TOTAL and code not in dimension.parents:
            raise BadTable(f"{table.name}: code '{code}' van {dimension.name} staat niet in de boom", table.name, at)
    if count < 0:
        raise BadTable(f"{_place(table, at)} telt {count}; een aantal is 0 of meer", table.name, at)


def _relations(table: Table, places: Mapping[Coordinates, int]) -> Iterator[Relation]:
    """Every sum: along each dimension, under each code that has parts, at every combination of the others."""
    for axis, dimension in enumerate(table.dimensions):
        before = [d.codes for d in table.dimensions[:axis]]
        after = [d.codes for d in table.dimensions[axis + 1 :]]
        for parent, children in dimension.children.items():
            for left, right in product(product(*before), product(*after)):
                parts = (places[(*left, child, *right)] for child in children)
                yield Relation(places[(*left, parent, *right)], tuple(sorted(parts)))


def _place(table: Table, at: Coordinates) -> str:
    named = ", ".join(f"{d.name} '{code}'" for d, code in zip(table.dimensions, at, strict=True))
    return f"{table.name}: {named}"

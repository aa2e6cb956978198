"""The words of the figures room: labels, code lists, table definitions, tables and cells.

Pure values: no Django, no database, no files. A table is computed from snapshots alone (``engine``),
and everything that is ever printed, in a chart or in the running text, is a ``Cell`` of one of these tables.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import isnan, nan
from typing import Literal

Labels = Mapping[str, str]
"""Language tag to text. The organisation decides which languages there are; the first is its default."""


def in_language(labels: Labels, language: str) -> str:
    """The text in this language, else in the first that there is; empty when there is none."""
    return labels.get(language) or next(iter(labels.values()), "")


TOTAL = "total"
"""The code of a margin in any dimension."""

HIDDEN = nan
"""The value of a cell that is not told, to protect somebody. The count itself is not in the table any more: whatever is
computed from it is hidden too, and nothing that prints a table can tell more than it holds.
"""


def is_hidden(n: float) -> bool:
    """Whether a value is not told."""
    return isnan(n)


RollUp = Literal["none", "renamed", "parent", "then", "now"]

Coordinates = tuple[str, ...]
"""One code (or ``TOTAL``) for each dimension of a table, in the order of its definition."""


class FiguresError(Exception):
    """Anything the figures room refuses; ``str()`` says what is wrong and how to mend it, in Dutch."""


class UnknownTable(FiguresError):
    """A table id that no definition has."""


class UnknownCell(FiguresError):
    """Coordinates that the table does not have."""


class StrangeFact(FiguresError):
    """A fact with a code, or a pair of codes, that the table's lists do not know: it would be counted
    nowhere.
    """


@dataclass(frozen=True)
class Code:
    """One code of a list, with its labels and its place.

    ``parent`` is the code one level up in the same list or in ``CodeList.parent_list``.
    ``rolls_up_to`` is the code of the newer list or year that this code equals after a change of the list.
    ``short`` is for axes and narrow columns. ``valid_from`` and ``valid_to`` are years, inclusive; None is
    open.
    """

    code: str
    label: Labels
    short: Labels = field(default_factory=dict)
    parent: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    rolls_up_to: str | None = None

    def holds_in(self, year: int) -> bool:
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)

    def name(self, language: str, *, short: bool = False) -> str:
        """The label in this language, else in the list's first language."""
        source = self.short if short and self.short else self.label
        return in_language(source, language)


@dataclass(frozen=True)
class CodeList:
    """An ordered list of codes. The order is the order in which tables print it."""

    code: str
    label: Labels
    codes: tuple[Code, ...]
    parent_list: str | None = None

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def get(self, code: str) -> Code:
        """The code by its name; KeyError when the list does not have it."""
        for item in self.codes:
            if item.code == code:
                return item
        raise KeyError(code)


@dataclass(frozen=True)
class Dimension:
    """One axis of a table.

    ``name`` is the key in the output, ``column`` the column of the fact, ``codes`` the list (its code) that
    labels it.
    ``within``: a dimension of the same table whose code is the parent of this one (subcategory within
    category): only pairs of parent and child are cells.
    ``optional`` codes appear only when they have a count; all other codes of the list valid in the table's
    years appear with their zeros. ``only`` leaves out every other code, and the facts that have one.
    ``roll_up`` says under which code a fact counts: its own ("none"), the one that replaced it in the list
    ("renamed"), the one above it ("parent"; ``codes`` is then the list above), or the unit that held its
    unit in the year of the fact ("then": as published then) or in the year asked for ("now": as counted now).
    ``total`` adds a margin row. The dimension of the years has ``codes = None``, and never a total.
    """

    name: str
    column: str
    codes: str | None
    within: str | None = None
    optional: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    roll_up: RollUp = "none"
    total: bool = True


@dataclass(frozen=True)
class TableDefinition:
    """What a table counts. ``years`` are offsets to the year asked for: (-2, -1, 0) gives three years.

    ``measure`` None counts rows; otherwise the named column is summed (survey scores, shares of time), and
    only what was measured is a cell: an absent score is not a zero.
    ``filters`` keep the rows whose column has one of these codes.
    ``rule`` says in words what counts; ``source`` the section of the report that it answers to.
    ``is_list``: its rows are single cases, its dimensions their columns; only what was counted is a cell, and it is
    never published as it is computed (``protection.line_lists``).
    """

    id: str
    title: Labels
    fact: str
    dimensions: tuple[Dimension, ...]
    rule: Labels
    source: str
    unit: Labels
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int, ...] = (0,)
    measure: str | None = None
    is_list: bool = False

    @property
    def year_place(self) -> int | None:
        """Which of its dimensions is that of the years; None when it has none."""
        return next((place for place, one in enumerate(self.dimensions) if one.codes is None), None)


@dataclass(frozen=True)
class Cell:
    """One number of one table: the only thing that may be printed."""

    table: str
    coordinates: Coordinates
    n: float


@dataclass(frozen=True)
class Merged:
    """Codes of a dimension that a protected table counts as one, ``into``, because apart they would give somebody away.
    ``into`` names all of them, as ``a+b``.
    """

    dimension: str
    codes: tuple[str, ...]

    @property
    def into(self) -> str:
        return "+".join(self.codes)


def first_of(code: str) -> str:
    """A code, or the first of those that were merged into it: an organisation's own codes have no ``+``."""
    return code.partition("+")[0]


@dataclass(frozen=True)
class Table:
    """A computed table: every combination that can exist, zeros and margins included.

    ``labels`` gives for each dimension the codes in print order (margin last).
    ``reconstructed`` is True when a column that the table uses was reconstructed from published margins.
    Of a protected table some cells are ``HIDDEN``, or codes were ``merged`` (``cells`` and ``labels`` have only the
    merged ones), or every count was rounded to a multiple of ``base`` (0: not rounded).
    """

    definition: TableDefinition
    year: int
    cells: Mapping[Coordinates, float]
    labels: Sequence[Sequence[Code]]
    reconstructed: bool
    merged: tuple[Merged, ...] = ()
    base: int = 0

    @property
    def id(self) -> str:
        return self.definition.id

    def held(self, dimension: str) -> dict[str, tuple[str, ...]]:
        """The codes of a dimension that others were merged into, each with those."""
        return {one.into: one.codes for one in self.merged if one.dimension == dimension}

    def home(self, coordinates: Coordinates) -> Coordinates:
        """Where a cell is counted: elsewhere when one of its codes was merged with others. A code that was merged
        before, ``a+b``, goes where its codes go.
        """
        into = {(one.dimension, code): one.into for one in self.merged for code in one.codes}
        named = zip(self.definition.dimensions, coordinates, strict=False)
        return tuple(into.get((one.name, first_of(code)), code) for one, code in named) if into else coordinates

    def cell(self, *coordinates: str) -> Cell:
        """The cell at these coordinates, one code for each dimension; one that is counted elsewhere is hidden here.

        Raises ``UnknownCell`` naming what the dimension has.
        """
        if coordinates not in self.cells and self.home(coordinates) in self.cells:
            return Cell(self.id, coordinates, HIDDEN)
        if coordinates not in self.cells:
            names = ", ".join(dimension.name for dimension in self.definition.dimensions)
            raise UnknownCell(f"tabel {self.id} heeft geen cel [{', '.join(coordinates)}]; geef een code voor: {names}")
        return Cell(self.id, coordinates, self.cells[coordinates])

    def together(self, places: Collection[Coordinates]) -> float:
        """The sum of these cells. Of several that are hidden it is told all the same when they are all but the shown
        parts of a shown total: whoever subtracts those knows it. What is counted elsewhere is told when all that is
        counted there is among them. Raises ``UnknownCell``.
        """
        homes = self._homes(places)
        found = HIDDEN if places and not homes else sum(self.cells[at] for at in homes)
        if not is_hidden(found) or len(homes) < 2:
            return found
        told = (self._without_the_rest(homes, axis) for axis in range(len(self.labels)))
        return next((n for n in told if not is_hidden(n)), HIDDEN)

    def _homes(self, places: Collection[Coordinates]) -> frozenset[Coordinates]:
        """Where these cells are counted; nowhere when others are counted there too. Raises ``UnknownCell``."""
        own: dict[Coordinates, set[Coordinates]] = {}
        for at in places:
            self.cell(*at)
            own.setdefault(at if at in self.cells else self.home(at), set()).add(at)
        parts = {(one.dimension, one.into): one.codes for one in self.merged}
        for home, found in own.items():
            named = zip(self.definition.dimensions, home, strict=True)
            if home not in found and found != {
                *product(*(parts.get((one.name, code), (code,)) for one, code in named))
            }:
                return frozenset()
        return frozenset(own)

    def _without_the_rest(self, places: frozenset[Coordinates], axis: int) -> float:
        """A total along an axis less its other parts; hidden when these cells are not all under one total."""
        totals = {(*at[:axis], TOTAL, *at[axis + 1 :]) for at in places}
        if len(totals) > 1 or not totals <= self.cells.keys() or totals & places:
            return HIDDEN
        line = [(*at[:axis], code.code, *at[axis + 1 :]) for at in totals for code in self.labels[axis]]
        rest = [at for at in line if at in self.cells and at not in places | totals]
        return sum(self.cells[at] for at in totals) - sum(self.cells[at] for at in rest)

    def rows(self) -> Iterator[tuple[Coordinates, float]]:
        return iter(self.cells.items())

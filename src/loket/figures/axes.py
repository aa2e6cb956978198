"""The axes of a table: which codes it shows, and under which of them a fact counts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from loket.figures.model import (
    TOTAL,
    Code,
    CodeList,
    Coordinates,
    Dimension,
    RollUp,
    StrangeFact,
    TableDefinition,
)

Places = Mapping[int, Mapping[str, str]]
"""For each year, the unit under which each unit counts; a unit that is not named counts under itself."""

Place = Callable[[str, int], str]
"""The code under which a fact with this code, of this year, counts."""

MARGIN = Code(TOTAL, {"nl": "Totaal", "en": "Total"})


@dataclass(frozen=True)
class Axis:
    """One dimension, ready to count with. ``shown`` is in print order and has no margin."""

    dimension: Dimension
    shown: tuple[Code, ...]
    parents: Mapping[str, str | None]

    @property
    def has_total(self) -> bool:
        return self.dimension.total and self.dimension.codes is not None

    def labels(self) -> tuple[Code, ...]:
        return (*self.shown, MARGIN) if self.has_total else self.shown


def placing(dimension: Dimension, lists: Mapping[str, CodeList], places: Places, asked: int) -> Place:
    """How this dimension rolls codes up; see ``Dimension.roll_up``."""
    if dimension.codes is None:
        return lambda _code, year: str(year)
    if dimension.roll_up == "then":
        return lambda code, year: places.get(year, {}).get(code, code)
    if dimension.roll_up == "now":
        upward = places.get(asked, {})
    else:
        upward = _upward(dimension.roll_up, carried(dimension, dimension.codes, lists))
    return lambda code, _year: upward.get(code, code)


def carried(dimension: Dimension, shown: str, lists: Mapping[str, CodeList]) -> CodeList:
    """The list of the codes that the facts carry: for "parent" the list below the one that the table
    shows.
    """
    return lists[dimension.column if dimension.roll_up == "parent" else shown]


def _upward(roll_up: RollUp, own: CodeList) -> Mapping[str, str]:
    if roll_up == "renamed":
        return {code.code: code.rolls_up_to for code in own if code.rolls_up_to}
    if roll_up == "parent":
        return {code.code: code.parent for code in own if code.parent}
    return {}


def build_axis(
    dimension: Dimension,
    lists: Mapping[str, CodeList],
    years: Collection[int],
    place: Place,
    counted: Collection[str],
) -> Axis:
    """Show every code that holds in the table's years, and any other that was counted, in the order of the
    list.

    Raises ``StrangeFact`` for a counted code that the list does not have.
    """
    if dimension.codes is None:
        return Axis(dimension, tuple(Code(str(year), {"und": str(year)}) for year in sorted(years)), {})
    own = carried(dimension, dimension.codes, lists)
    possible = {place(code.code, year) for code in own for year in years if code.holds_in(year)}
    wanted = possible.difference(dimension.optional).union(counted)
    if dimension.only:
        wanted.intersection_update(dimension.only)
    shown = {code.code: code for code in lists[dimension.codes]}
    unknown = sorted(set(counted).difference(shown))
    if unknown:
        raise StrangeFact(
            f"kolom {dimension.column} heeft code {', '.join(unknown)}, die niet in lijst "
            f"{dimension.codes} staat; zet de code in de lijst of verbeter het feit"
        )
    return Axis(
        dimension,
        tuple(code for name, code in shown.items() if name in wanted),
        {name: code.parent for name, code in shown.items()},
    )


@dataclass(frozen=True)
class Nesting:
    """A dimension that stands within another, by their places; ``pairs`` are the parents and children that
    go together.

    A child stands only within its own parent, and has no margin of its own beside that parent's.
    """

    parent: int
    child: int
    pairs: frozenset[tuple[str, str]]

    def fits(self, at: Coordinates) -> bool:
        return (at[self.parent], at[self.child]) in self.pairs


def nestings(definition: TableDefinition, axes: Sequence[Axis]) -> tuple[Nesting, ...]:
    """Where dimensions of a table stand within each other."""
    places = {dimension.name: place for place, dimension in enumerate(definition.dimensions)}
    return tuple(
        _nesting(places[dimension.within], child, axes)
        for child, dimension in enumerate(definition.dimensions)
        if dimension.within is not None
    )


def _nesting(parent: int, child: int, axes: Sequence[Axis]) -> Nesting:
    own = {(above, code) for code, above in axes[child].parents.items() if above is not None}
    margins = {(code.code, TOTAL) for code in axes[parent].labels()}
    return Nesting(parent, child, frozenset(own | margins))

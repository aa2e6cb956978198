"""What readers know already: tables that were published before, as they were counted and told then. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from loket.figures.model import Coordinates, Table
from loket.figures.protection.audit import known
from loket.figures.protection.inference import Bounds
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.linking import Linked, link_moments
from loket.figures.protection.regions import World
from loket.figures.protection.rules import Status, is_primary


@dataclass(frozen=True)
class Earlier:
    """Tables of one snapshot, each under an id of its own, in the shape in which they were printed. ``told`` gives for
    each table what a reader knows of its cells: of a shown one its count, of a hidden one the values that it can have.
    What is not in it was not printed.
    """

    tables: tuple[Table, ...]
    world: World
    told: Mapping[str, Mapping[Coordinates, Bounds]]


def joined(tables: Iterable[Table], world: World, earlier: Sequence[Earlier]) -> Linked:
    """Tables linked with those of before. Raises ``Contradiction``."""
    return link_moments([(tables, world), *((one.tables, one.world) for one in earlier)])


def bounds(lattice: Lattice, earlier: Sequence[Earlier]) -> dict[int, Bounds]:
    """What is known of the cells of a lattice, which may hold some of these tables only, from what was published."""
    found: dict[int, Bounds] = {}
    for one in earlier:
        for name, told in one.told.items():
            for at, cell in lattice.places.get(name, {}).items():
                if at in told:
                    found[cell] = narrower(found.get(cell, (0, None)), told[at])
    return found


def narrower(one: Bounds, other: Bounds) -> Bounds:
    """What is possible by both."""
    highs = [high for _, high in (one, other) if high is not None]
    return max(one[0], other[0]), min(highs, default=None)


def possible(count: int, threshold: int) -> Bounds:
    """The values of a cell that is hidden under this threshold, for who knows of which kind it is. A zero is nobody."""
    if not count:
        return 0, 0
    return known(Status.PRIMARY if is_primary(count, threshold) else Status.SECONDARY, None, threshold)


def around(value: int, base: int) -> Bounds:
    """The values of a cell that is told as this, rounded to multiples of ``base`` (0: not rounded)."""
    return (max(0, value - base + 1), value + base - 1) if base else (value, value)


def fixed(linked: Linked, tables: Collection[str], earlier: Sequence[Earlier]) -> dict[int, bool]:
    """The cells about which there is nothing to choose: True for what was told before, False for what stands in tables
    of before only, and was not. ``tables`` are the ids of those that are protected now.
    """
    now = {cell for name in tables for cell in linked.lattice.places.get(name, {}).values()}
    known_of = bounds(linked.lattice, earlier)
    places = (linked.lattice.places.get(table.id, {}) for one in earlier for table in one.tables)
    told = {cell: low == high for cell, (low, high) in known_of.items()}
    return {
        cell: told.get(cell, False) for cells in places for cell in cells.values() if told.get(cell) or cell not in now
    }

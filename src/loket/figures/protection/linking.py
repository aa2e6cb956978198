"""The computed tables of a publication as one lattice: every cell once, and every sum that holds between cells.

Cells of different tables that count the same facts (``regions``) are one cell. Sums are the margins of each table, and
every cell that is exactly so many cells of another table: managers together are the direct and the other managers, a
kind of settlement all settlements of that kind. Only sums of that form are found: a cell that several tables would
have to make up together is not, nor that a cell is at most another.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from loket.figures.model import TOTAL, Coordinates, FiguresError, Table
from loket.figures.protection.lattice import Lattice, Relation
from loket.figures.protection.regions import Axis, Codes, Frame, Region, World, frames


class Contradiction(FiguresError):
    """Two tables that count the same facts and do not agree."""


@dataclass(frozen=True)
class Linked:
    """The lattice, and of each of its cells what it counts and the first place where it stands."""

    lattice: Lattice
    regions: tuple[Region, ...]
    stands: tuple[tuple[str, Coordinates], ...]


def link(tables: Iterable[Table], world: World) -> Linked:
    """Link the tables that count; sums of a measure are left out. Raises ``Contradiction``."""
    return link_moments([(tables, world)])


class Memory:
    """What was found of tables that are linked time and again with others: of each that is the same object, it is not
    sought anew.
    """

    def __init__(self) -> None:
        self._tables: dict[int, Table] = {}
        self._frames: dict[tuple[int, int], list[Frame]] = {}
        self._margins: dict[int, list[tuple[Coordinates, list[Coordinates]]]] = {}
        self._made: dict[tuple[int, int], list[tuple[Coordinates, list[Coordinates]]]] = {}

    def frames(self, table: Table, world: World) -> list[Frame]:
        self._tables[id(table)] = table
        key = id(table), id(world)
        if key not in self._frames:
            self._frames[key] = list(frames(table, world))
        return self._frames[key]

    def margins(self, table: Table) -> list[tuple[Coordinates, list[Coordinates]]]:
        self._tables[id(table)] = table
        if id(table) not in self._margins:
            self._margins[id(table)] = list(_margins(table))
        return self._margins[id(table)]

    def made(self, one: Frame, other: Frame) -> list[tuple[Coordinates, list[Coordinates]]]:
        """The cells of a frame that are made of cells of another and are not among them; both are of ``frames``."""
        key = id(one), id(other)
        if key not in self._made:
            regions = one.regions.items()
            wanted = ((at, region) for at, region in regions if region.years and region not in other.held)
            self._made[key] = [(at, made) for at, region in wanted if (made := _made_of(region, other))]
        return self._made[key]


def link_moments(moments: Iterable[tuple[Iterable[Table], World]], memory: Memory | None = None) -> Linked:
    """Link tables that were counted at several moments, each table under an id of its own. Of one moment they must
    agree. Facts that were counted otherwise at another moment, or in another kind of facts (``World.alike``), are other
    cells, and a sum over both holds where it does. Raises ``Contradiction``.
    """
    links, framed, known = _Links(), list[Frame](), memory or Memory()
    for tables, world in moments:
        for table in (one for one in tables if one.definition.measure is None):
            found = known.frames(table, world)
            for frame in found:
                links.add(frame)
            framed += found
            for total, margin in known.margins(table):
                links.relate((table.id, total), [(table.id, part) for part in margin])
    for one, other in _related(framed):
        for at, made in known.made(one, other):
            parts = [(other.table.id, part) for part in made]
            if one.agrees_with(other) or links.adds_up((one.table.id, at), parts):
                links.relate((one.table.id, at), parts)
    return links.linked()


def _related(framed: Sequence[Frame]) -> Iterator[tuple[Frame, Frame]]:
    """Frames of different tables with facts of one kind and the same years."""
    alike: dict[tuple[str, frozenset[int]], list[Frame]] = defaultdict(list)
    for frame in framed:
        alike[frame.fact, frame.years].append(frame)
    return ((one, other) for group in alike.values() for one in group for other in group if one is not other)


Place = tuple[str, Coordinates]
"""A table and the coordinates of a cell in it."""


class _Links:
    """A lattice on its way."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[Region, int], int] = {}
        self.known: dict[tuple[int, str, Region], int] = {}
        self.counts: list[int] = []
        self.stands: list[Place] = []
        self.places: dict[str, dict[Coordinates, int]] = defaultdict(dict)
        self.relations: dict[Relation, None] = {}

    def add(self, frame: Frame) -> None:
        """Number the cells. Raises ``Contradiction``."""
        for at, region in frame.regions.items():
            place, count = (frame.table.id, at), int(frame.table.cells[at])
            number = self.numbers.setdefault((region, count), len(self.counts))
            if number == len(self.counts):
                self.counts.append(count)
                self.stands.append(place)
            counted = (id(frame.world), frame.table.definition.fact, region)
            before = self.known.setdefault(counted, number)
            if before != number:
                other = f"{_named(self.stands[before])} telt {self.counts[before]}"
                raise Contradiction(f"{_named(place)} telt {count}, maar {other}: het zijn dezelfde feiten")
            self.places[frame.table.id][at] = number

    def adds_up(self, total: Place, parts: Sequence[Place]) -> bool:
        whole, *counts = (self.counts[self.places[table][at]] for table, at in (total, *parts))
        return whole == sum(counts)

    def relate(self, total: Place, parts: Sequence[Place]) -> None:
        """One cell is the sum of others. Raises ``Contradiction``."""
        whole, *numbers = (self.places[table][at] for table, at in (total, *parts))
        if whole in numbers and sum(self.counts[number] for number in numbers) == self.counts[whole]:
            return
        if self.counts[whole] != sum(self.counts[number] for number in numbers):
            said = f"tellen {sum(self.counts[number] for number in numbers)}, te beginnen met {_named(parts[0])}"
            raise Contradiction(f"{_named(total)} telt {self.counts[whole]}, maar de delen {said}")
        self.relations[Relation(whole, tuple(sorted(numbers)))] = None

    def linked(self) -> Linked:
        lattice = Lattice(tuple(self.counts), tuple(self.relations), dict(self.places))
        return Linked(lattice, tuple(region for region, _ in self.numbers), tuple(self.stands))


def _named(place: Place) -> str:
    return f"tabel {place[0]}, cel [{', '.join(place[1])}]"


def _margins(table: Table) -> Iterator[tuple[Coordinates, list[Coordinates]]]:
    """Every total of a table with its parts. What stands within another has a total under each code of it."""
    for axis in range(len(table.definition.dimensions)):
        rows: dict[Coordinates, list[Coordinates]] = defaultdict(list)
        for at in table.cells:
            rows[(*at[:axis], *at[axis + 1 :])].append(at)
        for row in rows.values():
            parts = [at for at in row if at[axis] != TOTAL]
            if parts and len(parts) < len(row):
                yield next(at for at in row if at[axis] == TOTAL), parts


def _made_of(region: Region, frame: Frame) -> list[Coordinates] | None:
    """The fewest cells of a frame that together count exactly this region, if it has them."""
    axes = {axis.column: axis for axis in frame.axes}
    if {name: codes for name, codes in region.kept if name not in axes} != frame.outer:
        return None
    ways = []
    for column, axis in axes.items():
        options = _exactly(region.by_column.get(column, frame.full[column]), axis)
        if not options:
            return None
        ways.append([dict(zip(axis.dimensions, option, strict=True)) for option in options])
    return _cells_at(ways, frame)


def _cells_at(ways: Sequence[Sequence[Mapping[int, str]]], frame: Frame) -> list[Coordinates] | None:
    """The cells of a frame with one of these options along each axis; None when one of them is not in it."""
    years = {place: str(*frame.years) for place, one in enumerate(frame.table.definition.dimensions) if not one.codes}
    found = []
    for chosen in product(*ways):
        codes = years | {place: code for option in chosen for place, code in option.items()}
        found.append(tuple(codes[place] for place in sorted(codes)))
    return found if all(at in frame.table.cells for at in found) else None


def _exactly(wanted: Codes, axis: Axis) -> list[Coordinates] | None:
    """The fewest options of an axis that are these codes together, but for codes that no fact has; None when they are
    never exactly that. The largest are taken first: options lie within each other or apart.
    """
    left, chosen = wanted, []
    for option, codes in sorted(axis.options.items(), key=lambda one: -len(one[1])):
        if codes and codes <= left:
            chosen.append(option)
            left -= codes
    return chosen if left <= axis.silent else None

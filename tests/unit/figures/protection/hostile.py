"""Tables made to break protection: strategies for linked tables in every shape that has gone wrong before."""

from collections.abc import Sequence
from itertools import product

from hypothesis import strategies as st

from loket.figures.model import Coordinates
from loket.figures.protection.lattice import Dimension, Table
from loket.figures.protection.merging import Merge
from loket.figures.protection.remedies import applied

Cells = Sequence[Coordinates]
Counts = dict[Coordinates, int]

NAMES = ("region", "sector", "year", "kind")


def flat(name: str, size: int) -> Dimension:
    """A list of codes."""
    return Dimension.flat(name, [f"{name[0]}{number}" for number in range(size)])


def finest(dimensions: Sequence[Dimension]) -> list[Coordinates]:
    """The combinations of codes that have no parts."""
    return list(product(*([code for code in d.parents if code not in d.children] for d in dimensions)))


@st.composite
def trees(draw: st.DrawFn, name: str, most: int) -> Dimension:
    """A tree, or a list; chains of only children are among them."""
    size = draw(st.integers(1, most))
    parents: dict[str, str] = {}
    for number in range(size):
        parents[f"{name[0]}{number}"] = draw(st.sampled_from(["total", "total", *parents]))
    return Dimension(name, parents)


def shapes(leaves: int) -> st.SearchStrategy[tuple[Dimension, ...]]:
    """One to four dimensions with about so many combinations in all."""

    def of(count: int) -> st.SearchStrategy[tuple[Dimension, ...]]:
        most = max(2, round(leaves ** (1 / count)) + (count < 3))
        return st.tuples(*(trees(name, most) for name in NAMES[:count]))

    return st.integers(1, 4).flatmap(of)


def fills(cells: Cells, t: int) -> dict[str, st.SearchStrategy[Counts]]:
    """Ways to count in these cells, at this threshold."""

    def each(number: st.SearchStrategy[int]) -> st.SearchStrategy[Counts]:
        return st.lists(number, min_size=len(cells), max_size=len(cells)).map(
            lambda n: dict(zip(cells, n, strict=True))
        )

    def by_turns(odd: st.SearchStrategy[int], even: st.SearchStrategy[int]) -> st.SearchStrategy[Counts]:
        return st.fixed_dictionaries({cell: (odd if at % 2 else even) for at, cell in enumerate(cells)})

    return {
        "sparse": each(st.sampled_from([0, 0, 0, 1, 2, t, t + 3])),
        "ones": each(st.just(1)),
        "zeros": each(st.just(0)),
        "one": st.dictionaries(st.sampled_from(cells), st.integers(1, t), min_size=1, max_size=1),
        "board": by_turns(st.just(1), st.integers(t, t + 2)),
        "holes": by_turns(st.just(0), st.integers(1, t)),
        "safe": each(st.integers(t, 5 * t)),
        "huge": each(st.sampled_from([1, 3, 10**6, 10**7 + 1])),
        "edge": each(st.sampled_from([0, 1, t - 1, t])),
        "any": each(st.integers(0, 2 * t)),
    }


@st.composite
def linked(draw: st.DrawFn, leaves: int = 12) -> tuple[list[Table], int]:
    """One table, or several that are margins of one population, and a threshold."""
    threshold = draw(st.sampled_from([5, 5, 5, 2, 3, 4, 10]))
    dimensions = draw(shapes(leaves))
    ways = fills(finest(dimensions), threshold)
    counts = draw(ways[draw(st.sampled_from(sorted(ways)))])
    chosen = draw(st.lists(_some(len(dimensions)), min_size=1, max_size=3, unique=True))
    return [margin(f"table{n}", dimensions, counts, axes) for n, axes in enumerate(chosen)], threshold


@st.composite
def coarser(draw: st.DrawFn, leaves: int = 12) -> tuple[list[Table], int]:
    """The same, with codes of a dimension counted as one in every table that has it: once, or twice over."""
    tables, threshold = draw(linked(leaves))
    for _ in range(draw(st.integers(1, 2))):
        groups = {(d.name, at): codes for table in tables for d in table.dimensions for at, codes in mergeable(d)}
        if groups:
            (name, parent), codes = draw(st.sampled_from(sorted(groups.items())))
            some = draw(st.lists(st.sampled_from(codes), min_size=2, unique=True))
            tables = [applied(table, Merge(name, parent, tuple(some), (), 0, 0, 0)) for table in tables]
    return tables, threshold


def mergeable(dimension: Dimension) -> list[tuple[str, tuple[str, ...]]]:
    """The codes without codes under them, by the code above them, where they are two or more."""
    finest = {at: tuple(c for c in codes if c not in dimension.children) for at, codes in dimension.children.items()}
    return [(at, codes) for at, codes in finest.items() if len(codes) > 1]


def _some(size: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Some of the dimensions; mostly all."""
    some = st.sets(st.integers(0, size - 1), min_size=1).map(lambda axes: tuple(sorted(axes)))
    return st.one_of(st.just(tuple(range(size))), some)


def margin(name: str, dimensions: Sequence[Dimension], counts: Counts, axes: Sequence[int]) -> Table:
    """The table over these dimensions only."""
    found: Counts = {}
    for at, count in counts.items():
        place = tuple(at[axis] for axis in axes)
        found[place] = found.get(place, 0) + count
    return Table(name, tuple(dimensions[axis] for axis in axes), found)

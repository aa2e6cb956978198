"""Which codes to merge where something cannot be protected, looking at one table by itself. Pure."""

from collections.abc import Collection

from loket.figures.model import TOTAL, Coordinates, Table
from loket.figures.protection import merging
from loket.figures.protection.lattice import Dimension
from loket.figures.protection.lattice import Table as Tabular
from loket.publications.protection.account import Proposal

BEST = 3
"""Proposals that are told of one table."""


def proposals(table: Table, threshold: int) -> tuple[Proposal, ...]:
    """Which codes to merge, the best first: those that take away most small cells for a cell that is lost."""
    found = merging.proposals(tabular(table), threshold)
    return tuple(
        Proposal(
            dimension=one.dimension,
            codes=tuple(code.rpartition("/")[2] for code in one.codes),
            before=one.small_before,
            after=one.small_after,
        )
        for one in found[:BEST]
    )


def tabular(table: Table) -> Tabular:
    """The table of its newest year as trees of codes: what stands within another hangs under it."""
    dimensions = table.definition.dimensions
    by_year = {place for place, one in enumerate(dimensions) if one.codes is None}
    newest = max((at[place] for at in table.cells for place in by_year), default="")
    above = {one.name: place for place, one in enumerate(dimensions)}
    columns = [
        (above[one.within], place) if one.within else (place,)
        for place, one in enumerate(dimensions)
        if place not in by_year and one.name not in {other.within for other in dimensions}
    ]
    cells = {at: int(n) for at, n in table.cells.items() if all(at[place] == newest for place in by_year)}
    trees = [_tree(dimensions[places[-1]].name, places, cells) for places in columns]
    inner = {at: n for at, n in cells.items() if not any(at[places[-1]] == TOTAL for places in columns)}
    counts = {tuple("/".join(at[place] for place in places) for places in columns): n for at, n in inner.items()}
    return Tabular(table.id, tuple(trees), counts)


def _tree(name: str, places: tuple[int, ...], cells: Collection[Coordinates]) -> Dimension:
    parents: dict[str, str] = {}
    for at in cells:
        codes = [at[place] for place in places]
        if TOTAL not in codes:
            parents.update({"/".join(codes[: n + 1]): "/".join(codes[:n]) or TOTAL for n in range(len(codes))})
    return Dimension(name, parents)

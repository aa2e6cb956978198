"""What cells are worth to readers: what it costs to hide one, and which totals are told whatever it takes. Pure."""

from collections.abc import Iterable, Iterator

from loket.figures.model import TOTAL, Coordinates, Table, TableDefinition
from loket.figures.protection.linking import Linked
from loket.publications.protection.profile import Profile


def costs(linked: Linked, profile: Profile) -> dict[int, int]:
    """What it costs to hide each cell, where that is more than 1. A total over two dimensions costs it twice over."""
    totals = [0] * len(linked.regions)
    for places in linked.lattice.places.values():
        for at, cell in places.items():
            totals[cell] = max(totals[cell], at.count(TOTAL))
    newest = max((year for region in linked.regions for year in region.years), default=0)
    found = {
        cell: profile.weights.totals ** totals[cell] * (profile.weights.newest_year if newest in region.years else 1)
        for cell, region in enumerate(linked.regions)
    }
    return {cell: cost for cell, cost in found.items() if cost > 1}


def lines(linked: Linked, tables: Iterable[Table], profile: Profile) -> set[int]:
    """The totals that the profile wants to tell, as far as they are not small: of each code of a list that it names
    (year by year where there are years), and of all.
    """
    return {
        cell
        for table in tables
        for at, cell in linked.lattice.places.get(table.id, {}).items()
        if linked.lattice.counts[cell] >= profile.threshold and _is_line(list(_by(table.definition, at)), profile)
    }


def _is_line(by: list[str], profile: Profile) -> bool:
    return not by or (len(by) == 1 and by[0] in profile.tells)


def _by(definition: TableDefinition, at: Coordinates) -> Iterator[str]:
    """The lists by which a cell is no total; years are none."""
    for one, code in zip(definition.dimensions, at, strict=True):
        if code != TOTAL and one.codes is not None:
            yield one.codes

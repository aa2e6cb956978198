"""One publication under one profile: its tables linked, small counts hidden or rounded, and what a reader can infer.

Pure: what is computed here is stored by ``services`` and shown by ``page``.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from loket.figures.model import TOTAL, Code, Coordinates, Table
from loket.figures.protection import merging
from loket.figures.protection.audit import Interval, audit_rounded
from loket.figures.protection.guard import audited, release
from loket.figures.protection.lattice import Dimension
from loket.figures.protection.lattice import Table as Tabular
from loket.figures.protection.linking import Linked, link
from loket.figures.protection.optimise import Progress
from loket.figures.protection.regions import World
from loket.figures.protection.rounding import rounded
from loket.figures.protection.rules import Concern, Status, attributes, dominant, is_primary, pairs
from loket.publications.protection.account import Changed, Guarded, Kind, Noticed, Proposal, Protection
from loket.publications.protection.profiles import Profile, Rule
from loket.publications.protection.showing import shown

__all__ = [
    "Changed",
    "Guarded",
    "Noticed",
    "Part",
    "Proposal",
    "Protection",
    "part",
    "proposals",
    "protect",
    "shown",
    "tabular",
]

SECONDS = 30.0
"""The time for the search, and for each audit at least as much."""

BEST = 3
"""Proposals to merge that are told of one table."""


@dataclass(frozen=True)
class Part:
    """A table as a publication shows it, and as it was counted: an edition about one unit leaves its dimension out."""

    shown: Table
    counted: Table
    left_out: int | None = None

    def at(self, counted: Coordinates) -> Coordinates:
        """Where a counted cell stands in the table that is shown."""
        return counted if self.left_out is None else counted[: self.left_out] + counted[self.left_out + 1 :]


def part(whole: Table, shown: Table, unit: str) -> Part:
    """``whole`` is the table before the part of a unit was taken from it; without ``unit`` both are the same."""
    names = [one.name for one in whole.definition.dimensions]
    if not unit or "unit" not in names:
        return Part(shown, shown)
    place = names.index("unit")
    dimensions = list(whole.definition.dimensions)
    dimensions[place] = replace(dimensions[place], only=(unit,), total=False)
    cells = {(*at[:place], unit, *at[place:]): n for at, n in shown.cells.items()}
    labels = (*shown.labels[:place], (Code(unit, {}),), *shown.labels[place:])
    definition = replace(whole.definition, dimensions=tuple(dimensions))
    return Part(shown, replace(whole, definition=definition, cells=cells, labels=labels), place)


@dataclass
class _Outcome:
    """What was decided of each cell of the lattice."""

    kinds: Mapping[int, Kind]
    printed: Mapping[int, int]
    intervals: Mapping[int, Interval]
    unprotectable: Collection[int]
    gap: float
    laid_bare: Collection[int] = field(default_factory=tuple)


def protect(
    parts: Sequence[Part],
    world: World,
    profile: Profile,
    tell: Callable[[Progress], None] | None = None,
    seconds: float = SECONDS,
) -> Protection:
    """Protect tables together. Raises ``Contradiction`` (two tables that do not agree), ``Unsafe`` and ``CannotRound``
    (this method cannot protect them).
    """
    linked = link((one.counted for one in parts), world)
    method = _rounded if profile.method == "round" else _hidden
    outcome = method(linked, profile, tell, seconds)
    noticed = dict(_noticed(linked, profile, outcome))
    counting = [one for one in parts if one.counted.id in linked.lattice.places]
    return Protection(
        tables=tuple(_guarded(one, linked, outcome, noticed, profile) for one in counting),
        gap=outcome.gap,
        base=profile.threshold if profile.method == "round" else 0,
        zeros=profile.zeros,
    )


def _hidden(linked: Linked, profile: Profile, tell: Callable[[Progress], None] | None, seconds: float) -> _Outcome:
    lattice, threshold = linked.lattice, profile.threshold
    found = release(lattice, threshold, weights=_weights(linked, profile), seconds=seconds, tell=tell)
    bare = [Status.PRIMARY if one is Status.PRIMARY else Status.SHOWN for one in found.statuses]
    without, _ = audited(lattice, bare, threshold, seconds)
    return _Outcome(
        kinds={
            cell: "small" if status is Status.PRIMARY else "extra"
            for cell, status in enumerate(found.statuses)
            if status is not Status.SHOWN
        },
        printed={},
        intervals=found.finding.intervals,
        unprotectable=frozenset(found.finding.unprotectable),
        gap=found.gap,
        laid_bare=frozenset(without),
    )


def _rounded(linked: Linked, profile: Profile, _tell: Callable[[Progress], None] | None, seconds: float) -> _Outcome:
    lattice, base = linked.lattice, profile.threshold
    found = rounded(lattice, base, seconds=seconds)
    moved = [cell for cell, count in enumerate(lattice.counts) if count % base]
    small = [cell for cell in moved if is_primary(lattice.counts[cell], base)]
    finding = audit_rounded(lattice.relations, found.counts, small, base, seconds, lattice.counts)
    return _Outcome(
        kinds=dict.fromkeys(moved, "rounded"),
        printed={cell: found.counts[cell] for cell in moved},
        intervals=finding.intervals,
        unprotectable=frozenset(finding.unprotectable),
        gap=found.gap,
    )


def _weights(linked: Linked, profile: Profile) -> dict[int, int]:
    """What it costs to hide each cell, where that is more than 1. A total over two dimensions costs it twice over."""
    totals = [0] * len(linked.regions)
    for places in linked.lattice.places.values():
        for at, cell in places.items():
            totals[cell] = max(totals[cell], at.count(TOTAL))
    newest = max((year for region in linked.regions for year in region.years), default=0)
    costs = {
        cell: profile.weights.totals ** totals[cell] * (profile.weights.newest_year if newest in region.years else 1)
        for cell, region in enumerate(linked.regions)
    }
    return {cell: cost for cell, cost in costs.items() if cost > 1}


def _noticed(linked: Linked, profile: Profile, outcome: _Outcome) -> Iterator[tuple[int, Rule]]:
    """The cells that a rule of the profile points at, as far as they and the group that they are of are printed."""
    counts, sums, share = linked.lattice.counts, linked.lattice.relations, profile.dominance / 100
    found: dict[Rule, list[Concern]] = {
        "pairs": [Concern(cell, cell) for cell in pairs(counts)],
        "dominance": [one for one in dominant(counts, sums, share) if _is_about(linked, one, profile)],
        "attributes": [one for one in attributes(counts, sums) if _is_about(linked, one, profile)],
    }
    for rule, concerns in found.items():
        for one in concerns:
            if rule in profile.rules and not {one.cell, one.total} & outcome.kinds.keys():
                yield one.cell, rule


def _is_about(linked: Linked, one: Concern, profile: Profile) -> bool:
    """Whether a cell differs from its total in a sensitive column."""
    cell, total = linked.regions[one.cell], linked.regions[one.total]
    return any(name in profile.sensitive for name, codes in cell.kept if total.by_column.get(name) != codes)


def _guarded(one: Part, linked: Linked, outcome: _Outcome, noticed: Mapping[int, Rule], profile: Profile) -> Guarded:
    counts = linked.lattice.counts
    places = {at: linked.lattice.places[one.counted.id][at] for at in one.counted.cells}
    changed = tuple(
        _changed(one.at(at), cell, counts[cell], outcome, profile.threshold)
        for at, cell in places.items()
        if cell in outcome.kinds
    )
    inner = {cell for at, cell in places.items() if TOTAL not in at}
    lost, count = sum(counts[cell] for cell in inner & outcome.kinds.keys()), sum(counts[cell] for cell in inner)
    unprotectable = tuple(one.at(at) for at, cell in places.items() if cell in outcome.unprotectable)
    return Guarded(
        id=one.counted.id,
        cells=len(places),
        changed=changed,
        unprotectable=unprotectable,
        laid_bare=sum(cell in outcome.laid_bare for cell in places.values()),
        noticed=tuple(Noticed(at=one.at(at), rule=noticed[cell]) for at, cell in places.items() if cell in noticed),
        proposals=proposals(one.shown, profile.threshold) if unprotectable or profile.method == "merge" else (),
        share=lost / count if count else 0.0,
    )


def _changed(at: Coordinates, cell: int, count: int, outcome: _Outcome, threshold: int) -> Changed:
    interval = outcome.intervals.get(cell)
    return Changed(
        at=at,
        kind=outcome.kinds[cell],
        is_small=is_primary(count, threshold),
        printed=outcome.printed.get(cell),
        lo=interval.lo if interval else None,
        hi=interval.hi if interval else None,
    )


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

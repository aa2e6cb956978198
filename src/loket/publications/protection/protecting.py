"""Tables under one profile: linked, codes merged, small counts hidden or rounded, and what a reader can infer.

Pure: what is computed here is stored by ``services`` and shown by ``page``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from loket.figures.model import TOTAL, Code, Coordinates, Merged, Table
from loket.figures.protection.audit import Interval, audit_rounded
from loket.figures.protection.guard import audited, release
from loket.figures.protection.joining import Joined
from loket.figures.protection.linking import Linked
from loket.figures.protection.merged import called, merged
from loket.figures.protection.optimise import Progress
from loket.figures.protection.regions import World
from loket.figures.protection.rounding import rounded
from loket.figures.protection.rules import Concern, Status, attributes, dominant, is_primary, outnumbered, pairs
from loket.publications.protection.account import Changed, Guarded, Kind, Merge, Noticed, Protection
from loket.publications.protection.choosing import choose, totals
from loket.publications.protection.earlier import Earlier, fixed, joined
from loket.publications.protection.profile import Profile, Rule
from loket.publications.protection.proposing import proposals
from loket.publications.protection.worth import costs

SECONDS = 30.0
"""The time for the search, and for each audit at least as much."""


@dataclass(frozen=True)
class _Joint:
    """A table with what was merged in it, and how many cells that took."""

    table: Table
    merges: tuple[Merge, ...]
    lost: int


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
    tables: Iterable[Table],
    world: World,
    profile: Profile,
    tell: Callable[[Progress], None] | None = None,
    seconds: float = SECONDS,
    earlier: Sequence[Earlier] = (),
    *,
    keep: Collection[str] = (),
) -> Protection:
    """Protect tables together, and with what was published ``earlier``: that is known for good. ``keep`` are codes that
    are never merged: the units that have an edition of their own.

    Raises ``Contradiction`` (two tables that do not agree), ``Unsafe`` and ``CannotRound`` (this method cannot protect
    them).
    """
    counting = [one for one in tables if is_protected(one, profile)]
    joins = choose(counting, world, profile, earlier, keep, tell)
    joints = [_joint(one, joins, world) for one in counting]
    counted = [one.table for one in joints]
    linked = joined(counted, world, earlier)
    if profile.method == "round":
        outcome = _rounded(linked, profile, seconds)
    else:
        known = _forced(linked, profile) | fixed(linked, [one.id for one in counted], earlier)
        outcome = _hidden(linked, profile, known, totals(linked, counted, joins, profile), tell, seconds)
    noticed = dict(_noticed(linked, profile, outcome))
    return Protection(
        tables=tuple(_guarded(one, linked, outcome, noticed, profile) for one in joints),
        gap=outcome.gap,
        base=profile.threshold if profile.method == "round" else 0,
        zeros=profile.zeros,
        open=tuple(profile.not_about_people),
    )


def is_protected(table: Table, profile: Profile) -> bool:
    """Whether a table counts people, or what they did."""
    return table.definition.measure is None and table.definition.fact not in profile.not_about_people


def _joint(table: Table, joins: Joined, world: World) -> _Joint:
    names = {merge: _called(merge, table, world) for merge in joins.of(table)}
    merges = tuple(
        Merge(dimension=at.dimension, codes=at.codes, label=dict(to.label), short=dict(to.short), parent=to.parent)
        for at, to in names.items()
    )
    found = merged(table, names, names)
    return _Joint(found, merges, len(table.cells) - len(found.cells))


def _called(merge: Merged, table: Table, world: World) -> Code:
    place = [one.name for one in table.definition.dimensions].index(merge.dimension)
    codes = world.lists[table.definition.dimensions[place].codes or ""]
    return called(merge, codes, world.lists, {code.code for code in table.labels[place]})


def _hidden(
    linked: Linked,
    profile: Profile,
    settled: Mapping[int, bool],
    told: Collection[int],
    tell: Callable[[Progress], None] | None,
    seconds: float,
) -> _Outcome:
    """Totals that the profile wants to tell are told, unless nothing hides a small cell then."""
    lattice, threshold = linked.lattice, profile.threshold
    released = partial(release, lattice, threshold, weights=costs(linked, profile), seconds=seconds, tell=tell)
    found = released(fixed={**dict.fromkeys(told, True), **settled})
    if told and found.finding.unprotectable:
        found = released(fixed=settled)
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


def _rounded(linked: Linked, profile: Profile, seconds: float) -> _Outcome:
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


def _concerns(linked: Linked, profile: Profile) -> Iterator[tuple[Rule, Concern]]:
    """The cells that a rule of the profile is about."""
    counts, sums, share = linked.lattice.counts, linked.lattice.relations, profile.dominance / 100
    found: dict[Rule, list[Concern]] = {
        "pairs": [Concern(cell, cell) for cell in pairs(counts)],
        "outnumbered": outnumbered(counts, sums),
        "dominance": [one for one in dominant(counts, sums, share) if _is_about(linked, one, profile)],
        "attributes": [one for one in attributes(counts, sums) if _is_about(linked, one, profile)],
    }
    return ((rule, one) for rule, concerns in found.items() for one in concerns if rule in profile.rules)


def _forced(linked: Linked, profile: Profile) -> dict[int, bool]:
    """The cells that a rule hides. What is all of a total is hidden with it."""
    hidden = [one for rule, one in _concerns(linked, profile) if profile.rules[rule] == "hides"]
    counts = linked.lattice.counts
    cells = {cell for one in hidden for cell in (one.cell, one.total) if counts[cell] == counts[one.cell]}
    return dict.fromkeys(sorted(cells), False)


def _noticed(linked: Linked, profile: Profile, outcome: _Outcome) -> Iterator[tuple[int, Rule]]:
    """The cells that a rule points at, as far as they and the group that they are of are printed."""
    for rule, one in _concerns(linked, profile):
        if not {one.cell, one.total} & outcome.kinds.keys():
            yield one.cell, rule


def _is_about(linked: Linked, one: Concern, profile: Profile) -> bool:
    """Whether a cell differs from its total in a sensitive column."""
    cell, total = linked.regions[one.cell], linked.regions[one.total]
    return any(name in profile.sensitive for name, codes in cell.kept if total.by_column.get(name) != codes)


def _guarded(one: _Joint, linked: Linked, outcome: _Outcome, noticed: Mapping[int, Rule], profile: Profile) -> Guarded:
    table, counts = one.table, linked.lattice.counts
    places = {at: linked.lattice.places[table.id][at] for at in table.cells}
    changed = tuple(
        _changed(at, cell, counts[cell], outcome, profile.threshold)
        for at, cell in places.items()
        if cell in outcome.kinds
    )
    inner = {cell for at, cell in places.items() if TOTAL not in at}
    lost, count = sum(counts[cell] for cell in inner & outcome.kinds.keys()), sum(counts[cell] for cell in inner)
    unprotectable = tuple(at for at, cell in places.items() if cell in outcome.unprotectable)
    return Guarded(
        id=table.id,
        cells=len(places),
        merged=one.merges,
        lost=one.lost,
        changed=changed,
        unprotectable=unprotectable,
        laid_bare=sum(cell in outcome.laid_bare for cell in places.values()),
        noticed=tuple(Noticed(at=at, rule=noticed[cell]) for at, cell in places.items() if cell in noticed),
        proposals=proposals(table, profile.threshold) if unprotectable else (),
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

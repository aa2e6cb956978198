"""What a profile merges before anything is hidden, and which totals it then wants to tell. Pure."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from loket.figures.model import Table
from loket.figures.protection.joining import Joined, join
from loket.figures.protection.linking import Linked, Memory, link_moments
from loket.figures.protection.optimise import Progress
from loket.figures.protection.regions import World
from loket.publications.protection.earlier import Earlier, fixed
from loket.publications.protection.profile import Profile
from loket.publications.protection.worth import costs, lines

SECONDS = 240.0
"""The time for it, at most."""


def choose(
    tables: Sequence[Table],
    world: World,
    profile: Profile,
    earlier: Sequence[Earlier],
    keep: Collection[str],
    tell: Callable[[Progress], None] | None,
) -> Joined:
    """The codes to merge, nothing unless the profile merges. ``tell`` hears all the while that it goes on. Raises
    ``Contradiction``.
    """
    if profile.method != "merge":
        return Joined()

    def known(linked: Linked) -> dict[int, bool]:
        return fixed(linked, [one.id for one in tables], earlier)

    memory = Memory()

    def linker(same: Sequence[Table]) -> Linked:
        fact = same[0].definition.fact
        alike = [tuple(table for table in one.tables if table.definition.fact == fact) for one in earlier]
        before = zip(alike, (one.world for one in earlier), strict=True)
        return link_moments([(same, world), *before], memory)

    return join(
        tables,
        world.lists,
        profile.threshold,
        linker=linker,
        keep=keep,
        known=known,
        worth=partial(costs, profile=profile),
        hold=partial(lines, tables=tables, profile=profile),
        tell=lambda: tell(Progress(None, 1.0)) if tell else None,
        seconds=SECONDS,
    )


def totals(linked: Linked, tables: Sequence[Table], joins: Joined, profile: Profile) -> set[int]:
    """The totals to tell, where merging makes that safe."""
    if profile.method != "merge":
        return set()
    return lines(linked, (one for one in tables if one.definition.fact not in joins.unheld), profile)

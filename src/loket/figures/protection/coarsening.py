"""One column of a list, told coarser and coarser: from every code apart to all codes as one, along its list's tree.

Codes merge with their siblings only: of these the smallest counts go to one "overig" beside the larger, and when none
is left beside it their parent says as much. Each step is the one that costs fewest *differences*: pairs of cases that
the column told apart and no longer does (when groups of a and b cases become one: a times b pairs).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from loket.figures.model import Code, CodeList

Group = tuple[str, ...]
"""Codes that are told as one, in print order."""


@dataclass(frozen=True)
class Step:
    """One way to tell a column. ``differences`` are the pairs of cases that it tells apart."""

    groups: tuple[Group, ...]
    differences: int
    is_left_out: bool = False

    @cached_property
    def into(self) -> Mapping[str, str]:
        """The name of the group that each code is in."""
        return {code: "+".join(group) for group in self.groups for code in group}


def path(code: Code, own: CodeList | None, lists: Mapping[str, CodeList]) -> tuple[str, ...]:
    """The codes above a code, the highest first."""
    above: list[str] = []
    parent = code.parent
    while parent is not None and own is not None:
        known = {one.code: one for one in own}
        if parent not in known and own.parent_list:
            own = lists[own.parent_list]
            known = {one.code: one for one in own}
        above.insert(0, parent)
        parent = known[parent].parent if parent in known else None
    return tuple(above)


def steps(codes: Sequence[str], paths: Mapping[str, tuple[str, ...]], counts: Mapping[str, int]) -> list[Step]:
    """Every step from the finest to the column left out. ``codes`` are in print order, ``paths`` gives what is above
    each, ``counts`` how many cases have it (absent: none)."""
    root = _planted(codes, paths, counts)
    apart = (root.count**2 - sum(counts.get(code, 0) ** 2 for code in codes)) // 2
    found = [Step(_ordered(root, codes), apart)]
    while root.parts:
        cost, _, where = min(root.merges(), key=lambda one: one[:2])
        where.merge()
        apart -= cost
        if root.parts:
            found.append(Step(_ordered(root, codes), apart))
    return [*found, Step((tuple(codes),), 0, is_left_out=True)]


@dataclass(eq=False)
class _Branch:
    """Codes under one parent. ``parts`` are told apart; without them all ``codes`` are one. ``is_rest``: it holds those
    siblings that went to "overig"."""

    codes: list[str]
    count: int
    parts: list["_Branch"] = field(default_factory=list)
    is_rest: bool = False

    def merges(self) -> Iterator[tuple[int, int, "_Branch"]]:
        """What each merge that is possible now would cost, its place, and where it is: of siblings the smallest two,
        when both are one already."""
        for place, branch in enumerate(self._all()):
            pair = branch.smallest() if branch.parts else ()
            if pair and not any(one.parts for one in pair):
                yield pair[0].count * pair[1].count, place, branch

    def _all(self) -> Iterator["_Branch"]:
        yield self
        for part in self.parts:
            yield from part._all()

    def smallest(self) -> list["_Branch"]:
        """The rest, if there is one, and the smallest beside it."""
        return sorted(self.parts, key=lambda one: (not one.is_rest, one.count))[:2]

    def merge(self) -> None:
        """Let the smallest two be one."""
        pair = self.smallest()
        rest = _Branch([code for one in pair for code in one.codes], sum(one.count for one in pair), is_rest=True)
        left = [one for one in self.parts if one not in pair]
        self.parts = [*left, rest] if left else []


def _planted(codes: Sequence[str], paths: Mapping[str, tuple[str, ...]], counts: Mapping[str, int]) -> _Branch:
    """The tree of these codes; one with a single part is that part."""
    under: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        under[paths[code][0] if paths[code] else code].append(code)
    if len(codes) == 1:
        return _Branch([*codes], counts.get(codes[0], 0))
    if len(under) == 1:
        shorter = {code: paths[code][1:] for code in codes}
        return _planted(codes, shorter, counts)
    parts = [_planted(some, {code: paths[code][1:] for code in some}, counts) for some in under.values()]
    return _Branch([*codes], sum(part.count for part in parts), parts)


def _ordered(root: _Branch, codes: Sequence[str]) -> tuple[Group, ...]:
    """The groups in print order: each where its first code stands, the rests after all others."""
    place = {code: number for number, code in enumerate(codes)}
    found = [
        (branch.is_rest, sorted(branch.codes, key=place.__getitem__)) for branch in root._all() if not branch.parts
    ]
    return tuple(tuple(group) for _, group in sorted(found, key=lambda one: (one[0], place[one[1][0]])))

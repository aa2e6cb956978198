"""Which codes of our own tables count as one before anything is hidden, so that every small cell can be protected.

Codes of a list with the same parent can be joined: a *group*, one at most under each parent, the list's own "other"
code among them where there is one, and at worst all. A group holds for all facts of a kind: every table that tells them
by that list joins the same codes. Years are never joined. A cell is *exposed* when the width of the rule is not left to
it even with everything hidden that is not zero, but for the totals that are to be *held*: told whatever it takes.
Groups grow greedily until no cell is exposed, and what was joined needlessly is taken apart again; always the same
answer, unless time runs out.
"""

import sys
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import inf

from loket.figures.model import TOTAL, CodeList, Coordinates, Merged, Table
from loket.figures.protection.linking import Linked
from loket.figures.protection.merged import is_other, merged
from loket.figures.protection.problem import Problem, apart, posed
from loket.figures.protection.reach import Reach
from loket.figures.protection.regions import Region
from loket.figures.protection.timing import Deadline, OutOfTime
from loket.figures.protection.witnesses import spans_hiding_all

SECONDS = 240.0

Siblings = tuple[str, str, str]
"""A kind of facts, a list, and the code above some of its codes (empty: none is)."""


@dataclass(frozen=True)
class Joined:
    """``groups`` are the codes that count as one, by where they stand; ``spared`` are tables, with a list, that keep
    the codes of it apart; ``unheld`` are the kinds of facts of which no total is held.
    """

    groups: Mapping[Siblings, tuple[str, ...]] = field(default_factory=dict)
    spared: frozenset[tuple[str, str]] = frozenset()
    unheld: frozenset[str] = frozenset()

    def of(self, table: Table) -> tuple[Merged, ...]:
        """What a table joins: of a group at least two of its codes are in it. What the table has as one already joins
        whole, with all its codes.
        """
        return tuple(
            Merged(dimension.name, tuple(dict.fromkeys((*codes, *(code for some in met for code in some)))))
            for place, dimension in enumerate(table.definition.dimensions)
            for (fact, name, _), codes in self.groups.items()
            if fact == table.definition.fact and name == dimension.codes and (table.id, name) not in self.spared
            if len(met := [some for some in _told(table, place) if not set(some).isdisjoint(codes)]) > 1
        )

    def apply(self, table: Table) -> Table:
        return merged(table, self.of(table))

    def having(self, place: Siblings, codes: Sequence[str]) -> "Joined":
        """The same with these codes as the group at this place; of fewer than two there is none."""
        others = {key: group for key, group in self.groups.items() if key != place}
        return replace(self, groups={**others, place: tuple(codes)} if len(codes) > 1 else others)


def _told(table: Table, place: int) -> list[tuple[str, ...]]:
    """The codes along a dimension, those that count as one together."""
    return [tuple(code.code.split("+")) for code in table.labels[place]]


def join(
    tables: Iterable[Table],
    lists: Mapping[str, CodeList],
    threshold: int,
    *,
    linker: Callable[[Sequence[Table]], Linked],
    keep: Collection[str] = (),
    known: Callable[[Linked], Mapping[int, bool]] = lambda _: {},
    worth: Callable[[Linked], Mapping[int, int]] = lambda _: {},
    hold: Callable[[Linked], Collection[int]] = lambda _: (),
    tell: Callable[[], None] = lambda: None,
    seconds: float = SECONDS,
) -> Joined:
    """Join codes until no cell is exposed, losing as little as possible of the cells that are not small. ``keep`` are
    codes that stay apart. Of the cells of a lattice, ``known`` gives those about which there is nothing to choose
    (``posed``), ``worth`` what it costs to lose them (1 unless said), ``hold`` the totals that are to be told. When
    time is up, or joining does not help, cells are left exposed. ``tell`` is called at each try. Raises what ``linker``
    and ``tell`` do.
    """
    counted = sorted((one for one in tables if one.definition.measure is None), key=lambda one: one.definition.fact)
    found, deadline = Joined(), Deadline(seconds)
    for _, same in groupby(counted, key=lambda one: one.definition.fact):
        trials = _Trials(list(same), threshold, linker, known, worth, hold, tell, deadline)
        search = _Search(trials, _siblings(trials.tables, lists, keep))
        with suppress(OutOfTime):
            search.run()
        best = search.best
        found = Joined({**found.groups, **best.groups}, found.spared | best.spared, found.unheld | best.unheld)
    return found


def _siblings(
    tables: Sequence[Table], lists: Mapping[str, CodeList], keep: Collection[str]
) -> dict[Siblings, tuple[str, ...]]:
    """The codes that tables show, by where they stand, in the order of their list."""
    shown: dict[str, set[str]] = {}
    for table in tables:
        for dimension, codes in zip(table.definition.dimensions, table.labels, strict=True):
            if dimension.codes is not None:
                shown.setdefault(dimension.codes, set()).update(code.code for code in codes)
    found: dict[Siblings, list[str]] = {}
    for name, seen in sorted(shown.items()):
        for code in lists[name]:
            if code.code in seen and code.code not in keep:
                found.setdefault((tables[0].definition.fact, name, code.parent or ""), []).append(code.code)
    return {place: tuple(codes) for place, codes in found.items() if len(codes) > 1}


@dataclass(frozen=True)
class _Trial:
    """What is left after joining: the steps that small cells lack together, where those stand, and what was lost: what
    that cost, and how many it counted.
    """

    lacking: int
    exposed: tuple[tuple[str, Coordinates], ...]
    loss: int
    count: int


class _Trials:
    """Tries out what joining codes does to the tables of one kind of facts."""

    def __init__(
        self,
        tables: Sequence[Table],
        threshold: int,
        linker: Callable[[Sequence[Table]], Linked],
        known: Callable[[Linked], Mapping[int, bool]],
        worth: Callable[[Linked], Mapping[int, int]],
        hold: Callable[[Linked], Collection[int]],
        tell: Callable[[], None],
        deadline: Deadline,
    ) -> None:
        self.tables, self.threshold, self.linker, self.deadline = tables, threshold, linker, deadline
        self.known, self.hold, self.tell = known, hold, tell
        self._tables: dict[tuple[str, tuple[Merged, ...]], Table] = {}
        self._known_parts: dict[Hashable, list[tuple[int, int]]] = {}
        whole = linker(tables)
        costs = worth(whole)
        self.worth: dict[Region, tuple[int, int]] = {
            region: (costs.get(cell, 1), count)
            for cell, (region, count) in enumerate(zip(whole.regions, whole.lattice.counts, strict=True))
            if count >= threshold
        }

    def of(self, state: Joined) -> _Trial:
        """Raises ``OutOfTime``."""
        self.deadline.left()
        self.tell()
        found = self.linker([self._joined(table, state.of(table)) for table in self.tables])
        held = () if state.unheld else self.hold(found)
        problem = posed(found.lattice, self.threshold, fixed=dict.fromkeys(held, True) | dict(self.known(found)))
        lacks = [(part.cells[cell], steps) for part in apart(problem) for cell, steps in self._lacks(part)]
        exposed = {number for cells, _ in lacks for number in cells}
        here = {table.id: found.lattice.places[table.id] for table in self.tables}
        left = set(found.regions)
        lost = [one for region, one in self.worth.items() if region not in left]
        return _Trial(
            lacking=sum(steps for _, steps in lacks),
            exposed=tuple(
                (table, at) for table, cells in here.items() for at, cell in cells.items() if cell in exposed
            ),
            loss=sum(cost for cost, _ in lost),
            count=sum(count for _, count in lost),
        )

    def _joined(self, table: Table, merges: tuple[Merged, ...]) -> Table:
        """The same object each time."""
        if (table.id, merges) not in self._tables:
            self._tables[table.id, merges] = merged(table, merges)
        return self._tables[table.id, merges]

    def _lacks(self, part: Problem) -> list[tuple[int, int]]:
        """The small cells of a part of the problem that move too little, and how many steps they lack. Most joins leave
        most parts as they were.
        """
        arrays = (part.counts, part.primary, part.below, part.above)
        key = (part.relations, *(array.tobytes() for array in arrays))
        if key not in self._known_parts:
            spans = spans_hiding_all(Reach(part, self.deadline), part.primaries) if part.primary.any() else {}
            lacks = [(cell, part.enough - span) for cell, span in spans.items() if span < part.enough]
            self._known_parts[key] = lacks
        return self._known_parts[key]


_Gain = tuple[float, int]
_NONE, _MOST = (0.0, sys.maxsize), (inf, 0)
"""No gain at all, and what a group may gain that was never tried."""


class _Search:
    """The best state, on its way."""

    def __init__(self, trials: _Trials, siblings: Mapping[Siblings, tuple[str, ...]]) -> None:
        self.trials, self.siblings = trials, siblings
        self.best = Joined()
        self.dimensions = {table.id: table.definition.dimensions for table in trials.tables}

    def run(self) -> None:
        """Holding totals as long as that can be done. Raises ``OutOfTime``."""
        left = self._grow()
        if left.exposed:
            holding, fact = self.best, self.trials.tables[0].definition.fact
            self.best = Joined(unheld=frozenset({fact}))
            if self._grow().lacking >= left.lacking:
                self.best = holding
        self._take_apart()
        self._spare()

    def _grow(self) -> _Trial:
        """Join until nothing is exposed, or joining helps no more. What a group gained when it was tried last is taken
        as the most that it can gain now, so that few need to be tried again.
        """
        now = self.trials.of(self.best)
        gained: dict[tuple[Siblings, tuple[str, ...]], _Gain] = {}
        while now.exposed:
            best: tuple[_Gain, Joined, _Trial] | None = None
            options = list(self._options(now))
            for place, codes in sorted(options, key=lambda one: gained.get(one, _MOST), reverse=True):
                if best and gained.get((place, codes), _MOST) <= best[0]:
                    break
                state = self.best.having(place, codes)
                after = self.trials.of(state)
                gained[place, codes] = gain = _gain(now, after)
                if gain > _NONE and (best is None or gain > best[0]):
                    best = gain, state, after
            if best is None:
                break
            _, self.best, now = best
        return now

    def _options(self, now: _Trial) -> Iterator[tuple[Siblings, tuple[str, ...]]]:
        """Larger groups with codes of cells that are exposed."""
        for place, wanting in sorted(self._wanting(now).items()):
            every, group = self.siblings[place], set(self.best.groups.get(place, ()))
            core = group.union(code for code in every if is_other(code))
            ways = [core | wanting, set(every), *(core | {code} for code in wanting)]
            starts = [core] if core else [{code} for code in wanting]
            ways += [start | {more} for start in starts for more in every]
            for way in sorted({tuple(code for code in every if code in way) for way in ways}):
                if len(way) > 1 and set(way) != group:
                    yield place, way

    def _wanting(self, now: _Trial) -> dict[Siblings, set[str]]:
        """The codes of exposed cells, by where they stand."""
        homes = {(place[1], code): place for place, codes in self.siblings.items() for code in codes}
        found: dict[Siblings, set[str]] = {}
        for table, at in now.exposed:
            for dimension, told in zip(self.dimensions[table], at, strict=True):
                for code in () if told == TOTAL or dimension.codes is None else told.split("+"):
                    if place := homes.get((dimension.codes or "", code)):
                        found.setdefault(place, set()).add(code)
        return found

    def _take_apart(self) -> None:
        """Undo what turned out to be needless: whole groups, then of each one code after the other, the one that gives
        most back, as long as that gives something back.
        """
        for place in list(self.best.groups):
            self._better([self.best.having(place, ())])
        for place in list(self.best.groups):
            while group := self.best.groups.get(place):
                ways = (tuple(one for one in group if one != code) for code in group if not is_other(code))
                if not self._better([self.best.having(place, way) for way in ways if len(way) > 1]):
                    break

    def _better(self, states: Iterable[Joined]) -> bool:
        """Whether one of these exposes no more and loses less; the best of them is taken."""
        now = self.trials.of(self.best)
        tried = [(one, self.trials.of(one)) for one in states]
        good = [(one, after) for one, after in tried if after.lacking <= now.lacking and after.loss < now.loss]
        if good:
            self.best = min(good, key=lambda one: (one[1].loss, one[1].count))[0]
        return bool(good)

    def _spare(self) -> None:
        """Give tables their codes back where those are large enough to be told, and nothing more is exposed by it."""
        for table in self.trials.tables:
            for name in sorted({name for _, name, _ in self.best.groups}):
                spared = replace(self.best, spared=self.best.spared | {(table.id, name)})
                before, after = self.best.apply(table).cells, spared.apply(table).cells
                back = [n for at, n in after.items() if at not in before]
                if back and not any(0 < n < self.trials.threshold for n in back):
                    self._better([spared])


def _gain(before: _Trial, after: _Trial) -> _Gain:
    """Steps gained for what is lost more, and of those equally good what loses the smallest count."""
    return (before.lacking - after.lacking) / (1 + max(after.loss - before.loss, 0)), before.count - after.count

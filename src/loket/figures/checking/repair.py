"""Which change mends the most: one figure, one figure that is printed in several places, or two figures.

A change counts only when it breaks nothing that holds. What is searched is small (the figures of the checks that are
broken), so plain search finds the best single change; pairs are tried only for what no single change mends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from loket.figures.checking.checks import Check
from loket.figures.checking.model import STATEMENT, At, Figure
from loket.figures.checking.rules import Cells, Range

_WIDEST = 80
"""How many figures a check may have for a search of two changes."""


@dataclass(frozen=True)
class Change:
    """Figures that all become ``value``, and then ``also`` others; the checks (by number) that hold by it. ``only``:
    no other value would do.
    """

    cells: Cells
    value: Fraction
    mends: frozenset[int]
    only: bool
    also: "Change | None" = None

    @property
    def at(self) -> At:
        """The figure that stands for all of them: one in a table before one in a sentence."""
        return min(self.cells, key=lambda at: (at.table == STATEMENT, at))


@dataclass
class Situation:
    """The checks of a report and the values as far as they were mended. ``open``: the broken checks that have no cause
    yet; ``about``: the checks of each figure; ``copies``: the figures that are one figure printed in several places.
    ``known`` keeps what mends, until something near it changes.
    """

    figures: Mapping[At, Figure]
    checks: Sequence[Check]
    values: dict[At, Fraction]
    holding: set[int]
    open: set[int]
    about: Mapping[At, Sequence[int]]
    copies: Mapping[At, Cells]
    known: dict[Cells, list[Change]] = field(default_factory=dict)

    def changes(self, among: Iterable[int]) -> list[Change]:
        """Every change of one figure, alone or with its copies, that mends some of these checks and breaks nothing."""
        cells = dict.fromkeys(at for number in among for at in self.checks[number].cells)
        alone = [frozenset([at]) for at in cells]
        joint = dict.fromkeys(self.copies[at] for at in cells if at in self.copies)
        return [change for group in (*alone, *joint) for change in self._known(group)]

    def _known(self, cells: Cells) -> list[Change]:
        if cells not in self.known:
            self.known[cells] = self.mending(cells)
        return self.known[cells]

    def mending(self, cells: Cells, *, loose: bool = False) -> list[Change]:
        """The values for these figures that mend something: one that suits every broken check, if there is one, and for
        each broken check one that suits that. With ``loose`` also when others would do as well.
        """
        near, allowed = self._limits(cells)
        every = Range()
        for one in allowed.values():
            every = every.both(one)
        tried = [every, *allowed.values()] if allowed else []
        changes = [change for one in tried if (change := self._try(cells, near.both(one), allowed))]
        useful = [one for one in changes if loose or one.only or len(one.mends) > 1]
        return list({one.value: one for one in sorted(useful, key=lambda one: len(one.mends))}.values())

    def loose(self, number: int) -> bool:
        """Whether some figure could mend this check and break nothing, though with any of several values."""
        return any(
            number in change.mends
            for at in dict.fromkeys(self.checks[number].cells)
            for change in self.mending(frozenset([at]), loose=True)
        )

    def together(self, row: Sequence[At]) -> dict[At, Change]:
        """The only values of these figures that mend what is broken, all at once and breaking nothing; empty when there
        are none. What holds between them must hold again after.
        """
        found: dict[At, Change] = {}
        for at in row:
            cells = frozenset([at])
            for number in self._touching(cells):
                one = self.checks[number].allowed(cells, self.values) if number in self.open else None
                value = one.nearest(self.values[at], self.unit(at)) if one and one.one_only(self.unit(at)) else None
                if value is not None:
                    found.setdefault(at, Change(cells, value, frozenset([number]), only=True))
        new = {**self.values, **{at: change.value for at, change in found.items()}}
        return found if all(self.checks[number].holds(new) for number in self._touching(frozenset(found))) else {}

    def _limits(self, cells: Cells) -> tuple[Range, Mapping[int, Range]]:
        """What the checks that hold leave free, and what each broken one asks for."""
        near, allowed = Range(), {}
        for number in self._touching(cells):
            if self._retold(number, cells):
                continue
            one = self.checks[number].allowed(cells, self.values)
            if number in self.holding:
                near = near.both(one or Range())
            elif one and number in self.open:
                allowed[number] = one
        return near, allowed

    def _retold(self, number: int, cells: Cells) -> bool:
        """Whether a check is about words for exactly these figures: whoever changes those changes the words too."""
        check = self.checks[number]
        return number in self.holding and check.kind == "words" and set(check.cells) <= cells

    def _touching(self, cells: Cells) -> list[int]:
        return sorted({number for at in cells for number in self.about[at]})

    def _try(self, cells: Cells, within: Range, allowed: Mapping[int, Range]) -> Change | None:
        at = min(cells)
        unit, lowest = self.unit(at), -1 if self.figures[at].kind == "arrow" else 0
        value = within.nearest(self.values[at], unit, lowest)
        if value is None or value == self.values[at]:
            return None
        new = {**self.values, **dict.fromkeys(cells, value)}
        touching = self._touching(cells)
        held = (number for number in touching if number in self.holding and not self._retold(number, cells))
        if not all(self.checks[number].holds(new) for number in held):
            return None
        mends = frozenset(number for number in allowed if self.checks[number].holds(new))
        for number in mends:
            within = within.both(allowed[number])
        return Change(cells, value, mends, within.one_only(unit, lowest)) if mends else None

    def unit(self, at: At) -> Fraction:
        """One unit of the last printed decimal."""
        return 2 * self.figures[at].half

    def pairs(self, number: int) -> Iterator[Change]:
        """Every two changes that together mend this check and break nothing: the second mends what the first breaks."""
        check = self.checks[number]
        if len(check.cells) > _WIDEST:
            return
        for at in dict.fromkeys(check.cells):
            one = check.allowed(frozenset([at]), self.values)
            value = one.nearest(self.values[at], self.unit(at)) if one and one.one_only(self.unit(at)) else None
            if value is not None:
                yield from self._second(Change(frozenset([at]), value, frozenset([number]), True))

    def _second(self, first: Change) -> Iterator[Change]:
        """What mends everything that the first change breaks, and maybe more."""
        values = {**self.values, **dict.fromkeys(first.cells, first.value)}
        broken = {one for one in self._touching(first.cells) if not self.checks[one].holds(values)}
        holding = self.holding - broken | first.mends
        needed = broken & self.holding
        still = needed | self.open - first.mends
        after = replace(self, values=values, holding=holding, open=still, copies={}, known={})
        for change in after.changes(sorted(needed)):
            if change.mends >= needed and not change.cells & first.cells:
                yield replace(first, mends=first.mends | change.mends & self.open, also=change)

    def accept(self, change: Change) -> frozenset[int]:
        """Go on as if this change were made. Gives the open checks that hold by it and by what was accepted before."""
        step: Change | None = change
        while step:
            self.values.update(dict.fromkeys(step.cells, step.value))
            self._forget(self._touching(step.cells))
            step = step.also
        mended = frozenset(number for number in self.open if self.checks[number].holds(self.values))
        self.holding |= mended
        self.close(mended)
        return mended

    def close(self, numbers: Iterable[int]) -> None:
        """These checks have a cause."""
        closed = set(numbers)
        self.open -= closed
        self._forget(closed)

    def _forget(self, numbers: Iterable[int]) -> None:
        """What mends must be looked for again, for every figure of these checks."""
        for number in numbers:
            for at in self.checks[number].cells:
                self.known.pop(frozenset([at]), None)
                self.known.pop(self.copies.get(at, frozenset([at])), None)


def situation(figures: Mapping[At, Figure], checks: Sequence[Check], values: Mapping[At, Fraction]) -> Situation:
    """How it stands with the figures as they were printed."""
    holding = {number for number, check in enumerate(checks) if check.holds(values)}
    about: dict[At, list[int]] = defaultdict(list)
    for number, check in enumerate(checks):
        for at in set(check.cells):
            about[at].append(number)
    copies = _copies(checks[number] for number in sorted(holding))
    return Situation(figures, checks, dict(values), holding, set(range(len(checks))) - holding, about, copies)


def _copies(checks: Iterable[Check]) -> dict[At, Cells]:
    """For each figure that is printed in several places, alike: all of them."""
    found: dict[At, Cells] = {}
    for check in checks:
        if check.kind in ("same", "is") and len(check.cells) == len(set(check.cells)) == 2:
            joined = frozenset().union(*(found.get(at, frozenset([at])) for at in check.cells))
            found.update(dict.fromkeys(joined, joined))
    return found

"""Facts that satisfy published margins, where the records themselves were never published.

Columns are added step by step. At each step an integer program divides the facts made so far, grouped by
the columns that the margins of this step share, over the codes of the new columns; a margin over columns
still to come takes part with its totals. Inside a group a seeded draw decides which fact gets which code.
So the margins hold, and the other combinations mean nothing: they are not real.

A margin over columns of two later steps may still fail on what an earlier step chose freely; the load
compares every printed cell with the facts made, and lists what differs.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from loket.facts.cells import Grid, Values, within
from loket.facts.solver import Sum, solve
from loket.figures.model import CodeList, Coordinates

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Margins:
    """The printed figures of one table that the facts of one year must give."""

    grid: Grid
    cells: Mapping[Coordinates, int]


@dataclass(frozen=True)
class Task:
    """What to make: ``steps`` are the new columns, those of one step together; ``fixed`` columns have one
    code. ``lists`` gives the list of each new column by its name; ``margins`` stand in order of precedence.
    """

    year: int
    steps: Sequence[Sequence[str]]
    lists: Mapping[str, CodeList]
    margins: Sequence[Margins]
    seed: str
    fixed: Mapping[str, str] = field(default_factory=dict)


def reconstruct(task: Task, records: Sequence[Values]) -> list[Values]:
    """The records with their missing columns filled in, or wholly new ones when there are none.

    The same task and records always give the same result, in the same order. Raises ``UnsolvableError``.
    """
    made: list[Values] = list(records)
    known = {"year", *(made[0] if made else task.fixed)}
    for number, step in enumerate(task.steps):
        new = not records and number == 0
        made = _Step(task, tuple(step), made, known, new).done()
        known.update(step)
    return sorted(made, key=lambda record: [str(value) for value in record.values()])


class _Step:
    """The columns of one step, added to the facts made so far (or the first columns of new facts)."""

    def __init__(self, task: Task, step: Codes, made: Sequence[Values], known: set[str], new: bool) -> None:
        self.task, self.step, self.made, self.new = task, step, made, new
        self.known = known.union(step)
        self.used = [
            one
            for one in task.margins
            if one.grid.needed <= self.known and (new or one.grid.columns.intersection(step))
        ]
        wanted = {column for one in self.used for column in one.grid.columns}
        self.shared = sorted(wanted.intersection(known).difference(task.fixed, {"year"}))

    def done(self) -> list[Values]:
        """Every fact with its new columns."""
        groups = self._groups()
        cells = list(product(groups, _choices(self.task, self.step)))
        drafts = [self._draft(group, codes) for group, codes in cells]
        counts = solve(
            len(cells),
            self._held(groups, cells),
            [_sums(one, drafts, self.known) for one in self.used],
            avoid=[number for number, draft in enumerate(drafts) if self._needless(draft)],
        )
        dealt: dict[Codes, list[Codes]] = defaultdict(list)
        for (group, codes), count in zip(cells, counts, strict=True):
            dealt[group] += [codes] * count
        return list(self._joined(groups, dealt))

    def _needless(self, draft: Values) -> bool:
        """A unit that counts under another one is only used where the margins tell the two apart."""
        return any(one.grid.moves(draft) for one in self.used)

    def _groups(self) -> dict[Codes, list[Values]]:
        """The facts by the columns that the margins share; one empty group when they are still to be made."""
        groups: dict[Codes, list[Values]] = {(): []} if self.new else {}
        for record in self.made:
            groups.setdefault(tuple(str(record[column]) for column in self.shared), []).append(record)
        return groups

    def _draft(self, group: Codes, codes: Codes) -> Values:
        return {
            "year": self.task.year,
            **self.task.fixed,
            **dict(zip(self.shared, group, strict=False)),
            **dict(zip(self.step, codes, strict=True)),
        }

    def _held(self, groups: Mapping[Codes, list[Values]], cells: Sequence[tuple[Codes, Codes]]) -> list[Sum]:
        """Every fact of a group gets exactly one choice."""
        if self.new:
            return []
        numbers = defaultdict(list)
        for number, (group, _) in enumerate(cells):
            numbers[group].append(number)
        return [Sum(tuple(numbers[group]), len(facts)) for group, facts in groups.items()]

    def _joined(self, groups: Mapping[Codes, list[Values]], dealt: Mapping[Codes, list[Codes]]) -> Iterator[Values]:
        """Each fact of a group with one of the group's codes, drawn by lot."""
        lot = random.Random(f"{self.task.seed}/{self.task.year}/{'+'.join(self.step)}")  # noqa: S311 - no secret
        for group, facts in groups.items():
            drawn = list(dealt[group])
            lot.shuffle(drawn)
            start: Values = {"year": self.task.year, **self.task.fixed}
            for record, codes in zip(facts or [start] * len(drawn), drawn, strict=True):
                yield {**record, **dict(zip(self.step, codes, strict=True))}


def _choices(task: Task, step: Codes) -> list[Codes]:
    """Every combination of codes that the columns of a step may have: a child only with its own parent."""
    options = [[code for code in task.lists[column] if code.holds_in(task.year)] for column in step]
    chosen = []
    for codes in product(*options):
        at = dict(zip((task.lists[column].code for column in step), codes, strict=True))
        above = ((task.lists[column].parent_list, code.parent) for column, code in zip(step, codes, strict=True))
        if all(name not in at or at[name].code == parent for name, parent in above if name):
            chosen.append(tuple(code.code for code in codes))
    return chosen


def _sums(margins: Margins, drafts: Sequence[Values], known: set[str]) -> list[Sum]:
    """The printed cells that say something of the known columns, as sums over the drafts in them."""
    numbers: dict[Coordinates, list[int]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        at = margins.grid.at(draft)
        if at is not None:
            numbers[at].append(number)
    return [
        Sum(tuple(number for at, found in numbers.items() if within(at, cell) for number in found), n)
        for cell, n in margins.cells.items()
        if margins.grid.total_without(known, cell)
    ]

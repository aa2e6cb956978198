"""A list of single cases, grouped until every row stands for at least so many cases as the threshold asks.

Columns are made coarser as a whole, for all rows alike (*global recoding*): a column is left out, or its codes are
merged along the tree of their list (``coarsening``). Of all ways in which every row that is not empty counts enough,
the one with the least loss is taken: that keeps most *differences*, pairs of cases that a column of the full list
tells apart, added up over the columns. The result is an ordinary table with margins, to be protected with all others.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, FiguresError, Table
from loket.figures.protection.coarsening import Step, path, steps
from loket.figures.protection.recoding import recoded

EFFORT = 5_000_000
"""How many rows are looked at, over all ways that are tried: a few seconds. Beyond that the best so far is taken."""

Cases = Mapping[Coordinates, int]
"""The rows of the full list that differ from each other, with how many cases each stands for."""


class NoList(FiguresError):
    """A table of which no list of cases can be made."""


@dataclass(frozen=True)
class ToldLoss:
    """What readers may know of a loss, so that nothing about a single case follows: ``combinations`` in tens, and of
    ten differences how many are ``kept``, from 1 to 9.
    """

    threshold: int
    left_out: tuple[Dimension, ...]
    combinations: int
    kept: int


@dataclass(frozen=True)
class Loss:
    """What grouping cost. ``combinations`` are the rows of the full list that differ from each other. ``kept`` is the
    part of the differences that is left, from 0 to 1. ``is_least``: no other way along the trees keeps more. It knows
    of single cases: for inside use.
    """

    threshold: int
    combinations: int
    left_out: tuple[Dimension, ...]
    kept: float
    is_least: bool

    @property
    def told(self) -> ToldLoss:
        tenths = min(max(round(10 * self.kept), 1), 9)
        return ToldLoss(self.threshold, self.left_out, round(self.combinations, -1), tenths)


def grouped(table: Table, lists: Mapping[str, CodeList], threshold: int, *, effort: int = EFFORT) -> tuple[Table, Loss]:
    """The grouped list of a table with a dimension for each column, and what that cost. Fewer cases than the threshold
    leave only their total, for protection to hide. Raises ``NoList`` for a table with years, with codes within others,
    or of a measure.
    """
    _refuse(table)
    codes = [[code for code in axis if code.code != TOTAL] for axis in table.labels]
    if not any(codes):
        return table, _told_whole(table, threshold)
    cases = _cases(table)
    chains = [_chain(place, table, axis, cases, lists) for place, axis in enumerate(codes)]
    search = _Search(chains, cases, threshold, effort)
    chosen = search.best()
    result = recoded(table, codes, cases, chosen, lists)
    return result, _loss(table, cases, chains, chosen, threshold, is_least=not search.is_cut_short)


def _refuse(table: Table) -> None:
    definition = table.definition
    if definition.measure is not None or any(one.codes is None or one.within for one in definition.dimensions):
        said = "een lijst telt gevallen, en heeft kolommen zonder jaren en zonder codes binnen andere"
        raise NoList(f"tabel {table.id} kan geen lijst zijn: {said}; maak er een eigen tabel voor")


def _told_whole(table: Table, threshold: int) -> Loss:
    """Of a table that is only a total there is nothing to lose."""
    (n,) = table.cells.values()
    return Loss(threshold, min(int(n), 1), (), 1.0, is_least=True)


def _cases(table: Table) -> dict[Coordinates, int]:
    return {at: int(n) for at, n in table.cells.items() if n and TOTAL not in at}


def _chain(place: int, table: Table, codes: Sequence[Code], cases: Cases, lists: Mapping[str, CodeList]) -> list[Step]:
    counts: Counter[str] = Counter()
    for at, n in cases.items():
        counts[at[place]] += n
    own = lists.get(table.definition.dimensions[place].codes or "")
    return steps([code.code for code in codes], {code.code: path(code, own, lists) for code in codes}, counts)


def _loss(
    table: Table,
    cases: Cases,
    chains: Sequence[Sequence[Step]],
    chosen: Sequence[Step],
    threshold: int,
    *,
    is_least: bool,
) -> Loss:
    named = zip(table.definition.dimensions, chosen, strict=True)
    finest = sum(chain[0].differences for chain in chains)
    return Loss(
        threshold=threshold,
        combinations=len(cases),
        left_out=tuple(dimension for dimension, step in named if step.is_left_out),
        kept=sum(step.differences for step in chosen) / finest if finest else 1.0,
        is_least=is_least,
    )


@dataclass
class _Search:
    """Column after column, the finest step first. What counts too little with the columns so far and all others left
    out does so with more columns too: no way on from there is looked at, nor one that cannot keep more than the best.
    """

    chains: Sequence[Sequence[Step]]
    cases: Cases
    threshold: int
    effort: int
    is_cut_short: bool = False

    def best(self) -> tuple[Step, ...]:
        """The way that keeps most; all columns left out when in no other every row counts enough."""
        self._found = tuple(chain[-1] for chain in self.chains)
        self._most = sum(step.differences for step in self._found)
        if self.cases:
            self._deeper((), dict.fromkeys(self.cases, ()))
        return self._found

    def _deeper(self, chosen: tuple[Step, ...], rows: Mapping[Coordinates, Coordinates]) -> None:
        """``rows`` gives for each row of the full list the one that it is in by the columns so far."""
        place, kept = len(chosen), sum(step.differences for step in chosen)
        if place == len(self.chains):
            self._found, self._most = chosen, kept
            return
        hoped = kept + sum(chain[0].differences for chain in self.chains[place + 1 :])
        for step in self.chains[place]:
            if hoped + step.differences <= self._most:
                return
            if self.effort < len(rows):
                self.is_cut_short = True
                return
            self.effort -= len(rows)
            longer = {at: (*row, step.into[at[place]]) for at, row in rows.items()}
            if self._are_enough(longer):
                self._deeper((*chosen, step), longer)

    def _are_enough(self, rows: Mapping[Coordinates, Coordinates]) -> bool:
        found: Counter[Coordinates] = Counter()
        for at, row in rows.items():
            found[row] += self.cases[at]
        return min(found.values()) >= self.threshold

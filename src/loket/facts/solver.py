"""Whole numbers that satisfy sums, as an integer program.

The sums come in ranks. Each rank is satisfied exactly where the ranks before it leave room for that, else as
closely as they do (lexicographic goal programming). HiGHS runs on one thread with a fixed seed: the same sums
give the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy

from loket.core.errors import UserError

SECONDS = 60.0
"""After which a program counts as unsolvable; those of a ministry take less than one."""


@dataclass(frozen=True)
class Sum:
    """The variables with these numbers add up to ``n``."""

    members: tuple[int, ...]
    n: int


class UnsolvableError(UserError):
    """The solver found no whole numbers within the time allowed. ``str()`` is Dutch."""


def solve(size: int, fixed: Sequence[Sum], ranks: Sequence[Sequence[Sum]], avoid: Sequence[int] = ()) -> list[int]:
    """``size`` whole numbers, zero or more, that give every ``fixed`` sum and each rank in turn.

    The variables to ``avoid`` are as small as the sums allow; a variable that is in no sum is zero.
    Raises ``UnsolvableError``, also for fixed sums that cannot be.
    """
    program = _Program(size)
    for one in fixed:
        program.require(one)
    for rank in ranks:
        program.approach(rank)
    program.close_unused()
    return program.values(avoid)


class _Program:
    """A growing integer program."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._used: set[int] = set()
        self._highs: Any = highspy.Highs()
        for option, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 1,
            "time_limit": SECONDS,
            "mip_rel_gap": 0.0,
        }.items():
            self._highs.setOptionValue(option, value)
        for _ in range(size):
            self._variable(whole=True)

    def require(self, wanted: Sum) -> None:
        self._used.update(wanted.members)
        self._row(wanted.n, wanted.n, wanted.members, [1.0] * len(wanted.members))

    def approach(self, rank: Sequence[Sum]) -> None:
        """Come as close to these sums as possible, then hold that distance."""
        slack: list[int] = []
        for wanted in rank:
            self._used.update(wanted.members)
            below, above = self._variable(cost=1.0), self._variable(cost=1.0)
            slack += [below, above]
            count = len(wanted.members)
            self._row(wanted.n, wanted.n, (*wanted.members, below, above), [1.0] * (count + 1) + [-1.0])
        self._run()
        distance = round(self._highs.getInfo().objective_function_value)
        for variable in slack:
            self._highs.changeColCost(variable, 0.0)
            if not distance:
                self._highs.changeColBounds(variable, 0.0, 0.0)
        if distance:
            self._row(0, distance, slack, [1.0] * len(slack))

    def close_unused(self) -> None:
        for variable in range(self._size):
            if variable not in self._used:
                self._highs.changeColBounds(variable, 0.0, 0.0)

    def values(self, avoid: Sequence[int]) -> list[int]:
        for variable in avoid:
            self._highs.changeColCost(variable, 1.0)
        self._run()
        return [round(value) for value in self._highs.getSolution().col_value[: self._size]]

    def _variable(self, *, cost: float = 0.0, whole: bool = False) -> int:
        number: int = self._highs.getNumCol()
        self._highs.addVar(0.0, highspy.kHighsInf)
        self._highs.changeColCost(number, cost)
        if whole:
            self._highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        return number

    def _row(self, low: int, high: int, variables: Sequence[int], factors: Sequence[float]) -> None:
        self._highs.addRow(float(low), float(high), len(variables), list(variables), list(factors))

    def _run(self) -> None:
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise UnsolvableError(
                "de gedrukte tabellen zijn niet om te rekenen naar feiten; kijk of de aantallen kloppen"
            )

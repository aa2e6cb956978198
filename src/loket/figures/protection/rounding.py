"""Controlled rounding: every count to a multiple of the base next to it, so that all sums still hold.

Zeros and multiples stay as they are, nothing moves by the base or more, and of all ways to do so the total deviation
over all cells is least. Source: Cox, Journal of the American Statistical Association 82 (1987); Salazar-Gonzalez,
Mathematical Programming 105 (2006). A flat table of two dimensions can always be rounded so; others mostly can.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from loket.figures.model import FiguresError
from loket.figures.protection.lattice import Lattice

SECONDS = 60.0

KNOWS = (
    "every rounded count, and the base",
    "every sum of every linked table",
    "counts are whole numbers, and each lies less than the base from what is printed",
)


class CannotRound(FiguresError):
    """No rounding keeps all sums, or none was found in time."""


@dataclass(frozen=True)
class Rounded:
    """The rounded count of each cell of the lattice. ``gap``: the share of the deviation that a better rounding, if
    there is one, could at most save.
    """

    counts: tuple[int, ...]
    gap: float


def rounded(lattice: Lattice, base: int, *, seconds: float = SECONDS) -> Rounded:
    """Round to multiples of ``base``. Raises ``CannotRound``."""
    loose = [cell for cell, count in enumerate(lattice.counts) if count % base]
    if not loose:
        return Rounded(lattice.counts, 0.0)
    solver = _programme(lattice, base, loose)
    solver.setOptionValue("time_limit", seconds)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise CannotRound(
            f"deze tabellen zijn niet af te ronden op veelvouden van {base} zonder dat een som breekt, of niet binnen "
            f"{seconds:g} seconden; kies --method suppress of een andere drempel"
        )
    ups = np.rint(np.array(solver.getSolution().col_value))
    counts = [count - count % base for count in lattice.counts]
    for cell, up in zip(loose, ups, strict=True):
        counts[cell] += base * int(up)
    _check(lattice, counts)
    return Rounded(tuple(counts), _gap(lattice, counts, base, info.mip_dual_bound, loose))


def _programme(lattice: Lattice, base: int, loose: list[int]) -> highspy.Highs:
    """A column for each cell that is no multiple: 0 goes down, 1 goes up. A row for each sum, in steps of the base."""
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(option, value)
    place = {cell: column for column, cell in enumerate(loose)}
    nothing = np.array([], dtype=np.int32)
    for cell in loose:
        solver.addCol(float(base - 2 * (lattice.counts[cell] % base)), 0.0, 1.0, 0, nothing, np.array([]))
    whole = np.full(len(loose), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(loose), np.arange(len(loose), dtype=np.int32), whole)
    for relation in lattice.relations:
        floors = sum(lattice.counts[part] // base for part in relation.parts) - lattice.counts[relation.total] // base
        moving = [(place[cell], sign) for cell, sign in _signed(relation.total, relation.parts) if cell in place]
        if moving:
            columns = np.array([column for column, _ in moving], dtype=np.int32)
            signs = np.array([sign for _, sign in moving], dtype=np.float64)
            solver.addRow(float(floors), float(floors), len(columns), columns, signs)
    return solver


def _signed(total: int, parts: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(total, 1), *((part, -1) for part in parts)]


def _check(lattice: Lattice, counts: list[int]) -> None:
    """Every sum holds, in exact arithmetic."""
    for relation in lattice.relations:
        if counts[relation.total] != sum(counts[part] for part in relation.parts):
            raise CannotRound("het afronden brak een som; kies --method suppress")


def _gap(lattice: Lattice, counts: list[int], base: int, bound: float, loose: list[int]) -> float:
    deviation = sum(abs(after - before) for after, before in zip(counts, lattice.counts, strict=True))
    least = bound + sum(lattice.counts[cell] % base for cell in loose)
    return max(0.0, (deviation - least) / deviation) if deviation - least > 0.5 else 0.0

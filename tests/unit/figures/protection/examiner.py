"""An examiner from outside: its own programme, over the finest cells of each table, and another solver's door.

It knows no relations: every published cell is a sum of finest cells, and a cell of two tables is a sum in both. So a
sum that the lattice forgot, or a link between tables, is seen here.
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from loket.figures.model import Coordinates
from loket.figures.protection.lattice import Table

Published = Mapping[tuple[str, Coordinates], tuple[str, int | None]]
"""Of each cell, by table and coordinates, its status and its count (None: hidden). ``rounded`` is a count of which the
truth lies less than the threshold away.
"""


class Examiner:
    """Of published tables, for the attacker who knows the kind of each hidden cell."""

    def __init__(self, tables: Sequence[Table], published: Published, threshold: int) -> None:
        self.published, self.threshold = published, threshold
        self.leaves = [(table.name, at) for table in tables for at in product(*map(_leaves, table.dimensions))]
        self.rows, low, high = [], [], []
        self.row: dict[tuple[str, Coordinates], int] = {}
        same: dict[frozenset[tuple[str, str]], np.ndarray] = {}
        for table in tables:
            for at in table.everywhere():
                row = self._row(table, at)
                self.row[table.name, at] = len(self.rows)
                start, stop = self._ends(*published[table.name, at])
                self.rows.append(row)
                low.append(start)
                high.append(stop)
                if (first := same.setdefault(table.key(at), row)) is not row:
                    self.rows.append(first - row)
                    low.append(0)
                    high.append(0)
        self.low, self.high = np.array(low, dtype=float), np.array(high, dtype=float)

    def _row(self, table: Table, at: Coordinates) -> np.ndarray:
        """Which finest cells make up this one."""
        ups = [{leaf: set(d.upward(leaf)) for leaf in _leaves(d)} for d in table.dimensions]
        inside = [
            name == table.name and all(code in up[leaf] for code, up, leaf in zip(at, ups, cell, strict=True))
            for name, cell in self.leaves
        ]
        return np.array(inside, dtype=float)

    def _ends(self, status: str, count: int | None) -> tuple[float, float]:
        if status == "shown":
            assert count is not None
            return count, count
        if status == "rounded":
            assert count is not None
            return max(0, count - self.threshold + 1), count + self.threshold - 1
        return (1, self.threshold - 1) if status == "primary" else (self.threshold, np.inf)

    def interval(self, cell: tuple[str, Coordinates]) -> tuple[int, int | None]:
        """The least and the largest value of a hidden cell; None: no end."""
        row = self.rows[self.row[cell]]
        least = self._solve(row)
        most = self._solve(-row)
        assert least is not None, "the published tables contradict themselves"
        return least, None if most is None else -most

    def is_possible(self, cell: tuple[str, Coordinates], value: int) -> bool:
        """Whether the cell can have this value."""
        low, high = self.low.copy(), self.high.copy()
        low[self.row[cell]] = high[self.row[cell]] = value
        found = milp(
            np.zeros(len(self.leaves)),
            constraints=LinearConstraint(np.array(self.rows), low, high),
            integrality=np.ones(len(self.leaves)),
            bounds=Bounds(0, np.inf),
        )
        return bool(found.status == 0)

    def _solve(self, row: np.ndarray) -> int | None:
        found = milp(
            row,
            constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            integrality=np.ones(len(row)),
            bounds=Bounds(0, np.inf),
            options={"mip_rel_gap": 0},
        )
        if found.status == 0:
            return round(found.fun)
        assert found.status in (3, 4), found.message
        return None


def _leaves(dimension) -> list[str]:
    return [code for code in dimension.parents if code not in dimension.children]

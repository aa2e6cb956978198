"""The example on the page that explains chance: the same growth of a small count and of a large one."""

from dataclasses import dataclass
from functools import cached_property

from loket.figures.compare import change

WIDEST = 2.5
"""The right end of the drawing: so many times as many as before."""


@dataclass(frozen=True)
class Example:
    """A count ``before`` and ``now``, both above zero. Places are from 0 to 100, on a line from none to ``WIDEST``."""

    before: int
    now: int

    @property
    def can_be_chance(self) -> bool:
        return change(self.now, self.before).can_be_chance

    @cached_property
    def usual(self) -> range:
        """The counts that can come out when nothing changed."""
        until = next(n for n in range(self.before, 10 * self.before) if not change(n, self.before).can_be_chance)
        since = next(n for n in range(self.before, -1, -1) if n == 0 or not change(n - 1, self.before).can_be_chance)
        return range(since, until)

    @property
    def least(self) -> int:
        return self.usual[0]

    @property
    def most(self) -> int:
        return self.usual[-1]

    @property
    def start(self) -> float:
        """Where the usual counts begin."""
        return self._place(self.least)

    @property
    def length(self) -> float:
        """How far they reach."""
        return self._place(self.most) - self.start

    @property
    def mark(self) -> float:
        """Where ``now`` stands."""
        return self._place(self.now)

    @property
    def base(self) -> float:
        """Where ``before`` stands."""
        return self._place(self.before)

    def _place(self, n: int) -> float:
        return round(100 * n / (WIDEST * self.before), 2)


EXAMPLES = (Example(10, 14), Example(100, 140))

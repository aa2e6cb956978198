"""Small counts as bands: what people outside a body see of its counts, so that nobody can tell one matter from none
beside a few. Every count in a band looks the same, and bands cannot be subtracted to find a single matter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """A count lies from ``low`` up to and including ``high``."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}" if self.low == self.high else f"{self.low}-{self.high}"

    def __contains__(self, n: int) -> bool:
        return self.low <= n <= self.high


def band(n: int, base: int) -> Band:
    """The band of a count: 0 by itself, 1 up to ``base``, and then steps of ``base``. A ``base`` of 1 hides nothing.

    Raises ``ValueError`` for a count below zero or a base below one.
    """
    if n < 0 or base < 1:
        raise ValueError(f"no band for {n} with base {base}")
    low = n - n % base
    return Band(max(low, min(n, 1)), low + base - 1) if n else Band(0, 0)

"""Which counts are small, when a hidden count is hidden well enough, and what else a profile can ask of a table.

The rules that a profile may switch on name cells; what is done about them, the profile decides. They look at the sums
of a lattice: a total and its parts. Source: the ministry's standards, Small counts; Handbook on Statistical Disclosure
Control (Hundepool and others, 2010), chapter 4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

WIDTH = 3
"""Whole numbers that must stay possible for a hidden small count."""


class Status(StrEnum):
    """Of a cell. Only the inside sees the difference between ``primary`` and ``secondary``."""

    SHOWN = "shown"
    PRIMARY = "primary"
    SECONDARY = "secondary"


def is_primary(count: int, threshold: int) -> bool:
    """A count of people so small that it points at them: 1 to ``threshold`` - 1, margins and subtotals too. Zero is
    nobody: it is shown.
    """
    return 0 < count < threshold


def width(threshold: int) -> int:
    """The whole numbers that must stay possible for a primary cell: three, or every value that it can have (1 to
    ``threshold`` - 1) when those are fewer.
    """
    return min(WIDTH, threshold - 1)


class Sum(Protocol):
    """A cell that is the sum of others, by their numbers (``lattice.Relation``)."""

    @property
    def total(self) -> int: ...

    @property
    def parts(self) -> tuple[int, ...]: ...


@dataclass(frozen=True)
class Concern:
    """A cell that says something about everybody in ``total``, or about somebody in it."""

    cell: int
    total: int


def attributes(counts: Sequence[int], sums: Iterable[Sum]) -> list[Concern]:
    """Attribute disclosure: all of a total in one of two or more parts. Who knows that somebody is counted in the total
    knows in which part, however large the count.
    """
    return [
        Concern(part, one.total)
        for one in sums
        if counts[one.total] and len(one.parts) > 1
        for part in one.parts
        if counts[part] == counts[one.total]
    ]


def dominant(counts: Sequence[int], sums: Iterable[Sum], share: float) -> list[Concern]:
    """Dominance: more than this share (0 to 1) of a total in one of two or more parts, but not all of it."""
    return [
        Concern(part, one.total)
        for one in sums
        if len(one.parts) > 1
        for part in one.parts
        if share * counts[one.total] < counts[part] < counts[one.total]
    ]


def pairs(counts: Sequence[int]) -> list[int]:
    """Within a group: counts of two. Who is one of the two knows who is the other."""
    return [cell for cell, count in enumerate(counts) if count == 2]


def outnumbered(counts: Sequence[int], sums: Iterable[Sum]) -> list[Concern]:
    """Within a group: parts of all of a total but one. The one who is left knows the others, and they know the one."""
    return [
        Concern(part, one.total)
        for one in sums
        for part in one.parts
        if counts[one.total] > 1 and counts[part] == counts[one.total] - 1
    ]

"""Which counts are small, what may be published of them, and when a hidden count is hidden well enough.

Source: the ministry's standards, Small counts; Handbook on Statistical Disclosure Control (Hundepool and others, 2010),
chapter 4.
"""

from enum import StrEnum

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

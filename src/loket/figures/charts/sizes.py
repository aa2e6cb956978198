"""How large things are drawn: on a screen, and on paper, where a page holds more and type may be smaller.

All in px of a drawing at its own size; on paper 1 px is 0.75 pt, so that 11 px is the least that 8 pt allows.
"""

from typing import NamedTuple


class Rows(NamedTuple):
    """A chart whose rows a table can share: the heights of its head, a row and a bar, how far below the top of its
    row a bar starts, how far below the top of the bar its number stands, and two sizes of type.
    """

    head: float
    row: float
    bar: float
    down: float
    base: float
    words: float
    number: float


class Listed(NamedTuple):
    """A list of bars: the heights of a row and a bar, where words and bar stand in the row, and the type."""

    row: float
    bar: float
    base: float
    down: float
    words: float


class Sloping(NamedTuple):
    """A slope: its height, the room for the years above it, the least distance of two names, and two sizes of type."""

    high: float
    head: float
    apart: float
    words: float
    year: float


ROWS = {False: Rows(56, 44, 20, 19, 16, 15, 16), True: Rows(40, 27, 14, 13, 11, 12, 12)}
LISTED = {False: Listed(54, 14, 16, 26, 17), True: Listed(33, 9, 12, 17, 14)}
SLOPING = {False: Sloping(270, 24, 26, 17, 16), True: Sloping(124, 20, 19, 14, 13)}
"""Each by whether the drawing is for paper."""

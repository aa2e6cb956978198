"""Horizontal bars of two or three parts, 2 px white between them, each number in its part where it fits."""

from collections.abc import Sequence

from loket.figures.charts import ink
from loket.figures.charts.bars import HIDDEN_LONG, head, label
from loket.figures.charts.choose import Row
from loket.figures.charts.scale import Scale, largest
from loket.figures.charts.sizes import ROWS, Rows
from loket.figures.charts.text import number, width
from loket.figures.model import is_hidden

FILLS = {1: ("petrol",), 2: ("petrol", "open"), 3: ("open", "mid", "deep")}
GAP, INSET = 2, 6
LEAST = GAP + 1.0
"""The length of the smallest part, with its white: what was counted can be seen."""


def _fits(row: Row, scale: Scale, size: float, language: str) -> bool:
    if row.hides:
        return False
    return all(not n or width(number(n, language), size) + 2 * INSET <= scale(n) for n in row.numbers)


def _outside(row: Row, language: str) -> str:
    return " + ".join(number(n, language) for n in row.numbers)


def _scale(rows: Sequence[Row], wide: float, size: float, language: str) -> Scale:
    """The full width, or less where the numbers of a row must stand behind its bar. Only what is shown is to scale."""
    top = largest(row.told for row in rows)
    scale = Scale(top, wide)
    behind = [
        (row.told / top if top else 0.0, width(_outside(row, language), size) + 16 + _boxes(row))
        for row in rows
        if not _fits(row, scale, size, language)
    ]
    return Scale(top, min([wide, *((wide - room) / share for share, room in behind if share)]))


def _boxes(row: Row) -> float:
    """The length of all the boxes of numbers that are not shown."""
    return HIDDEN_LONG * sum(map(is_hidden, row.numbers))


def stacked(
    rows: Sequence[Row],
    parts: Sequence[str],
    wide: float,
    language: str,
    *,
    dense: bool = False,
    remarks: Sequence[tuple[str, str]] = (),
) -> tuple[str, float]:
    """The drawing and its height; ``remarks`` stand behind the parts in the legend."""
    fills, sizes = FILLS[len(parts)], ROWS[dense]
    scale = _scale(rows, wide, sizes.words, language)
    first, top = head((*zip(fills, parts, strict=True), *remarks), wide, sizes)
    drawn = [first]
    for place, row in enumerate(rows):
        y = top + sizes.row * place
        drawn += [
            label(row.label, y, wide, sizes),
            '<g class="row-bar">',
            _bar(row, fills, y + sizes.down, scale, sizes, language),
            "</g>",
        ]
    return "".join(drawn), top + sizes.row * len(rows)


def _bar(row: Row, fills: Sequence[str], y: float, scale: Scale, sizes: Rows, language: str) -> str:
    size, base = sizes.words, y + sizes.base - 1
    inside = _fits(row, scale, size, language)
    drawn, x = [], 0.0
    shown = [(fill, n) for fill, n in zip(fills, row.numbers, strict=True) if n]
    for place, (fill, n) in enumerate(shown):
        long = HIDDEN_LONG if is_hidden(n) else max(scale(n), LEAST)
        gap = GAP if place else 0
        if is_hidden(n):
            drawn.append(ink.hatched(x + gap, y, long - gap, sizes.bar))
        else:
            drawn.append(ink.box(x + gap, y, long - gap, sizes.bar, fill))
        if inside:
            last = place == len(shown) - 1 and place > 0
            at = x + long - INSET if last else x + gap + INSET
            drawn.append(_number(at, base, number(n, language), size, fill, "end" if last else "start"))
        x += long
    if not inside or not shown:
        drawn.append(ink.words(x + (8 if x else 0), base, _outside(row, language) if shown else "0", size))
    return "".join(drawn)


def _number(x: float, y: float, text: str, size: float, fill: str, anchor: str) -> str:
    return ink.words(x, y, text, size, fill=ink.ON_FILL[fill], anchor=anchor, kind=f"on-{fill}")

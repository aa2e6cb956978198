"""Horizontal bars of two or three parts, 2 px white between them, each number in its part where it fits."""

from collections.abc import Sequence

from loket.publications.charts import ink
from loket.publications.charts.bars import BAR, ROW, head, label
from loket.publications.charts.choose import Row
from loket.publications.charts.scale import Scale, largest
from loket.publications.charts.text import number, width

FILLS = {2: ("petrol", "open"), 3: ("open", "mid", "deep")}
GAP, INSET, SIZE = 2, 6, 15
LEAST = GAP + 1.0
"""The length of the smallest part, with its white: what was counted can be seen."""


def _fits(row: Row, scale: Scale, language: str) -> bool:
    return all(not n or (n == n and width(number(n, language), SIZE) + 2 * INSET <= scale(n)) for n in row.numbers)


def _outside(row: Row, language: str) -> str:
    return " + ".join(number(n, language) for n in row.numbers)


def _scale(rows: Sequence[Row], wide: float, language: str) -> Scale:
    """The full width, or less where the numbers of a row must stand behind its bar."""
    top = largest(row.total for row in rows)
    scale = Scale(top, wide)
    behind = [
        (row.total / top if top else 0.0, width(_outside(row, language), SIZE) + 16)
        for row in rows
        if not _fits(row, scale, language)
    ]
    return Scale(top, min([wide, *((wide - room) / share for share, room in behind if share)]))


def stacked(rows: Sequence[Row], parts: Sequence[str], wide: float, language: str) -> tuple[str, float]:
    """The drawing and its height."""
    fills = FILLS[len(parts)]
    scale = _scale(rows, wide, language)
    first, top = head(tuple(zip(fills, parts, strict=True)), wide)
    drawn = [first]
    for place, row in enumerate(rows):
        y = top + ROW * place
        drawn += [
            label(row.label, y, wide),
            '<g class="row-bar">',
            _bar(row, fills, y + 19, scale, language),
            "</g>",
        ]
    return "".join(drawn), top + ROW * len(rows)


def _bar(row: Row, fills: Sequence[str], y: float, scale: Scale, language: str) -> str:
    inside = _fits(row, scale, language)
    drawn, x = [], 0.0
    shown = [(fill, n) for fill, n in zip(fills, row.numbers, strict=True) if n]
    for place, (fill, n) in enumerate(shown):
        long = max(scale(n), LEAST) if n == n else 40.0
        gap = GAP if place else 0
        if n != n:
            drawn.append(ink.hatched(x + gap, y, long - gap, BAR))
        else:
            drawn.append(ink.box(x + gap, y, long - gap, BAR, fill))
        if inside:
            last = place == len(shown) - 1 and place > 0
            at = x + long - INSET if last else x + gap + INSET
            drawn.append(_number(at, y + 15, number(n, language), fill, "end" if last else "start"))
        x += long
    if not inside or not shown:
        drawn.append(ink.words(x + (8 if x else 0), y + 15, _outside(row, language) if shown else "0", SIZE))
    return "".join(drawn)


def _number(x: float, y: float, text: str, fill: str, anchor: str) -> str:
    return ink.words(x, y, text, SIZE, fill=ink.ON_FILL[fill], anchor=anchor, kind=f"on-{fill}")

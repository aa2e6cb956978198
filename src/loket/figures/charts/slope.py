"""Two years as a slope: what changed is petrol, what stayed is grey. Of what is not shown in one of them no line can be
drawn: it stands below the slope, with the number that is shown beside the box of the one that is not.
"""

from collections.abc import Sequence

from loket.figures.charts import ink
from loket.figures.charts.choose import Row
from loket.figures.charts.scale import Scale, largest, spread
from loket.figures.charts.sizes import SLOPING, Sloping
from loket.figures.charts.text import number, shrink, width
from loket.figures.model import is_hidden

CHANGED = 0.25
BOX = 14.0
"""px of the box of a number that is not shown, on the line of its year."""


def changed(rows: Sequence[Row]) -> set[str]:
    """The rows that moved most: at least a quarter of the largest movement."""
    moves = {row.code: abs(row.numbers[-1] - row.numbers[0]) for row in rows}
    most = max(moves.values(), default=0)
    return {code for code, move in moves.items() if most and move >= CHANGED * most}


def slope(
    every: Sequence[Row], years: Sequence[str], strong: Sequence[str], wide: float, language: str, *,
    dense: bool = False,
) -> tuple[str, float]:  # fmt: skip
    """The drawing and its height."""
    rows, untold = ([row for row in every if row.hides is hides] for hides in (False, True))
    loud, sizes = set(strong) or changed(rows), SLOPING[dense]
    high, size = sizes.high, sizes.words
    scale = Scale(largest(n for row in rows for n in row.numbers), high)
    left = max((width(number(row.numbers[0], language), size) for row in every), default=0.0) + 22
    right = min(left + 224.0, max(left + 72.0, wide - _names(every, size, language)))
    top = sizes.head + 14
    drawn = [
        f'<path class="line" d="M{ink.px(x)} {ink.px(sizes.head)}v{ink.px(high + 28)}" stroke="{ink.LINE}" '
        f'stroke-width="2"/>{ink.hint(x, sizes.head - 9, year, sizes.year, anchor="middle")}'
        for x, year in ((left, years[0]), (right, years[-1]))
    ]
    ends = [[top + high - scale(row.numbers[side]) for row in rows] for side in (0, -1)]
    spots = [spread(side, sizes.apart - 2, top, top + high + 8) for side in ends]
    for place in sorted(range(len(rows)), key=lambda place: rows[place].code in loud):
        drawn.append(_line([side[place] for side in ends], left, right, rows[place].code in loud))
    for row, first, last in zip(rows, *spots, strict=True):
        drawn += [
            ink.hint(left - 14, first + round(size / 3), number(row.numbers[0], language), size, anchor="end"),
            _name(row, right + 15, last + round(size / 3), wide, sizes, language),
        ]
    lowest = max((spot for side in spots for spot in side), default=top)
    under = max(top + high + 16, lowest + 14)
    for place, row in enumerate(untold):
        drawn.append(_untold(row, left, right, under + sizes.apart * (place + 0.5), wide, sizes, language))
    return "".join(drawn), under + sizes.apart * len(untold)


def _untold(row: Row, left: float, right: float, y: float, wide: float, sizes: Sloping, language: str) -> str:
    """A row without a line: both numbers and its name, and a box on the year of what is not shown."""
    foot = y + round(sizes.words / 3)
    boxes = "".join(
        ink.hatched(x - BOX / 2, y - BOX / 2, BOX, BOX)
        for x, n in ((left, row.numbers[0]), (right, row.numbers[-1]))
        if is_hidden(n)
    )
    before = ink.hint(left - 14, foot, number(row.numbers[0], language), sizes.words, anchor="end")
    return before + boxes + _name(row, right + 15, foot, wide, sizes, language)


def _line(ends: Sequence[float], left: float, right: float, loud: bool) -> str:
    kind, colour, thick = ("petrol", ink.FILLS["petrol"], 3.5) if loud else ("control", ink.CONTROL, 2)
    dots = "".join(
        f'<circle class="{kind}" cx="{ink.px(x)}" cy="{ink.px(y)}" r="5" fill="{colour}"/>'
        for x, y in zip((left, right), ends, strict=True)
    )
    return (
        f'<path class="slope-{kind}" d="M{ink.px(left)} {ink.px(ends[0])}L{ink.px(right)} {ink.px(ends[1])}" '
        f'stroke="{colour}" stroke-width="{thick}"/>{dots}'
    )


def _names(rows: Sequence[Row], size: float, language: str) -> float:
    """The room for numbers and names at the right."""
    return 26 + max((width(f"{number(row.numbers[-1], language)} {row.label}", size) for row in rows), default=0.0)


def _name(row: Row, x: float, y: float, wide: float, sizes: Sloping, language: str) -> str:
    written = number(row.numbers[-1], language)
    after = x + width(written, sizes.words) + 8
    name, size = shrink(row.label, sizes.words, wide - after)
    return ink.words(x, y, written, sizes.words, weight=600) + ink.words(after, y, name, size)

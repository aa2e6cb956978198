"""Horizontal bars, one number a row.

In the style "table" the rows are 44 px (on paper 27), to read across with a table beside it; in the style "list"
the chart stands alone, with its numbers at the right.
"""

from collections.abc import Sequence

from loket.figures.charts import ink
from loket.figures.charts.choose import Row, shares
from loket.figures.charts.options import Options
from loket.figures.charts.scale import Scale, largest
from loket.figures.charts.sizes import LISTED, ROWS, Rows
from loket.figures.charts.text import number, shrink, width
from loket.figures.model import HIDDEN, is_hidden

HIDDEN_LONG = 40.0
"""px of the box of a number that is not shown, whatever the scale is."""


def fill(row: Row, asked: Options) -> str:
    """Petrol; where some rows are named as strong the others step back; rows merged into one are grey."""
    if row.merged:
        return "grey"
    if not asked.strong or row.code in asked.strong:
        return "petrol"
    return "pale" if asked.style == "list" else "mid"


def mark(x: float, y: float, n: float, scale: Scale, high: float, colour: str) -> str:
    """The bar of a number; nothing for 0, a hatched box for a number that is not shown."""
    if is_hidden(n):
        return ink.hatched(x, y, HIDDEN_LONG, high)
    return ink.box(x, y, max(scale(n), 1.5), high, colour) if n else ""


def head(parts: Sequence[tuple[str, str]], wide: float, sizes: Rows) -> tuple[str, float]:
    """The legend on its ink baseline, and its height: that of a table's head, more for a long legend."""
    drawn, down = ink.legend(parts, wide, sizes.head - sizes.words, sizes.words)
    return drawn + ink.rule(0, sizes.head + down - 2, wide), sizes.head + down


def label(text: str, y: float, wide: float, sizes: Rows) -> str:
    """The name of a row above its bar; a page with a table beside the chart hides it."""
    written, size = shrink(text, sizes.words, wide)
    return ink.words(0, y + sizes.words - 1, written, size, kind="row-label ink")


def table_bars(
    rows: Sequence[Row], asked: Options, legend: Sequence[tuple[str, str]], language: str
) -> tuple[str, float]:
    """The drawing and its height, each number at the end of its bar."""
    wide = asked.width
    sizes = ROWS[asked.dense]
    room = max((width(number(row.numbers[0], language), sizes.number) for row in rows), default=0.0) + 10
    scale = Scale(largest(row.numbers[0] for row in rows), wide - room)
    first, top = head(legend, wide, sizes)
    drawn = [first]
    for place, row in enumerate(rows):
        y, n = top + sizes.row * place, row.numbers[0]
        end = HIDDEN_LONG if is_hidden(n) else scale(n)
        drawn.append(
            f"{label(row.label, y, wide, sizes)}"
            f'<g class="row-bar">{mark(0, y + sizes.down, n, scale, sizes.bar, fill(row, asked))}'
            f"{ink.words(end + (8 if n else 0), y + sizes.down + sizes.base, number(n, language), sizes.number)}</g>"
        )
    return "".join(drawn), top + sizes.row * len(rows)


def list_bars(
    rows: Sequence[Row], asked: Options, wide: float, language: str, *, whole: float = HIDDEN
) -> tuple[str, float]:
    """The drawing and its height, each number at the right of its row, with its share where asked: of ``whole``, where
    a number is not shown.
    """
    sizes = LISTED[asked.dense]
    type_size = sizes.words
    numbers = [row.numbers[0] for row in rows]
    scale = Scale(largest(numbers), wide)
    beside = shares(rows, whole, language) if asked.share else [""] * len(rows)
    aside = max((width(share, type_size) + 10 for share in beside if share), default=0.0)
    drawn = []
    for place, (row, share) in enumerate(zip(rows, beside, strict=True)):
        y = sizes.row * place
        written = number(row.numbers[0], language)
        name, size = shrink(row.label, type_size, wide - aside - width(written, type_size) - 12)
        drawn += [
            ink.words(0, y + sizes.base, name, size),
            ink.words(wide - aside, y + sizes.base, written, type_size, weight=600, anchor="end"),
            ink.hint(wide, y + sizes.base, share, type_size, anchor="end") if share else "",
            mark(0, y + sizes.down, row.numbers[0], scale, sizes.bar, fill(row, asked)),
        ]
    return "".join(drawn), sizes.row * len(rows) - (sizes.row - sizes.down - sizes.bar)

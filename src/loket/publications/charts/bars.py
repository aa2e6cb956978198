"""Horizontal bars, one number a row.

In the style "table" the rows are 44 px, to read across with a table beside it; in the style "list" the chart
stands alone, with its numbers at the right.
"""

from collections.abc import Sequence

from loket.publications.charts import ink
from loket.publications.charts.choose import Options, Row, shares
from loket.publications.charts.scale import Scale, largest
from loket.publications.charts.text import fit, number, width

HEAD, ROW, BAR = 56, 44, 20
LIST_ROW, LIST_BAR = 54, 14


def fill(row: Row, asked: Options) -> str:
    """Petrol; where some rows are named as strong the others step back; rows merged into one are grey."""
    if row.merged:
        return "grey"
    if not asked.strong or row.code in asked.strong:
        return "petrol"
    return "pale" if asked.style == "list" else "mid"


def mark(x: float, y: float, n: float, scale: Scale, high: float, colour: str) -> str:
    """The bar of a number; nothing for 0, a hatched box for a number that is not shown."""
    if n != n:
        return ink.hatched(x, y, min(40.0, scale.length), high)
    return ink.box(x, y, max(scale(n), 1.5), high, colour) if n else ""


def head(parts: Sequence[tuple[str, str]], wide: float) -> tuple[str, float]:
    """The legend on its ink baseline, and its height: that of a table's head, more for a long legend."""
    drawn, down = ink.legend(parts, wide, HEAD - 15)
    return drawn + ink.rule(0, HEAD + down - 2, wide), HEAD + down


def label(text: str, y: float, wide: float) -> str:
    """The name of a row above its bar; a page with a table beside the chart hides it."""
    return ink.words(0, y + 14, fit(text, 15, wide), 15, kind="row-label ink")


def table_bars(rows: Sequence[Row], asked: Options, wide: float, unit: str, language: str) -> tuple[str, float]:
    """The drawing and its height, each number at the end of its bar."""
    room = max((width(number(row.numbers[0], language), 16) for row in rows), default=0.0) + 10
    scale = Scale(largest(row.numbers[0] for row in rows), wide - room)
    first, top = head((("petrol", unit),), wide)
    drawn = [first]
    for place, row in enumerate(rows):
        y, n = top + ROW * place, row.numbers[0]
        end = 40.0 if n != n else scale(n)
        drawn.append(
            f"{label(row.label, y, wide)}"
            f'<g class="row-bar">{mark(0, y + 19, n, scale, BAR, fill(row, asked))}'
            f"{ink.words(end + (8 if n else 0), y + 35, number(n, language), 16)}</g>"
        )
    return "".join(drawn), top + ROW * len(rows)


def list_bars(rows: Sequence[Row], asked: Options, wide: float, language: str) -> tuple[str, float]:
    """The drawing and its height, each number at the right of its row, with its share where asked."""
    numbers = [row.numbers[0] for row in rows]
    scale = Scale(largest(numbers), wide)
    beside = shares(rows, language) if asked.share else [""] * len(rows)
    aside = max((width(share, 17) + 10 for share in beside if share), default=0.0)
    drawn = []
    for place, (row, share) in enumerate(zip(rows, beside, strict=True)):
        y = LIST_ROW * place
        written = number(row.numbers[0], language)
        drawn += [
            ink.words(0, y + 16, fit(row.label, 17, wide - aside - width(written, 17) - 16), 17),
            ink.words(wide - aside, y + 16, written, 17, weight=600, anchor="end"),
            ink.hint(wide, y + 16, share, 17, anchor="end") if share else "",
            mark(0, y + 26, row.numbers[0], scale, LIST_BAR, fill(row, asked)),
        ]
    return "".join(drawn), LIST_ROW * len(rows) - 14

"""The marks of a chart as SVG text.

Colours stand in the file as attributes, so that it prints the same everywhere, and as classes, so that a page
can give them the colours of the dark or the forced scheme. No ``style`` and no ``id``: a page with a strict
policy may hold many.
"""

from collections.abc import Sequence
from html import escape

from loket.figures.charts.text import width

INK, INK_2, LINE, CONTROL = "#14212B", "#44545D", "#CCD6D9", "#5C6C75"
FILLS = {
    "petrol": "#0B5961",
    "deep": "#083B42",
    "mid": "#4A9096",
    "soft": "#93C0C2",
    "pale": "#B9D7D8",
    "grey": "#95A3A9",
    "white": "#FFFFFF",
    "open": "none",
}
ON_FILL = {"petrol": "#FFFFFF", "deep": "#FFFFFF", "mid": "#0B1F22", "open": INK}
OUTLINED = {"pale": 1.5, "open": 2.0}


def px(value: float) -> str:
    return f"{round(value, 2):.8g}"


def words(
    x: float, y: float, text: str, size: float, *, fill: str = INK, weight: int = 400, anchor: str = "start",
    kind: str = "ink",
) -> str:  # fmt: skip
    """Text with its baseline at ``y``."""
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text class="{kind}" x="{px(x)}" y="{px(y)}" font-size="{px(size)}" fill="{fill}"{heavy}{placed}>'
        f"{escape(text, quote=False)}</text>"
    )


def hint(x: float, y: float, text: str, size: float, *, anchor: str = "start") -> str:
    """Text of the second order."""
    return words(x, y, text, size, fill=INK_2, anchor=anchor, kind="ink-2")


def box(x: float, y: float, wide: float, high: float, fill: str) -> str:
    """A bar or a swatch: filled, and where the look asks it with an outline that falls within its measure."""
    line = min(OUTLINED.get(fill, 0.0), wide / 2, high / 2)
    edge = f' stroke="{FILLS["mid"]}" stroke-width="{px(line)}"' if line else ""
    return (
        f'<rect class="{fill}" x="{px(x + line / 2)}" y="{px(y + line / 2)}" width="{px(wide - line)}" '
        f'height="{px(high - line)}" fill="{FILLS[fill]}"{edge}/>'
    )


def hatched(x: float, y: float, wide: float, high: float, *, line: str = CONTROL, kind: str = "hidden") -> str:
    """A number that is not shown: a dashed box with strokes in it, never a zero and never a gap."""
    strokes = []
    at = x - high + 4
    while at < x + wide:
        low, top = max(at, x), min(at + high, x + wide)
        strokes.append(f"M{px(low)} {px(y + high - (low - at))}L{px(top)} {px(y + high - (top - at))}")
        at += 7
    return (
        f'<g class="{kind}" fill="none" stroke="{line}"><path d="{"".join(strokes)}"/>'
        f'<rect x="{px(x + 0.75)}" y="{px(y + 0.75)}" width="{px(wide - 1.5)}" height="{px(high - 1.5)}" '
        'stroke-width="1.5" stroke-dasharray="4 3"/></g>'
    )


def rule(x: float, y: float, wide: float, *, thick: float = 2, line: str = INK, kind: str = "rule") -> str:
    """A horizontal line; ``y`` is its top."""
    place = f'x="{px(x)}" y="{px(y)}" width="{px(wide)}" height="{px(thick)}"'
    return f'<rect class="{kind}" {place} fill="{line}"/>'


def legend(parts: Sequence[tuple[str, str]], wide: float, baseline: float, size: float = 15) -> tuple[str, float]:
    """Swatches with their words, broken into lines where they must, and how far down they push what follows.

    The last line is at ``baseline``, or lower when there are more than two. All is in proportion to the type. The
    swatch of ``hidden`` is hatched; words without one are a remark.
    """
    unit = size / 15
    placed: list[tuple[float, int, str, str]] = []
    x, line = 0.0, 0
    for fill, text in parts:
        room = (22 * unit if fill else 0) + width(text, size)
        if x and x + room > wide:
            x, line = 0.0, line + 1
        placed.append((x, line, fill, text))
        x += room + 20 * unit
    down = 22 * unit * max(line - 1, 0)
    baseline += down
    drawn = "".join(
        _swatch(x, y - 12 * unit, 14 * unit, fill) + words(x + (22 * unit if fill else 0), y, text, size)
        for x, at, fill, text in placed
        for y in [baseline - 22 * unit * (line - at)]
    )
    return drawn, down


def _swatch(x: float, y: float, side: float, fill: str) -> str:
    if not fill:
        return ""
    return hatched(x, y, side, side) if fill == "hidden" else box(x, y, side, side, fill)


def key(parts: Sequence[tuple[str, str]], wide: float, under: float, size: float) -> tuple[str, float]:
    """What stands below a drawing, a line for each part as in a ``legend``, and where that ends."""
    unit = size / 15
    lines = [under + (30 + 22 * place) * unit for place in range(len(parts))]
    drawn = "".join(legend((part,), wide, line, size)[0] for part, line in zip(parts, lines, strict=True))
    return drawn, lines[-1] + 5 * unit if lines else under


def key_at_right(parts: Sequence[tuple[str, str]], wide: float, taken: float, baseline: float, size: float) -> str:
    """The same on the line of a drawing's own words, right of what they have ``taken``; empty where it does not fit."""
    left = wide - sum(22 * size / 15 + width(text, size) + 20 for _, text in parts)
    if not parts or left < taken + 20:
        return ""
    return f'<g transform="translate({px(left)} 0)">{legend(parts, wide, baseline, size)[0]}</g>'


def document(kind: str, wide: float, high: float, title: str, desc: str, body: str, rows: Sequence[str] = ()) -> str:
    """A whole SVG. ``rows`` are the printed numbers of rows of 44 px, for the table beside it."""
    beside = f' data-rows="{escape("|".join(rows))}"' if rows else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {kind}" role="img" '
        f'viewBox="0 0 {px(wide)} {px(high)}" width="{px(wide)}" height="{px(high)}" '
        f'font-family="Fira Sans, sans-serif"{beside}>'
        f"<title>{escape(title, quote=False)}</title><desc>{escape(desc, quote=False)}</desc>{body}</svg>"
    )

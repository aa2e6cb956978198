"""One stroke for each thing that was counted: the band of the cover and of the overview."""

from collections.abc import Sequence

from loket.figures.charts import ink
from loket.figures.charts.text import number

SHADES = {"deep": ("white", "soft", "mid"), "paper": ("deep", "mid", "pale")}
THICK, LONG, DOWN = 3.0, 14.0, 22.0


def drawing(parts: Sequence[tuple[str, int]], wide: float, rows: int, ground: str) -> tuple[str, float]:
    """The strokes, column by column, one shade for each part, and their height."""
    total = sum(n for _, n in parts)
    columns = max(-(-total // rows), 1)
    across = (wide - THICK) / max(columns - 1, 1)
    drawn, done = [], 0
    for shade, (_, n) in zip(SHADES[ground], parts, strict=False):
        path = "".join(
            f"M{ink.px(THICK / 2 + across * (place // rows))} {ink.px(DOWN * (place % rows))}v{ink.px(LONG)}"
            for place in range(done, done + n)
        )
        drawn.append(
            f'<path class="stroke {shade}" d="{path}" fill="none" stroke="{ink.FILLS[shade]}" '
            f'stroke-width="{ink.px(THICK)}"/>'
        )
        done += n
    return "".join(drawn), DOWN * (rows - 1) + LONG


def strokes(
    parts: Sequence[tuple[str, int]], language: str, *, title: str, wide: float = 1104, rows: int = 12,
    ground: str = "deep",
) -> str:  # fmt: skip
    """A whole SVG of strokes for at most three parts.

    ``ground`` is what it lies on: the "deep" band or "paper". ``rows`` strokes stand above each other.
    """
    body, high = drawing(parts, wide, rows, ground)
    desc = "; ".join(f"{label}: {number(n, language)}" for label, n in parts)
    return ink.document("strokes", wide, high, title, desc, body)

"""One stroke for each thing that was counted: the band of the cover and of the overview."""

from collections.abc import Sequence

from loket.figures import formats
from loket.figures.charts import ink
from loket.figures.model import is_hidden

SHADES = {"deep": ("white", "soft", "mid"), "paper": ("deep", "mid", "pale")}
LINES = {"deep": (ink.FILLS["soft"], "stroke soft"), "paper": (ink.CONTROL, "hidden")}
"""How a box is drawn on each ground: the colour of its lines, and its class."""

THICK, LONG, DOWN = 3.0, 14.0, 22.0
BOX, WHITE, SIGN_HIGH = 44.0, 14.0, 24.0


def drawing(parts: Sequence[tuple[str, float]], wide: float, rows: int, ground: str) -> tuple[str, float]:
    """The strokes, column by column, one shade for each part that is shown, and their height. At the right stands a box
    for each part that is not.
    """
    told = [(shade, int(n)) for shade, (_, n) in zip(SHADES[ground], parts, strict=False) if not is_hidden(n)]
    untold = sum(is_hidden(n) for _, n in parts)
    columns = max(-(-sum(n for _, n in told) // rows), 1)
    across = (wide - untold * (BOX + WHITE) - THICK) / max(columns - 1, 1)
    high = DOWN * (rows - 1) + LONG
    drawn, done = [_untold(wide - (BOX + WHITE) * place + WHITE, high, ground) for place in range(1, untold + 1)], 0
    for shade, n in told:
        path = "".join(
            f"M{ink.px(THICK / 2 + across * (place // rows))} {ink.px(DOWN * (place % rows))}v{ink.px(LONG)}"
            for place in range(done, done + n)
        )
        drawn.append(
            f'<path class="stroke {shade}" d="{path}" fill="none" stroke="{ink.FILLS[shade]}" '
            f'stroke-width="{ink.px(THICK)}"/>'
        )
        done += n
    return "".join(drawn), high


def _untold(x: float, high: float, ground: str) -> str:
    """The box of a part that is not shown, and its sign below it."""
    line, kind = LINES[ground]
    colour, words = (ink.FILLS["white"], "on-ground") if ground == "deep" else (ink.INK, "ink")
    sign = ink.words(x + BOX / 2, high - 5, formats.SIGN, 18, fill=colour, anchor="middle", kind=words)
    return ink.hatched(x, 0, BOX, high - SIGN_HIGH, line=line, kind=kind) + sign


def strokes(
    parts: Sequence[tuple[str, float]], language: str, *, title: str, wide: float = 1104, rows: int = 12,
    ground: str = "deep",
) -> str:  # fmt: skip
    """A whole SVG of strokes for at most three parts.

    ``ground`` is what it lies on: the "deep" band or "paper". ``rows`` strokes stand above each other.
    """
    body, high = drawing(parts, wide, rows, ground)
    desc = "; ".join(f"{label}: {formats.spoken(n, language)}" for label, n in parts)
    return ink.document("strokes", wide, high, title, desc, body)

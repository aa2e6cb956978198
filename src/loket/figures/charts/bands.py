"""The bar of a count that is known as a band only: filled up to what it is at least, hatched up to what it may be."""

from loket.figures.bands import Band
from loket.figures.charts import ink
from loket.figures.charts.scale import Scale

HIGH = 20.0
"""px of a bar."""


def bar(shown: Band, *, top: int, wide: float, fill: str) -> str:
    """A whole SVG of ``wide`` px, on a scale from 0 to ``top``. It says nothing itself: the band stands beside it in
    words. Nothing is drawn for zero. ``fill`` is a name of ``ink.FILLS``."""
    scale = Scale(max(top, 1), wide)
    sure, maybe = scale(shown.low), scale(shown.high)
    drawn = (ink.box(0, 0, sure, HIGH, fill) if shown.low else "") + (
        ink.hatched(sure, 0, maybe - sure, HIGH) if maybe > sure else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart band" aria-hidden="true" focusable="false" '
        f'viewBox="0 0 {ink.px(wide)} {ink.px(HIGH)}" width="{ink.px(wide)}" height="{ink.px(HIGH)}">{drawn}</svg>'
    )

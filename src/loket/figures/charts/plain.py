"""Bars for counts that stand in no table of a year, such as the cases that a body has open today."""

from collections.abc import Sequence

from loket.figures import formats
from loket.figures.charts import ink
from loket.figures.charts.bars import list_bars
from loket.figures.charts.choose import Row
from loket.figures.charts.options import Options

WIDE = 350.0
"""px: whole on a phone, and beside its table on a screen."""


def bars(title: str, counts: Sequence[tuple[str, int]], language: str) -> str:
    """A whole SVG with a bar for each of these labels, in their order; ``title`` says what is counted, for who hears
    the page, with every number after it."""
    rows = [Row(str(place), label, (float(n),)) for place, (label, n) in enumerate(counts)]
    drawn, high = list_bars(rows, Options(style="list"), WIDE, language)
    said = "; ".join(f"{label}: {formats.count(n, language)}" for label, n in counts)
    return ink.document("bars", WIDE, high, title, said, drawn)

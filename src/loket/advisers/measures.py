"""What is counted on a page, as a picture with its table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from loket.core.language import page_language
from loket.core.markup import as_markup
from loket.figures.charts.plain import bars


@dataclass(frozen=True)
class Measure:
    """One thing that is counted: its rows, as bars and as a table. ``first`` and ``column`` are the heads of the table;
    ``says``: what there is to see."""

    id: str
    title: str
    column: str
    rows: Sequence[tuple[str, int]]
    first: str = ""
    says: str = ""

    @property
    def picture(self) -> SafeString:
        """The same numbers as bars."""
        svg = bars(self.title, self.rows, page_language())
        return as_markup(svg)

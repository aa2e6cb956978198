"""What is counted on a page of staff, as a picture with its table beside it (``core/measures.html``)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from loket.core.language import page_language
from loket.core.markup import as_markup
from loket.figures.charts.plain import bars


@dataclass(frozen=True)
class Measure:
    """One thing that is counted. ``rows`` hold a name and a number for each of ``columns``; ``first`` is the head above
    the names, ``says`` what there is to see."""

    id: str
    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]
    first: str
    says: str = ""

    @property
    def picture(self) -> SafeString:
        """The numbers of the first column as bars."""
        svg = bars(self.title, [(name, numbers[0]) for name, numbers in self.rows], page_language())
        return as_markup(svg)

"""The totals in words: the same tables for the page and for the CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from loket.advisers.evaluation.queries import ANSWERS, QUESTIONS, results
from loket.advisers.totals.counting import Year, shown, years
from loket.core.language import page_language
from loket.core.markup import as_markup
from loket.figures import formats
from loket.figures.bands import Band
from loket.figures.charts.bands import bar
from loket.figures.export import neutral
from loket.taxonomy.current import code_list, name_of

BAR = 180.0
"""px of the longest bar."""
WITHIN = "category"
"""The table in which the codes of a second list stand below those of the first."""
NOT_COUNTED = "-"


@dataclass(frozen=True)
class Line:
    """A row: its code and name, a band for each year (None where it was not counted), and whether it stands within the
    row above it."""

    code: str
    name: str
    cells: Sequence[Band | None]
    is_within: bool = False

    @property
    def words(self) -> list[str]:
        """Each cell as it is printed."""
        return [NOT_COUNTED if cell is None else _written(cell) for cell in self.cells]

    @property
    def plain(self) -> list[str]:
        """Each cell as a program reads it."""
        return [NOT_COUNTED if cell is None else str(cell) for cell in self.cells]


@dataclass(frozen=True)
class Part:
    """One table, with bars for the last year."""

    id: str
    title: str
    lead: str
    first: str
    lines: Sequence[Line]

    @property
    def rows(self) -> list[tuple[Line, SafeString]]:
        """Each line with the bar of its last year."""
        last = [line.cells[-1] for line in self.lines]
        top = max((cell.high for cell in last if cell), default=0)
        return [(line, _bar(cell, top)) for line, cell in zip(self.lines, last, strict=True)]


@dataclass(frozen=True)
class Question:
    """What reporters answered to one question of the evaluation in the last year: each answer with its count; none of
    them while there are too few to show."""

    text: str
    responses: int
    answers: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Sheet:
    """All totals. ``base``: the threshold below which a count is a band."""

    years: Sequence[Year]
    parts: Sequence[Part]
    base: int
    answered: Sequence[Question]

    @property
    def last(self) -> Year:
        return self.years[-1]


def sheet() -> Sheet:
    """The totals of today. Raises ``SnapshotDamaged``."""
    base: int = import_string(settings.SMALL_COUNTS)()
    found = years()
    lists = [
        ("category", "category", _("Naar categorie"), _("Categorie")),
        ("unit", "unit", _("Naar onderdeel"), _("Onderdeel")),
        ("accused", "accused", _("Over wie het gaat"), _("Over wie")),
        ("settlement", "advice_settlement", _("Hoe het is afgedaan"), _("Afdoening")),
        ("situation", "situation", _("Situatie na interventie"), _("Situatie")),
    ]
    parts = [
        Part(column, title, "", first, list(_lines(column, name, found, base))) for column, name, title, first in lists
    ]
    return Sheet(found, [_flow(found, base), *parts], base, _answered(found[-1].year))


def as_csv(content: Sheet) -> str:
    """Every table below each other, RFC 4180 with LF: what is a band on the page is a band here."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([_("tabel"), _("code"), _("naam"), *(year.year for year in content.years)])
    for part in content.parts:
        writer.writerows([part.id, line.code, neutral(line.name), *line.plain] for line in part.lines)
    return stream.getvalue()


def _flow(found: Sequence[Year], base: int) -> Part:
    """What came in, and what became of it."""
    rows: Sequence[tuple[str, str, Sequence[int | None]]] = [
        ("new", _("Nieuw"), [year.new for year in found]),
        ("carried", _("Meegekomen uit een eerder jaar"), [year.carried for year in found]),
        ("handled", _("Afgehandeld"), [year.handled for year in found]),
        ("continuing", _("Loopt nog"), [year.continuing for year in found]),
    ]
    lines = [Line(code, name, [None if n is None else shown(n, base) for n in counts]) for code, name, counts in rows]
    lead = _("Nieuw en meegekomen zijn samen evenveel als afgehandeld en loopt nog.")
    return Part("flow", _("Nieuw, afgehandeld en wat nog loopt"), lead, _("Adviesvragen"), lines)


def _answered(year: int) -> list[Question]:
    language = page_language()
    return [
        Question(
            name_of(QUESTIONS, one.question, language),
            one.responses,
            [(name_of(ANSWERS, answer, language), n) for answer, n in one.counts.items()],
        )
        for one in results(year)
        if one.is_shown
    ]


def _lines(column: str, name: str, found: Sequence[Year], base: int) -> Iterator[Line]:
    """A line for each code that one of the years has; below a category its subcategories."""
    within = list(code_list("subcategory")) if column == WITHIN else []
    for code in code_list(name):
        if any(year.by[column][code.code] for year in found):
            yield Line(code.code, code.name(page_language()), _cells(column, code.code, found, base))
            for sub in within:
                if sub.parent == code.code and any(year.by["subcategory"][sub.code] for year in found):
                    label = sub.name(page_language(), short=True)
                    yield Line(sub.code, label, _cells("subcategory", sub.code, found, base), is_within=True)


def _cells(column: str, code: str, found: Sequence[Year], base: int) -> list[Band | None]:
    return [shown(year.by[column][code], base) for year in found]


def _written(cell: Band) -> str:
    return formats.count(cell.low, page_language()) if cell.low == cell.high else str(cell)


def _bar(cell: Band | None, top: int) -> SafeString:
    if cell is None or not top:
        return SafeString("")
    return as_markup(bar(cell, top=top, wide=BAR, fill="petrol"))

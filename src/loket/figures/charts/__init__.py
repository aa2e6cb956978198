"""Charts as SVG: pure text, the same bytes for the same table.

``draw(kind, table, options, language)`` gives one SVG; ``drawings`` one for a screen, a phone and paper.
The kinds:

bars       one bar a row. ``style: table`` (rows of 44 px beside its table, on paper 27; the default) or ``list``
           (stands alone, numbers at the right). ``strong``: codes in petrol, the others step back; ``share: true``
           adds percentages (list only; none where all are fewer than 20); ``legend``: its words, by language
           (default "Aantal " and the unit).
stacked    bars of parts, at most three. ``parts``: the dimension of the parts; ``part_groups``: parts merged
           from codes, in print order. Two parts: petrol and open. Three, in order: open, mid, deep.
blocks     a block for each thing counted, a group for each row: open, mid, deep. For 400 things at most.
strokes    a stroke for each thing counted, a shade for each row, at most three (``groups`` for the rest).
multiples  the years of each row beside each other. ``scales``: lists of codes that share a scale (default:
           the large ones apart); ``years``: codes of the years, the last is this year (default: all).
slope      two years. ``years``: two (default: the last two); ``strong``: codes in petrol (default: those that
           moved most).

For every kind:
``title``, ``desc``  what a screen reader says; default the table's title, and all rows with their numbers
``width``            px; default 388 beside a table (bars, stacked), 516 for a list and a slope, else 1104
``rows``             the dimension of the rows; default the first that is not the years
``at``               dimension: code, for the dimensions left; default its total, or the table's year
``codes``            which codes of the rows, in this order; default all in print order, without the total
``groups``           rows merged into one, last: ``{label: {nl: Overig, en: Other}, codes: [a, b]}``
``sort``             true: largest first, merged rows last
``zeros``            false: leaves out rows that are 0
``brief``            names by code and language, for where there is little room: small multiples on paper
``dense``            true: lower and in smaller type, as on paper; ``drawings`` sees to that

A number that is hidden is drawn as a hatched box of one size, with "x", and the chart says what that means. A sum of
it, such as a merged row, is hidden too, and it takes part in nothing: no scale, no order, no share. Codes that a
protected table counts as one are one row, at the first place that names one of them; a merged row of which a code is
counted elsewhere is hidden. So two tables that show the same give the same chart, whatever they hide. An unknown kind,
option, dimension or code raises ``ChartError``; a place that the table does not have ``figures.model.UnknownCell``.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any, NamedTuple

from loket.figures.charts import ink
from loket.figures.charts.groups import at_home
from loket.figures.charts.kinds import KINDS
from loket.figures.charts.options import ChartError, Options, options
from loket.figures.charts.strokes import strokes
from loket.figures.model import Table, in_language

__all__ = ["ChartError", "Drawings", "draw", "drawings", "rows_beside", "strokes"]

PHONE, PAPER, HALF_PAPER, BESIDE_PAPER = 350.0, 674.0, 319.0, 236.0
LIST = 516.0
COLUMN = 756.0
"""The width of text and note together; a chart that is wider than that fills a page of paper."""

BESIDE = re.compile(r'^<svg [^>]*data-rows="([^"]*)"')


class Drawings(NamedTuple):
    """One chart for a wide screen, for a phone, for a page of A4, and for the column of a chapter where that is
    narrower than a wide screen: the fields of ``document.Figure``.
    """

    svg: str
    narrow: str
    paper: str
    column: str


def draw(kind: str, table: Table, given: Mapping[str, Any], language: str) -> str:
    """The chart as a whole SVG document with title and desc. Raises ``ChartError`` or ``UnknownCell``."""
    if kind not in KINDS:
        raise ChartError(f"onbekende grafiek {kind!r}; kies uit: {', '.join(KINDS)}")
    asked = at_home(table, options(given))
    asked = replace(asked, width=_width(kind, asked))
    picture = KINDS[kind].draw(table, asked, language)
    title = asked.title or in_language(table.definition.title, language)
    return ink.document(kind, asked.width, picture.high, title, asked.desc or picture.said, picture.body, picture.rows)


def drawings(kind: str, table: Table, given: Mapping[str, Any], language: str) -> Drawings:
    """The chart at its own width, at that of a phone, dense at that of a page of A4 or of a part of it, and at that of
    a column.
    """
    svg = draw(kind, table, given, language)
    narrow = draw(kind, table, {**given, "width": PHONE}, language)
    whole = _width(kind, options(given)) >= COLUMN
    wide = PAPER if whole else BESIDE_PAPER if rows_beside(svg) else HALF_PAPER
    paper = draw(kind, table, {**given, "width": wide, "dense": True}, language)
    return Drawings(svg, narrow, paper, draw(kind, table, {**given, "width": PAPER}, language) if whole else svg)


def _width(kind: str, asked: Options) -> float:
    return asked.width or (LIST if kind == "bars" and asked.style == "list" else KINDS[kind].width)


def rows_beside(svg: str) -> tuple[str, ...]:
    """The first number of each row that a table can share, as printed; empty for a chart without such rows."""
    found = BESIDE.match(svg)
    return tuple(unescape(found[1]).split("|")) if found and found[1] else ()

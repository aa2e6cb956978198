"""The kinds of charts: which numbers each takes from a table, and what it draws with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from loket.figures import formats
from loket.figures.charts import bars, blocks, ink, multiples, slope, stacked, strip, strokes
from loket.figures.charts.choose import Row, choose, whole
from loket.figures.charts.options import ChartError, Options, year_axis
from loket.figures.charts.text import number
from loket.figures.model import Table, in_language

COUNT_OF = {"nl": "Aantal {unit}", "en": "Number of {unit}"}
WIDE = 756.0


class Picture(NamedTuple):
    """A drawing, its height, what it says in words, and the numbers of rows that a table may stand beside."""

    body: str
    high: float
    said: str
    rows: tuple[str, ...] = ()


class Kind(NamedTuple):
    draw: Callable[[Table, Options, str], Picture]
    width: float


def _said(table: Table, rows: Sequence[Row], parts: Sequence[str], language: str) -> str:
    """Every row with its numbers, for those who cannot see the chart."""
    said = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{part} {formats.spoken(n, language)}".strip() for part, n in zip(parts, row.numbers, strict=True))
        for row in rows
    )
    return f"{said} ({formats.rounded(table.base, language)})" if table.base else said


def _remarks(table: Table, rows: Sequence[Row], language: str) -> list[tuple[str, str]]:
    """The parts of a legend that say what a hatched box is, and that numbers are rounded."""
    hidden = [("hidden", f"{formats.SIGN}: {formats.ours(formats.NOT_SHOWN, language)}")]
    rounded = [("", formats.rounded(table.base, language))] if table.base else []
    return (hidden if any(row.hides for row in rows) else []) + rounded


def _with_key(
    drawn: tuple[str, float], table: Table, rows: Sequence[Row], asked: Options, language: str
) -> tuple[str, float]:
    """A drawing without a legend, with what is to be said of its numbers below it."""
    body, high = drawn
    key, end = ink.key(_remarks(table, rows, language), asked.width, high, 12 if asked.dense else 15)
    return body + key, end


def _numbers(rows: Sequence[Row], language: str) -> tuple[str, ...]:
    return tuple(number(row.numbers[0], language) for row in rows)


def _bars(table: Table, asked: Options, language: str) -> Picture:
    rows, parts = choose(table, asked, language)
    said = _said(table, rows, parts, language)
    if asked.style == "list":
        listed = bars.list_bars(rows, asked, asked.width, language, whole=whole(table, asked, language))
        return Picture(*_with_key(listed, table, rows, asked, language), said)
    unit = in_language(table.definition.unit, language)
    legend = asked.legend.get(language) or COUNT_OF.get(language, "{unit}").format(unit=unit)
    drawn = bars.table_bars(rows, asked, (("petrol", legend), *_remarks(table, rows, language)), language)
    return Picture(*drawn, said, _numbers(rows, language))


def _stacked(table: Table, asked: Options, language: str) -> Picture:
    names = [dimension.name for dimension in table.definition.dimensions]
    if asked.parts not in names:
        raise ChartError(f"een grafiek met delen heeft de optie parts nodig; kies uit: {', '.join(names)}")
    rows, parts = choose(table, asked, language, across=names.index(asked.parts))
    if len(parts) not in stacked.FILLS:
        raise ChartError(f"een staaf heeft hoogstens drie delen, geen {len(parts)}; voeg ze samen met part_groups")
    remarks = _remarks(table, rows, language)
    drawn = stacked.stacked(rows, parts, asked.width, language, dense=asked.dense, remarks=remarks)
    return Picture(*drawn, _said(table, rows, parts, language), _numbers(rows, language))


def _blocks(table: Table, asked: Options, language: str) -> Picture:
    rows, parts = choose(table, asked, language)
    all_rows = whole(table, asked, language)
    remarks = _remarks(table, rows, language)
    drawn = blocks.blocks(rows, asked.width, language, whole=all_rows, dense=asked.dense, remarks=remarks)
    return Picture(*drawn, _said(table, rows, parts, language))


def _strokes(table: Table, asked: Options, language: str) -> Picture:
    rows, parts = choose(table, asked, language)
    if len(rows) > len(strokes.SHADES["paper"]):
        raise ChartError(f"streepjes hebben hoogstens drie tinten, geen {len(rows)}; voeg rijen samen met groups")
    counts = [(row.label, row.total) for row in rows]
    drawn = strokes.drawing(counts, asked.width, 12 if asked.width > WIDE else 24, "paper")
    return Picture(*_with_key(drawn, table, rows, asked, language), _said(table, rows, parts, language))


def _years(table: Table, asked: Options, language: str) -> tuple[list[Row], list[str]]:
    axis = year_axis(table)
    if axis is None or len(table.labels[axis]) < 2:
        raise ChartError(f"tabel {table.id} heeft geen twee jaren om te vergelijken; kies een tabel over jaren")
    return choose(table, asked, language, across=axis)


def _multiples(table: Table, asked: Options, language: str) -> Picture:
    rows, years = _years(table, asked, language)
    by_code = {row.code: row for row in rows}
    groups = [[by_code[code] for code in codes if code in by_code] for codes in asked.scales]
    groups = groups or multiples.split(rows)
    said, remarks = _said(table, rows, years, language), _remarks(table, rows, language)
    brief = strip.named(groups, asked.brief, language) if asked.dense else []
    if row := strip.strip(brief, years, asked.width, language, remarks) if brief else None:
        return Picture(*row, said)
    drawn = multiples.multiples(groups, years, asked.width, language)
    return Picture(*_with_key(drawn, table, rows, asked, language), said)


def _slope(table: Table, asked: Options, language: str) -> Picture:
    axis = year_axis(table)
    codes = [code.code for code in table.labels[axis]] if axis is not None else []
    rows, years = _years(table, replace(asked, years=asked.years or codes[-2:]), language)
    drawn = slope.slope(rows, years, asked.strong, asked.width, language, dense=asked.dense)
    return Picture(*_with_key(drawn, table, rows, asked, language), _said(table, rows, years, language))


KINDS: Mapping[str, Kind] = {
    "bars": Kind(_bars, 388.0),
    "stacked": Kind(_stacked, 388.0),
    "blocks": Kind(_blocks, 1104.0),
    "strokes": Kind(_strokes, 1104.0),
    "multiples": Kind(_multiples, 1104.0),
    "slope": Kind(_slope, 516.0),
}

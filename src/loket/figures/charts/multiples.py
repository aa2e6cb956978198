"""Small multiples: the years of each code beside each other, in groups that each have one scale."""

from collections.abc import Sequence
from itertools import pairwise

from loket.figures.charts import ink
from loket.figures.charts.choose import Row
from loket.figures.charts.scale import Scale, ceiling, largest
from loket.figures.charts.text import fit, number, wrap
from loket.figures.model import is_hidden

TWICE_AS_LARGE = 4
HIDDEN_HIGH = 24
REMARK = 220
CAPTIONS = {
    "nl": ("Grote onderwerpen: de schaal loopt tot {top}", "Kleinere onderwerpen: andere schaal, tot {top}"),
    "en": ("Large subjects: the scale runs to {top}", "Smaller subjects: another scale, to {top}"),
}
CHANGES = {
    "nl": ("{n} meer", "{n} minder", "Even veel", "dan in {year}.", "als in {year}."),
    "en": ("{n} more", "{n} fewer", "As many", "than in {year}.", "as in {year}."),
}
UNTOLD = {"nl": "Verschil niet te zeggen", "en": "Change not to say"}
COURSES = {
    "nl": (
        "Sinds {year} is dit aantal elk jaar hoger.",
        "Sinds {year} is dit aantal elk jaar lager.",
        "Het blijft hoger dan in {year}.",
        "Het blijft lager dan in {year}.",
    ),
    "en": (
        "Higher every year since {year}.",
        "Lower every year since {year}.",
        "Still higher than in {year}.",
        "Still lower than in {year}.",
    ),
}


def split(rows: Sequence[Row]) -> list[list[Row]]:
    """One group, or two where the largest rows are several times larger than the next."""
    ordered = sorted(rows, key=lambda row: -largest(row.numbers))
    tops = [largest(row.numbers) for row in ordered]
    jumps = [(high / low if low else 0.0, place) for place, (high, low) in enumerate(pairwise(tops), 1)]
    jump, place = max(jumps, default=(0.0, 0))
    if jump < TWICE_AS_LARGE:
        return [list(rows)]
    large = {row.code for row in ordered[:place]}
    return [[row for row in rows if row.code in large], [row for row in rows if row.code not in large]]


def multiples(groups: Sequence[Sequence[Row]], years: Sequence[str], wide: float, language: str) -> tuple[str, float]:
    """The drawing and its height; the last year is this year."""
    drawn, y = [], 0.0
    captions = CAPTIONS.get(language, CAPTIONS["en"])
    for place, group in enumerate(groups):
        top = ceiling(largest(n for row in group for n in row.numbers))
        if len(groups) > 1:
            caption = captions[min(place, 1)].format(top=number(top, language))
            drawn += [
                ink.rule(0, y, wide, thick=1, line=ink.LINE, kind="line"),
                ink.hint(0, y + 27, caption, 15),
            ]
            y += 52
        group_drawn, high = _group(group, years, top, y, wide, large=place == 0, language=language)
        drawn.append(group_drawn)
        y += high + 32
    return "".join(drawn), y - 32


def _group(
    group: Sequence[Row],
    years: Sequence[str],
    top: float,
    y: float,
    wide: float,
    *,
    large: bool,
    language: str,
) -> tuple[str, float]:
    least, tall = (300.0, 190.0) if large else (140.0, 100.0)
    columns = max(1, min(len(group), int((wide + 34) // (least + 34))))
    columns = -(-len(group) // -(-len(group) // columns))
    apart = 34.0 if columns > 1 else 0.0
    room = (wide - apart * (columns - 1)) / columns
    drawn = []
    for place, row in enumerate(group):
        x, down = (room + apart) * (place % columns), y + (tall + 84) * (place // columns)
        drawn.append(_panel(row, years, Scale(top, tall), x, down, room, language))
    rows = -(-len(group) // columns)
    return "".join(drawn), (tall + 84) * rows - 10


def _panel(row: Row, years: Sequence[str], scale: Scale, x: float, y: float, room: float, language: str) -> str:
    """Name, bars with their numbers, baseline, years; and beside a large panel the change in words."""
    remark = room >= 480
    plot = min(room - (REMARK if remark else 0), 98.0 * len(years) + 40)
    base = y + 44 + scale.length
    size = 18 if plot >= 240 else 16
    gap = 10 if plot >= 240 else 8
    bar = (plot - gap * (len(years) - 1)) / len(years)
    drawn = [ink.words(x, y + 16, fit(row.label, 17, room), 17, weight=600)]
    for place, (year, n) in enumerate(zip(years, row.numbers, strict=True)):
        at, now = x + (bar + gap) * place, place == len(years) - 1
        high = HIDDEN_HIGH if is_hidden(n) else scale(n)
        drawn += [
            ink.hatched(at, base - high, bar, high) if is_hidden(n) else "",
            ink.box(at, base - high, bar, high, "petrol" if now else "pale") if high and not is_hidden(n) else "",
            _count(at + bar / 2, base - high - 8, number(n, language), size, now=now),
            ink.hint(at + bar / 2, base + 18, year, 15 if bar >= 40 else 14, anchor="middle"),
        ]
    drawn.append(ink.rule(x, base - 1, plot))
    if remark:
        drawn.append(_remark(row, years, x + plot + 28, base, language))
    return "".join(drawn)


def _count(x: float, y: float, text: str, size: float, *, now: bool) -> str:
    if now:
        return ink.words(x, y, text, size, weight=600, anchor="middle")
    return ink.hint(x, y, text, size, anchor="middle")


def _remark(row: Row, years: Sequence[str], x: float, base: float, language: str) -> str:
    """The change since last year, and the course since the first, beside the foot of the bars."""
    more, fewer, same, than, as_in = CHANGES.get(language, CHANGES["en"])
    change = row.numbers[-1] - row.numbers[-2]
    if is_hidden(change):
        first, rest = UNTOLD.get(language, UNTOLD["en"]), ""
    else:
        first = (more if change > 0 else fewer if change < 0 else same).format(n=number(abs(change), language))
        rest = (than if change else as_in).format(year=years[-2]) + " " + course(row.numbers, years[0], language)
    lines = wrap(rest.strip(), 16, REMARK - 28, 4) if rest else ()
    top = base - 6 - 24 * len(lines)
    return ink.words(x, top, first, 17, weight=600) + "".join(
        ink.hint(x, top + 24 * place, line, 16) for place, line in enumerate(lines, 1)
    )


def course(numbers: Sequence[float], since: str, language: str) -> str:
    """What three years or more have in common with the last step: every year, or still above or below the first.
    Nothing when one of them is not shown.
    """
    if any(map(is_hidden, numbers)):
        return ""
    steps = [after - before for before, after in pairwise(numbers)]
    rising, falling, above, below = COURSES.get(language, COURSES["en"])
    if len(steps) < 2 or not steps[-1]:
        return ""
    if all(step > 0 for step in steps):
        return rising.format(year=since)
    if all(step < 0 for step in steps):
        return falling.format(year=since)
    if steps[-1] < 0 < numbers[-1] - numbers[0]:
        return above.format(year=since)
    return below.format(year=since) if numbers[-1] - numbers[0] < 0 < steps[-1] else ""

"""Small multiples in a single row, for a page of paper: a group with a scale of its own is as narrow as it may be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from loket.figures.charts import ink
from loket.figures.charts.choose import Row
from loket.figures.charts.multiples import CAPTIONS
from loket.figures.charts.scale import Scale, ceiling, largest
from loket.figures.charts.text import number, width, wrap
from loket.figures.model import Labels, is_hidden

TALL, HIDDEN_HIGH = 66.0, 16.0
WEIGHT = 1.85
"""How much wider a panel of the first group is than one of the others."""

APART, BETWEEN = 13.0, 24.0
WORDS, SMALL = 12.0, 11.0


def named(groups: Sequence[Sequence[Row]], brief: Mapping[str, Labels], language: str) -> list[list[Row]]:
    """The rows with the names that they have where there is little room."""
    return [[replace(row, label=brief.get(row.code, {}).get(language, row.label)) for row in group] for group in groups]


def strip(
    groups: Sequence[Sequence[Row]],
    years: Sequence[str],
    wide: float,
    language: str,
    remarks: Sequence[tuple[str, str]] = (),
) -> tuple[str, float] | None:
    """The drawing and its height; None where its names or numbers do not fit beside each other. ``remarks`` stand at
    the right of the captions where there is room, so that the drawing is as high as one without; else below it.
    """
    weights = [WEIGHT if place == 0 and len(groups) > 1 else 1.0 for place in range(len(groups))]
    white = sum((len(group) - 1) * APART for group in groups) + (len(groups) - 1) * BETWEEN
    unit = (wide - white) / max(sum(len(group) * weight for group, weight in zip(groups, weights, strict=True)), 1)
    if not all(_fits(group, unit * weight, language) for group, weight in zip(groups, weights, strict=True)):
        return None
    drawn, x, said = [], 0.0, 0.0
    head = 20.0 if len(groups) > 1 else 0.0
    captions = CAPTIONS.get(language, CAPTIONS["en"])
    for place, (group, weight) in enumerate(zip(groups, weights, strict=True)):
        room = unit * weight
        scale = Scale(ceiling(largest(n for row in group for n in row.numbers)), TALL)
        if head:
            caption = captions[min(place, 1)].format(top=number(scale.top, language))
            drawn.append(ink.hint(x, WORDS - 1, caption, SMALL))
            said = x + width(caption, SMALL)
        for row in group:
            drawn.append(_panel(row, years, scale, x, head, room, language))
            x += room + APART
        x += BETWEEN - APART
    high = head + 40 + TALL + 17
    beside = ink.key_at_right(remarks, wide, said, WORDS - 1, SMALL) if head else ""
    below, end = ("", high) if beside else ink.key(remarks, wide, high, WORDS)
    return "".join(drawn) + beside + below, end


def _bar(room: float, count: int) -> tuple[float, float]:
    """The width of a bar and of the white beside it."""
    gap = 7.0 if room >= 90 else 3.0
    return (room - gap * (count - 1)) / count, gap


def _fits(group: Sequence[Row], room: float, language: str) -> bool:
    return all(
        max(width(line, WORDS) for line in wrap(row.label, WORDS, room)) <= room + APART - 4
        and "…" not in "".join(wrap(row.label, WORDS, room + APART - 4))
        and all(width(number(n, language), WORDS) <= sum(_bar(room, len(row.numbers))) for n in row.numbers)
        for row in group
    )


def _panel(row: Row, years: Sequence[str], scale: Scale, x: float, y: float, room: float, language: str) -> str:
    """Name, bars with their numbers, baseline and years, which are short where bars are narrow."""
    bar, gap = _bar(room, len(years))
    base = y + 40 + TALL
    lines = wrap(row.label, WORDS, room + APART - 4)
    drawn = [ink.words(x, y + 12 + 13 * place, line, WORDS, weight=600) for place, line in enumerate(lines)]
    for place, (year, n) in enumerate(zip(years, row.numbers, strict=True)):
        at, now = x + (bar + gap) * place, place == len(years) - 1
        high = HIDDEN_HIGH if is_hidden(n) else scale(n)
        if is_hidden(n):
            drawn.append(ink.hatched(at, base - high, bar, high))
        elif high:
            drawn.append(ink.box(at, base - high, bar, high, "petrol" if now else "pale"))
        middle, written = at + bar / 2, number(n, language)
        drawn += [
            ink.words(middle, base - high - 5, written, WORDS, weight=600, anchor="middle")
            if now
            else ink.hint(middle, base - high - 5, written, WORDS, anchor="middle"),
            ink.hint(
                middle, base + 15, year if width(year, SMALL) <= bar + gap else f"’{year[-2:]}", SMALL, anchor="middle"
            ),
        ]
    return "".join(drawn) + ink.rule(x, base - 1, room, thick=1.5)

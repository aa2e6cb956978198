"""One block for each case, a group for each class: open, mid and deep for none, other and disciplinary."""

from collections.abc import Sequence
from math import ceil, isnan

from loket.publications.charts import ink
from loket.publications.charts.choose import Row, shares
from loket.publications.charts.text import number, width, wrap

FILLS = ("open", "mid", "deep")
BLOCK, STEP, APART = 22, 27, 38
UNDER = 118
OF = {"nl": "van", "en": "of"}


def block_path(n: int, rows: int, inset: float, x: float = 0, y: float = 0) -> str:
    """The outline of ``n`` blocks in columns of ``rows``, filled column by column."""
    side = ink.px(BLOCK - 2 * inset)
    return "".join(
        f"M{ink.px(x + STEP * column + inset)} {ink.px(y + STEP * row + inset)}h{side}v{side}h-{side}z"
        for column, row in (divmod(place, rows) for place in range(n))
    )


def _wide(n: float, rows: int, words: str) -> float:
    columns = STEP * ceil(n / rows) - (STEP - BLOCK) if n == n and n else 0
    return max(columns, min(width(words, 17), 130.0))


def blocks(rows: Sequence[Row], wide: float, language: str) -> tuple[str, float]:
    """The drawing and its height: side by side where that fits, else below each other."""
    numbers = [row.numbers[0] for row in rows]
    hints = shares(rows, language)
    if hints[0]:
        hints[0] += f" {OF.get(language, '/')} {number(sum(numbers), language)}"
    high = next((high for high in range(5, 11) if _across(rows, high) <= wide), 0)
    drawn, x, y = [], 0.0, 0.0
    for place, row in enumerate(rows):
        deep = high or max(1, ceil(row.numbers[0] / ((wide + STEP - BLOCK) // STEP)) if row.total else 1)
        room = _wide(row.numbers[0], deep, row.label) if high else wide
        next_x = x + room + APART
        last = place == len(rows) - 1
        drawn.append(
            _group(
                row,
                FILLS[min(place, 2)],
                hints[place],
                x,
                y,
                deep,
                (wide if last else next_x - 16) - x,
                language,
            )
        )
        if high:
            x = next_x
        else:
            y += STEP * deep + UNDER
    return "".join(drawn), STEP * high + UNDER - 8 if high else y - 24


def _across(rows: Sequence[Row], high: int) -> float:
    return sum(_wide(row.numbers[0], high, row.label) + APART for row in rows) - APART


def _group(row: Row, fill: str, share: str, x: float, y: float, high: int, room: float, language: str) -> str:
    n = row.numbers[0]
    under = y + STEP * high
    if isnan(n):
        drawn = ink.hatched(x, y, 3 * STEP, STEP * high - 5)
    elif fill == "open":
        path = block_path(int(n), high, 1, x, y)
        drawn = (
            f'<path class="block open" d="{path}" fill="none" stroke="{ink.FILLS["mid"]}" stroke-width="2"/>'
        )
    else:
        drawn = (
            f'<path class="block {fill}" d="{block_path(int(n), high, 0, x, y)}" fill="{ink.FILLS[fill]}"/>'
        )
    lines = wrap(row.label, 17, room)
    return (
        drawn
        + ink.words(x - 2, under + 60, number(n, language), 60, weight=300)
        + "".join(ink.words(x, under + 88 + 22 * place, line, 17) for place, line in enumerate(lines))
        + ink.hint(x, under + 90 + 22 * len(lines), share, 16)
    )

"""One block for each case, a group for each class: open, mid and deep for none, other and disciplinary."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from loket.figures.charts import ink
from loket.figures.charts.choose import Row, shares
from loket.figures.charts.text import number, width, wrap
from loket.figures.model import HIDDEN, is_hidden

FILLS = ("open", "mid", "deep")
OF = {"nl": "van", "en": "of"}
DEEP = 5
HIDDEN_COLUMNS = 3
"""The width of the box of a number that is not shown."""

STEPS, DENSE_STEPS = (27, 24, 21, 18, 16, 14), (14, 12, 10)
APART, DENSE_APART = 38, 26
DENSE_BIG, DENSE_WORDS = 36, 13


@dataclass(frozen=True)
class Grid:
    """Blocks in columns of ``deep``, filled column by column; ``step`` is a block and its white, in px."""

    step: int
    deep: int

    @property
    def white(self) -> int:
        return 5 if self.step > 20 else 4 if self.step >= 14 else 3

    def wide(self, n: float) -> float:
        return self.step * (HIDDEN_COLUMNS if is_hidden(n) else ceil(n / self.deep)) - self.white if n else 0

    def path(self, n: int, inset: float, x: float, y: float) -> str:
        """The outlines of ``n`` blocks."""
        side = ink.px(self.step - self.white - 2 * inset)
        corners = (divmod(place, self.deep) for place in range(n))
        places = ((x + self.step * column + inset, y + self.step * row + inset) for column, row in corners)
        return "".join(f"M{ink.px(left)} {ink.px(top)}h{side}v{side}h-{side}z" for left, top in places)


def blocks(
    rows: Sequence[Row], wide: float, language: str, *, whole: float = HIDDEN, dense: bool = False,
    remarks: Sequence[tuple[str, str]] = (),
) -> tuple[str, float]:  # fmt: skip
    """The drawing and its height: groups side by side where smaller blocks make that fit, else stacked. ``whole`` is
    what all groups are together; ``remarks`` stand below, or beside the words of a dense drawing.

    The words stand below the number; in a ``dense`` drawing, whose groups fit side by side, beside it.
    """
    hints = shares(rows, whole, language)
    if any(hints):
        total = whole if any(row.hides for row in rows) else sum(row.total for row in rows)
        hints[next(filter(hints.__getitem__, range(len(hints))))] += (
            f" {OF.get(language, '/')} {number(total, language)}"
        )
    grid, rooms = _side_by_side(rows, hints, wide, language) if dense else (None, [])
    beside = grid is not None
    if not grid:
        grid = next((grid for grid in (Grid(step, DEEP) for step in STEPS) if _across(rows, grid) <= wide), None)
        rooms = [_room(row, grid) for row in rows] if grid else []
    drawn, x, y, lowest, taken = [], 0.0, 0.0, 0.0, 0.0
    for place, (row, hint) in enumerate(zip(rows, hints, strict=True)):
        mine = grid or _own_grid(row, wide)
        room = rooms[place] if grid and place < len(rows) - 1 else wide - x
        under = y + mine.step * mine.deep
        words, bottom = (
            _words_beside(row, hint, x, under, language)
            if beside
            else _words_below(row, hint, x, under, mine, room, language)
        )
        drawn += [_squares(row, FILLS[min(place, 2)], x, y, mine), words]
        lowest, taken = max(lowest, bottom), x + (rooms[place] if beside else 0.0)
        x, y = (x + room + (DENSE_APART if beside else APART), 0.0) if grid else (0.0, lowest + 30)
    aside = ink.key_at_right(remarks, wide, taken, lowest - 6, DENSE_WORDS) if beside else ""
    below, end = ("", lowest) if aside else ink.key(remarks, wide, lowest, DENSE_WORDS if dense else 15)
    return "".join(drawn) + aside + below, end


def _own_grid(row: Row, wide: float) -> Grid:
    columns = (wide + 5) // STEPS[0]
    return Grid(STEPS[0], DEEP if row.hides else max(1, ceil(row.total / columns)))


def _room(row: Row, grid: Grid) -> float:
    """As wide as the blocks, and wide enough for the words in two lines."""
    words = max((width(word, 17) for word in row.label.split()), default=0.0)
    return max(grid.wide(row.numbers[0]), words, min(width(row.label, 17), 100.0))


def _across(rows: Sequence[Row], grid: Grid) -> float:
    return sum(_room(row, grid) + APART for row in rows) - APART


def _side_by_side(
    rows: Sequence[Row], hints: Sequence[str], wide: float, language: str
) -> tuple[Grid | None, list[float]]:
    """The largest blocks with which all groups and the words beside their numbers fit, and the room of each."""
    words = [
        width(number(row.numbers[0], language), DENSE_BIG)
        + 8
        + max(width(row.label, DENSE_WORDS), width(hint, DENSE_WORDS))
        for row, hint in zip(rows, hints, strict=True)
    ]
    for grid in (Grid(step, DEEP) for step in DENSE_STEPS):
        rooms = [max(grid.wide(row.numbers[0]), least) for row, least in zip(rows, words, strict=True)]
        if sum(rooms) + DENSE_APART * (len(rooms) - 1) <= wide:
            return grid, rooms
    return None, []


def _squares(row: Row, fill: str, x: float, y: float, grid: Grid) -> str:
    n = row.numbers[0]
    if is_hidden(n):
        return ink.hatched(x, y, grid.wide(n), grid.step * grid.deep - grid.white)
    if fill == "open":
        path = grid.path(int(n), 1, x, y)
        return f'<path class="block open" d="{path}" fill="none" stroke="{ink.FILLS["mid"]}" stroke-width="2"/>'
    return f'<path class="block {fill}" d="{grid.path(int(n), 0, x, y)}" fill="{ink.FILLS[fill]}"/>'


def _words_below(
    row: Row, share: str, x: float, under: float, grid: Grid, room: float, language: str
) -> tuple[str, float]:
    """The number, the name and the share of a group below its blocks, and where they end."""
    lines = wrap(row.label, 17, room + APART - 12)
    big = 60 if grid.step > 20 else 42
    name = under + big + 34
    drawn = ink.words(x - 2, under + big, number(row.numbers[0], language), big, weight=300)
    drawn += "".join(ink.words(x, name + 22 * place, line, 17) for place, line in enumerate(lines))
    end = name + 22 * len(lines) + 2
    return drawn + ink.hint(x, end, share, 16), end + 8


def _words_beside(row: Row, share: str, x: float, under: float, language: str) -> tuple[str, float]:
    """The number below its blocks, its name and its share beside it, and where they end."""
    written = number(row.numbers[0], language)
    after, foot = x + width(written, DENSE_BIG) + 6, under + DENSE_BIG - 2
    return (
        ink.words(x - 1, foot, written, DENSE_BIG, weight=300)
        + ink.words(after, foot - 16, row.label, DENSE_WORDS)
        + ink.hint(after, foot, share, DENSE_WORDS),
        foot + 6,
    )

"""What is sealed in an import: the rows of somebody's spreadsheet, and what they said that it means."""

from pydantic import Field

from loket.advisers.importing.guessing import columns_of, field_of, head_of, is_free_text
from loket.intake.content import Sealed

Row = tuple[int, tuple[str, ...]]
"""The number of a row in the file, and its cells."""

_HEAD_WITHIN = 20
_SHORT, _REPEATS = 80, 2
WORDINGS = 120
"""Different wordings that a column of codes can have: with more it holds stories."""


class Sheet(Sealed):
    """One sheet. ``head``: which of its rows (from 0) is the head, as far as that can be told. ``unread``: the headings
    of columns that were left out before anything was kept, since they hold stories or people."""

    name: str
    rows: tuple[Row, ...]
    head: int = 0
    unread: tuple[str, ...] = ()


class DraftContent(Sealed):
    """An import that is not finished. ``file``: a digest, so that the same file read in twice counts once.

    ``columns``: which column (from 0) holds which field, empty until it was said; from then on ``sheets`` holds that
    sheet only, with those columns only. ``year``: of months that have none; ``month`` ("03"): of rows that have none.
    ``codes``: for each field what each wording in the file means."""

    file: str
    sheets: tuple[Sheet, ...]
    sheet: int = 0
    columns: dict[str, int] = Field(default_factory=dict)
    year: int = 0
    month: str = ""
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)

    @property
    def chosen(self) -> Sheet:
        return self.sheets[self.sheet]


def sheet_of(name: str, rows: tuple[Row, ...]) -> Sheet:
    """A sheet without the columns that hold stories or people."""
    head = head_of([cells for _number, cells in rows[:_HEAD_WITHIN]])
    headings, below = rows[head][1], rows[head + 1 :]
    width = max(len(cells) for _number, cells in rows)
    unread = {place for place in range(width) if _is_unread(cell(headings, place), below, place)}
    kept = tuple(_blanked(row, unread, keep=headings) for row in rows)
    return Sheet(name=name, rows=kept, head=head, unread=tuple(cell(headings, place) for place in sorted(unread)))


def only(sheet: Sheet, head: int, columns: dict[str, int]) -> tuple[Sheet, dict[str, int]]:
    """The sheet from its head on with these columns and no others, and where they stand now."""
    places = sorted(set(columns.values()))
    rows = tuple((number, tuple(cell(cells, place) for place in places)) for number, cells in sheet.rows[head:])
    return Sheet(name=sheet.name, rows=rows, head=0), {name: places.index(place) for name, place in columns.items()}


def cell(cells: tuple[str, ...], place: int) -> str:
    """What stands at this place of a row; rows need not be of one length."""
    return cells[place] if place < len(cells) else ""


def guessed(sheet: Sheet, head: int) -> dict[str, int]:
    """Which columns hold what, going by this row."""
    return columns_of(sheet.rows[head][1])


def _blanked(row: Row, unread: set[int], *, keep: tuple[str, ...]) -> Row:
    number, cells = row
    return (number, cells if cells is keep else tuple("" if at in unread else text for at, text in enumerate(cells)))


def _is_unread(heading: str, rows: tuple[Row, ...], place: int) -> bool:
    """Whether a column is left out: its heading says so; or it holds too many different things for codes; or no heading
    says what it is, and its cells are long or hardly ever the same."""
    filled = [text for _number, cells in rows if (text := cell(cells, place))]
    if is_free_text(heading) or len(set(filled)) > WORDINGS:
        return True
    if field_of(heading):
        return False
    return any(len(text) > _SHORT for text in filled) or len(set(filled)) * _REPEATS > len(filled)

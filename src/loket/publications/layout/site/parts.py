"""The parts of a page, ready to print: prose with its notes, figures beside their tables, tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise, repeat

from django.utils.safestring import SafeString

from loket.core.markup import as_markup
from loket.figures.charts import rows_beside
from loket.figures.charts.text import width, wrap
from loket.figures.model import Coordinates, Table, in_language
from loket.publications.layout.site import addresses
from loket.publications.layout.site.notes import Note, Notes
from loket.publications.text.document import (
    Block,
    Chapter,
    Column,
    Document,
    Figure,
    FigureBlock,
    Heading,
    ItemList,
    Number,
    Paragraph,
    PrintedRow,
    PrintedTable,
    Run,
    TableBlock,
    Text,
)

BESIDE = {"": (396, 16, 15), "tight": (416, 12, 14)}
"""How a table stands beside its chart: its width, the white before each column and the size of its heads, in px."""

WIDE = 756
"""From this width in px a chart takes the whole column of the overview."""


@dataclass(frozen=True)
class TextRun:
    text: Text
    kind: str = "text"


@dataclass(frozen=True)
class NumberRun:
    note: Note
    kind: str = "number"


@dataclass(frozen=True)
class Prose:
    """A heading, a paragraph or a list; ``lines`` holds one line of runs, or one for each item."""

    tag: str
    lines: tuple[tuple[TextRun | NumberRun, ...], ...]
    anchor: str = ""
    kind: str = "prose"


@dataclass(frozen=True)
class PrintedCell:
    """``marks``: whether it is a number, and which notes of the page come from it. ``href``: where it is explained."""

    text: str
    marks: str
    href: str
    is_hidden: bool


@dataclass(frozen=True)
class TableView:
    """A printed table with its anchor. ``tables`` are those that its numbers come from; ``notes`` are those of the
    page, when it has any."""

    key: str
    table: PrintedTable
    tables: Mapping[str, Table]
    language: str
    notes: Notes | None = None
    kind: str = "table"

    @property
    def rows(self) -> Iterator[tuple[PrintedRow, list[PrintedCell]]]:
        """Each row with its cells. The shares stand after the numbers that they are of, in the same order."""
        for row in self.table.rows:
            shared = row.sources if any(column.share for column in self.table.columns) else ()
            sources = chain(row.sources, shared, repeat(()))
            columns = zip(self.table.columns[1:], row.cells, sources, row.hidden, strict=False)
            yield row, [self._cell(column, text, found, is_hidden=one) for column, text, found, one in columns]

    def _cell(self, column: Column, text: str, found: tuple[Coordinates, ...], *, is_hidden: bool) -> PrintedCell:
        mark = self.notes.from_cells(self.table.id, found) if self.notes and not column.share else ""
        return PrintedCell(
            text=text,
            marks=f"{'n' if column.numeric else ''} {mark}".strip(),
            href=addresses.address(self.tables, [(self.table.id, at) for at in found]) if text else "",
            is_hidden=is_hidden,
        )

    @property
    def behind(self) -> list[tuple[str, str]]:
        """The pages of the computed tables that it takes numbers from; a name for each when they are several."""
        found = [name for name in (self.table.id, *self.table.others) if name in self.tables]
        titles = [in_language(self.tables[name].definition.title, self.language) for name in found]
        named = [f": {title}" if len(found) > 1 else "" for title in titles]
        return [(addresses.page(name), title) for name, title in zip(found, named, strict=True)]

    @property
    def few(self) -> bool:
        """Whether there are so few columns that the full width would tear a row apart."""
        return len(self.table.columns) <= 3


@dataclass(frozen=True)
class FigureView:
    """A figure, its table, the address of the table that holds its numbers, and that of ``behind``: where all of them
    are explained.

    ``drawing`` is for the full column, ``small`` for the column of a chapter, ``narrow`` for a phone. ``place`` is
    where its table stands: "above" when that is below the chart, else "side" with the manner of ``BESIDE``.
    """

    figure: Figure
    drawing: SafeString
    narrow: SafeString
    small: SafeString
    table: TableView | None
    shown_at: str
    behind: str
    place: str
    whole: bool
    kind: str = "figure"


Part = Prose | TableView | FigureView


@dataclass(frozen=True)
class Group:
    """Parts that stand in one section: prose, or one figure or table. ``level`` is that of its heading."""

    kind: str
    level: int
    parts: list[Part] = field(default_factory=list)


def groups(document: Document, chapter: Chapter, tables: Mapping[str, Table], notes: Notes) -> list[Group]:
    """The sections of a chapter; a figure that comes after a heading of its own stands one level below it."""
    found: list[Group] = []
    level = 2
    for block in chapter.blocks:
        part = _part(document, block, tables, notes)
        if isinstance(part, Prose) and part.tag == "h2":
            level = 3
        if part.kind != "prose" or not found or found[-1].kind != "prose":
            found.append(Group(part.kind, level))
        found[-1].parts.append(part)
    return found


def _part(document: Document, block: Block, tables: Mapping[str, Table], notes: Notes) -> Part:
    match block:
        case Heading():
            return Prose(f"h{min(block.level, 3)}", (_line(block.runs, notes),), block.anchor)
        case Paragraph():
            return Prose("lead" if block.lead else "p", (_line(block.runs, notes),))
        case ItemList():
            items = tuple(_line(runs, notes) for runs in block.items)
            return Prose("ol" if block.ordered else "ul", items)
        case FigureBlock():
            return figure_view(document, document.figures[block.figure], tables, notes)
        case TableBlock():
            return TableView(block.table, document.tables[block.table], tables, document.language, notes)


def _line(runs: tuple[Run, ...], notes: Notes) -> tuple[TextRun | NumberRun, ...]:
    return tuple(NumberRun(notes.note(run)) if isinstance(run, Number) else TextRun(run) for run in runs)


def figure_view(
    document: Document, figure: Figure, tables: Mapping[str, Table], notes: Notes | None = None
) -> FigureView:
    source = figure.table.id if figure.table else figure.source
    whole = _width(figure.svg) >= WIDE
    return FigureView(
        figure=figure,
        drawing=as_markup(figure.svg),
        narrow=as_markup(figure.narrow or figure.svg),
        small=as_markup(figure.column or figure.svg),
        table=TableView(_key(document.tables, figure.table), figure.table, tables, document.language, notes)
        if figure.table
        else None,
        shown_at=_shown_at(document, figure),
        behind=addresses.page(source) if source in tables else "",
        place=_place(figure),
        whole=whole,
    )


def _width(svg: str) -> float:
    return float(svg.split(' width="', 1)[1].split('"', 1)[0]) if ' width="' in svg else 0.0


def _key(tables: Mapping[str, PrintedTable], table: PrintedTable) -> str:
    return next((key for key, found in tables.items() if found == table), table.id)


def reads_across(figure: Figure) -> bool:
    """Whether chart and table have the same rows: each row of the table holds the number of its bar."""
    drawn = rows_beside(figure.svg)
    printed = [row for row in figure.table.rows if row.kind != "total"] if figure.table else []
    return (
        bool(drawn)
        and len(drawn) == len(printed)
        and all(number in row.cells for number, row in zip(drawn, printed, strict=True))
    )


def _place(figure: Figure) -> str:
    if figure.table and reads_across(figure):
        for manner in BESIDE:
            if fits_beside(figure.table, manner):
                return f"side {manner}".strip()
    return "above"


def fits_beside(table: PrintedTable, manner: str = "") -> bool:
    """Whether the numbers leave room for every name of a row on two lines of 16 px."""
    whole, gutter, size = BESIDE[manner]
    room = float(whole)
    for place, column in enumerate(table.columns[1:]):
        words = column.head.replace("-", "- ").split()
        room -= gutter + max(
            [width(word, size) for word in words] + [width(row.cells[place], 16) for row in table.rows]
        )
    lines = [wrap(row.head, 16, room, 3) for row in table.rows]
    return all(len(found) <= 2 and not found[-1].endswith("…") for found in lines)


def _shown_at(document: Document, figure: Figure) -> str:
    """The printed table beside the figure or made of the same numbers, else how those are counted."""
    source = figure.table.id if figure.table else figure.source
    same = [key for key, table in document.tables.items() if table.id == source]
    key = _key(document.tables, figure.table) if figure.table else next(iter(same), "")
    return f"tables.html#{key}" if key else f"definitions.html#{source}" if source else ""


def neighbours(chapters: tuple[Chapter, ...]) -> Iterator[tuple[Chapter | None, Chapter, Chapter | None]]:
    """Each chapter between the one before and the one after it."""
    line = (None, *chapters, None)
    for (before, chapter), (_, after) in pairwise(pairwise(line)):
        if chapter:
            yield before, chapter, after

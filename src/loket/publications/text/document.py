"""A report as a value, one for each language: what both the website and the PDF print.

The narrative, the tables and the figures become one ``Document``; HTML and PDF only lay it out. A number in
the text is a ``Number`` run that remembers its cells, so that no printed figure can differ from its table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loket.figures import formats
from loket.figures.model import Cell, Coordinates, is_hidden


@dataclass(frozen=True)
class Text:
    text: str
    strong: bool = False
    emphasis: bool = False
    href: str | None = None


@dataclass(frozen=True)
class Number:
    """A number in running text: ``text`` as printed, ``n`` its value, and the cells that it comes from.

    ``table`` and ``coordinates`` are those of the first cell: where a link on the number leads. One of a code that was
    merged with others leads to where these are counted together.
    """

    text: str
    table: str
    coordinates: Coordinates
    n: float
    cells: tuple[Cell, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether it is not told: ``n`` is then ``HIDDEN``, and ``text`` "x", or words such as "x meer of minder"."""
        return is_hidden(self.n)


Run = Text | Number


@dataclass(frozen=True)
class Heading:
    level: int
    runs: tuple[Run, ...]
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]
    lead: bool = False


@dataclass(frozen=True)
class ItemList:
    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class FigureBlock:
    figure: str


@dataclass(frozen=True)
class TableBlock:
    table: str


PRODUCT = "Integriteitsloket"

Block = Heading | Paragraph | ItemList | FigureBlock | TableBlock


@dataclass(frozen=True)
class Column:
    """One column of a printed table. Numbers are set right, words left; the first column holds the heads."""

    head: str
    numeric: bool = True
    share: bool = False


@dataclass(frozen=True)
class PrintedRow:
    """``kind``: item, sub (indented), main (a main category above its subs) or total.

    ``sources`` are, for each number, the cells of the computed table that it adds up; shares and changes have none.
    """

    head: str
    cells: tuple[str, ...]
    kind: str = "item"
    sources: tuple[tuple[Coordinates, ...], ...] = ()

    @property
    def hidden(self) -> tuple[bool, ...]:
        """For each of ``cells`` whether it is not told; it then prints ``SIGN``, and nothing else does."""
        return tuple(cell == formats.SIGN for cell in self.cells)


@dataclass(frozen=True)
class PrintedTable:
    """A table laid out for reading. ``id`` is that of the computed table, ``number`` is "4.2"; ``others`` are computed
    tables that it takes numbers from besides.
    """

    id: str
    number: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[PrintedRow, ...]
    notes: tuple[str, ...]
    rule: str
    source: str
    reconstructed: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A chart beside its table. ``svg`` is a complete SVG with title and desc; ``claim`` says what you see.

    ``narrow``, ``paper`` and ``column`` are the same chart for a phone, for a page of A4 and for the column of a
    chapter (``charts.drawings`` gives all four); empty means that ``svg`` does for it. ``source`` is the computed
    table that it draws.
    """

    id: str
    number: str
    claim: str
    subtitle: str
    svg: str
    alt: str
    table: PrintedTable | None
    notes: tuple[str, ...] = ()
    narrow: str = ""
    paper: str = ""
    column: str = ""
    source: str = ""


@dataclass(frozen=True)
class Chapter:
    """``number`` is "4" or, for an annex, "A"; ``slug`` is the file name of its page."""

    number: str
    slug: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True)
class Document:
    year: int
    language: str
    title: str
    subtitle: str
    organisation: str
    disclaimer: str
    snapshot: str
    revision: int
    reference_date: str
    chapters: tuple[Chapter, ...]
    overview: "Overview"
    figures: Mapping[str, Figure]
    tables: Mapping[str, PrintedTable]
    reconstructed: bool

    @property
    def publisher(self) -> str:
        """Who the files say made them: the organisation, unless a disclaimer says that it did not."""
        return PRODUCT if self.disclaimer else self.organisation

    @property
    def uses(self) -> frozenset[str]:
        """The computed tables that a reader meets: printed, drawn, or behind a number."""
        runs = (run for chapter in self.chapters for block in chapter.blocks for run in _runs(block))
        numbers = [run for run in runs if isinstance(run, Number)]
        numbers += [one.number for one in (*self.overview.key_figures, *self.overview.other_figures)]
        printed = {name for table in self.tables.values() for name in (table.id, *table.others)}
        drawn = {figure.source for figure in self.figures.values()}
        return frozenset(printed | drawn | {cell.table for number in numbers for cell in number.cells})


def _runs(block: Block) -> Iterator[Run]:
    if isinstance(block, Heading | Paragraph):
        yield from block.runs
    elif isinstance(block, ItemList):
        for item in block.items:
            yield from item


@dataclass(frozen=True)
class KeyFigure:
    """One big number of the overview: "1.200", "adviesvragen", "2 meer dan in 2023"."""

    number: Number
    label: str
    hint: str


@dataclass(frozen=True)
class Overview:
    """The infographic page: strokes on the cover band, key figures, then figures by id, in order. ``strokes_table`` is
    the computed table that the strokes come from."""

    lead: str
    strokes: tuple[tuple[str, int], ...]
    strokes_caption: str
    key_figures: tuple[KeyFigure, ...]
    figures: tuple[str, ...]
    other_figures: tuple[KeyFigure, ...] = field(default_factory=tuple)
    other_title: str = ""
    strokes_table: str = ""

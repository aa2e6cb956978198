"""Where each cell stands in a report: in the text, in which row of which table, at a glance."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from loket.figures.model import Coordinates, Table
from loket.publications.layout.site.addresses import Source, counted
from loket.publications.layout.site.words import words
from loket.publications.text.document import (
    Block,
    Chapter,
    Document,
    FigureBlock,
    Heading,
    ItemList,
    Number,
    Paragraph,
    TableBlock,
)


@dataclass(frozen=True)
class Place:
    """Somewhere in the report. ``said`` is "Tabel 4.2, rij Noord, kolom 2024"; ``label`` a shorter name for a number
    there."""

    said: str
    label: str
    href: str


def sources(number: Number) -> tuple[Source, ...]:
    """The cells that a number comes from."""
    return tuple((cell.table, cell.coordinates) for cell in number.cells) or ((number.table, number.coordinates),)


class Standing:
    """One document read once. ``sums`` are the numbers that add up several cells and have no note that says so, each
    with the place where it was seen first."""

    def __init__(self, document: Document, tables: Mapping[str, Table]) -> None:
        self._document, self._tables = document, tables
        self._words = words(document.language)
        self._places: dict[Source, dict[str, Place]] = defaultdict(dict)
        self.sums: dict[tuple[Source, ...], Place] = {}
        self._read()

    def of(self, table: str, at: Coordinates) -> Iterable[Place]:
        """Every place where a cell is told, alone or with others, in the order of reading."""
        return self._places[table, at].values()

    def printed(self, table: str) -> Iterator[Place]:
        """The printed tables that are made of a table, and where they stand."""
        for key, href in self._tables_in_order():
            if self._document.tables[key].id == table:
                said = f"{self._words['table']} {self._document.tables[key].number}"
                yield Place(said, said, href)

    def drawn(self, table: str) -> Iterator[Place]:
        """The figures that draw a table, and where they stand."""
        numbered = {figure.id: figure.number for figure in self._document.figures.values() if figure.source == table}
        for chapter in self._document.chapters:
            for block in chapter.blocks:
                if isinstance(block, FigureBlock) and block.figure in numbered:
                    said = f"{self._words['figure']} {numbered[block.figure]}"
                    yield Place(said, said, f"{chapter.slug}.html#figuur-{block.figure}")
        if any(name in numbered for name in self._document.overview.figures):
            yield Place(self._words["overview"], self._words["overview"], "index.html")

    def _read(self) -> None:
        overview = self._document.overview
        for item in (*overview.key_figures, *overview.other_figures):
            self._tell(sources(item.number), Place(self._words["overview"], item.label, "index.html"), is_sum=True)
        for chapter in self._document.chapters:
            self._read_text(chapter)
        for key, href in self._tables_in_order():
            self._read_table(key, href)

    def _read_text(self, chapter: Chapter) -> None:
        kind = self._words["annex" if chapter.annex else "chapter"]
        said = f"{kind} {chapter.number}, {self._words['in_text']}"
        numbers = (run for block in chapter.blocks for run in _runs(block) if isinstance(run, Number))
        for count, number in enumerate(numbers, start=1):
            self._tell(sources(number), Place(said, number.text, f"{chapter.slug}.html#n{count}"))

    def _read_table(self, key: str, href: str) -> None:
        table = self._document.tables[key]
        named = f"{self._words['table']} {table.number}"
        for row in table.rows:
            for column, found in zip(table.columns[1:], row.sources, strict=False):
                label = ", ".join(filter(None, (row.head, column.head)))
                said = f"{named}, {self._words['row']} {row.head}, {self._words['column']} {column.head}"
                self._tell(tuple((table.id, at) for at in found), Place(said, label, href), is_sum=True)

    def _tables_in_order(self) -> Iterator[tuple[str, str]]:
        """Every printed table by its key, and where it stands first."""
        placed: dict[str, str] = {}
        for chapter in self._document.chapters:
            for block in chapter.blocks:
                for key, anchor in self._table_of(block):
                    placed.setdefault(key, f"{chapter.slug}.html#{anchor}")
        for key in self._document.tables:
            yield key, placed.get(key, f"tables.html#{key}")

    def _table_of(self, block: Block) -> Iterator[tuple[str, str]]:
        if isinstance(block, TableBlock):
            yield block.table, f"tabel-{block.table}-titel"
        elif isinstance(block, FigureBlock):
            table = self._document.figures[block.figure].table
            for key, found in self._document.tables.items():
                if table is not None and found == table:
                    yield key, f"figuur-{block.figure}"

    def _tell(self, cells: Iterable[Source], place: Place, *, is_sum: bool = False) -> None:
        """Only the first of each kind of place is kept for a cell."""
        found = counted(self._tables, cells)
        for one in found:
            self._places[one].setdefault(place.said, place)
        if is_sum and len(found) > 1:
            self.sums.setdefault(found, place)


def _runs(block: Block) -> Iterator[object]:
    if isinstance(block, Heading | Paragraph):
        yield from block.runs
    elif isinstance(block, ItemList):
        for item in block.items:
            yield from item

"""What stands behind a number in the text: what counts, where it stands, which snapshot it comes from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from loket.figures import formats
from loket.figures.model import TOTAL, Cell, Coordinates, Table, in_language
from loket.publications.layout.site.words import words
from loket.publications.text.document import Document, Number


@dataclass(frozen=True)
class Part:
    """One of the cells that a number was computed from."""

    n: str
    name: str


@dataclass(frozen=True)
class Note:
    """The aside of a number. ``printed`` is the anchor and number of the table that prints it, if any."""

    anchor: str
    text: str
    name: str
    parts: tuple[Part, ...]
    rule: str
    definition: str
    printed: tuple[str, str] | None
    reconstructed: bool


class Notes:
    """The asides of one page, numbered in the order in which they are asked for; ``cells`` are those that each comes
    from.
    """

    def __init__(self, document: Document, tables: Mapping[str, Table]) -> None:
        self._document, self._tables = document, tables
        self._printed = {table.id: (key, table.number) for key, table in reversed(list(document.tables.items()))}
        self.cells: list[frozenset[tuple[str, Coordinates]]] = []

    def from_cells(self, table: str, sources: Collection[Coordinates]) -> str:
        """The marks of a printed cell: "c3" when the third number on the page comes from it (``assets.cells``)."""
        wanted = {(table, one) for one in sources}
        found = [number for number, cells in enumerate(self.cells, 1) if wanted and wanted <= cells]
        return " ".join(f"c{number}" for number in found)

    def note(self, number: Number) -> Note:
        table = self._tables[number.table]
        cells = number.cells or (Cell(number.table, number.coordinates, number.n),)
        self.cells.append(frozenset((cell.table, cell.coordinates) for cell in cells))
        return Note(
            anchor=f"n{len(self.cells)}",
            text=number.text,
            name=self._unit(table) if len(cells) > 1 else self._name(cells[0]),
            parts=self._parts(cells) if len(cells) > 1 else (),
            rule=in_language(table.definition.rule, self._document.language),
            definition=table.id,
            printed=self._printed.get(table.id),
            reconstructed=any(self._tables[cell.table].reconstructed for cell in cells),
        )

    def _parts(self, cells: tuple[Cell, ...]) -> tuple[Part, ...]:
        language = self._document.language
        return tuple(dict.fromkeys(Part(formats.count(cell.n, language), self._name(cell)) for cell in cells))

    def _name(self, cell: Cell) -> str:
        """The unit and the codes of a cell: "adviesvragen: 2024, klankbordgesprek"."""
        table, language = self._tables[cell.table], self._document.language
        named = [
            next((code.name(language) for code in codes if code.code == wanted), wanted)
            for codes, wanted in zip(table.labels, cell.coordinates, strict=True)
            if wanted != TOTAL
        ]
        return f"{self._unit(table)}: {', '.join(named) or words(language)['total']}"

    def _unit(self, table: Table) -> str:
        return in_language(table.definition.unit, self._document.language)

"""What stands behind a number in the text: what counts, where it stands, which snapshot it comes from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from loket.figures import formats
from loket.figures.model import Coordinates, Table, in_language, is_hidden
from loket.publications.layout.site import addresses, names
from loket.publications.layout.site.standing import sources
from loket.publications.text.document import Document, Number


@dataclass(frozen=True)
class Part:
    """One of the cells that a number was computed from, and where it is explained."""

    n: str
    is_hidden: bool
    name: str
    href: str


@dataclass(frozen=True)
class Note:
    """The aside of a number: ``text`` follows the sign when it ``is_hidden``. ``printed`` is the anchor and number of
    the table that prints it, if any; ``href`` is where it is explained, when it is one cell.
    """

    anchor: str
    text: str
    is_hidden: bool
    name: str
    parts: tuple[Part, ...]
    rule: str
    definition: str
    href: str
    printed: tuple[str, str] | None
    reconstructed: bool


def told(number: Number) -> tuple[bool, str]:
    """Whether a number prints the sign of what is not told, and the words that it prints after that or without it."""
    is_untold = number.is_hidden and number.text.startswith(formats.SIGN)
    return is_untold, number.text.removeprefix(formats.SIGN) if is_untold else number.text


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
        table, language = self._tables[number.table], self._document.language
        parts = tuple(dict.fromkeys(self._part(*source) for source in sources(number)))
        is_untold, text = told(number)
        self.cells.append(frozenset(sources(number)))
        return Note(
            anchor=f"n{len(self.cells)}",
            text=text,
            is_hidden=is_untold,
            name=parts[0].name if len(parts) == 1 else names.unit(table, language),
            parts=parts if len(parts) > 1 else (),
            rule=in_language(table.definition.rule, language),
            definition=table.id,
            href=parts[0].href if len(parts) == 1 else "",
            printed=self._printed.get(table.id),
            reconstructed=any(self._tables[part].reconstructed for part, _ in sources(number)),
        )

    def _part(self, name: str, at: Coordinates) -> Part:
        table, language = self._tables[name], self._document.language
        n = table.cell(*at).n
        named = f"{names.unit(table, language)}: {names.of_cell(table, at, language)}"
        return Part(
            formats.form_of(table)(n, language), is_hidden(n), named, addresses.address(self._tables, [(name, at)])
        )

"""The protected tables: what a publication prints, and all that its text, charts and layout may know. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from loket.figures.model import HIDDEN, Code, Coordinates, FiguresError, Merged, Table
from loket.publications.protection.account import Changed, Guarded, Merge, Protection


class Unprotected(FiguresError):
    """A table that counts, and of which the account says nothing or something else: it may not be shown."""


def shown(tables: Mapping[str, Table], protection: Protection) -> dict[str, Table]:
    """These tables as they may be printed: codes merged, counts rounded, and what is hidden nowhere in the result.
    Sums of a measure and facts that say nothing about people stay as they are. Raises ``Unprotected``.
    """
    told = {one.id: one for one in protection.tables}
    return {name: _shown(table, told.get(table.id), protection) for name, table in tables.items()}


def _shown(table: Table, told: Guarded | None, protection: Protection) -> Table:
    if told is None:
        if table.definition.measure is None and table.definition.fact not in protection.open:
            raise Unprotected(f"tabel {table.id} is niet beschermd; bescherm haar eerst")
        return table
    found = merged(table, told.merged)
    changed = {one.at: one for one in told.changed}
    if len(found.cells) != told.cells or not changed.keys() <= found.cells.keys():
        raise Unprotected(f"tabel {table.id} is een andere dan is beschermd; bescherm haar opnieuw")
    cells = {at: _value(n, changed.get(at), zeros=protection.zeros) for at, n in found.cells.items()}
    return Table(found.definition, found.year, cells, found.labels, found.reconstructed, found.merged, protection.base)


def _value(n: float, changed: Changed | None, *, zeros: bool) -> float:
    value = n if changed is None else HIDDEN if changed.printed is None else changed.printed
    return value if value or zeros else HIDDEN


def merged(table: Table, merges: Sequence[Merge]) -> Table:
    """The table with these codes as one: its cells are their sums. It stands where the last of them stood."""
    if not merges:
        return table
    told = tuple(Merged(one.dimension, one.codes) for one in merges)
    moving = Table(table.definition, table.year, {}, (), table.reconstructed, told)
    cells: dict[Coordinates, float] = {}
    for at, n in table.cells.items():
        home = moving.home(at)
        cells[home] = cells.get(home, 0) + n
    labels = tuple(
        tuple(_labels(codes, [one for one in merges if one.dimension == dimension.name]))
        for codes, dimension in zip(table.labels, table.definition.dimensions, strict=True)
    )
    return Table(table.definition, table.year, cells, labels, table.reconstructed, told)


def _labels(codes: Sequence[Code], merges: Sequence[Merge]) -> Iterator[Code]:
    """The codes in print order, of those that are merged only the last, under their new name."""
    ends = {[code.code for code in codes if code.code in one.codes][-1]: one for one in merges}
    gone = {code for one in merges for code in one.codes}
    for code in codes:
        if code.code in ends:
            one = ends[code.code]
            yield Code("+".join(one.codes), one.label, parent=code.parent)
        elif code.code not in gone:
            yield code

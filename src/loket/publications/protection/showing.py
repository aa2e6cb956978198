"""The protected tables: what a publication prints, and all that its text, charts and layout may know. Pure."""

from collections.abc import Mapping

from loket.figures.model import HIDDEN, FiguresError, Table
from loket.figures.protection.merged import merged
from loket.publications.protection.account import Changed, Guarded, Protection


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
    found = merged_as(table, told)
    changed = {one.at: one for one in told.changed}
    if len(found.cells) != told.cells or not changed.keys() <= found.cells.keys():
        raise Unprotected(f"tabel {table.id} is een andere dan is beschermd; bescherm haar opnieuw")
    cells = {at: _value(n, changed.get(at), zeros=protection.zeros) for at, n in found.cells.items()}
    return Table(found.definition, found.year, cells, found.labels, found.reconstructed, found.merged, protection.base)


def merged_as(table: Table, told: Guarded) -> Table:
    """The table with the codes that were merged in it as one."""
    names = {one.merged: one.code for one in told.merged}
    return merged(table, names, names)


def _value(n: float, changed: Changed | None, *, zeros: bool) -> float:
    value = n if changed is None else HIDDEN if changed.printed is None else changed.printed
    return value if value or zeros else HIDDEN

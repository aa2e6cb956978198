"""How what an adviser keeps is sealed: under keys that follow from the private half of their desk's key, which opens to
nobody else. Every value is bound to its table, row and version."""

import datetime as dt
from typing import TypeVar

from loket.advisers.models import Owned
from loket.intake.content import Sealed
from loket.intake.terms import months_later
from loket.vault.digests import subkey
from loket.vault.place import Place
from loket.vault.sealing import seal, unseal

S = TypeVar("S", bound=Sealed)


def tag(private: bytes, table: str) -> bytes:
    """What an adviser's rows of one table are found by. Without the key nobody can say whose tag it is, nor which
    tags of two tables are of the same adviser."""
    return subkey(subkey(private, "owner"), table[:16])[:16]


def seal_row(row: Owned, content: Sealed, private: bytes) -> None:
    """Fill ``row.owner`` and ``row.content``; ``row.version`` must be the one that it gets."""
    table = row._meta.model_name or ""
    row.owner = tag(private, table)
    row.content = seal(content.as_bytes(), key=subkey(private, "rows"), place=_place(row))


def open_row(row: Owned, model: type[S], private: bytes) -> S:
    """What stands in a row. Raises ``WontOpen`` for another adviser's, or one that was moved or put back."""
    return model.model_validate_json(unseal(bytes(row.content), key=subkey(private, "rows"), place=_place(row)))


def goes_after(month: str, kept: int) -> dt.date:
    """From which day what ended in this month ("2026-03") may be destroyed, that is ``kept`` for so many months."""
    return months_later(dt.date.fromisoformat(f"{month}-01"), kept + 1)


def _place(row: Owned) -> Place:
    return Place(row._meta.db_table, f"{row.pk}/{bytes(row.owner).hex()}", "content", row.version)

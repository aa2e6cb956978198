"""Where a sealed value belongs. Moved elsewhere, it does not open (it is the associated data of the seal)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """``table``, ``row`` (its id), ``field`` and the ``version`` of the value: together they name one value, ever."""

    table: str
    row: str
    field: str
    version: int = 1

    @property
    def associated(self) -> bytes:
        """The four parts, each after its length, so that no two places read the same."""
        parts = [part.encode() for part in (self.table, self.row, self.field, str(self.version))]
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)

"""What a new revision of a year changed: of every table the cells that differ, as they were and as they are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from loket.figures.model import Coordinates, Table, is_hidden

Kind = Literal["changed", "added", "gone", "rearranged"]


@dataclass(frozen=True)
class Difference:
    """One cell that differs. ``was`` None: it was not there before; ``now`` None: it is not there any more. Either may
    be hidden.
    """

    at: Coordinates
    was: float | None
    now: float | None

    @property
    def amount(self) -> float | None:
        """What to add to ``was`` for ``now``; None when one of them is not there, hidden when one of them is."""
        return None if self.was is None or self.now is None else self.now - self.was


@dataclass(frozen=True)
class Restated:
    """One table that differs. ``table`` is as it is now, or as it was when it is ``gone``.

    ``rearranged``: it has other dimensions now, so that no cell can be laid beside another. Only a ``changed`` one has
    cells.
    """

    table: Table
    kind: Kind
    cells: tuple[Difference, ...] = ()


def differences(was: Mapping[Coordinates, float], now: Mapping[Coordinates, float]) -> tuple[Difference, ...]:
    """Every cell that is not equal, in the order of ``now``; then those that are gone. One that is hidden in both is
    not told to differ.
    """
    every = dict.fromkeys((*now, *was))
    pairs = ((at, was.get(at), now.get(at)) for at in every)
    return tuple(Difference(*pair) for pair in pairs if not _alike(*pair[1:]))


def _alike(was: float | None, now: float | None) -> bool:
    return was == now or (was is not None and now is not None and is_hidden(was) and is_hidden(now))


def restated(was: Mapping[str, Table], now: Mapping[str, Table]) -> tuple[Restated, ...]:
    """Every table that differs, in the order of ``now``; then those that are gone. Both are by id."""
    every = dict.fromkeys((*now, *was))
    return tuple(one for name in every if (one := _restated(was.get(name), now.get(name))))


def _restated(was: Table | None, now: Table | None) -> Restated | None:
    if was and now:
        if _dimensions(was) != _dimensions(now):
            return Restated(now, "rearranged")
        cells = differences(was.cells, now.cells)
        return Restated(now, "changed", cells) if cells else None
    if now:
        return Restated(now, "added")
    return Restated(was, "gone") if was else None


def _dimensions(table: Table) -> list[str]:
    return [dimension.name for dimension in table.definition.dimensions]

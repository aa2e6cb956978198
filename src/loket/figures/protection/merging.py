"""Which codes to merge before anything is hidden: along the dimension's own tree, those that lose least.

Merged codes go to "overig" beside their larger siblings; when all siblings would go, their parent is left and says as
much. Merging keeps every remaining figure true and readable, which is why it is proposed first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loket.figures.model import TOTAL, Coordinates
from loket.figures.protection.lattice import Dimension, Table, completed
from loket.figures.protection.rules import is_primary


@dataclass(frozen=True)
class Merge:
    """Codes of one dimension that are siblings under ``parent``. ``rest`` are the siblings that stay; when there are
    none, the parent takes the place of all. ``small_before`` and ``small_after`` count the small cells of the rows of
    these siblings, ``lost`` the cells that are no longer there.
    """

    dimension: str
    parent: str
    codes: tuple[str, ...]
    rest: tuple[str, ...]
    small_before: int
    small_after: int
    lost: int


def proposals(table: Table, threshold: int) -> list[Merge]:
    """For each group of siblings with small cells the merge that leaves fewest of them and, of those, loses the fewest
    cells; the merges that take away most small cells for a lost cell first. Raises ``BadTable``.
    """
    full = completed(table)
    found = [
        merge
        for axis, dimension in enumerate(table.dimensions)
        for parent in dimension.children
        if (merge := _best(table, full, axis, parent, threshold))
    ]
    return sorted(found, key=lambda merge: (merge.small_after - merge.small_before) / max(merge.lost, 1))


def _best(table: Table, full: dict[Coordinates, int], axis: int, parent: str, threshold: int) -> Merge | None:
    options = list(_options(table, full, axis, parent, threshold))
    best = min(options, key=lambda merge: (merge.small_after, merge.lost), default=None)
    return best if best and best.small_after < best.small_before else None


def _options(table: Table, full: dict[Coordinates, int], axis: int, parent: str, threshold: int) -> Iterator[Merge]:
    """Merging the two smallest siblings, the three smallest, and so on up to all of them."""
    dimension = table.dimensions[axis]
    codes = sorted(_leaves(dimension, parent), key=lambda code: sum(_row(table, full, axis, (code,))))
    before = sum(is_primary(n, threshold) for code in codes for n in _row(table, full, axis, (code,)))
    width = len(_row(table, full, axis, ()))
    for size in range(2, len(codes) + 1):
        merged, rest = codes[:size], codes[size:]
        after = sum(is_primary(n, threshold) for code in rest for n in _row(table, full, axis, (code,)))
        is_all = size == len(dimension.children[parent])
        if not is_all:
            after += sum(is_primary(n, threshold) for n in _row(table, full, axis, tuple(merged)))
        lost = width * (size if is_all else size - 1)
        yield Merge(dimension.name, parent, tuple(merged), tuple(rest), before, after, lost)


def _leaves(dimension: Dimension, parent: str) -> list[str]:
    return [code for code in dimension.children[parent] if code not in dimension.children]


def _row(table: Table, full: dict[Coordinates, int], axis: int, codes: Sequence[str]) -> list[int]:
    """The counts of these codes together, at every combination of codes of the other dimensions."""
    others = {at[:axis] + at[axis + 1 :] for at in table.everywhere() if at[axis] == TOTAL}
    return [sum(full.get((*rest[:axis], code, *rest[axis:]), 0) for code in codes) for rest in sorted(others)]

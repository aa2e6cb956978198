"""Which codes to merge before anything is hidden: along the dimension's own tree, those that lose least.

Merged codes go to "overig" beside their larger siblings; when all siblings would go, their parent is left and says as
much. Merging keeps every remaining figure true and readable, which is why it is proposed first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from loket.figures.model import Coordinates
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
    rows = _rows(table, full, axis, _leaves(dimension, parent))
    codes = sorted(rows, key=lambda code: sum(rows[code]))
    small = [_small(rows[code], threshold) for code in codes]
    merged = rows[codes[0]] if codes else []
    for size in range(2, len(codes) + 1):
        merged = [one + other for one, other in zip(merged, rows[codes[size - 1]], strict=True)]
        is_all = size == len(dimension.children[parent])
        after = sum(small[size:]) + (0 if is_all else _small(merged, threshold))
        lost = len(merged) * (size if is_all else size - 1)
        yield Merge(dimension.name, parent, tuple(codes[:size]), tuple(codes[size:]), sum(small), after, lost)


def _leaves(dimension: Dimension, parent: str) -> list[str]:
    return [code for code in dimension.children[parent] if code not in dimension.children]


def _small(counts: Sequence[int], threshold: int) -> int:
    return sum(is_primary(count, threshold) for count in counts)


def _rows(table: Table, full: dict[Coordinates, int], axis: int, codes: Sequence[str]) -> dict[str, list[int]]:
    """Of each of these codes its counts, at every combination of codes of the other dimensions."""
    before = list(product(*(one.codes for one in table.dimensions[:axis])))
    after = list(product(*(one.codes for one in table.dimensions[axis + 1 :])))
    return {code: [full.get((*left, code, *right), 0) for left in before for right in after] for code in codes}

"""All tables that fit, one by one: plain recursion and no solver, for tables so small that it comes to an end."""

from collections.abc import Iterator, Sequence

from loket.figures.protection.lattice import Relation

Ends = tuple[int, int]


def fitting(relations: Sequence[Relation], ends: Sequence[Ends]) -> Iterator[tuple[int, ...]]:
    """Every table of whole numbers between these ends in which every sum holds."""
    sums = [(relation.total, *relation.parts) for relation in relations]
    yield from _completed(sums, ends, [low if low == high else None for low, high in ends])


def _completed(
    sums: Sequence[tuple[int, ...]], ends: Sequence[Ends], table: list[int | None]
) -> Iterator[tuple[int, ...]]:
    forced = _forced(sums, table)
    while forced is not None:
        cell, value = forced
        if not ends[cell][0] <= value <= ends[cell][1]:
            return
        table[cell] = value
        forced = _forced(sums, table)
    if not all(_holds(cells, table) for cells in sums):
        return
    free = [cell for cell, value in enumerate(table) if value is None]
    if not free:
        yield tuple(value for value in table if value is not None)
        return
    cell = min(free, key=lambda one: ends[one][1] - ends[one][0])
    for value in range(ends[cell][0], ends[cell][1] + 1):
        yield from _completed(sums, ends, [value if one == cell else other for one, other in enumerate(table)])


def _forced(sums: Sequence[tuple[int, ...]], table: Sequence[int | None]) -> tuple[int, int] | None:
    """A cell that is the only one unknown of a sum, and what it must be."""
    for total, *parts in sums:
        unknown = [cell for cell in (total, *parts) if table[cell] is None]
        if len(unknown) == 1:
            rest = sum(table[part] or 0 for part in parts)
            return (unknown[0], rest) if unknown[0] == total else (unknown[0], (table[total] or 0) - rest)
    return None


def _holds(cells: tuple[int, ...], table: Sequence[int | None]) -> bool:
    """Whether this sum holds, or is not complete yet."""
    values = [table[cell] for cell in cells]
    return None in values or values[0] == sum(value or 0 for value in values[1:])


def possible(relations: Sequence[Relation], ends: Sequence[Ends]) -> list[set[int]]:
    """Of each cell the values that it has in some fitting table."""
    found: list[set[int]] = [set() for _ in ends]
    for table in fitting(relations, ends):
        for cell, value in enumerate(table):
            found[cell].add(value)
    return found

"""The tables that ``./loket bench protect`` protects: printed ones from the data folder, and made ones."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import numpy as np

from loket.figures.model import TOTAL, Coordinates
from loket.figures.protection.lattice import Dimension, Lattice, Table, build

PARTS = ("accused", "settlement", "situation")


def advice(data: Path) -> Lattice:
    """All annexes by unit of the advisers' report of 2024, linked: by topic, accused, settlement and situation."""
    topics, tree = _topics(data)
    tables = {"topic": topics} | {part: _printed(data, part) for part in PARTS}
    units = tuple(dict.fromkeys(unit for unit, _ in topics))
    for counts in tables.values():
        _agree(counts, topics)
    dimensions = {part: Dimension.flat(part, (code for _, code in tables[part])) for part in PARTS} | {"topic": tree}
    unit = Dimension.flat("unit", units)
    return build([Table(part, (unit, dimensions[part]), counts) for part, counts in tables.items()])


def _topics(data: Path) -> tuple[dict[Coordinates, int], Dimension]:
    counts: dict[Coordinates, int] = {}
    parents: dict[str, str] = {}
    for row in _rows(data / "published" / "advice_by_unit_category.csv"):
        if row["subcategory"] != TOTAL:
            parents[row["category"]] = TOTAL
            code = f"{row['category']}/{row['subcategory']}"
            parents[code] = row["category"]
            counts[row["unit"], code] = int(row["n"])
    return counts, Dimension("topic", parents)


def _printed(data: Path, part: str) -> dict[Coordinates, int]:
    rows = _rows(data / "published" / f"advice_by_unit_{part}.csv")
    return {(row["unit"], row[part]): int(row["n"]) for row in rows if row[part] != TOTAL}


def _agree(counts: dict[Coordinates, int], topics: Mapping[Coordinates, int]) -> None:
    """Bring a table to the totals by unit of the topics: the printed annexes differ by one in one place."""
    for unit in dict.fromkeys(unit for unit, _ in topics):
        largest = max((at for at in counts if at[0] == unit), key=lambda at: counts[at])
        counts[largest] += _of(topics, unit) - _of(counts, unit)


def _of(counts: Mapping[Coordinates, int], unit: str) -> int:
    return sum(count for at, count in counts.items() if at[0] == unit)


def settled(data: Path) -> Lattice:
    """The settled cases of 2024: unit by violation, unit by settlement, violation by settlement, linked."""
    rows = list(_rows(data / "records" / "settled_case.csv"))
    names = ("unit", "violation", "settlement")
    dimensions = {name: Dimension.flat(name, (row[name] for row in rows)) for name in names}
    pairs = (("unit", "violation"), ("unit", "settlement"), ("violation", "settlement"))
    return build(
        [
            Table(f"{one} {two}", (dimensions[one], dimensions[two]), Counter((row[one], row[two]) for row in rows))
            for one, two in pairs
        ]
    )


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def made(sizes: tuple[int, ...], *, trees: int = 0, middle: float = 1.2, spread: float = 1.6, seed: int = 1) -> Lattice:
    """A table of counts by chance, many small and a few large; the first ``trees`` dimensions have two levels."""
    chance = np.random.default_rng(seed)
    shape = np.floor(np.exp(chance.normal(middle, spread, sizes))).astype(int)
    dimensions = tuple(_dimension(place, size, place < trees) for place, size in enumerate(sizes))
    leaves = [[code for code in dimension.parents if code not in dimension.children] for dimension in dimensions]
    counts = {at: int(count) for at, count in zip(product(*leaves), shape.ravel(), strict=True)}
    return build([Table("made", dimensions, counts)])


def _dimension(place: int, size: int, is_tree: bool) -> Dimension:
    codes = [f"{place}-{number}" for number in range(size)]
    if not is_tree:
        return Dimension.flat(f"d{place}", codes)
    above = {f"{place}/{number // 4}": TOTAL for number in range(size)}
    return Dimension(f"d{place}", above | {code: f"{place}/{number // 4}" for number, code in enumerate(codes)})

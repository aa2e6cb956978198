"""What is proposed for cells that no pattern protects."""

from hostile import finest, flat
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.figures.protection.guard import release
from loket.figures.protection.lattice import Lattice, Table, build
from loket.figures.protection.merging import Merge
from loket.figures.protection.remedies import applied, remedies

SECTORS = ("s0", "s1", "s2", "s3")
FINEST = finest((flat("region", 2), flat("sector", 3)))


def ones() -> Lattice:
    """A row of four ones, and one of nines."""
    counts = {(region, sector): n for region, n in (("r0", 1), ("r1", 9)) for sector in SECTORS}
    return build([Table("t", (flat("region", 2), flat("sector", 4)), counts)])


def test_the_merge_that_loses_least_is_proposed() -> None:
    lattice = ones()
    cells = [lattice.places["t"]["r0", sector] for sector in SECTORS]
    found = remedies(lattice, cells, 5)
    assert found.keys() == set(cells)
    for merge in found.values():
        assert merge is not None
        assert (merge.dimension, set(merge.codes), merge.lost) == ("region", {"r0", "r1"}, 10)


def test_without_time_rounding_is_left() -> None:
    lattice = ones()
    cell = lattice.places["t"]["r0", "s0"]
    assert remedies(lattice, [cell], 5, seconds=0) == {cell: None}


def test_a_merge_keeps_every_sum() -> None:
    table = ones().tables[0]
    merge = Merge("sector", "total", ("s0", "s2"), ("s1", "s3"), 0, 0, 1)
    merged = applied(table, merge)
    assert merged.counts == {
        ("r0", "s0"): 2,
        ("r0", "s1"): 1,
        ("r0", "s3"): 1,
        ("r1", "s0"): 18,
        ("r1", "s1"): 9,
        ("r1", "s3"): 9,
    }


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 1, 1, 2, 9]), min_size=6, max_size=6), st.sampled_from([4, 5]))
def test_after_the_merge_the_cell_can_be_protected(numbers: list[int], threshold: int) -> None:
    table = Table("t", (flat("region", 2), flat("sector", 3)), dict(zip(FINEST, numbers, strict=True)))
    lattice = build([table])
    found = remedies(lattice, release(lattice, threshold, seconds=10).finding.unprotectable, threshold)
    for merge in {merge for merge in found.values() if merge}:
        merged = build([applied(table, merge)])
        beyond = set(release(merged, threshold, seconds=10).finding.unprotectable)
        for at, cell in lattice.places["t"].items():
            if found.get(cell) == merge:
                assert merged.places["t"][moved(table, merge, at)] not in beyond


def moved(table: Table, merge: Merge, at: tuple[str, ...]) -> tuple[str, ...]:
    """Where the cell went."""
    names = [dimension.name for dimension in table.dimensions]
    return tuple(
        merge.codes[0] if name == merge.dimension and code in merge.codes else code
        for name, code in zip(names, at, strict=True)
    )

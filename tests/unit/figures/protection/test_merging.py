"""What is proposed before anything is hidden."""

from hostile import flat, linked
from hypothesis import given, settings

from loket.figures.protection.lattice import Dimension, Table
from loket.figures.protection.merging import proposals


def test_the_smallest_siblings_go_to_the_rest_and_what_is_lost_is_said() -> None:
    counts = {("r0",): 1, ("r1",): 2, ("r2",): 3, ("r3",): 40}
    (merge,) = proposals(Table("t", (flat("region", 4),), counts), 5)
    assert merge.codes == ("r0", "r1", "r2")
    assert merge.rest == ("r3",)
    assert (merge.small_before, merge.small_after, merge.lost) == (3, 0, 2)


def test_codes_merge_along_the_tree_only() -> None:
    region = Dimension("region", {"n": "total", "s": "total", "a": "n", "b": "n", "c": "s", "d": "s"})
    counts = {("a",): 2, ("b",): 40, ("c",): 3, ("d",): 30}
    found = {merge.parent: merge for merge in proposals(Table("t", (region,), counts), 5)}
    assert set(found) == {"n", "s"}
    assert set(found["n"].codes) == {"a", "b"}
    assert found["n"].rest == ()


def test_without_small_counts_nothing_is_proposed() -> None:
    assert proposals(Table("t", (flat("region", 3),), {("r0",): 9, ("r1",): 8}), 5) == []


@settings(max_examples=30, deadline=None)
@given(linked(leaves=18))
def test_a_merge_never_leaves_more_small_counts(given_tables: tuple[list[Table], int]) -> None:
    tables, threshold = given_tables
    for table in tables:
        for merge in proposals(table, threshold):
            assert merge.small_after < merge.small_before
            assert len(merge.codes) > 1
            assert merge.lost > 0

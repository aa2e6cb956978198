"""Tables become cells and sums: every margin is there, the same cell is one cell, and what cannot be is refused."""

import pytest
from hostile import flat, linked
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.figures.protection.lattice import BadTable, Dimension, Lattice, Table, build


@settings(max_examples=40, deadline=None)
@given(linked(leaves=24))
def test_every_sum_holds_and_a_cell_of_two_tables_is_one(given_tables: tuple[list[Table], int]) -> None:
    lattice = build(given_tables[0])
    for relation in lattice.relations:
        assert lattice.counts[relation.total] == sum(lattice.counts[part] for part in relation.parts)
    keys = {}
    for table in lattice.tables:
        assert set(lattice.places[table.name]) == set(table.everywhere())
        for at, cell in lattice.places[table.name].items():
            assert keys.setdefault(table.key(at), cell) == cell
    assert sorted(keys.values()) == list(range(len(lattice.counts)))


def test_subtotals_and_chains_of_only_children_are_cells() -> None:
    region = Dimension("region", {"north": "total", "a": "north", "deep": "a", "south": "total"})
    lattice = build([Table("t", (region,), {("deep",): 3, ("south",): 4})])
    counts = {at: lattice.counts[cell] for at, cell in lattice.places["t"].items()}
    assert counts == {("total",): 7, ("north",): 3, ("a",): 3, ("deep",): 3, ("south",): 4}
    assert len(lattice.relations) == 3


REGION, YEAR = flat("region", 2), flat("year", 2)

BAD = {
    "margin": ([Table("t", (REGION,), {("r0",): 3, ("total",): 4})], "telt 4, maar de delen tellen op tot 3"),
    "part without parts": ([Table("t", (REGION,), {("total",): 4})], "tellen op tot 0"),
    "negative": ([Table("t", (REGION,), {("r0",): -1})], "0 of meer"),
    "unknown": ([Table("t", (REGION,), {("r9",): 1})], "staat niet in de boom"),
    "huge": ([Table("t", (REGION,), {("r0",): 10**10})], "zulke aantallen"),
    "one name": ([Table("t", (REGION,), {}), Table("t", (YEAR,), {})], "twee tabellen die t heten"),
    "other total": (
        [Table("t", (REGION,), {("r0",): 3}), Table("u", (YEAR,), {("y0",): 4})],
        "in een andere tabel 3",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_is_refused(name: str) -> None:
    tables, said = BAD[name]
    with pytest.raises(BadTable, match=said):
        build(tables)


@pytest.mark.parametrize(
    ("parents", "said"),
    [
        ({"a": "b", "b": "a"}, "kring"),
        ({"a": "a"}, "kring"),
        ({"a": "b"}, "staat er zelf niet in"),
        ({"total": "total"}, "kan geen code zijn"),
        ({"": "total"}, "kan geen code zijn"),
    ],
)
def test_a_tree_that_is_none_is_refused(parents: dict[str, str], said: str) -> None:
    with pytest.raises(BadTable, match=said):
        Dimension("region", parents)


@settings(max_examples=20)
@given(st.integers(1, 5), st.integers(1, 5))
def test_the_number_of_sums_follows_from_the_shape(rows: int, columns: int) -> None:
    lattice: Lattice = build([Table("t", (flat("region", rows), flat("year", columns)), {})])
    assert len(lattice.counts) == (rows + 1) * (columns + 1)
    assert len(lattice.relations) == rows + 1 + columns + 1

"""Cells that count the same facts are one cell, and every sum between tables is found and holds in the counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import CATEGORY, LISTS, SUB, UNIT, YEAR, Row, code, code_list, definition, source_of

from loket.figures.engine import compute
from loket.figures.model import TOTAL, CodeList, Coordinates, Dimension, Table, TableDefinition
from loket.figures.protection.linking import Contradiction, Linked, link
from loket.figures.protection.regions import Region, World

PARENT = {"shouting": "loud", "singing": "loud", "sleeping": "late", "dozing": "late"}
SUBS = replace(LISTS["sub"], parent_list="category")
WORLD_LISTS: Mapping[str, CodeList] = {**LISTS, "sub": SUBS}
PLACES = {2023: {"archive": "harbour"}, 2024: {"archive": "market"}}
BY_CATEGORY = Dimension("category", "sub", "category", roll_up="parent")
ROLLED = replace(SUB, within=None, roll_up="renamed")
THEN, NOW = replace(UNIT, roll_up="then"), replace(UNIT, roll_up="now")
DEFINITIONS = tuple(
    replace(one, id=name)
    for name, one in {
        "tree": definition(YEAR, UNIT, CATEGORY, SUB, years=(-1, 0)),
        "categories": definition(UNIT, CATEGORY),
        "subs": definition(YEAR, replace(SUB, within=None), years=(-1, 0)),
        "rolled": definition(YEAR, ROLLED, years=(-1, 0)),
        "upward": definition(YEAR, BY_CATEGORY, NOW, years=(-1, 0)),
        "then": definition(YEAR, THEN, years=(-1, 0)),
        "now": definition(YEAR, NOW, years=(-1, 0)),
        "both": definition(THEN, CATEGORY, years=(-1, 0)),
        "only": definition(replace(UNIT, only=("harbour", "market")), replace(SUB, within=None)),
        "loud": definition(UNIT, filters={"category": ("loud",)}),
        "shouted": definition(YEAR, UNIT, filters={"sub": ("shouting", "dozing")}, years=(-1, 0)),
    }.items()
)
WORLD = World(DEFINITIONS, WORLD_LISTS, PLACES)

facts = st.lists(
    st.builds(
        lambda year, unit, sub: {"year": year, "unit": unit, "category": PARENT[sub], "sub": sub},
        st.sampled_from([2023, 2024]),
        st.sampled_from(["harbour", "market", "archive", "guest"]),
        st.sampled_from(sorted(PARENT)),
    ).filter(lambda row: row["year"] == 2023 or row["sub"] != "dozing"),
    max_size=30,
)


def tables(rows: Sequence[Row], names: Iterable[str] = ()) -> dict[str, Table]:
    found = compute(DEFINITIONS, source_of(rows), WORLD_LISTS, 2024, places=PLACES)
    return {name: found[name] for name in names or found}


def linked(rows: Sequence[Row], *names: str) -> Linked:
    return link(tables(rows, names).values(), WORLD)


def cell(found: Linked, table: str, *at: str) -> int:
    return found.lattice.places[table][at]


def sums(found: Linked, total: int) -> set[frozenset[int]]:
    """What the cell is the sum of, in each way that was found."""
    return {frozenset(one.parts) for one in found.lattice.relations if one.total == total}


def counted(region: Region, rows: Iterable[Row]) -> int:
    """The facts in a region, counted naively; a unit that is told apart by year has its year behind it."""
    return sum(
        row["year"] in region.years
        and all(row[column] in codes or f"{row[column]} {row['year']}" in codes for column, codes in region.kept)
        for row in rows
    )


@settings(max_examples=40)
@given(rows=facts)
def test_every_cell_counts_what_its_region_says_and_every_sum_holds(rows: list[Row]) -> None:
    found = linked(rows)
    counts = found.lattice.counts
    assert [counted(region, rows) for region in found.regions] == list(counts)
    for table in tables(rows).values():
        assert {at: counts[number] for at, number in found.lattice.places[table.id].items()} == table.cells
    assert all(counts[one.total] == sum(counts[part] for part in one.parts) for one in found.lattice.relations)


SOME: list[Row] = [
    {"year": year, "unit": unit, "category": PARENT[sub], "sub": sub}
    for year in (2023, 2024)
    for unit in ("harbour", "market", "archive")
    for sub in PARENT
    if year == 2023 or sub != "dozing"
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("tree", "2024", "harbour", "loud", TOTAL), ("categories", "harbour", "loud")),
        (("tree", "2023", TOTAL, "late", "dozing"), ("subs", "2023", "dozing")),
        (("tree", "2023", TOTAL, TOTAL, TOTAL), ("now", "2023", TOTAL)),
        (("categories", TOTAL, "late"), ("upward", "2024", "late", TOTAL)),
        (("rolled", "2023", "singing"), ("subs", "2023", "singing")),
        (("rolled", "2024", "sleeping"), ("subs", "2024", "sleeping")),
        (("then", "2024", "market"), ("now", "2024", "market")),
        (("then", "2023", "market"), ("tree", "2023", "market", TOTAL, TOTAL)),
        (("loud", "market"), ("categories", "market", "loud")),
        (("shouted", "2024", TOTAL), ("subs", "2024", "shouting")),
        (("both", TOTAL, TOTAL), ("both", TOTAL, TOTAL)),
    ],
)
def test_the_same_facts_are_one_cell(one: Coordinates, other: Coordinates) -> None:
    found = linked(SOME)
    assert cell(found, *one) == cell(found, *other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("subs", "2023", "sleeping"), ("subs", "2024", "sleeping")),
        (("rolled", "2023", "sleeping"), ("subs", "2023", "sleeping")),
        (("then", "2023", "harbour"), ("now", "2023", "harbour")),
        (("then", "2024", "market"), ("tree", "2024", "market", TOTAL, TOTAL)),
        (("only", TOTAL, TOTAL), ("categories", TOTAL, TOTAL)),
        (("both", "harbour", "loud"), ("categories", "harbour", "loud")),
    ],
)
def test_other_facts_are_other_cells(one: Coordinates, other: Coordinates) -> None:
    found = linked(SOME)
    assert cell(found, *one) != cell(found, *other)


def test_what_can_count_nothing_is_one_cell() -> None:
    found = linked(SOME, "subs", "rolled", "tree")
    empty = cell(found, "subs", "2024", "dozing")
    assert empty == cell(found, "tree", "2024", "harbour", "late", "dozing")
    assert found.lattice.counts[empty] == 0


def test_codes_that_were_rolled_up_are_the_sum_of_those_of_another_table() -> None:
    found = linked(SOME, "rolled", "subs")
    parts = {cell(found, "subs", "2023", name) for name in ("sleeping", "dozing")}
    assert sums(found, cell(found, "rolled", "2023", "sleeping")) == {frozenset(parts)}


def test_a_unit_as_it_is_now_is_the_sum_of_units_of_another_table_at_each_category() -> None:
    found = linked(SOME, "upward", "tree")
    parts = {cell(found, "tree", "2023", name, "loud", TOTAL) for name in ("market", "archive")}
    assert frozenset(parts) in sums(found, cell(found, "upward", "2023", "loud", "market"))


def test_a_table_of_some_units_links_where_the_other_has_all_of_them() -> None:
    found = linked(SOME, "only", "tree")
    parts = {cell(found, "tree", "2024", name, "loud", "singing") for name in ("harbour", "market")}
    assert parts == {cell(found, "only", name, "singing") for name in ("harbour", "market")}
    assert frozenset(parts) in sums(found, cell(found, "only", TOTAL, "singing"))


def test_a_code_that_nobody_had_is_no_part_and_its_sum_is_still_found() -> None:
    """No fact is of guest, an optional unit: the total of the others is the total of all."""
    found = linked(SOME, "tree", "categories")
    assert not any("guest" in at for at in found.lattice.places["tree"])
    total = cell(found, "tree", "2024", TOTAL, "loud", "singing")
    assert {cell(found, "tree", "2024", unit, "loud", "singing") for unit in ("harbour", "market", "archive")} in sums(
        found, total
    )


def test_a_kind_of_fact_links_with_its_own_kind_only() -> None:
    other = replace(DEFINITIONS[1], id="elsewhere", fact="other_fact")
    world = replace(WORLD, definitions=(*DEFINITIONS, other))
    twins = [tables(SOME)["categories"], replace(tables(SOME)["categories"], definition=other)]
    found = link(twins, world)
    assert not set(found.lattice.places["categories"].values()) & set(found.lattice.places["elsewhere"].values())


def test_years_that_are_added_up_are_no_year() -> None:
    found = linked(SOME, "both", "upward")
    assert not set(found.lattice.places["both"].values()) & set(found.lattice.places["upward"].values())


def off(table: Table, at: Coordinates) -> Table:
    return replace(table, cells={**table.cells, at: table.cells[at] + 1})


def test_tables_that_say_otherwise_of_the_same_facts_are_refused_by_name() -> None:
    found = tables(SOME)
    wrong = off(found["categories"], ("harbour", "loud"))
    with pytest.raises(Contradiction, match=r"categories, cel \[harbour, loud\] telt 3, maar tabel tree"):
        link([found["tree"], wrong], WORLD)


def test_a_sum_that_does_not_hold_is_refused_by_name() -> None:
    found = tables(SOME)
    wrong = off(found["rolled"], ("2023", "sleeping"))
    with pytest.raises(Contradiction, match=r"rolled, cel \[2023, total\] telt 12, maar de delen tellen 13"):
        link([wrong], WORLD)
    bare = replace(wrong, cells={at: n for at, n in wrong.cells.items() if TOTAL not in at})
    with pytest.raises(Contradiction, match=r"rolled, cel \[2023, sleeping\] telt 7, maar de delen tellen 6"):
        link([bare, found["subs"]], WORLD)


def told_twice(cases: Mapping[str, int], persons: Mapping[str, int]) -> tuple[list[Table], World]:
    """Two kinds of facts about the same: how a case was looked into, and each person in one."""
    asked = replace(definition(UNIT), id="cases", fact="case")
    kinds = {"cases": asked, "persons": replace(asked, id="persons", fact="person")}
    codes = (*(code(one) for one in cases), code(TOTAL))
    made = [
        Table(
            kinds[name],
            2024,
            {**{(one,): n for one, n in counts.items()}, (TOTAL,): sum(counts.values())},
            (codes,),
            reconstructed=False,
        )
        for name, counts in (("cases", cases), ("persons", persons))
    ]
    lists = {"unit": code_list("unit", *(code(one) for one in cases))}
    return made, World(tuple(kinds.values()), lists, {}, {"person": "case"})


def test_facts_that_come_in_pairs_are_laid_beside_each_other() -> None:
    """Shown in one table, a count tells the same count in the other; where both differ, each keeps its own."""
    made, world = told_twice(
        {"none": 170, "full": 14, "first": 2, "brief": 0}, {"none": 170, "full": 14, "first": 0, "brief": 2}
    )
    found = link(made, world)
    for at in ("none", "full", TOTAL):
        assert cell(found, "cases", at) == cell(found, "persons", at)
    for at in ("first", "brief"):
        assert cell(found, "cases", at) != cell(found, "persons", at)
    apart = link(made, replace(world, alike={}))
    assert cell(apart, "cases", "none") != cell(apart, "persons", "none")


def test_scores_are_no_counts() -> None:
    scored: TableDefinition = replace(DEFINITIONS[0], measure="score")
    assert link([replace(tables(SOME)["tree"], definition=scored)], WORLD).lattice.counts == ()


def test_relations_are_of_different_cells() -> None:
    assert all(one.total not in one.parts for one in linked(SOME).lattice.relations)
    assert len(set(linked(SOME).lattice.relations)) == len(linked(SOME).lattice.relations)


def test_a_list_of_its_own_has_no_parent() -> None:
    """A column whose list nobody knows is told apart by its codes as they stand."""
    lone = replace(definition(UNIT, filters={"colour": ("red",)}), id="lone")
    world = World((lone,), {"unit": code_list("unit", code("harbour"))}, {})
    found = link(
        [
            Table(
                lone,
                2024,
                {("harbour",): 3, (TOTAL,): 3},
                ((code("harbour"), code(TOTAL)),),
                reconstructed=False,
            )
        ],
        world,
    )
    assert found.regions == (Region("fact", frozenset({2024}), frozenset({("colour", frozenset({"red"}))})),)

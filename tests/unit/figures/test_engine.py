"""Laws of counting: margins are sums, every fact counts once, and the answer is that of a naive count."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import CATEGORY, LISTS, SUB, UNIT, YEAR, Row, Rows, definition, source_of

from loket.figures.engine import compute
from loket.figures.model import TOTAL, StrangeFact, Table, TableDefinition, UnknownCell

PARENT = {"shouting": "loud", "singing": "loud", "sleeping": "late", "dozing": "late"}
facts = st.lists(
    st.builds(
        lambda year, unit, sub: {"year": year, "unit": unit, "category": PARENT[sub], "sub": sub},
        st.sampled_from([2023, 2024]),
        st.sampled_from(["harbour", "market", "archive", "guest"]),
        st.sampled_from(sorted(PARENT)),
    ),
    max_size=30,
)
quick = settings(max_examples=40, deadline=None)


def one(source: Rows, what: TableDefinition, **options: Any) -> Table:
    return compute([what], source, LISTS, 2024, **options)["test"]


@quick
@given(rows=facts)
def test_equals_a_naive_count(rows: list[Row]) -> None:
    table = one(source_of(rows), definition(UNIT, CATEGORY, SUB))
    counted = Counter((r["unit"], r["category"], r["sub"]) for r in rows if r["year"] == 2024)
    assert {at: n for at, n in table.cells.items() if TOTAL not in at and n} == counted


@quick
@given(rows=facts)
def test_margins_are_sums_and_every_fact_counts_once(rows: list[Row]) -> None:
    table = one(source_of(rows), definition(YEAR, UNIT, CATEGORY, SUB, years=(-1, 0)))
    inner = {at: n for at, n in table.cells.items() if TOTAL not in at}
    for at, n in table.cells.items():
        assert n == sum(m for cell, m in inner.items() if all(a in (TOTAL, c) for a, c in zip(at, cell, strict=True)))
    assert sum(inner.values()) == len(rows)
    assert not any(at[0] == TOTAL for at in table.cells)


@quick
@given(rows=facts)
def test_rolling_up_moves_counts_and_loses_none(rows: list[Row]) -> None:
    rolled = replace(SUB, within=None, roll_up="renamed")
    table = one(source_of(rows), definition(YEAR, rolled, years=(-1, 0)))
    counted = Counter((str(r["year"]), str(r["sub"]).replace("dozing", "sleeping")) for r in rows)
    assert {at: n for at, n in table.cells.items() if TOTAL not in at and n} == counted
    assert ("2024", "dozing") not in table.cells


def test_zeros_stand_for_every_valid_code_and_children_only_within_their_parent() -> None:
    table = one(source_of([]), definition(UNIT, CATEGORY, SUB))
    assert table.cell("harbour", "loud", "singing").n == 0
    for absent in (
        ("guest", "loud", "singing"),
        ("harbour", "late", "dozing"),
        ("harbour", "late", "singing"),
    ):
        with pytest.raises(UnknownCell):
            table.cell(*absent)
    with pytest.raises(UnknownCell):
        table.cell("harbour", TOTAL, "singing")
    assert [code.code for code in table.labels[0]] == [
        "harbour",
        "market",
        "archive",
        TOTAL,
    ]


def test_an_optional_or_expired_code_appears_when_it_is_counted() -> None:
    row = {"year": 2024, "unit": "guest", "category": "late", "sub": "dozing"}
    table = one(source_of([row]), definition(UNIT, CATEGORY, SUB))
    assert table.cell("guest", "late", "dozing").n == table.cell(TOTAL, TOTAL, TOTAL).n == 1


def test_a_parent_and_a_unit_of_another_year_count_where_they_belong() -> None:
    rows = [
        {"year": 2023, "unit": "archive", "category": "loud", "sub": "singing"},
        {"year": 2024, "unit": "archive", "category": "late", "sub": "sleeping"},
    ]
    places = {2023: {"archive": "harbour"}, 2024: {"archive": "market"}}
    then = definition(YEAR, replace(UNIT, roll_up="then"), years=(-1, 0))
    now = definition(YEAR, replace(UNIT, roll_up="now"), years=(-1, 0))
    assert one(source_of(rows), then, places=places).cell("2023", "harbour").n == 1
    assert one(source_of(rows), now, places=places).cell("2023", "market").n == 1
    parent = definition(replace(SUB, name="kind", codes="category", within=None, roll_up="parent"))
    assert dict(one(source_of(rows), parent).cells) == {("loud",): 0, ("late",): 1, (TOTAL,): 1}


def test_filters_and_only_leave_facts_out() -> None:
    rows = [
        {"year": 2024, "unit": unit, "category": PARENT[sub], "sub": sub}
        for unit in ("harbour", "market")
        for sub in ("singing", "sleeping")
    ]
    filtered = definition(UNIT, filters={"category": ("loud",)})
    assert one(source_of(rows), filtered).cell(TOTAL).n == 2
    only = definition(replace(UNIT, only=("market",)))
    assert dict(one(source_of(rows), only).cells) == {("market",): 2, (TOTAL,): 2}


def test_a_measure_has_the_cells_that_were_measured_exactly() -> None:
    rows: list[Row] = [
        {"year": 2024, "unit": "harbour", "category": "loud", "sub": "singing", "score": Decimal("0.1")},
        {"year": 2024, "unit": "harbour", "category": "loud", "sub": "singing", "score": Decimal("0.2")},
        {"year": 2024, "unit": "market", "category": "loud", "sub": "singing", "score": None},
    ]
    measured = definition(replace(UNIT, total=False), measure="score")
    assert dict(one(source_of(rows), measured).cells) == {("harbour",): 0.3}


def test_a_list_has_the_cells_that_were_counted() -> None:
    rows: list[Row] = [
        {"year": 2024, "unit": unit, "category": "loud", "sub": "singing"} for unit in ("harbour", "market", "market")
    ]
    columns = (replace(UNIT, total=False), replace(SUB, within=None, total=False))
    listed = replace(definition(*columns), is_list=True)
    assert dict(one(source_of(rows), listed).cells) == {("harbour", "singing"): 1, ("market", "singing"): 2}


def test_says_that_a_used_column_was_reconstructed() -> None:
    row = {"year": 2024, "unit": "market", "category": "loud", "sub": "singing", "reconstructed": "sub unit"}
    source = source_of([row, {**row, "reconstructed": ""}])
    assert one(source, definition(UNIT)).reconstructed
    assert one(source, definition(CATEGORY, filters={"sub": ("singing",)})).reconstructed
    assert not one(source, definition(CATEGORY)).reconstructed
    assert not one(source, definition(YEAR, UNIT, years=(-1,))).reconstructed


def test_a_year_that_was_not_counted_has_no_zeros() -> None:
    source = source_of([])
    table = one(source, definition(YEAR, UNIT, years=(-2, -1, 0)))
    assert {at[0] for at in table.cells} == {"2023", "2024"}
    assert compute([definition(UNIT, years=(-2,))], source, LISTS, 2024) == {}


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"year": 2024, "unit": "moon", "category": "loud", "sub": "singing"}, "moon"),
        ({"year": 2024, "unit": "market", "category": "late", "sub": "singing"}, "late, singing"),
    ],
)
def test_refuses_a_fact_that_it_would_count_nowhere(row: Row, word: str) -> None:
    with pytest.raises(StrangeFact, match=word):
        one(source_of([row]), definition(UNIT, CATEGORY, SUB))


def test_tells_how_far_it_is() -> None:
    told: list[tuple[int, int, str]] = []
    compute([definition(UNIT)], source_of([]), LISTS, 2024, lambda *step: told.append(step))
    assert told == [(1, 1, "test")]

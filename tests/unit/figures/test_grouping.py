"""Sharing a query changes no cell: many tables at once are the same as each table alone."""

from dataclasses import replace

import pytest
from small_world import CATEGORY, LISTS, SUB, UNIT, YEAR, Row, definition, source_of

from loket.figures import grouping
from loket.figures.engine import compute
from loket.figures.grouping import plan

TABLES = [
    replace(one, id=f"table_{number}")
    for number, one in enumerate(
        [
            definition(UNIT, CATEGORY, SUB),
            definition(UNIT),
            definition(YEAR, UNIT, years=(-1, 0)),
            definition(YEAR, SUB, CATEGORY, years=(-1, 0)),
            definition(CATEGORY, filters={"unit": ("harbour",)}),
            definition(replace(UNIT, total=False), measure="score"),
            definition(replace(SUB, within=None, roll_up="renamed")),
        ]
    )
]
ROWS: list[Row] = [
    {"year": 2023 + number % 2, "unit": unit, "category": category, "sub": sub, "score": number}
    for number, (unit, (category, sub)) in enumerate(
        (unit, kind)
        for unit in ("harbour", "market", "harbour", "guest")
        for kind in (("loud", "singing"), ("late", "dozing"), ("loud", "shouting"))
    )
]


@pytest.mark.parametrize("room", [1, 20, 4096])
def test_together_is_the_same_as_alone(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_GROUPS", room)
    together = compute(TABLES, source_of(ROWS), LISTS, 2024)
    assert list(together) == [table.id for table in TABLES]
    for table in TABLES:
        assert together[table.id] == compute([table], source_of(ROWS), LISTS, 2024)[table.id]


def test_small_tables_share_a_query_and_fine_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {table.id: (table, [2024 + offset for offset in table.years]) for table in TABLES}
    assert len({id(one) for one in plan(wanted, LISTS).values()}) == 1
    monkeypatch.setattr(grouping, "MOST_GROUPS", 1)
    assert len({id(one) for one in plan(wanted, LISTS).values()}) == len(TABLES)

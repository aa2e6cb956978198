"""Facts count in the same cells here, while they are plain rows, as in the figures room, from a snapshot."""

from collections.abc import Collection
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from loket.facts.build import Batch
from loket.facts.cells import Grid, within
from loket.facts.folder import DataFolder
from loket.facts.kinds import KINDS
from loket.facts.queries import schema_of
from loket.figures.engine import compute

ASKED = 2024


class Rows:
    """The facts of a folder as the figures room wants them."""

    def __init__(self, batches: list[Batch]) -> None:
        self.batches = batches

    def table(self, fact: str) -> ibis.Table:
        rows = [
            {**row, "reconstructed": " ".join(batch.reconstructed)}
            for batch in self.batches
            if batch.kind == fact
            for row in batch.facts
        ]
        return ibis.memtable(pa.Table.from_pylist(rows, schema_of(KINDS[fact])))

    def answer(self, question: ibis.Table) -> pa.Table:
        return question.to_pyarrow()

    def years(self, fact: str) -> Collection[int]:
        return {batch.year for batch in self.batches if batch.kind == fact}


def test_every_table_counts_the_same_as_the_figures_room(financien: DataFolder, batches: list[Batch]) -> None:
    places = financien.places(2022, 2023, 2024)
    tables = compute(list(financien.definitions.values()), Rows(batches), financien.lists, ASKED, places=places)
    loaded = {batch.kind for batch in batches}  # the files hold no hours or months: a room of the loket counts those
    assert tables.keys() == {one.id for one in financien.definitions.values() if one.fact in loaded}
    for table in tables.values():
        years = {ASKED + offset for offset in table.definition.years}
        facts = [
            fact
            for batch in batches
            if batch.kind == table.definition.fact and batch.year in years
            for fact in batch.facts
        ]
        count = Grid(table.definition, financien.lists, places, ASKED).count(facts)
        assert {at: count(at) for at in table.cells} == {
            at: pytest.approx(Decimal(str(n))) for at, n in table.cells.items()
        }


@pytest.mark.parametrize(
    ("cell", "inside"),
    [
        (("a", "b"), True),
        (("total", "b"), True),
        (("total", "total"), True),
        (("a+c", "b"), True),
        (("c", "b"), False),
        (("a", "c+d"), False),
    ],
)
def test_a_cell_may_have_margins_and_several_codes(cell: tuple[str, str], inside: bool) -> None:
    assert within(("a", "b"), cell) is inside

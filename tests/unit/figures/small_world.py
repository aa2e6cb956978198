"""A small invented organisation to count for: lists, tables, and facts in memory on a real DuckDB."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from loket.figures.model import Code, CodeList, Dimension, TableDefinition

Row = Mapping[str, object]


@dataclass(frozen=True)
class Rows:
    """A FactSource over rows in memory, all of one kind."""

    facts: ibis.Table
    counted: frozenset[int]

    def table(self, _fact: str) -> ibis.Table:
        return self.facts

    def answer(self, question: ibis.Table) -> pa.Table:
        return question.to_pyarrow()

    def years(self, _fact: str) -> frozenset[int]:
        return self.counted


SCHEMA = pa.schema(
    [
        ("year", pa.int16()),
        ("unit", pa.string()),
        ("category", pa.string()),
        ("sub", pa.string()),
        ("score", pa.decimal128(6, 1)),
        ("reconstructed", pa.string()),
    ]
)


def source_of(rows: Sequence[Row]) -> Rows:
    """Facts from rows; what a row leaves out is empty. The years are 2023 and 2024."""
    full = [{"score": None, "reconstructed": "", **row} for row in rows]
    return Rows(ibis.memtable(pa.Table.from_pylist(full, SCHEMA)), frozenset({2023, 2024}))


def code_list(name: str, *codes: Code) -> CodeList:
    return CodeList(name, {"nl": name}, codes)


def code(name: str, **options: Any) -> Code:
    return Code(name, {"nl": name.upper(), "en": name}, **options)


def _lists() -> dict[str, CodeList]:
    units = code_list("unit", code("harbour"), code("market"), code("archive"), code("guest"))
    categories = code_list("category", code("loud"), code("late"))
    subs = code_list(
        "sub",
        code("shouting", parent="loud"),
        code("singing", parent="loud"),
        code("sleeping", parent="late"),
        code("dozing", parent="late", valid_to=2023, rolls_up_to="sleeping"),
    )
    return {item.code: item for item in (units, categories, subs)}


LISTS = _lists()


UNIT = Dimension("unit", "unit", "unit", optional=("guest",))
CATEGORY = Dimension("category", "category", "category")
SUB = Dimension("sub", "sub", "sub", within="category")
YEAR = Dimension("year", "year", None, total=False)


def definition(*dimensions: Dimension, **options: Any) -> TableDefinition:
    words = {"nl": "feiten", "en": "facts"}
    return TableDefinition("test", words, "fact", dimensions, words, "none", words, **options)

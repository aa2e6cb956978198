"""Facts by the million, for measuring: every code of the organisation's lists, in random combinations."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from loket.facts.definitions import read_definitions
from loket.facts.kinds import KINDS, Column, Holds, Kind
from loket.facts.queries import schema_of
from loket.figures.model import CodeList, TableDefinition
from loket.organisation.model import unit_in
from loket.organisation.reading import read_organisation
from loket.snapshots.source import YearOfFacts, file_name
from loket.taxonomy.lists import read_lists

YEARS = (2022, 2023, 2024)
MARK = "unit category"
"""Every row says that it was reconstructed, as the real ones do."""


def generate(
    folder: Path,
    rows: int,
    definitions: Sequence[TableDefinition],
    lists: Mapping[str, CodeList],
    seed: int = 1,
) -> list[YearOfFacts]:
    """Write about so many facts, spread over the years and, by how many tables use them, over the kinds.

    The same seed gives the same facts. They lie unsorted, which is the worst case for reading.
    """
    chance = np.random.default_rng(seed)
    used = Counter(definition.fact for definition in definitions)
    share = rows / len(YEARS) / sum(used.values())
    made = []
    for year in YEARS:
        (folder / str(year)).mkdir(parents=True)
        counts = {}
        for fact, weight in sorted(used.items()):
            counts[fact] = max(1, round(weight * share))
            table = _facts(KINDS[fact], year, counts[fact], lists, chance)
            pq.write_table(table, folder / str(year) / file_name(fact), compression="zstd", store_schema=False)
        made.append(YearOfFacts(year, folder / str(year), counts))
    return made


def _facts(kind: Kind, year: int, rows: int, lists: Mapping[str, CodeList], chance: np.random.Generator) -> pa.Table:
    columns: dict[str, Any] = {
        "year": pa.array(np.full(rows, year, np.int16)),
        "reconstructed": _repeated(MARK, rows),
    }
    for column in kind.columns:
        columns[column.name] = _values(column, rows, lists, chance)
    for child, parent in _families(kind, lists):
        codes = {code.code: code.parent for code in lists[child]}
        below = columns[child].dictionary.to_pylist()
        above = pa.array([codes[code] for code in below])
        columns[parent] = above.take(columns[child].indices)
    schema = schema_of(kind)
    return pa.table({name: pa.array(columns[name]).cast(schema.field(name).type) for name in schema.names}, schema)


def _values(column: Column, rows: int, lists: Mapping[str, CodeList], chance: np.random.Generator) -> pa.Array:
    if column.code_list is None:
        numbers = pa.array(chance.integers(0, 100, rows, dtype=np.int32))
        return numbers.cast(pa.decimal128(12, 2)) if column.holds is Holds.DECIMAL else numbers
    codes = [code.code for code in lists[column.code_list]]
    picked = chance.integers(0, len(codes), rows, dtype=np.int32)
    return pa.DictionaryArray.from_arrays(picked, codes)


def _families(kind: Kind, lists: Mapping[str, CodeList]) -> list[tuple[str, str]]:
    """Columns of one kind of which one holds the parent of the other's code."""
    by_list = {column.code_list: column.name for column in kind.columns if column.code_list}
    return [
        (name, by_list[lists[code_list].parent_list or ""])
        for code_list, name in by_list.items()
        if lists[code_list].parent_list in by_list
    ]


def _repeated(text: str, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [text])


def data() -> tuple[dict[str, CodeList], tuple[TableDefinition, ...], dict[int, dict[str, str]]]:
    """The lists, the tables and the places of the units of this organisation."""
    lists = read_lists(settings.DATA / "lists")
    organisation = read_organisation(settings.DATA / "organisation.yaml")
    units = [unit.code for unit in organisation.units]
    places = {year: {unit: unit_in(organisation, unit, year) for unit in units} for year in YEARS}
    return lists, read_definitions(settings.DATA, lists), places

"""Reading facts: as Arrow tables for a snapshot, and what the last load said of its sources."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
from django.db.models import Count, Q, Sum

from loket.facts.kinds import KINDS, Holds, Kind
from loket.facts.models import Fact, Load
from loket.facts.report import Difference, LoadReport

CHUNK = 50_000
"""Rows that are held in memory as Python values at once."""

_TYPES = {Holds.CODE: pa.string(), Holds.WHOLE: pa.int64(), Holds.DECIMAL: pa.decimal128(7, 2)}


def rows(kind: str, year: int) -> pa.Table:
    """The facts of one kind and year, loaded and live: year, the kind's columns, ``reconstructed``.

    In the order of these columns: the order of writing would say which matter was settled last. Streams through a
    server-side cursor, so that memory holds the Arrow columns and one chunk of rows.
    """
    schema = schema_of(KINDS[kind])
    found = KINDS[kind].model._default_manager.filter(year=year).order_by(*schema.names).values_list(*schema.names)
    values = found.iterator(chunk_size=CHUNK)
    return pa.Table.from_batches(_batches(values, schema), schema)


def schema_of(kind: Kind) -> pa.Schema:
    """The Arrow schema of a kind of fact."""
    columns = [(column.name, _TYPES[column.holds]) for column in kind.columns]
    return pa.schema([("year", pa.int16()), *columns, ("reconstructed", pa.string())])


def _batches(values: Iterator[Sequence[Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(values, CHUNK)):
        columns = zip(*chunk, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def years() -> list[int]:
    """Every year that has a fact."""
    found: set[int] = set()
    for kind in KINDS.values():
        found.update(kind.model._default_manager.values_list("year", flat=True).distinct())
    return sorted(found)


def counted(
    kind: str, year: int, *, by: Sequence[str], units: Collection[str] | None = None, is_loaded: bool = False
) -> dict[tuple[Any, ...], int]:
    """How many facts of one kind and year there are, or these units have, by the values of these columns, in one query.
    ``is_loaded``: only what was loaded, and no live facts."""
    found = KINDS[kind].model._default_manager.filter(year=year)
    if units is not None:
        found = found.filter(Q(("unit__in", units)))
    if is_loaded:
        found = found.exclude(origin=Fact.Origin.LIVE)
    rows = found.order_by().values_list(*by).annotate(Count("pk"))
    return {tuple(values): n for *values, n in rows}


def summed(kind: str, year: int, *, by: str, of: str) -> dict[str, tuple[int, int]]:
    """How many facts of one kind and year there are by a column, and the sum of a whole number that they have, in one
    query."""
    found = KINDS[kind].model._default_manager.filter(year=year).order_by().values_list(by)
    return {code: (n, total) for code, n, total in found.annotate(Count("pk"), Sum(of))}


def live_facts(kind: str, year: int, **codes: str) -> dict[int, dict[str, Any]]:
    """The columns of every live fact of one kind and year, by its number; ``codes``: only those with these codes."""
    live = KINDS[kind].model._default_manager.filter(year=year, origin=Fact.Origin.LIVE)
    found = live.filter(Q(*codes.items())).order_by("pk")
    return {fact.pk: {name: getattr(fact, name) for name in KINDS[kind].names} for fact in found}


def has_loaded(kind: str, year: int) -> bool:
    """Whether facts of this kind and year were loaded from files."""
    return KINDS[kind].model._default_manager.filter(year=year).exclude(origin=Fact.Origin.LIVE).exists()


def has_live(kind: str, year: int) -> bool:
    """Whether rooms of this system yielded facts of this kind and year."""
    return KINDS[kind].model._default_manager.filter(year=year, origin=Fact.Origin.LIVE).exists()


def live_fact(kind: str, number: int) -> dict[str, Any] | None:
    """The year and the columns of one live fact; None when it is not there."""
    found = KINDS[kind].model._default_manager.filter(pk=number, origin=Fact.Origin.LIVE).first()
    return {name: getattr(found, name) for name in ("year", *KINDS[kind].names)} if found else None


def contradictions() -> tuple[Difference, ...]:
    """Where the printed sources of the last load contradict each other."""
    last = Load.objects.last()
    return report_of(last, changed=False).contradictions if last else ()


def report_of(load: Load, *, changed: bool) -> LoadReport:
    """The report of a load that was written."""
    found = tuple(
        Difference(one.table, one.coordinates, one.source, one.printed, one.counted, one.reason)
        for one in load.contradictions.all()
    )
    return LoadReport(load.digest, load.at, changed, load.counts, found)

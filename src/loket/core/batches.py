"""Changing many rows without holding them all."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

BATCH = 500

Row = TypeVar("Row", bound=Model)
Progress = Callable[[int, int], None]
"""Is told how many are done, of how many."""


def rewrite(
    rows: QuerySet[Row], fields: Sequence[str], change: Callable[[Row], None], progress: Progress | None = None
) -> int:
    """Change these fields of every row and save them, ``BATCH`` at a time; gives how many. A row that was changed is
    none of ``rows`` any more, and the caller's transaction keeps others from adding to them."""
    count, total = 0, rows.count()
    while batch := list(rows.order_by("pk").only("pk", *fields)[:BATCH]):
        for row in batch:
            change(row)
        rows.model._default_manager.bulk_update(batch, fields)
        count += len(batch)
        if progress:
            progress(count, total)
    return count

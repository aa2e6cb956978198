"""Writing facts: load a data folder as a whole, or not at all."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection, transaction

from loket.core import audit, clock
from loket.facts.build import Batch, build
from loket.facts.folder import digest, read_folder
from loket.facts.kinds import KINDS
from loket.facts.models import Contradiction, Fact, Load
from loket.facts.queries import report_of
from loket.facts.report import Difference, LoadReport, differences

_LOCK = 0x66616374
"""The advisory lock that makes loads and freezes queue: the word "fact"."""

_BATCH = 2000


def hold_still() -> None:
    """Until the caller's transaction ends, no load changes the facts; whoever else holds them is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def load(*, folder: Path, actor: str) -> LoadReport:
    """Read a data folder into facts, in the place of those of earlier loads; live facts stay.

    Loading the same folder again changes nothing. Raises ``BadFile`` or ``UnsolvableError``, and then nothing
    has changed.
    """
    with transaction.atomic():
        hold_still()
        key = digest(folder)
        last = Load.objects.last()
        if last is not None and last.digest == key:
            return report_of(last, changed=False)
        content = read_folder(folder)
        batches = list(build(content))
        return _replace(key, actor, batches, list(differences(content, batches)))


def _replace(key: str, actor: str, batches: list[Batch], found: list[Difference]) -> LoadReport:
    for kind in KINDS.values():
        kind.model._default_manager.exclude(origin=Fact.Origin.LIVE).delete()
    counts: dict[str, int] = {}
    for batch in batches:
        _insert(batch)
        counts[batch.kind] = counts.get(batch.kind, 0) + len(batch.facts)
    made = Load.objects.create(digest=key, at=clock.now(), actor=actor, counts=counts)
    Contradiction.objects.bulk_create(_rows(made, found))
    audit.record(
        actor=actor,
        action="facts.load",
        target=f"load:{made.pk}",
        summary={"digest": key, "facts": sum(counts.values()), "contradictions": len(found)},
    )
    return report_of(made, changed=True)


def _insert(batch: Batch) -> None:
    model = KINDS[batch.kind].model
    mark = " ".join(batch.reconstructed)
    model._default_manager.bulk_create(
        [model(**fact, origin=batch.origin, reconstructed=mark) for fact in batch.facts], batch_size=_BATCH
    )


def _rows(made: Load, found: Iterable[Difference]) -> list[Contradiction]:
    return [
        Contradiction(
            load=made,
            table=one.table,
            coordinates=one.coordinates,
            source=one.source,
            printed=one.printed,
            counted=one.counted,
            reason=one.reason,
        )
        for one in found
    ]

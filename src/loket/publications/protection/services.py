"""Have the tables of a year protected in the background, each question once. The answer is kept where builds find it
(``kept``)."""

import datetime as dt
import hashlib
import json

from django.conf import settings
from django.db import transaction

from loket.core import audit, clock, tasks
from loket.core.errors import UserError
from loket.figures.model import FiguresError
from loket.figures.protection.optimise import Progress
from loket.publications import catalogue, manifest
from loket.publications import tasks as work
from loket.publications.ledger.book import pages
from loket.publications.models import Protection, Status
from loket.publications.protection import kept
from loket.publications.protection.gate import settled
from loket.publications.protection.profile import Profile
from loket.publications.services import UNEXPECTED, target
from loket.publications.source import asked
from loket.publications.truth import open_truth
from loket.snapshots.queries import Snapshot, open_snapshot

KEPT = dt.timedelta(days=30)
"""How long a question stays: it can always be asked again."""


def key_of(snapshot: Snapshot, profile: Profile) -> str:
    """The hash of all that decides how the tables of a year are protected: the frozen facts of every year that it
    counts, the tools, what the profile asks, which units have an edition, and what was published before.
    """
    frozen = snapshot.manifest
    units = catalogue.units(settings.DATA, frozen.year)
    facts = [frozen.year, frozen.revision, dict(frozen.files), sorted(frozen.earlier.items())]
    decides = [facts, dict(manifest.tools()), profile.model_dump(mode="json"), units, pages()]
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def ask(*, year: int, slug: str, profile: Profile, actor: str) -> Protection:
    """The protection of the tables of a year, of which a publication shows some: as it was made before, or put in the
    queue now. One that fell silent, failed a while ago, or is no longer kept, is begun again. Raises
    ``SnapshotMissing``, ``SnapshotDamaged``.
    """
    key = key_of(open_snapshot(year), profile)
    with transaction.atomic():
        Protection.objects.filter(asked_at__lt=clock.now() - KEPT).delete()
        asked = profile.model_dump(mode="json")
        found, is_new = Protection.objects.get_or_create(key=key, defaults={"year": year, "profile": asked})
        if found.is_stale or (found.status == Status.DONE and kept.read(found.outcome) is None):
            Protection.objects.filter(pk=found.pk).update(status=Status.WAITING, heard_at=None, error="")
            found.refresh_from_db()
            is_new = True
        if is_new:
            tasks.enqueue(work.run_protection, found.pk)
            summary = {"threshold": profile.threshold, "method": profile.method, "profile": profile.code}
            audit.record(actor=actor, action="publication.protect", target=target(year, slug), summary=summary)
    return found


def viewed(*, year: int, slug: str, table: str, actor: str) -> None:
    """Write down who saw a table with its small counts."""
    summary = {"table": table}
    audit.record(actor=actor, action="publication.protect-view", target=target(year, slug), summary=summary)


def run(protection_id: int) -> None:
    """Protect what waits, as the background process does. One that is not waiting any more is left alone."""
    waiting = Protection.objects.filter(pk=protection_id, status=Status.WAITING)
    if not waiting.update(status=Status.RUNNING, heard_at=clock.now()):
        return
    running = Protection.objects.filter(pk=protection_id, status=Status.RUNNING)
    found = Protection.objects.get(pk=protection_id)

    def tell(progress: Progress) -> None:
        running.update(hidden=progress.hidden, gap=progress.gap, heard_at=clock.now())

    try:
        profile = Profile.model_validate(found.profile)
        question = settled(*asked(open_truth(year=found.year), settings.DATA, profile), tell).question
    except (UserError, FiguresError) as error:
        running.update(status=Status.FAILED, error=str(error))
    except Exception:
        running.update(status=Status.FAILED, error=UNEXPECTED)
        raise
    else:
        running.update(status=Status.DONE, outcome=question.key())

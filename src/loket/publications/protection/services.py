"""Have the tables of a publication protected in the background, each question once."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from loket.core import audit, clock, tasks
from loket.core.errors import UserError
from loket.figures.model import FiguresError
from loket.figures.protection.optimise import Progress
from loket.figures.protection.regions import World
from loket.publications import build, catalogue, manifest
from loket.publications import tasks as work
from loket.publications.catalogue import Offer
from loket.publications.models import Protection, Status
from loket.publications.protection import protecting
from loket.publications.protection.profiles import Profile
from loket.publications.services import UNEXPECTED, target
from loket.snapshots.queries import Snapshot, open_snapshot

KEPT = dt.timedelta(days=30)
"""How long an answer stays: it can always be made again."""


def key_of(snapshot: Snapshot, slug: str, profile: Profile) -> str:
    """The hash of all that decides how a publication is protected: the frozen facts of every year that it counts, the
    data folder, the tools, and what the profile asks.
    """
    frozen = snapshot.manifest
    asked = profile.model_dump(mode="json", exclude={"code", "label", "attacker", "line_lists"})
    facts = [frozen.year, frozen.revision, dict(frozen.files), sorted(frozen.earlier.items())]
    decides = [facts, manifest.fingerprint(settings.DATA), dict(manifest.tools()), slug, asked]
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def ask(*, year: int, slug: str, profile: Profile, actor: str) -> Protection:
    """The protection of a publication over a year: as it was made before, or put in the queue now. One that fell
    silent, or failed a while ago, is begun again. Raises ``SnapshotMissing``, ``SnapshotDamaged``.
    """
    key = key_of(open_snapshot(year), slug, profile)
    with transaction.atomic():
        Protection.objects.filter(asked_at__lt=clock.now() - KEPT).delete()
        asked = profile.model_dump(mode="json")
        found, is_new = Protection.objects.get_or_create(
            key=key, defaults={"year": year, "slug": slug, "profile": asked}
        )
        if found.is_stale:
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
        snapshot, offer = open_snapshot(found.year), catalogue.find(settings.DATA, found.slug)
        world = World(snapshot.definitions, snapshot.lists, snapshot.places())
        profile = Profile.model_validate(found.profile)
        result = protecting.protect(parts_of(found.year, offer), world, profile, tell)
    except (UserError, FiguresError) as error:
        running.update(status=Status.FAILED, error=str(error))
    except Exception:
        running.update(status=Status.FAILED, error=UNEXPECTED)
        raise
    else:
        running.update(status=Status.DONE, result=result.model_dump(mode="json"))


def parts_of(year: int, offer: Offer) -> Sequence[protecting.Part]:
    """The tables that a publication takes along. Raises what building it would."""
    source = build.open_source(year=year, data=settings.DATA)
    shown = build.taken_along(source, offer, build.fill_in(source, offer=offer))
    return [protecting.part(source.tables[name], table, offer.unit) for name, table in shown.items()]

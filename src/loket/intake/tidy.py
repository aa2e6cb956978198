"""The sweep of this room: what has had its day goes, and where the database and the storage disagree, the log says so.

Every part can be stopped and run again. The storage is walked once a day.
"""

import datetime as dt
import logging
import uuid
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction
from django.db.models import Q

from loket.core import clock
from loket.intake import files, storage
from loket.intake.models import Answered, Door, Draft, SealedFile

log = logging.getLogger(__name__)

SPARE = dt.timedelta(days=1)
"""How long a file without an owner is left alone: its act may still be under way."""
DOOR = dt.timedelta(minutes=5)
"""How long it is kept how many wrong receipts were tried in a minute."""
_NOBODYS = Q(draft=None, report=None, case=None)


@dataclass(frozen=True)
class Disagreement:
    """Files that the database knows and the storage has not, or not in full."""

    missing: tuple[uuid.UUID, ...]
    other_size: tuple[uuid.UUID, ...]


def sweep() -> None:
    """Everything that is due now (``settings.SWEEPS``)."""
    forget_drafts()
    Door.objects.filter(minute__lt=clock.now() - DOOR).delete()
    Answered.objects.filter(expires_on__lt=clock.today()).delete()
    _walk(clock.today())


def forget_drafts() -> int:
    """Delete the drafts that nobody came back to, with their files; gives how many."""
    expired = Draft.objects.filter(expires_on__lt=clock.today())
    return sum(_forget(draft) for draft in expired.only("lookup"))


def delete_orphans() -> int:
    """Delete what lies in the storage for nobody, and uploads that broke off; gives how many."""
    before = clock.today() - SPARE
    SealedFile.objects.filter(_NOBODYS, on__lt=before).delete()
    old = {id_ for id_, day in storage.stored() if day < before}
    orphans = old - set(SealedFile.objects.values_list("id", flat=True))
    for id_ in orphans:
        storage.delete(id_)
    return len(orphans) + storage.delete_parts(before=before)


def disagreement() -> Disagreement:
    """Hold the rows of claimed files against the bytes that lie in the storage."""
    claimed = SealedFile.objects.exclude(_NOBODYS).values_list("id", "stored")
    sizes = {id_: storage.size(id_) for id_, _ in claimed}
    return Disagreement(
        missing=tuple(id_ for id_, _ in claimed if sizes[id_] is None),
        other_size=tuple(id_ for id_, stored in claimed if sizes[id_] not in (None, stored)),
    )


@transaction.atomic
def _forget(draft: Draft) -> bool:
    """Delete a draft that is still expired now that its row is locked."""
    locked = Draft.objects.select_for_update().filter(pk=draft.pk, expires_on__lt=clock.today()).first()
    if locked:
        files.forget_all(locked)
        locked.delete()
    return locked is not None


@lru_cache(maxsize=1)
def _walk(_day: dt.date) -> None:
    """Walk the storage, once for each day; when it fails, again at the next sweep."""
    delete_orphans()
    found = disagreement()
    if found.missing:
        log.error("%d sealed files are missing from the storage: put them back from a backup", len(found.missing))
    if found.other_size:
        log.error("%d sealed files do not have the size they had: put them back from a backup", len(found.other_size))

"""The audit trail: append-only and hash-chained, in the transaction of what it records (BIO-2).

Each entry's hash covers the hash before it, so that no entry can be changed, removed or slipped in between
without ``verify`` naming the first entry that no longer fits. It holds who, what, when and on which object:
never content.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from django.db import connection, transaction

from loket.core import clock
from loket.core.models import AuditEntry

START = "0" * 64
"""What the first entry takes for the hash before it."""

LONGEST = 200
"""Characters that one value may have: room for a code, a name or a reason, not for a story."""

_LOCK = 0x6C6F6B6574
"""The advisory lock that makes writers queue: the word "loket"."""


class TooMuchDetail(ValueError):
    """A value that is too long for the audit trail: content does not belong there."""


def record(*, actor: str, action: str, target: str, summary: Mapping[str, int | str]) -> None:
    """Add one entry, as part of the caller's transaction: it stands when the act stands, and not otherwise.

    ``actor`` is a user name or the name of a program; ``action`` a verb ("snapshot.freeze"); ``target`` the
    object ("snapshot:2024/r1"); ``summary`` counts and codes. Raises ``TooMuchDetail`` above 200 characters a
    value.
    """
    values = [actor, action, target, *(value for value in summary.values() if isinstance(value, str))]
    if any(len(value) > LONGEST for value in values):
        raise TooMuchDetail(f"het logboek neemt per waarde hooguit {LONGEST} tekens: zet er geen inhoud in")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-position").first()
        entry = AuditEntry(
            position=last.position + 1 if last else 1,
            at=clock.now(),
            actor=actor,
            action=action,
            target=target,
            summary=dict(summary),
            previous=last.hash if last else START,
        )
        entry.hash = _hash(entry)
        entry.save(force_insert=True)


def verify() -> AuditEntry | None:
    """The first entry that does not fit the chain, or None when the trail is whole. Reads every entry, in
    batches."""
    expected, previous = 1, START
    for entry in AuditEntry.objects.order_by("position").iterator(chunk_size=2000):
        if (entry.position, entry.previous, entry.hash) != (expected, previous, _hash(entry)):
            return entry
        expected, previous = expected + 1, entry.hash
    return None


def _hash(entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the entry."""
    content = {
        "position": entry.position,
        "at": entry.at.astimezone(dt.UTC).isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "target": entry.target,
        "summary": entry.summary,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((entry.previous + text).encode()).hexdigest()

"""The audit trail: append-only and hash-chained, in the transaction of what it records (BIO-2).

Each entry's hash covers the hash before it, so that no entry can be changed, removed or slipped in between
without ``verify`` naming the first place that no longer fits. It holds who, what, when and on which object:
never content.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from loket.core import clock
from loket.core.models import AuditEntry

START = "0" * 64
"""What the first entry takes for the hash before it."""

LONGEST = 200
"""Characters that one value may have: room for a code, a name or a reason, not for a story."""

_LOCK = 0x6C6F6B6574
"""The advisory lock that makes writers queue: the word "loket"."""

_APPEND = "core_audit_append(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
"""The database takes the lock, looks who was last, and hashes, in one message: each statement of a function sees what
was committed while it waited. What stands before and after the position in the canonical JSON comes from here."""

_READ = """
SELECT position, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
       actor, action, target, summary::text, previous, hash
FROM core_auditentry ORDER BY position
"""
BATCH = 5000


class TooMuchDetail(ValueError):
    """A value that is too long for the audit trail: content does not belong there."""


class Why(StrEnum):
    """What is wrong at a place in the trail."""

    GAP = "gap"
    """An entry is missing before this one, or its number was changed."""
    MOVED = "moved"
    """The entry does not follow from the one before it."""
    CHANGED = "changed"
    """The entry does not say what it said when it was written."""
    CUT_OFF = "cut-off"
    """A checkpoint knows entries up to this one; the trail ends before it."""
    REWRITTEN = "rewritten"
    """The chain fits, but is another than the one that the checkpoint saw: somebody wrote it anew."""


@dataclass(frozen=True)
class Fault:
    """The first place that does not fit."""

    position: int
    why: Why


@dataclass(frozen=True)
class Mark:
    """A place in the trail that was seen earlier: ``verify`` holds the trail to it."""

    position: int
    hash: str


def record(*, actor: str, action: str, target: str, summary: Mapping[str, int | str], day_only: bool = False) -> None:
    """Add one entry, as part of the caller's transaction: it stands when the act stands, and not otherwise.

    ``actor`` is a user name or the name of a program; ``action`` a verb ("snapshot.freeze"); ``target`` the
    object ("snapshot:2024/r1"); ``summary`` counts and codes. ``day_only`` keeps the day and not the time: for what
    a reporter does (wall 7). Writers queue from here until their transaction ends, so call it last. Raises
    ``TooMuchDetail`` above 200 characters a value.
    """
    call, values = appending(actor=actor, action=action, target=target, summary=summary, day_only=day_only)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}", values)


def appending(
    *, actor: str, action: str, target: str, summary: Mapping[str, int | str], day_only: bool = False
) -> tuple[str, list[Any]]:
    """What ``record`` selects, with its values: for an act that is one statement, and selects this last."""
    values = [actor, action, target, *(value for value in summary.values() if isinstance(value, str))]
    if any(len(value) > LONGEST for value in values):
        raise TooMuchDetail(f"het logboek neemt per waarde hooguit {LONGEST} tekens: zet er geen inhoud in")
    at = clock.midnight(clock.now().date()) if day_only else clock.now()
    said = {"actor": actor, "action": action, "target": target, "summary": dict(summary)}
    before, after = _canonical({**said, "at": _utc(at), "position": 0}).split('"position":0', 1)
    stored = json.dumps(said["summary"], ensure_ascii=False)
    entry: list[Any] = [_LOCK, START, at, actor, action, target, stored, f'{before}"position":', after]
    return _APPEND, entry


def newest() -> Mark:
    """The last entry; position 0 in an empty trail."""
    found = AuditEntry.objects.order_by("-position").values_list("position", "hash").first()
    return Mark(*found) if found else Mark(0, START)


def verify(*, mark: Mark | None = None, progress: Callable[[int], object] = lambda _done: None) -> Fault | None:
    """The first place that does not fit the chain, or the ``mark``; None when the trail is whole.

    Reads every entry, ``BATCH`` at a time; after each batch ``progress`` hears how many were read.
    """
    done, expected, previous = 0, 1, START
    for row in _rows():
        position, *_, before, own = row
        if position != expected:
            return Fault(position or expected, Why.GAP)
        if before != previous:
            return Fault(expected, Why.MOVED)
        if own != _hash_of(row):
            return Fault(expected, Why.CHANGED)
        if mark and mark.position == expected and mark.hash != own:
            return Fault(expected, Why.REWRITTEN)
        done, expected, previous = done + 1, expected + 1, own
        if done % BATCH == 0:
            progress(done)
    progress(done)
    return Fault(mark.position, Why.CUT_OFF) if mark and mark.position >= expected else None


def _rows() -> Iterator[tuple[Any, ...]]:
    """Every entry as it was written, in order of its number: values as text, so that no value a thief may write can
    stop the reading."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_READ)
        while rows := cursor.fetchmany(BATCH):
            yield from rows


def _hash_of(row: tuple[Any, ...]) -> str | None:
    """The hash that an entry should have; None for one that ``record`` cannot have written."""
    position, at, actor, action, target, summary, previous, _ = row
    try:
        content = {
            "position": position,
            "at": f"{at}+00:00".replace(".000000", ""),
            "actor": actor,
            "action": action,
            "target": target,
            "summary": json.loads(summary),
        }
        return _hash(previous, content)
    except (TypeError, ValueError, RecursionError):
        return None


def _hash(previous: str, content: Mapping[str, object]) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the entry."""
    return hashlib.sha256((previous + _canonical(content)).encode()).hexdigest()


def _canonical(content: Mapping[str, object]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()

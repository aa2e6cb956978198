"""Snapshots in the audit trail: the hash of every manifest, so that the last of the chain cannot vanish
unseen.
"""

from loket.core import audit
from loket.core.models import AuditEntry
from loket.snapshots.manifest import Manifest
from loket.snapshots.queries import list_snapshots

ACTION = "snapshot.freeze"


def record(manifest: Manifest) -> None:
    """Enter a frozen snapshot, in the caller's transaction."""
    audit.record(
        actor=manifest.actor,
        action=ACTION,
        target=target(manifest),
        summary={
            "reason": manifest.reason,
            "facts": sum(manifest.counts.values()),
            "hash": manifest.hash,
        },
    )


def complete() -> None:
    """Enter the snapshots that a process froze just before it was killed.

    One that the trail knows with another hash was replaced: that is never entered, so that ``verify`` keeps
    finding it.
    """
    known = {known for known, _hash in recorded()}
    for manifest in sorted(list_snapshots(), key=lambda one: one.number):
        if target(manifest) not in known:
            record(manifest)


def recorded() -> list[tuple[str, str]]:
    """The target and the hash of every snapshot that the trail knows, oldest first."""
    entries = AuditEntry.objects.filter(action=ACTION).order_by("position")
    return [(entry.target, str(entry.summary["hash"])) for entry in entries]


def target(manifest: Manifest) -> str:
    """The object of an entry."""
    return f"snapshot:{manifest.name}"

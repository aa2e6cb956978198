"""Who looked at what a revision changed."""

from loket.core import audit
from loket.snapshots.manifest import Manifest
from loket.snapshots.trail import target


def viewed(*, revision: Manifest, table: str, actor: str) -> None:
    """Write down who saw the cells that a revision changed, small counts among them. ``table`` is empty for all."""
    summary = {"table": table} if table else {}
    audit.record(actor=actor, action="snapshot.restated-view", target=target(revision), summary=summary)

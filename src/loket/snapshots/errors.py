"""What the snapshots room refuses."""

from typing import TYPE_CHECKING

from loket.core.errors import UserError

if TYPE_CHECKING:
    from loket.snapshots.manifest import Manifest


class SnapshotError(UserError):
    """Anything the snapshots room refuses; ``str()`` says what is wrong and how to mend it, in Dutch."""


class ReasonMissing(SnapshotError):
    """A second or later revision of a year without a reason."""


class BadReason(SnapshotError):
    """A reason that is too long for the audit trail, or holds what cannot be seen."""


class TooEarly(SnapshotError):
    """A reference date before the year that it is about."""


class NothingChanged(SnapshotError):
    """A freeze that would give the same as the latest revision of the year, which is ``latest``."""

    def __init__(self, message: str, latest: "Manifest") -> None:
        super().__init__(message)
        self.latest = latest


class NoFacts(SnapshotError):
    """A freeze of a year that has no facts at all."""


class SnapshotMissing(SnapshotError):
    """A year, or a revision of it, that was never frozen."""


class SnapshotDamaged(SnapshotError):
    """A snapshot whose bytes are no longer those that were frozen."""

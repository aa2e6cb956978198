"""The manifest of one snapshot: what was frozen, by whom, why, and the hash of every file.

A manifest has exactly one spelling (sorted keys, fixed layout), so that its own hash covers every byte of
the file. It names the hash of the manifest that was written before it, of whatever year: no snapshot can be
changed, replaced or taken away without breaking the chain, but for the last, whose hash stands in the audit
trail.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from loket.snapshots.errors import SnapshotDamaged

NAME = "manifest.json"
START = "0" * 64
"""What the first manifest takes for the hash before it."""


@dataclass(frozen=True)
class Manifest:
    """``number`` counts all manifests, ``revision`` those of this year; both start at 1.

    ``earlier`` are the revisions of earlier years that this snapshot compares with: those of the moment it
    was frozen, so that a later correction of an earlier year changes nothing that was already published.
    ``files`` gives the SHA-256 of every file; ``counts`` the number of rows of every fact.
    """

    number: int
    year: int
    revision: int
    reference_date: dt.date
    reason: str
    actor: str
    frozen_at: dt.datetime
    earlier: Mapping[int, int]
    counts: Mapping[str, int]
    files: Mapping[str, str]
    previous: str
    hash: str = ""

    @property
    def name(self) -> str:
        """How this snapshot is called in exports, in the audit trail and on pages."""
        return f"{self.year}/r{self.revision}"

    def sealed(self) -> "Manifest":
        """The same manifest with its own hash."""
        return replace(self, hash=hashlib.sha256(_spell(replace(self, hash=""))).hexdigest())

    def as_bytes(self) -> bytes:
        return _spell(self)


def _spell(manifest: Manifest) -> bytes:
    content = asdict(manifest) | {
        "reference_date": manifest.reference_date.isoformat(),
        "frozen_at": manifest.frozen_at.isoformat(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a snapshot's folder. Raises ``SnapshotDamaged`` when any byte of it is not as it was
    written.
    """
    path = folder / NAME
    try:
        raw = path.read_bytes()
        content = json.loads(raw)
        manifest = Manifest(
            **content
            | {
                "reference_date": dt.date.fromisoformat(content["reference_date"]),
                "frozen_at": dt.datetime.fromisoformat(content["frozen_at"]),
                "earlier": {int(year): revision for year, revision in content["earlier"].items()},
            }
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise SnapshotDamaged(f"{path}: het manifest is niet te lezen; zet het terug uit een back-up") from error
    if manifest.as_bytes() != raw or manifest.sealed() != manifest:
        raise SnapshotDamaged(f"{path}: het manifest is veranderd; zet het terug uit een back-up")
    return manifest


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimals."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

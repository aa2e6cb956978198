"""The revisions of a year one after another, and why its figures can differ between them."""

from collections.abc import Mapping

from loket.snapshots import storage
from loket.snapshots.manifest import Manifest, read_manifest


def manifests(year: int) -> list[Manifest]:
    """Every revision of a year, oldest first; empty when it was never frozen. Raises ``SnapshotDamaged``."""
    return [read_manifest(storage.folder(year, revision)) for revision in storage.revisions(year)]


def reasons(was: Manifest, now: Manifest) -> Mapping[int, tuple[str, ...]]:
    """Why figures can differ between a revision and the one after it, by the year that they are about.

    For its own year that is the reason of the new revision. An earlier year that it compares with may have been frozen
    anew in between: then it is for what it was. Raises ``SnapshotDamaged``.
    """
    since = {
        year: tuple(
            one.reason for one in manifests(year) if was.earlier.get(year, 0) < one.revision <= now.earlier[year]
        )
        for year in now.earlier
    }
    return {now.year: (now.reason,), **{year: found for year, found in since.items() if found}}

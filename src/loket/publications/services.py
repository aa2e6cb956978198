"""Publish: build, and say so in the audit trail."""

from pathlib import Path

from loket.core import audit
from loket.publications import build, manifest, queries


def publish(
    *, year: int, actor: str, out: Path | None = None, progress: build.Progress = lambda *_: None
) -> manifest.Manifest:
    """Build the publication of a year and record who did. ``out`` None: where the website shows it.

    Raises what ``build`` raises; then nothing is recorded and the old publication stands.
    """
    from django.conf import settings

    shown = queries.folder(year)
    out = out or shown
    made = build.build(year=year, out=out, data=settings.DATA, progress=progress, at_home=out == shown)
    audit.record(
        actor=actor,
        action="publication.build",
        target=f"publication:{year}",
        summary={"snapshot": made.snapshot, "revision": made.revision, "files": len(made.files)},
    )
    return made


def publish_if_needed(*, year: int, actor: str, progress: build.Progress = lambda *_: None) -> manifest.Manifest:
    """The publication as it stands when snapshot, data folder and tools are still the same; built
    otherwise.
    """
    standing = queries.up_to_date(year)
    return standing or publish(year=year, actor=actor, progress=progress)

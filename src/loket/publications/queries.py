"""The publications that were built: which years there are, what is in them, whether they still hold."""

from pathlib import Path

from loket.core.errors import UserError
from loket.figures.model import FiguresError
from loket.publications import build, checks, manifest
from loket.publications.text.definition import read_definition


class NotPublished(UserError):
    """A year without a publication."""


def folder(year: int) -> Path:
    """Where the website's publication of a year stands, or would stand."""
    return _root() / str(year)


def _root() -> Path:
    from django.conf import settings

    return Path(settings.VAR) / "publications"


def years() -> list[int]:
    """The published years, the newest first; also one whose manifest can no longer be read."""
    found = (path.parent.name for path in _root().glob(f"*/{manifest.NAME}"))
    return sorted((int(name) for name in found if name.isdigit()), reverse=True)


def publication(year: int) -> manifest.Manifest:
    """What was published over a year. Raises ``NotPublished``, also when its manifest cannot be read."""
    try:
        return manifest.read(folder(year))
    except manifest.NoManifest as error:
        raise NotPublished(f"over {year} is nog niets gepubliceerd") from error


def up_to_date(year: int) -> manifest.Manifest | None:
    """The standing publication, when building again would give the same; None otherwise."""
    from django.conf import settings

    from loket.snapshots import queries as snapshots

    try:
        standing, frozen = publication(year), snapshots.open_snapshot(year).manifest
    except NotPublished:
        return None
    same = (standing.revision, standing.data, dict(standing.tools)) == (
        frozen.revision,
        manifest.fingerprint(settings.DATA),
        manifest.tools(),
    )
    return standing if same else None


def written_year() -> int | None:
    """The year that the report's text is about; None when the text cannot be read, which ``examine`` explains."""
    from django.conf import settings

    try:
        return read_definition(settings.DATA).text.year
    except UserError:
        return None


def examine(year: int) -> list[checks.Finding]:
    """What publishing this year would refuse and notice, without building it: refusals first."""
    from django.conf import settings

    found: list[checks.Finding] = []
    try:
        source = build.open_source(year=year, data=settings.DATA)
        found += checks.sums(source.tables.values())
        found += checks.notices(source.tables, build.fill_in(source))
    except (UserError, FiguresError) as error:
        found.append(checks.Finding("refused", str(error)))
    return found

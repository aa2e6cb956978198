"""Which publications stand ready, with their chapters and downloads, for the pages that list them."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from loket.core.badfile import BadFile
from loket.figures.model import in_language
from loket.publications import queries
from loket.publications.manifest import Manifest
from loket.publications.text.definition import ChapterText, read_definition

OVERVIEW = "index.html"
DOWNLOADS = "downloads.html"


@dataclass(frozen=True)
class Download:
    """``kind`` is "PDF" and such; ``size`` in bytes; ``name`` the path within the publication."""

    kind: str
    name: str
    size: int


@dataclass(frozen=True)
class ChapterLink:
    number: str
    title: str
    name: str


@dataclass(frozen=True)
class OnShelf:
    """A publication in one language. ``language`` is the nearest that it was built in; ``more`` the
    page with every download, empty when there is none.
    """

    year: int
    title: str
    snapshot: str
    revision: int
    reference_date: str
    language: str
    chapters: tuple[ChapterLink, ...]
    downloads: tuple[Download, ...]
    more: str

    @property
    def day(self) -> dt.date:
        """The reference date."""
        return dt.date.fromisoformat(self.reference_date)

    @property
    def entrance(self) -> str:
        return f"{self.language}/{OVERVIEW}"


def publication(year: int, language: str) -> OnShelf | None:
    """The publication of this year as a reader of this language sees it; None when there is none."""
    try:
        manifest = queries.publication(year)
    except queries.NotPublished:
        return None
    spoken = language if f"{language}/{OVERVIEW}" in manifest.files else _first_language(manifest)
    return OnShelf(
        year=year,
        title=in_language(manifest.title, spoken),
        snapshot=manifest.snapshot,
        revision=manifest.revision,
        reference_date=manifest.reference_date,
        language=spoken,
        chapters=_chapters(manifest, spoken),
        downloads=_downloads(manifest, year, spoken),
        more=f"{spoken}/{DOWNLOADS}" if f"{spoken}/{DOWNLOADS}" in manifest.files else "",
    )


def _first_language(manifest: Manifest) -> str:
    return next((name.split("/")[0] for name in manifest.files if name.endswith(f"/{OVERVIEW}")), "nl")


def _chapters(manifest: Manifest, language: str) -> tuple[ChapterLink, ...]:
    """The chapters that were built, with the titles of today's definition."""
    try:
        chapters: list[ChapterText] = read_definition(settings.DATA).text.chapters
    except BadFile:
        return ()
    links = (
        ChapterLink(one.number, one.title.get(language, one.slug), f"{language}/{one.slug}.html") for one in chapters
    )
    return tuple(link for link in links if link.name in manifest.files)


def _downloads(manifest: Manifest, year: int, language: str) -> tuple[Download, ...]:
    wanted = (("PDF", f"report-{language}.pdf"), ("ODS", "tables.ods"), ("JSON", "figures.json"))
    files = ((kind, name, queries.folder(year) / name) for kind, name in wanted if name in manifest.files)
    return tuple(Download(kind, name, path.stat().st_size) for kind, name, path in files if path.is_file())

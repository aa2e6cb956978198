"""Which publications stand ready, with their chapters and downloads, for the pages that list them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from loket.figures.model import in_language
from loket.publications import queries
from loket.publications.manifest import Manifest

MayRead = Callable[[Manifest], bool]

OVERVIEW = "index.html"
DOWNLOADS = "downloads.html"


@dataclass(frozen=True)
class Download:
    """``kind`` is "PDF" and such; ``size`` in bytes; ``href`` its address."""

    kind: str
    href: str
    size: int


@dataclass(frozen=True)
class ChapterLink:
    number: str
    title: str
    href: str


@dataclass(frozen=True)
class OnShelf:
    """A publication in one language, the nearest that it was built in. ``href`` is the address of its page,
    ``entrance`` that of the report itself, ``more`` that of the page with every download, empty when there is none.
    """

    year: int
    slug: str
    title: str
    subtitle: str
    snapshot: str
    revision: int
    reference_date: str
    href: str
    entrance: str
    chapters: tuple[ChapterLink, ...]
    downloads: tuple[Download, ...]
    more: str

    @property
    def day(self) -> dt.date:
        """The reference date."""
        return dt.date.fromisoformat(self.reference_date)


@dataclass(frozen=True)
class ShelfYear:
    """A year with its publications: the annual report first, and editions after the whole that they belong to."""

    year: int
    publications: tuple[OnShelf, ...]


def years(language: str, may_read: MayRead) -> list[ShelfYear]:
    """Every publication that can be read, the newest year first."""
    found = [one for at in queries.standing() if (one := publication(*at, language, may_read))]
    return [
        ShelfYear(year, tuple(one for one in found if one.year == year))
        for year in dict.fromkeys(one.year for one in found)
    ]


def address(year: int, slug: str) -> str:
    """The page of a publication."""
    return reverse("publications:publication", kwargs=_place(year, slug))


def file_address(year: int, slug: str, name: str) -> str:
    """A file of a publication."""
    return reverse("published-file", kwargs={**_place(year, slug), "name": name})


def _place(year: int, slug: str) -> dict[str, str | int]:
    return {"slug": slug, "year": year} if slug else {"year": year}


def publication(year: int, slug: str, language: str, may_read: MayRead) -> OnShelf | None:
    """The publication as a reader of this language sees it; None when there is none for this reader."""
    try:
        manifest = queries.publication(year, slug)
    except queries.NotPublished:
        return None
    if not may_read(manifest):
        return None
    spoken = language if f"{language}/{OVERVIEW}" in manifest.files else _first_language(manifest)
    more = f"{spoken}/{DOWNLOADS}"
    return OnShelf(
        year=year,
        slug=slug,
        title=in_language(manifest.title, spoken),
        subtitle=in_language(manifest.subtitle, spoken),
        snapshot=manifest.snapshot,
        revision=manifest.revision,
        reference_date=manifest.reference_date,
        href=address(year, slug),
        entrance=file_address(year, slug, f"{spoken}/{OVERVIEW}"),
        chapters=_chapters(manifest, year, slug, spoken),
        downloads=_downloads(manifest, year, slug, spoken),
        more=file_address(year, slug, more) if more in manifest.files else "",
    )


def _first_language(manifest: Manifest) -> str:
    return next((name.split("/")[0] for name in manifest.files if name.endswith(f"/{OVERVIEW}")), "nl")


def _chapters(manifest: Manifest, year: int, slug: str, language: str) -> tuple[ChapterLink, ...]:
    """The chapters as they were built."""
    return tuple(
        ChapterLink(number, title, file_address(year, slug, f"{language}/{page}.html"))
        for number, page, title in manifest.chapters.get(language, ())
    )


def _downloads(manifest: Manifest, year: int, slug: str, language: str) -> tuple[Download, ...]:
    wanted = (("PDF", f"report-{language}.pdf"), ("ODS", "tables.ods"), ("JSON", "figures.json"))
    files = ((kind, name, queries.folder(year, slug) / name) for kind, name in wanted if name in manifest.files)
    return tuple(
        Download(kind, file_address(year, slug, name), path.stat().st_size)
        for kind, name, path in files
        if path.is_file()
    )

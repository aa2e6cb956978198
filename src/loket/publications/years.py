"""The years as the policy officer sees them: frozen or not, and of each publication whether it stands, and its last
build."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from loket.core.errors import UserError
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.publications import catalogue, queries
from loket.publications.models import Build
from loket.snapshots import queries as snapshots
from loket.snapshots.manifest import Manifest


@dataclass(frozen=True)
class StaffPublication:
    """One publication of a year. ``published_revision`` 0: it does not stand.

    ``has_text`` is False when its text is about another year, or there is nothing to say, so that a build would be
    refused.
    """

    slug: str
    name: str
    year: int
    revision: int
    published_revision: int
    has_text: bool
    build: Build | None

    @property
    def is_behind(self) -> bool:
        """Whether it could be built and is older than the snapshot, or not there yet."""
        return self.has_text and self.published_revision < self.revision


@dataclass(frozen=True)
class StaffYear:
    """``revision`` 0: not frozen any more or not yet. ``publications``: those that can be built or stand; the annual
    report first."""

    year: int
    revision: int
    reference_date: dt.date | None
    reason: str
    publications: tuple[StaffPublication, ...]

    @property
    def has_text(self) -> bool:
        """Whether anything can be built."""
        return any(one.has_text for one in self.publications)

    @property
    def building(self) -> Build | None:
        """A build that runs now."""
        return next((one.build for one in self.publications if one.build and one.build.is_active), None)

    @property
    def behind(self) -> StaffPublication | None:
        """The first publication that is older than the snapshot."""
        return next((one for one in self.publications if one.is_behind), None)


def years_for_staff() -> list[StaffYear]:
    """Newest first. One query, however many builds there were."""
    frozen = {one.year: one for one in reversed(snapshots.list_snapshots())}
    published = {one: _published(*one) for one in queries.standing()}
    builds = {
        (one.year, one.slug): one for one in Build.objects.order_by("year", "slug", "-pk").distinct("year", "slug")
    }
    known = {year for year, _ in (*published, *builds)} | frozen.keys()
    offers = _offers()
    return [_year(year, frozen.get(year), offers, published, builds) for year in sorted(known, reverse=True)]


def newest_year() -> int | None:
    """The newest frozen year; None when nothing is frozen."""
    return max((one.year for one in snapshots.list_snapshots()), default=None)


def name_of(slug: str) -> str:
    """What staff call a publication: what its text does, in the language of the page; else its address."""
    try:
        return in_language(catalogue.find(settings.DATA, slug).called, page_language())
    except UserError:
        return slug or gettext("Jaarrapportage")


def _offers() -> tuple[catalogue.Offer, ...] | None:
    """None when a text cannot be read, which ``examine`` explains."""
    try:
        return catalogue.offers(settings.DATA)
    except UserError:
        return None


def _year(
    year: int,
    frozen: Manifest | None,
    offers: tuple[catalogue.Offer, ...] | None,
    published: Mapping[tuple[int, str], int],
    builds: Mapping[tuple[int, str], Build],
) -> StaffYear:
    texts = {one.slug: _has_text(one, year, frozen) for one in offers} if offers is not None else {"": True}
    stand = {slug for at, slug in (*published, *builds) if at == year}
    slugs = [slug for slug, has_text in texts.items() if has_text or slug in stand]
    revision = frozen.revision if frozen else 0
    return StaffYear(
        year=year,
        revision=revision,
        reference_date=frozen.reference_date if frozen else None,
        reason=frozen.reason if frozen else "",
        publications=tuple(
            StaffPublication(
                slug=slug,
                name=name_of(slug),
                year=year,
                revision=revision,
                published_revision=published.get((year, slug), 0),
                has_text=texts.get(slug, False),
                build=builds.get((year, slug)),
            )
            for slug in (*slugs, *sorted(stand - set(slugs)))
        ),
    )


def _has_text(offer: catalogue.Offer, year: int, frozen: Manifest | None) -> bool:
    return offer.is_about(year) and (
        frozen is None or all(frozen.counts.get(kind) for kind in offer.definition.text.facts)
    )


def _published(year: int, slug: str) -> int:
    """The revision that stands published; 0 when it cannot be read, so that it can be built again."""
    try:
        return queries.publication(year, slug).revision
    except queries.NotPublished:
        return 0

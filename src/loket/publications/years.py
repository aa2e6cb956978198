"""The years as the policy officer sees them: frozen or not, published or not, and the last build of each."""

import datetime as dt
from dataclasses import dataclass

from loket.publications import queries
from loket.publications.models import Build
from loket.snapshots import queries as snapshots


@dataclass(frozen=True)
class StaffYear:
    """``revision`` 0: not frozen any more or not yet. ``published_revision`` 0: no publication stands.

    ``has_text`` is False when the report's text is about another year, so that a build would be refused.
    """

    year: int
    revision: int
    reference_date: dt.date | None
    reason: str
    published_revision: int
    has_text: bool
    build: Build | None

    @property
    def is_behind(self) -> bool:
        """Whether the publication, if any, is older than the snapshot."""
        return self.published_revision < self.revision


def years_for_staff() -> list[StaffYear]:
    """Newest first. One query, however many builds there were."""
    frozen = {one.year: one for one in reversed(snapshots.list_snapshots())}
    published = {year: _published(year) for year in queries.years()}
    written = queries.written_year()
    builds = {one.year: one for one in Build.objects.order_by("year", "-pk").distinct("year")}
    return [
        StaffYear(
            year=year,
            revision=frozen[year].revision if year in frozen else 0,
            reference_date=frozen[year].reference_date if year in frozen else None,
            reason=frozen[year].reason if year in frozen else "",
            published_revision=published.get(year, 0),
            has_text=written in (year, None),
            build=builds.get(year),
        )
        for year in sorted(frozen.keys() | published.keys() | builds.keys(), reverse=True)
    ]


def newest_year() -> int | None:
    """The newest frozen year; None when nothing is frozen."""
    return max((one.year for one in snapshots.list_snapshots()), default=None)


def _published(year: int) -> int:
    """The revision that stands published; 0 when it cannot be read, so that it can be built again."""
    try:
        return queries.publication(year).revision
    except queries.NotPublished:
        return 0

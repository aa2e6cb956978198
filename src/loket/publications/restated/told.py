"""What readers were told in each revision of a year and in reports over earlier years: from the ledger of what was
published, never from what was counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from django.utils import timezone

from loket.figures.model import HIDDEN, Coordinates, Merged, Table
from loket.publications.catalogue import Offer
from loket.publications.layout.site.background import Background, Revision
from loket.publications.ledger.book import Written
from loket.publications.models import Published
from loket.publications.source import Source
from loket.snapshots import history
from loket.snapshots.manifest import Manifest


def background(source: Source, offer: Offer, tables: Mapping[str, Table]) -> Background:
    """The code lists, and every revision of the year in which this publication went out; ``tables`` are those that it
    tells now. Without a snapshot there are no revisions. Raises ``SnapshotDamaged``.
    """
    known = [one for one in history.manifests(source.year) if one.revision <= source.edition.revision]
    if not known or known[-1].revision != source.edition.revision:
        return Background(source.lists)
    told = {**_told(source.year, offer, tables), source.edition.revision: tables}
    before = list(_before(source.year, offer, tables))
    return Background(source.lists, list(_revisions(known, told, before)), before)


def _before(year: int, offer: Offer, tables: Mapping[str, Table]) -> Iterator[Revision]:
    """The last page of each earlier year, with the tables that tell of several years."""
    several = {name: table for name, table in tables.items() if table.definition.year_place is not None}
    years = Published.objects.filter(slug=offer.slug, year__lt=year).values_list("year", flat=True)
    for earlier in sorted(set(years)):
        told = _told(earlier, offer, several)
        last = [one for one in history.manifests(earlier) if one.revision in told][-1:]
        yield from (Revision(earlier, one.revision, _day(one), {}, told[one.revision]) for one in last)


def _revisions(
    known: Sequence[Manifest], told: Mapping[int, Mapping[str, Table]], before: Sequence[Revision]
) -> Iterator[Revision]:
    """Those in which something was told; one that follows others in which nothing was, has their reasons too. The first
    has those of earlier years since their reports."""
    since: list[Manifest] = []
    for manifest in known:
        since.append(manifest)
        if manifest.revision in told:
            reasons = {**{one.year: _since(one, manifest) for one in before}, **_reasons(since)}
            yield Revision(manifest.year, manifest.revision, _day(manifest), reasons, told[manifest.revision])
            since, before = [manifest], ()


def _since(report: Revision, now: Manifest) -> list[str]:
    """Why figures about the year of a report can differ from it."""
    newest = now.earlier.get(report.year, 0)
    return [one.reason for one in history.manifests(report.year) if report.number < one.revision <= newest]


def _day(manifest: Manifest) -> date:
    return timezone.localtime(manifest.frozen_at).date()


def _reasons(line: Sequence[Manifest]) -> dict[int, list[str]]:
    """Why figures can differ between the first and the last of these, by the year that they are about."""
    found: dict[int, dict[str, None]] = {}
    for was, now in pairwise(line):
        for year, said in history.reasons(was, now).items():
            found.setdefault(year, {}).update(dict.fromkeys(said))
    return {year: list(said) for year, said in found.items()}


def _told(year: int, offer: Offer, tables: Mapping[str, Table]) -> dict[int, Mapping[str, Table]]:
    """By revision what this publication over a year told when it last went out, of the tables that it tells now."""
    pages = Published.objects.filter(year=year, slug=offer.slug).order_by("number")
    return {page.revision: dict(_tables(page.tables, offer.unit, tables)) for page in pages.iterator()}


def _tables(pages: Sequence[Written], unit: str, tables: Mapping[str, Table]) -> Iterator[tuple[str, Table]]:
    """What a page told, in the shape of the tables of now; one with other dimensions cannot be laid beside them."""
    for written in pages:
        names = written["dimensions"]
        place = names.index("unit") if unit and "unit" in names else None
        now = tables.get(written["id"])
        if now and [one.name for one in now.definition.dimensions] == list(_without(names, place)):
            cells = {_without(at, place): HIDDEN if n is None else n for at, n in written["cells"]}
            merged = tuple(Merged(name, tuple(codes)) for name, codes in written["merged"])
            yield now.id, replace(now, cells=cells, merged=merged, base=written["base"])


def _without(at: Sequence[str], place: int | None) -> Coordinates:
    """Without the unit that an edition is about."""
    return tuple(code for here, code in enumerate(at) if here != place)

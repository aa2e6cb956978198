"""Publish at once, or have a publication built in the background: start, stop and run builds from the staff pages."""

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from loket.core import audit, clock, once, tasks
from loket.core.errors import UserError
from loket.figures.model import FiguresError
from loket.publications import build, manifest, queries
from loket.publications import tasks as work
from loket.publications.catalogue import Offer
from loket.publications.ledger import book
from loket.publications.ledger.book import Written
from loket.publications.models import ACTIVE, Build, Status
from loket.publications.source import Source, protected
from loket.publications.steps import Cancelled, Progress, Step
from loket.publications.truth import check, open_truth
from loket.snapshots.queries import open_snapshot

UNEXPECTED = "Er ging bij ons iets mis. De beheerder vindt de oorzaak in het logbestand."


class AlreadyBuilding(UserError):
    """A build of this year is active."""


def publish(
    *,
    year: int,
    actor: str,
    slug: str = "",
    out: Path | None = None,
    progress: Progress = lambda *_: None,
    source: Source | None = None,
) -> manifest.Manifest:
    """Build a publication of a year and record who did; without ``slug`` the annual report. ``out`` None: where the
    website shows it. ``source``: the tables, when they were computed before.

    Raises what ``build`` raises; then nothing is recorded and the old publication stands.
    """
    shown = queries.folder(year, slug).resolve()
    out = out.resolve() if out else shown

    def enter(made: manifest.Manifest, source: Source, tables: Sequence[Written]) -> None:
        with transaction.atomic():
            _enter(made, source, tables, actor)
            audit.record(
                actor=actor,
                action="publication.build",
                target=target(year, slug),
                summary={"snapshot": made.snapshot, "revision": made.revision, "files": len(made.files)},
            )

    return build.build(
        year=year,
        slug=slug,
        out=out,
        data=settings.DATA,
        progress=progress,
        at_home=out == shown,
        source=source,
        enter=enter,
    )


def _enter(made: manifest.Manifest, source: Source, tables: Sequence[Written], actor: str) -> None:
    """Write the page of the ledger."""
    book.enter(
        year=made.year,
        slug=made.slug,
        revision=made.revision,
        profile=source.profile,
        tables=tables,
        seen=source.seen,
        shown=source.tables,
        actor=actor,
        target=target(made.year, made.slug),
    )


def publish_all(
    *, year: int, actor: str, offers: Sequence[Offer], progress: Progress = lambda *_: None
) -> list[manifest.Manifest]:
    """Build these publications of a year where the website shows them; the tables are computed once, and protected
    anew where the profile changes: readers then know what went out under the one before. Raises what ``build`` raises,
    and then those before it stand."""
    truth = open_truth(year=year, progress=progress)
    check(truth.tables.values(), progress)
    source: Source | None = None
    made = []
    for one in offers:
        if source is None or source.profile != one.profile:
            source = protected(truth, data=settings.DATA, offer=one, progress=progress)
        made.append(publish(year=year, slug=one.slug, actor=actor, progress=progress, source=source))
    return made


def publish_if_needed(*, year: int, actor: str, progress: Progress = lambda *_: None) -> list[manifest.Manifest]:
    """Every publication that there is a text for, as it stands when snapshot, data folder and tools are still the
    same; built otherwise. Gives those that were built."""
    needed = [one for one in queries.offers_for(year) if queries.up_to_date(year, one.slug) is None]
    return publish_all(year=year, actor=actor, offers=needed, progress=progress) if needed else []


def target(year: int, slug: str) -> str:
    """What the trail calls a publication: ``publication:2024``, or with its address behind it."""
    return f"publication:{year}/{slug}" if slug else f"publication:{year}"


def start_build(*, year: int, actor: str, name: str, token: uuid.UUID, slug: str = "") -> Build:
    """Put a build in the queue, and return it; the same token does that once for each publication and year, since one
    page offers several, and then gives the last build.

    ``actor`` is the user name for the audit trail, ``name`` how people see it. Raises ``AlreadyBuilding``.
    """
    try:
        with transaction.atomic():
            if not once.first_time(uuid.uuid5(token, f"{year}/{slug}")):
                return Build.objects.filter(year=year, slug=slug).latest("pk")
            _close_silent(year=year, slug=slug)
            started = Build.objects.create(year=year, slug=slug, actor=actor, started_by=name)
            audit.record(actor=actor, action="publication.build", target=target(year, slug), summary={})
            tasks.enqueue(work.run_build, started.pk)
    except IntegrityError as error:
        raise AlreadyBuilding(
            f"deze publicatie over {year} wordt al gebouwd; wacht tot dat klaar is, of stop het"
        ) from error
    return started


@transaction.atomic
def stop_build(*, build_id: int, actor: str) -> None:
    """Ask a build to stop. One that had not begun is stopped at once; one that ended stays as it is."""
    found = Build.objects.select_for_update().get(pk=build_id)
    if found.status not in ACTIVE:
        return
    found.stop_asked = True
    if found.status == Status.WAITING:
        found.status, found.ended_at = Status.STOPPED, clock.now()
    found.save()
    audit.record(actor=actor, action="publication.stop", target=target(found.year, found.slug), summary={})


def _close_silent(*, year: int, slug: str) -> None:
    """Mark the builds of this publication whose process is gone as interrupted, so that a new one may start."""
    for found in Build.objects.select_for_update().filter(year=year, slug=slug, status=Status.RUNNING):
        if found.is_silent:
            found.status, found.ended_at = Status.INTERRUPTED, clock.now()
            found.save()


def run_build(build_id: int) -> None:
    """Run a build that waits, as the background process does. One that is not waiting any more is left
    alone."""
    begun = clock.now()
    waiting = Build.objects.filter(pk=build_id, status=Status.WAITING)
    if not waiting.update(status=Status.RUNNING, started_at=begun, heard_at=begun):
        return
    year, slug, actor = Build.objects.values_list("year", "slug", "actor").get(pk=build_id)
    try:
        build.build(
            year=year,
            slug=slug,
            out=queries.folder(year, slug),
            data=settings.DATA,
            progress=Reporter(build_id, _titles(year)),
            at_home=True,
            enter=partial(_enter, actor=actor),
        )
    except Cancelled:
        _end(build_id, Status.STOPPED)
    except (UserError, FiguresError) as error:
        _end(build_id, Status.FAILED, str(error))
    except Exception:
        _end(build_id, Status.FAILED, UNEXPECTED)
        raise
    else:
        _end(build_id, Status.DONE)


@dataclass
class Reporter:
    """Writes down how far the build is, and stops it when somebody asked for that (raises ``Cancelled``)."""

    build_id: int
    titles: Mapping[str, str]
    begun: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def __call__(self, step: Step, done: int, total: int, message: str) -> None:
        name = step.name.lower()
        moment = time.monotonic()
        self.seconds[name] = round(moment - self.begun.setdefault(name, moment), 1)
        still_wanted = Build.objects.filter(pk=self.build_id, status=Status.RUNNING, stop_asked=False)
        if step == Step.TABLES:
            still_wanted.update(tables=total)
        if not still_wanted.update(
            step=name,
            done=done,
            total=total,
            message=self.titles.get(message, message)[:300],
            seconds=self.seconds,
            heard_at=clock.now(),
        ):
            raise Cancelled


def _titles(year: int) -> dict[str, str]:
    """The names of the tables, which the computation calls by their ids."""
    language = settings.LANGUAGE_CODE
    definitions = open_snapshot(year).definitions
    return {one.id: one.title.get(language) or one.id for one in definitions}


def _end(build_id: int, status: Status, error: str = "") -> None:
    """How it ended, unless somebody marked it as interrupted meanwhile."""
    Build.objects.filter(pk=build_id, status=Status.RUNNING).update(status=status, ended_at=clock.now(), error=error)

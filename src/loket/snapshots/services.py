"""Freezing a year: the one way in which facts become a snapshot."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from loket.core import clock
from loket.core.audit import LONGEST
from loket.facts import queries as facts
from loket.facts import services as loading
from loket.facts.definitions import read_definitions
from loket.facts.kinds import KINDS
from loket.organisation import frozen as frozen_organisation
from loket.organisation.reading import read_organisation
from loket.snapshots import definitions, storage, trail
from loket.snapshots.errors import BadReason, NoFacts, NothingChanged, ReasonMissing, TooEarly
from loket.snapshots.manifest import NAME, START, Manifest, file_hash
from loket.snapshots.parquet import write_facts
from loket.snapshots.queries import LISTS, ORGANISATION, TABLES, latest, list_snapshots
from loket.snapshots.source import file_name
from loket.taxonomy import frozen as frozen_lists
from loket.taxonomy.lists import read_lists

FIRST_REASON = "eerste vaststelling"


def freeze(*, year: int, reference_date: dt.date, reason: str = "", actor: str) -> Manifest:
    """Freeze the facts of a year, with the lists, the organisation and the tables as they stand in the data
    folder.

    The first revision needs no reason. All or nothing, and one at a time: killed at any point, there is the
    old state or the new one; a load that runs is waited for. Raises ``NoFacts``, ``ReasonMissing``, ``BadReason``,
    ``NothingChanged``, ``TooEarly``; ``BadFile`` for a faulty data folder.
    """
    if reference_date.year < year:
        raise TooEarly(f"de peildatum {reference_date:%d-%m-%Y} ligt voor {year}; kies een dag in {year} of later")
    with storage.locked(), transaction.atomic():
        loading.hold_still()
        trail.complete()
        before = latest(year)
        reason = _checked(reason.strip(), before)
        with storage.placed(year, before.revision + 1 if before else 1) as folder:
            counts = _write_contents(folder, year)
            manifest = _manifest(
                year=year,
                reference_date=reference_date,
                reason=reason,
                actor=actor,
                counts=counts,
                files={path.name: file_hash(path) for path in sorted(folder.iterdir())},
            )
            _refuse_the_same(manifest, before)
            storage.write(folder, {NAME: manifest.as_bytes()})
            trail.record(manifest)
    return manifest


def _checked(reason: str, before: Manifest | None) -> str:
    """The reason as it is written down: whole, since it stands for good."""
    if before and not reason:
        raise ReasonMissing(
            f"{before.year} is al vastgelegd (versie {before.revision}); "
            f"geef met --reason waarom er een nieuwe versie komt"
        )
    if len(reason) > LONGEST or not reason.isprintable():
        raise BadReason(f"de reden mag hooguit {LONGEST} tekens hebben, op één regel en zonder onzichtbare tekens")
    return reason or FIRST_REASON


def freeze_if_needed(*, year: int, reference_date: dt.date, reason: str, actor: str) -> Manifest:
    """The latest revision of the year when it holds exactly what a freeze would hold now; otherwise a new
    one.
    """
    try:
        return freeze(year=year, reference_date=reference_date, reason=reason, actor=actor)
    except NothingChanged as same:
        return same.latest


def _write_contents(folder: Path, year: int) -> dict[str, int]:
    """Write the files of a snapshot, without its manifest. Returns the number of rows of each kind of
    fact.
    """
    lists = read_lists(settings.DATA / "lists")
    organisation = read_organisation(settings.DATA / "organisation.yaml")
    counts = {}
    for kind in KINDS:
        rows = facts.rows(kind, year)
        write_facts(rows, folder / file_name(kind))
        counts[kind] = rows.num_rows
    if not any(counts.values()):
        raise NoFacts(f"er zijn geen feiten van {year}; lees ze eerst in met ./loket load MAP")
    storage.write(
        folder,
        {
            LISTS: frozen_lists.to_json(lists).encode(),
            ORGANISATION: frozen_organisation.to_json(organisation).encode(),
            TABLES: definitions.to_json(read_definitions(settings.DATA, lists)),
        },
    )
    return counts


def _manifest(
    *,
    year: int,
    reference_date: dt.date,
    reason: str,
    actor: str,
    counts: Mapping[str, int],
    files: Mapping[str, str],
) -> Manifest:
    """The next link of the chain."""
    frozen = sorted(list_snapshots(), key=lambda manifest: manifest.number)
    return Manifest(
        number=len(frozen) + 1,
        year=year,
        revision=1 + max((one.revision for one in frozen if one.year == year), default=0),
        reference_date=reference_date,
        reason=reason,
        actor=actor,
        frozen_at=clock.now(),
        earlier={one.year: one.revision for one in frozen if one.year < year},
        counts=counts,
        files=files,
        previous=frozen[-1].hash if frozen else START,
    ).sealed()


def _refuse_the_same(manifest: Manifest, before: Manifest | None) -> None:
    if before is None:
        return
    content = [(one.files, one.reference_date, one.earlier) for one in (manifest, before)]
    if content[0] == content[1]:
        raise NothingChanged(
            f"er is niets veranderd sinds versie {before.revision} van {manifest.year}; die blijft staan",
            before,
        )

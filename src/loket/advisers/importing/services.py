"""Reading in an existing tally: a file becomes a draft that is sealed to the adviser, the adviser says what it means,
and then all of it is registered at once, or nothing.

An adviser has one draft; it goes when it is read in or dropped, when another file is chosen, or after ``DAYS``."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from loket.advisers import services
from loket.advisers.access import Desk
from loket.advisers.checks import this_month
from loket.advisers.configuration import configuration
from loket.advisers.errors import NotThere
from loket.advisers.importing.content import DraftContent, only
from loket.advisers.importing.errors import BadColumns, NothingToRead, OtherCount
from loket.advisers.importing.guessing import FIELDS
from loket.advisers.importing.planning import CODED, Plan, Planned, years_of
from loket.advisers.importing.reading import read
from loket.advisers.models import Entry, ImportDraft
from loket.advisers.sealing import open_row, seal_row, tag
from loket.core import clock
from loket.core.located import FIRST_YEAR, LAST_YEAR
from loket.facts import queries as facts
from loket.vault.digests import subkey

DAYS = 3
_TABLE = "importdraft"


@dataclass(frozen=True)
class OpenDraft:
    """A draft of the adviser's own, opened."""

    draft: ImportDraft
    content: DraftContent

    @property
    def id(self) -> UUID:
        return self.draft.pk


@transaction.atomic
def begin(*, desk: Desk, data: bytes) -> ImportDraft:
    """Keep what a file holds, in the place of an earlier one. Raises ``BadSheet``, and then nothing has changed."""
    content = read(data)
    _own(desk).delete()
    draft = ImportDraft(expires_on=clock.today() + dt.timedelta(days=DAYS))
    seal_row(draft, content, desk.private)
    draft.save(force_insert=True)
    return draft


def current(desk: Desk) -> OpenDraft | None:
    """The draft that this adviser is working on; None when there is none."""
    draft = _own(desk).first()
    return _opened(draft, desk) if draft else None


def opened(desk: Desk, id: UUID) -> OpenDraft:
    """A draft of this adviser. Raises ``NotThere``."""
    return _one(desk, id, lock=False)


@transaction.atomic
def choose_columns(
    *, desk: Desk, id: UUID, sheet: int, head: int, columns: Mapping[str, int], year: int, month: str
) -> None:
    """Say which column holds what; what no column was chosen for, is gone from here on. ``head`` counts the rows that
    hold something, from 0. Raises ``NotThere``, ``BadColumns``."""
    found = _one(desk, id, lock=True)
    content = found.content
    if not (0 <= sheet < len(content.sheets) and 0 <= head < len(content.sheets[sheet].rows) - 1):
        raise BadColumns(_("Onder deze kop staat niets. Kies een ander blad, of een rij hoger"))
    if not columns or set(columns) - set(FIELDS) or len(set(columns.values())) < len(columns):
        raise BadColumns(_("Elke kolom kan maar één ding zijn. Kies voor elk onderdeel een andere"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadColumns(_("Kies een jaar"))
    kept, places = only(content.sheets[sheet], head, dict(columns))
    changed = {"sheets": (kept,), "sheet": 0, "columns": places, "year": year, "month": month}
    _keep(found.draft, content.model_copy(update=changed), desk)


@transaction.atomic
def choose_codes(*, desk: Desk, id: UUID, codes: Mapping[str, Mapping[str, str]]) -> None:
    """Say what the wordings of the file mean: for each field, from wording to code. Raises ``NotThere``."""
    found = _one(desk, id, lock=True)
    said = {name: {**found.content.codes.get(name, {}), **codes.get(name, {})} for name in CODED}
    _keep(found.draft, found.content.model_copy(update={"codes": said}), desk)


def plan(content: DraftContent) -> Plan:
    """What reading it in would do now."""
    loaded = frozenset(year for year in years_of(content) if facts.has_loaded("advice_request", year))
    return Plan(content, configuration(), loaded, this_month())


@transaction.atomic
def read_in(*, desk: Desk, id: UUID, leave_out: int = 0) -> int:
    """Register everything that is right, and let the draft go; gives how many requests. ``leave_out``: how many wrong
    rows the adviser agreed to leave out.

    All or nothing. The same file sent in twice counts once: each row makes the same ids for the same adviser. Raises
    ``NotThere``, ``OtherCount``, ``NothingToRead``, and what ``services.register_many`` raises.
    """
    found = _one(desk, id, lock=True)
    wanted = plan(found.content)
    if wanted.wrong != leave_out:
        raise OtherCount(_("Er zijn nu %d verkeerde rijen. Kijk ze na en kruis aan dat je ze weglaat") % wanted.wrong)
    if not wanted.requests:
        raise NothingToRead(_("Er is geen rij die we kunnen inlezen. Verbeter het bestand en kies het opnieuw"))
    ids = ids_of(desk, found.content, wanted.requests)
    entries = [(one, request.new, request.month) for one, request in zip(ids, wanted.requests, strict=True)]
    services.register_many(desk=desk, entries=entries)
    found.draft.delete()
    return len(entries)


def standing(desk: Desk, content: DraftContent, requests: list[Planned]) -> int:
    """How many of these stand in the tally already: the same file was read in before."""
    return Entry.objects.filter(pk__in=ids_of(desk, content, requests)).count()


@transaction.atomic
def drop(*, desk: Desk, id: UUID) -> None:
    """Let a draft go. Raises ``NotThere``."""
    _one(desk, id, lock=True).draft.delete()


def sweep() -> None:
    """Drafts that had their time (``settings.SWEEPS``)."""
    ImportDraft.objects.filter(expires_on__lt=clock.today()).delete()


def ids_of(desk: Desk, content: DraftContent, requests: list[Planned]) -> list[UUID]:
    """The id of each request: it follows from the adviser's key, the file, the sheet, the row and the how-manyth of
    that row. Nobody without that key can tell from an id which file it came from."""
    key = subkey(desk.private, "import")
    return [_id(key, content, request) for request in requests]


def _id(key: bytes, content: DraftContent, request: Planned) -> UUID:
    place = json.dumps([content.file, content.chosen.name, request.row, request.number])
    return UUID(bytes=blake2b(place.encode(), key=key, digest_size=16).digest(), version=4)


def _own(desk: Desk) -> QuerySet[ImportDraft]:
    return ImportDraft.objects.filter(owner=tag(desk.private, _TABLE))


def _one(desk: Desk, id: UUID, *, lock: bool) -> OpenDraft:
    rows = _own(desk).filter(pk=id)
    draft = (rows.select_for_update() if lock else rows).first()
    if draft is None:
        raise NotThere(_("Dit bestand is al ingelezen of weggegooid. Kijk in je lijst, of kies het opnieuw"))
    return _opened(draft, desk)


def _opened(draft: ImportDraft, desk: Desk) -> OpenDraft:
    return OpenDraft(draft, open_row(draft, DraftContent, desk.private))


def _keep(draft: ImportDraft, content: DraftContent, desk: Desk) -> None:
    draft.version += 1
    seal_row(draft, content, desk.private)
    draft.save(update_fields=["version", "content"])

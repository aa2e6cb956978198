"""New rows of the tally, with their facts: each once, whoever sends it how often."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from loket.advisers.access import Desk
from loket.advisers.checks import NewRow, content_of, refuse_loaded
from loket.advisers.configuration import Advisers, configuration
from loket.advisers.content import EntryContent
from loket.advisers.counting import numbered, yield_new
from loket.advisers.errors import BadId
from loket.advisers.models import Entry
from loket.advisers.reckoning import ended_month
from loket.advisers.sealing import goes_after, seal_row, tag
from loket.core import clock
from loket.facts import services as facts

_BATCH = 1000


@dataclass(frozen=True)
class Added:
    """The entry of each row that was asked for, and how many of them are new."""

    rows: list[Entry]
    new: int


def add(desk: Desk, wanted: Sequence[NewRow], *, by_hand: bool) -> Added:
    """Write the rows that are not there yet, with their facts. Call it inside the transaction of the act. Raises what
    ``content_of`` and ``refuse_loaded`` raise, and ``BadId`` for an id of somebody else's."""
    facts.stand_in_line()
    _wait_for_own(desk)
    ids = {id for id, _new, _month in wanted}
    standing = _own(desk, ids)
    made = _made(desk, [row for row in wanted if row[0] not in standing], by_hand=by_hand)
    if not made:
        return Added([standing[id] for id, _new, _month in wanted], 0)
    Entry.objects.bulk_create([row for row, _content in made.values()], _BATCH, ignore_conflicts=True)
    standing = _own(desk, ids)  # somebody who sent the same at the same moment was waited for
    new = [content for id, (row, content) in made.items() if bytes(standing[id].content) == row.content]
    yield_new(new, configuration())
    return Added([standing[id] for id, _new, _month in wanted], len(new))


def seal_entry(row: Entry, content: EntryContent, desk: Desk, configured: Advisers) -> None:
    """Fill a row: what is sealed, and the little that can be read of it."""
    ended = ended_month(content)
    row.is_open, row.destroy_after = ended is None, None
    if ended:
        row.destroy_after = goes_after(ended, configured.file.keep.tally)
    seal_row(row, content, desk.private)


def _own(desk: Desk, ids: set[UUID]) -> dict[UUID, Entry]:
    """The entries with these ids that stand. Raises ``BadId`` when one of them is somebody else's."""
    found = Entry.objects.in_bulk(list(ids))
    mine = tag(desk.private, "entry")
    if any(bytes(row.owner) != mine for row in found.values()):
        raise BadId(_("Dit nummer is al gebruikt. Open de pagina opnieuw en vul alles nog een keer in"))
    return found


def _made(desk: Desk, wanted: Sequence[NewRow], *, by_hand: bool) -> dict[UUID, tuple[Entry, EntryContent]]:
    """New rows with what stands in them, in the order of their ids: whoever else writes the same ones waits, and never
    for each other. The first of an id counts."""
    configured = configuration()
    contents: dict[UUID, EntryContent] = {}
    for id, new, month in wanted:
        contents.setdefault(id, content_of(new, month, configured, by_hand=by_hand))
    years = {content.year for content in contents.values()}
    refuse_loaded({year for year in years if year < clock.today().year or not by_hand})
    own = Entry.objects.filter(owner=tag(desk.private, "entry"))
    numbers = Counter({year: own.filter(year=year).count() for year in years})
    made = {}
    for id, content in contents.items():
        numbers[content.year] += 1
        row = Entry(id=id, year=content.year)
        made[id] = row, numbered(content.model_copy(update={"number": numbers[content.year]}), configured)
        seal_entry(row, made[id][1], desk, configured)
    return dict(sorted(made.items()))


def _wait_for_own(desk: Desk) -> None:
    """One at a time registers for one adviser, so that their requests count up. Nobody else waits."""
    with connection.cursor() as cursor:
        own = int.from_bytes(tag(desk.private, "queue")[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [own])

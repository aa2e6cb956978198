"""Writes to the tally. Whoever calls has the adviser's own desk. Nothing here says, to the database or in the trail,
whose entries these are, what stands in them, or when on a day it was written.

Each act takes its locks in one order: the facts (shared, so that a freeze waits), the rows of the tally, the facts'
rows, the trail."""

from collections.abc import Callable, Sequence
from typing import Literal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from loket.advisers.access import Desk
from loket.advisers.adding import add, seal_entry
from loket.advisers.checks import (
    NewEntry,
    NewRow,
    allow_step,
    bad_code,
    check_codes,
    check_hours,
    check_minutes,
    check_settled,
    month_by_hand,
    not_closed,
    this_month,
)
from loket.advisers.configuration import Advisers, configuration, is_there
from loket.advisers.content import Contact, EntryContent, HoursContent, Step
from loket.advisers.counting import ADVISER, carry_over, hours_with, numbered, recount, recount_hours
from loket.advisers.errors import Changed, Ended, NotThere
from loket.advisers.models import Entry, Hours, Page
from loket.advisers.reckoning import ended_month
from loket.advisers.sealing import open_row, seal_row, tag
from loket.core import audit, clock, once
from loket.facts import services as facts

__all__ = ["ADVISER", "NewEntry", "NewRow"]  # beside the acts below

_CARRIED = UUID("6b1d9c0e-8f0a-4a43-9a53-0d6d3f2f5f54")
"""From this and a day follows the token that says that the years were closed on that day."""


@transaction.atomic
def register(*, desk: Desk, id: UUID, new: NewEntry, month: str | None = None) -> Entry:
    """Register an advice request, in this month or another one of the running year; in January also of the year before.
    The same id again gives the entry that stands: what is sent twice counts once.

    Raises ``BadCode`` for a code that this year's page does not offer, ``BadMonth``, ``BadMinutes``, ``NoSettlement``,
    ``NotClosed``, ``YearIsLoaded``, and ``BadId`` for an id that somebody else's entry has.
    """
    month = month or this_month()
    added = add(desk, [(id, new, month)], by_hand=True)
    if added.new:
        _note("tally.register", f"tally:{month[:4]}")
    return added.rows[0]


@transaction.atomic
def register_many(*, desk: Desk, entries: Sequence[NewRow]) -> list[Entry]:
    """Register requests together, all or nothing: an existing tally, or what waited on a phone. Gives the entry of
    each, in their order; those that stand already are left as they are.

    Takes any year that was not loaded, codes that the lists hold in it, also those that the page does not offer, and a
    situation without a settlement, as older tallies have. Raises as ``register``, but for ``NoSettlement``.
    """
    added = add(desk, entries, by_hand=False)
    if added.new:
        _note("tally.import", "tally", entries=added.new)
    return added.rows


@transaction.atomic
def add_contact(*, desk: Desk, entry: UUID, version: int, minutes: int, token: UUID, month: str | None = None) -> Entry:
    """Add that there was contact, for so many minutes. ``token``: of the form; the same one again adds nothing. Raises
    ``NotThere``, ``Changed``, ``BadMonth``, ``BadMinutes``."""
    is_new = once.first_time(token)

    def change(content: EntryContent, _configured: Advisers) -> EntryContent:
        if not is_new:
            return content
        check_minutes(minutes)
        contact = Contact(month=month_by_hand(month, since=content.month), minutes=minutes)
        return content.model_copy(update={"contacts": (*content.contacts, contact)})

    return _change(desk, entry, version, change)


@transaction.atomic
def set_settlement(*, desk: Desk, entry: UUID, version: int, code: str, month: str | None = None) -> Entry:
    """Add a settlement; the highest so far counts. Raises ``NotThere``, ``Changed``, ``BadCode``, ``BadMonth``, and
    ``Ended`` for a request that ended in an earlier year."""

    def change(content: EntryContent, configured: Advisers) -> EntryContent:
        step = _step(content, "settlement", code, month, configured)
        if step in content.settlements:
            return content
        return content.model_copy(update={"settlements": (*content.settlements, step)})

    return _change(desk, entry, version, change)


@transaction.atomic
def set_situation(*, desk: Desk, entry: UUID, version: int, code: str, month: str | None = None) -> Entry:
    """Say how it is with the reporter now, which ends the request. Raises ``NotThere``, ``Changed``, ``BadCode``,
    ``BadMonth``, ``NoSettlement``, ``Ended`` for a request that ended in an earlier year."""

    def change(content: EntryContent, configured: Advisers) -> EntryContent:
        step = _step(content, "situation", code, month, configured)
        holding = [one for one in content.situations if not one.is_taken_back]
        if holding[-1:] == [step]:
            return content
        after = content.model_copy(update={"situations": (*content.situations, step)})
        check_settled(after, configured, content)
        return after

    return _change(desk, entry, version, change)


@transaction.atomic
def reopen(*, desk: Desk, entry: UUID, version: int) -> Entry:
    """The request goes on after all, from this month. Nothing happens when it is open. Raises ``NotThere``,
    ``Changed``."""

    def change(content: EntryContent, _configured: Advisers) -> EntryContent:
        if ended_month(content) is None:
            return content
        step = Step(code="", month=this_month())
        return content.model_copy(update={"situations": (*content.situations, step)})

    return _change(desk, entry, version, change)


@transaction.atomic
def take_back(*, desk: Desk, entry: UUID, version: int, which: Literal["settlement", "situation"], index: int) -> Entry:
    """A settlement or a situation was a mistake: it stays to be seen in the history, at ``index``, and counts no more.
    Raises ``NotThere``, ``Changed``, ``NoSettlement`` when it would leave a situation without one, ``Ended`` for a
    reopening after which something came."""
    field = f"{which}s"

    def change(content: EntryContent, configured: Advisers) -> EntryContent:
        steps: tuple[Step, ...] = getattr(content, field)
        if not 0 <= index < len(steps):
            raise _changed()
        if not steps[index].code and any(not later.is_taken_back for later in steps[index + 1 :]):
            raise Ended(_("Daarna is al een situatie ingevuld. Neem die eerst terug"))
        taken = steps[index].model_copy(update={"is_taken_back": True})
        after = content.model_copy(update={field: (*steps[:index], taken, *steps[index + 1 :])})
        check_settled(after, configured, content)
        return after

    return _change(desk, entry, version, change)


@transaction.atomic
def correct(
    *,
    desk: Desk,
    entry: UUID,
    version: int,
    unit: str,
    category: str,
    subcategory: str,
    accused: str,
    reporter_accused: str = "",
) -> Entry:
    """Mend what was registered wrong: in every year that counts the request. Whoever looked at the codes is not asked
    any more whether another one fits. Raises ``NotThere``, ``Changed``, ``BadCode``."""
    labels = {
        "unit": unit,
        "category": category,
        "subcategory": subcategory,
        "accused": accused,
        "reporter_accused": reporter_accused,
    }

    def change(content: EntryContent, configured: Advisers) -> EntryContent:
        standing = {name: getattr(content, name) for name in labels}
        check_codes(labels, content.year, configured, is_offered=True, standing=standing)
        return content.model_copy(update={**labels, "asked_other": True})

    return _change(desk, entry, version, change)


@transaction.atomic
def set_evaluation(*, desk: Desk, entry: UUID, version: int, code: str) -> Entry:
    """Say whether the reporter got a link to the evaluation. Raises ``NotThere``, ``Changed``, ``BadCode``,
    ``NotClosed`` while the request is open."""

    def change(content: EntryContent, configured: Advisers) -> EntryContent:
        ended = ended_month(content)
        if ended is None:
            raise not_closed()
        if not code:
            raise bad_code("evaluation")
        check_codes({"evaluation": code}, int(ended[:4]), configured, is_offered=True)
        return content.model_copy(update={"evaluation": code})

    return _change(desk, entry, version, change)


@transaction.atomic
def set_hours(*, desk: Desk, year: int, month: int, function: str, minutes: int) -> Hours:
    """Say how many minutes went to a core function in a month (1 to 12) of a year; 0 takes it away. Raises
    ``BadCode``, ``BadMonth``, ``BadMinutes``."""
    check_hours(year, month, function, minutes)
    facts.stand_in_line()
    row, before = _hours(desk, year)
    after = hours_with(before, f"{year}-{month:02}", function, minutes)
    if after.minutes == before.minutes:
        return row
    counted = recount_hours(before, after, year)
    row.version += 1
    seal_row(row, counted, desk.private)
    row.save(update_fields=["version", "content"])
    _note("tally.hours", f"tally:{year}")
    return row


@transaction.atomic
def carry() -> None:
    """Close the years: what was open at the end of each is carried by the next. The tally's sweep (``settings.SWEEPS``)
    does it once a day; whoever acts in the meantime makes the same facts."""
    if is_there() and once.first_time(uuid5(_CARRIED, clock.today().isoformat())):
        carry_over()


@transaction.atomic
def destroy_due() -> None:
    """Destroy entries whose time has passed since they ended, and pages of notebooks since they were last changed
    (``settings.SWEEPS``). The facts of an entry stay: nothing leads back from them any more."""
    due = {kind: kind.objects.filter(destroy_after__lte=clock.today()) for kind in (Entry, Page)}
    counts = {kind: rows.delete()[0] for kind, rows in due.items()}
    if counts[Entry]:
        _note("tally.destroy", "tally", entries=counts[Entry])
    if counts[Page]:
        _note("notebook.destroy", "notebook", pages=counts[Page])


def _change(desk: Desk, entry: UUID, version: int, change: Callable[[EntryContent, Advisers], EntryContent]) -> Entry:
    """Change an entry and its facts. Nothing happens when it says so already, as after a form that was sent twice.
    Raises ``NotThere``, and ``Changed`` when ``version`` is not the one that stands."""
    facts.stand_in_line()
    configured = configuration()
    row = Entry.objects.select_for_update().filter(pk=entry, owner=tag(desk.private, "entry")).first()
    if row is None:
        raise NotThere(_("Deze adviesvraag is er niet. Ga terug naar je lijst"))
    before = open_row(row, EntryContent, desk.private)
    after = numbered(change(before, configured), configured)
    if after == before:
        return row
    if version != row.version:
        raise _changed()
    row.version += 1
    seal_entry(row, after, desk, configured)
    row.save()
    recount(before, after, configured)
    _note("tally.change", f"tally:{row.year}")
    return row


def _step(content: EntryContent, name: str, code: str, month: str | None, configured: Advisers) -> Step:
    """A step that goes on from what stands. Raises ``BadCode``, ``BadMonth``, ``Ended``."""
    month = month_by_hand(month, since=content.month)
    if not code:
        raise bad_code(name)
    check_codes({name: code}, int(month[:4]), configured, is_offered=True)
    allow_step(content, month)
    return Step(code=code, month=month)


def _hours(desk: Desk, year: int) -> tuple[Hours, HoursContent]:
    """The hours of a year, held until the transaction ends; empty ones are made when there are none."""
    empty = Hours(year=year)
    seal_row(empty, HoursContent(), desk.private)
    Hours.objects.bulk_create([empty], ignore_conflicts=True)
    row = Hours.objects.select_for_update().get(owner=empty.owner, year=year)
    return row, open_row(row, HoursContent, desk.private)


def _changed() -> Changed:
    return Changed(_("Dit is intussen in een ander venster of op een ander toestel veranderd. Kijk wat er nu staat"))


def _note(action: str, target: str, **summary: int) -> None:
    audit.record(actor=ADVISER, action=action, target=target, summary=summary, day_only=True)

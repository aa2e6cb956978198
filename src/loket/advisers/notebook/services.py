"""Writes to an adviser's own notebook. What stands on a page is sealed to them alone; the trail says on which day some
adviser wrote, and not who, what, or about what."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from loket.advisers.access import Desk
from loket.advisers.configuration import configuration
from loket.advisers.content import PageContent
from loket.advisers.errors import BadId, Changed, NotThere
from loket.advisers.models import Page
from loket.advisers.sealing import open_row, seal_row, tag
from loket.advisers.services import ADVISER
from loket.core import audit, clock
from loket.intake.terms import months_later


@transaction.atomic
def write(*, desk: Desk, id: UUID, title: str, text: str, entry: str = "") -> Page:
    """A new page. ``entry``: the id of the request that it is about, if any; it stands inside the seal. The same id
    again gives the page that stands. Raises ``BadId`` for an id that somebody else's page has."""
    page = Page(pk=id, destroy_after=last_day())
    _seal(page, desk, title, text, entry)
    made = Page.objects.bulk_create([page], ignore_conflicts=True)[0]
    standing = Page.objects.get(pk=id)
    if bytes(standing.owner) != bytes(made.owner):
        raise BadId(_("Dit nummer is al gebruikt. Open de pagina opnieuw en schrijf je tekst nog een keer"))
    if bytes(standing.content) == bytes(made.content):
        _note("notebook.change")
    return standing


@transaction.atomic
def change(*, desk: Desk, page: UUID, version: int, title: str, text: str, entry: str = "") -> Page:
    """Write a page anew; its term begins again. Nothing happens when it says so already. Raises ``NotThere``, and
    ``Changed`` when ``version`` is not the one that stands."""
    row = _locked(desk, page)
    before = open_row(row, PageContent, desk.private)
    if (before.title, before.text, before.entry) == (title.strip(), text.strip(), entry):
        return row
    if row.version != version:
        raise Changed(_("Deze bladzijde is intussen in een ander venster of op een ander toestel veranderd"))
    row.version, row.destroy_after = row.version + 1, last_day()
    _seal(row, desk, title, text, entry)
    row.save()
    _note("notebook.change")
    return row


@transaction.atomic
def destroy(*, desk: Desk, page: UUID) -> None:
    """Destroy a page. Raises ``NotThere``."""
    _locked(desk, page).delete()
    _note("notebook.destroy", pages=1)


def _locked(desk: Desk, page: UUID) -> Page:
    row = Page.objects.select_for_update().filter(pk=page, owner=tag(desk.private, "page")).first()
    if row is None:
        raise NotThere(_("Deze bladzijde is er niet. Ga terug naar je schrift"))
    return row


def _seal(row: Page, desk: Desk, title: str, text: str, entry: str) -> None:
    month = f"{clock.today():%Y-%m}"
    seal_row(row, PageContent(title=title, text=text, entry=entry, month=month), desk.private)


def last_day() -> dt.date:
    """From when a page that is written today is destroyed: the first day of a month, so that the day on which it was
    written does not follow from it."""
    return months_later(clock.today().replace(day=1), configuration().file.keep.notebook + 1)


def _note(action: str, **summary: int) -> None:
    audit.record(actor=ADVISER, action=action, target="notebook", summary=summary, day_only=True)

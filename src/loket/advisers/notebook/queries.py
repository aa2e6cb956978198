"""Reads of an adviser's own notebook: what is a page about is sealed too, so all pages are opened to find out."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from loket.advisers.access import Desk
from loket.advisers.content import PageContent
from loket.advisers.errors import NotThere
from loket.advisers.models import Page
from loket.advisers.sealing import open_row, tag

ABOUT = "adviesvraag"
"""In the address of a new page: the request that it is about."""


@dataclass(frozen=True)
class OpenPage:
    """A page, with what stands in it."""

    row: Page
    content: PageContent

    @property
    def url(self) -> str:
        return reverse("advisers:page", args=[self.row.pk])

    @property
    def title(self) -> str:
        """What it is called, or how it begins."""
        begin = self.content.text.strip().partition("\n")[0][:60]
        return self.content.title or begin or _("Zonder titel")

    @property
    def destroy_after(self) -> dt.date:
        return self.row.destroy_after


def pages(desk: Desk) -> list[OpenPage]:
    """Every page, the newest month first."""
    found = [_opened(row, desk) for row in Page.objects.filter(owner=tag(desk.private, "page"))]
    return sorted(found, key=lambda one: (one.content.month, one.title, one.row.pk.hex), reverse=True)


def page(desk: Desk, id: UUID) -> OpenPage:
    """One page. Raises ``NotThere``."""
    row = Page.objects.filter(pk=id, owner=tag(desk.private, "page")).first()
    if row is None:
        raise NotThere(_("Deze bladzijde is er niet. Ga terug naar je schrift"))
    return _opened(row, desk)


def about(desk: Desk, entry: UUID) -> list[OpenPage]:
    """The pages about one request."""
    return [one for one in pages(desk) if one.content.entry == str(entry)]


def _opened(row: Page, desk: Desk) -> OpenPage:
    return OpenPage(row, open_row(row, PageContent, desk.private))

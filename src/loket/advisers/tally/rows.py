"""A request as a line of a list: codes in words, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from loket.advisers.configuration import Advisers
from loket.advisers.content import EntryContent
from loket.advisers.queries import OpenEntry
from loket.advisers.reckoning import ended_month, settlement_at, situation_at
from loket.advisers.tally.months import in_words
from loket.core import clock
from loket.core.language import page_language

STALE_MONTHS = 3
"""After so many months without contact an open request is worth a look."""


@dataclass(frozen=True)
class Row:
    """One line. ``missing``: what there is to add while it is open, with the ``sign`` of a status; ``ended``: how it
    ended."""

    url: str
    number: int
    topic: str
    unit: str
    accused: str
    month: str
    missing: str
    sign: str
    ended: str


def rows_of(entries: Sequence[OpenEntry], known: Advisers) -> list[Row]:
    """The lines of these requests, in their order."""
    return [row_of(one, known) for one in entries]


def row_of(one: OpenEntry, known: Advisers) -> Row:
    """The line of one request."""
    content, language = one.content, page_language()
    return Row(
        url=reverse("advisers:entry", args=[one.entry.pk]),
        number=content.number,
        topic=topic_of(content, known),
        unit=known.label("unit", content.unit, language, short=True),
        accused=_small(known.label("accused", content.accused, language, short=True)),
        month=in_words(content.month),
        missing=missing(content, known),
        sign="later" if is_recent(content) else "due",
        ended=ended(content, known),
    )


def _small(name: str) -> str:
    """A name in the middle of a line."""
    return name[:1].lower() + name[1:]


def topic_of(content: EntryContent, known: Advisers) -> str:
    """The subcategory; of one that is called "other" only its full name says what it is about."""
    is_other = content.subcategory in known.file.other
    return known.label("subcategory", content.subcategory, page_language(), short=not is_other)


def missing(content: EntryContent, known: Advisers) -> str:
    """What an open request still lacks; empty when it ended."""
    year = clock.today().year
    if situation_at(content, year):
        return ""
    if not settlement_at(content, year, known.rank):
        return _("vul in wat je deed, en hoe het nu is")
    return _("vul in hoe het nu is")


def ended(content: EntryContent, known: Advisers) -> str:
    """How the request ended, and when; empty while it is open."""
    code, month = situation_at(content, clock.today().year), ended_month(content)
    if not code or not month:
        return ""
    name = known.label("situation", code, page_language(), short=True)
    return f"{name}, {in_words(month)}"


def is_recent(content: EntryContent) -> bool:
    """Whether something was registered about it in the last months."""
    steps = (*content.settlements, *content.situations)
    newest = max([content.month, *(one.month for one in content.contacts), *(one.month for one in steps)])
    today = clock.today()
    return int(newest[:4]) * 12 + int(newest[5:]) > today.year * 12 + today.month - STALE_MONTHS


def is_open(content: EntryContent) -> bool:
    """Whether it goes on now."""
    return situation_at(content, clock.today().year) is None

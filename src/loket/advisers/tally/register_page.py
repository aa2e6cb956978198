"""The page on which an adviser counts a request: the likely answers within reach, and what was just counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from loket.advisers.access import Desk
from loket.advisers.checks import this_month
from loket.advisers.configuration import Advisers
from loket.advisers.content import EntryContent
from loket.advisers.queries import OpenEntry, newest, number_in_year, open_entries
from loket.advisers.tally.chips import Chips, Group, chips, groups, open_first
from loket.advisers.tally.other import Other, other_of
from loket.advisers.tally.register_form import RegisterForm
from loket.advisers.tally.rows import Row, row_of, rows_of
from loket.core.language import page_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_ROWS = 5
"""How many open requests stand below the form."""
FURTHER: "Sequence[tuple[str, StrOrPromise]]" = [
    ("advisers:notebook", _("Je schrift")),
    ("advisers:import", _("Lees een bestaande Tellijst in")),
    ("advisers:devices", _("Tel zonder verbinding op je telefoon")),
    ("advisers:propose", _("Stel een wijziging van de lijsten voor")),
]


@dataclass(frozen=True)
class Counted:
    """What was just counted: as how-manieth of its year."""

    row: Row
    number: int
    year: int


@dataclass(frozen=True)
class Page:
    """Everything on the page but the form itself."""

    year: int
    next: int
    is_like_last: bool
    unit: Chips
    subcategory: BoundField
    topics: Sequence[Group]
    more_topics: Sequence[Group]
    accused: Chips
    reporter_accused: Chips | None
    settlement: Chips
    situation: Chips
    minutes: Chips
    is_other_month: bool
    open: int
    first_open: Sequence[Row]
    counted: Counted | None
    other: Other | None
    further: "Sequence[dict[str, StrOrPromise]]"


@dataclass(frozen=True)
class Standing:
    """What is there already: the requests that are open, the newest first, and what was registered last, as what the
    next one is likely to be like."""

    going_on: Sequence[OpenEntry]
    last: EntryContent | None


def standing(desk: Desk, year: int) -> Standing:
    """What this adviser has of a year and before."""
    going_on = open_entries(desk, year)
    found = newest(desk, year, going_on)
    return Standing(going_on, found.content if found else None)


def page_of(
    desk: Desk, form: RegisterForm, stands: Standing, just: OpenEntry | None = None, *, asks: bool = False
) -> Page:
    """The page with this form. ``just``: what was counted a moment ago, and whether the page ``asks`` about "other"."""
    known, year, last = form.known, form.year, stands.last
    topics, more = open_first(groups(form["subcategory"], known, year, page_language()), likely(last, known))
    first = known.file.first
    return Page(
        year=year,
        next=number_in_year(desk, year) + 1,
        is_like_last=bool(last) and not form.is_bound,
        unit=chips(form["unit"], [last.unit] if last else None),
        subcategory=form["subcategory"],
        topics=topics,
        more_topics=more,
        accused=chips(form["accused"]),
        reporter_accused=chips(form["reporter_accused"]) if "reporter_accused" in form.fields else None,
        settlement=chips(form["settlement"], ["", *first.get("settlement", ())]),
        situation=chips(form["situation"], ["", *first.get("situation", ())]),
        minutes=chips(form["minutes"]),
        is_other_month=form.data.get("month", "") not in {"", this_month()},
        open=len(stands.going_on),
        first_open=rows_of(stands.going_on[:MOST_ROWS], known),
        counted=counted(desk, just, known) if just else None,
        other=other_of(just, known) if just and asks else None,
        further=[{"url": reverse(view), "label": label} for view, label in FURTHER],
    )


def likely(last: EntryContent | None, known: Advisers) -> list[str]:
    """The main categories that stand open: that of the last request, and those that most requests are about."""
    usual = known.file.first.get("category", [])
    return list(dict.fromkeys([*([last.category] if last else []), *usual]))


def counted(desk: Desk, just: OpenEntry, known: Advisers) -> Counted:
    """What there is to say of what was counted a moment ago."""
    year = just.content.year
    return Counted(row_of(just, known), just.content.number or number_in_year(desk, year), year)

"""An adviser's own year at a glance: every count as a picture and as a table beside it. Exact: it is their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loket.advisers import queries
from loket.advisers.access import Desk
from loket.advisers.configuration import LISTS, Advisers, configuration
from loket.advisers.network.queries import appointed_on
from loket.advisers.queries import OwnYear
from loket.advisers.tally.hours_form import in_hours
from loket.advisers.tally.hours_views import Norm, norm_of
from loket.core import clock
from loket.core.language import page_language
from loket.core.measures import Measure


@dataclass(frozen=True)
class Spent:
    """The time that went to one core function: hours, and its share of all in whole percents."""

    name: str
    hours: str
    share: int


@dataclass(frozen=True)
class Page:
    """Everything on the page. ``is_over``: whether the year has ended, so that what was open was carried on;
    ``hours``: of contact."""

    own: OwnYear
    is_over: bool
    hours: float
    measures: Sequence[Measure]
    spent: Sequence[Spent]
    norm: Norm


def page_of(desk: Desk, year: int) -> Page:
    """The page of one year."""
    known, own = configuration(), queries.year_of(desk, year)
    hours = queries.hours(desk, year).minutes
    asked = [
        ("category", _("Waar het over ging"), own.categories),
        ("settlement", _("Wat je deed"), own.settlements),
        ("situation", _("Hoe het met de melder is"), own.situations),
        ("accused", _("Over wie het ging"), own.accused),
    ]
    return Page(
        own=own,
        is_over=year < clock.today().year,
        hours=own.minutes / 60,
        measures=[
            Measure(name, title, [_("Adviesvragen")], _rows(name, counts, known), title)
            for name, title, counts in asked
            if counts
        ],
        spent=_spent(hours, known),
        norm=norm_of(year, hours, clock.today(), appointed_on(desk.me)),
    )


def _rows(name: str, counts: Mapping[str, int], known: Advisers) -> list[tuple[str, tuple[int]]]:
    """What was counted, in the order of its list; what has a zero is left out."""
    order = [code.code for code in known.lists[LISTS.get(name, name)]]
    codes = [*(code for code in order if code in counts), *sorted(counts.keys() - set(order))]
    return [(known.label(name, code, page_language(), short=True), (counts[code],)) for code in codes]


def _spent(hours: Mapping[str, Mapping[str, int]], known: Advisers) -> list[Spent]:
    total = sum(minutes for of_month in hours.values() for minutes in of_month.values())
    codes = [code.code for code in known.lists["core_function"]]
    sums = {code: sum(of_month.get(code, 0) for of_month in hours.values()) for code in codes}
    return [
        Spent(known.label("core_function", code, page_language()), in_hours(minutes), round(100 * minutes / total))
        for code, minutes in sums.items()
        if minutes
    ]

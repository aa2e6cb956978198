"""An adviser's own requests as a list, and their own year at a glance."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.advisers import queries
from loket.advisers.access import adviser, desk, with_key
from loket.advisers.configuration import configuration
from loket.advisers.tally.other import is_to_ask
from loket.advisers.tally.rows import is_open, rows_of
from loket.advisers.tally.year_page import page_of
from loket.core import clock
from loket.core.located import FIRST_YEAR

SHOW, OPEN, ENDED, OTHER = "toon", "loopt", "klaar", "overig"
YEAR = "jaar"


@adviser
@require_safe
@with_key
def mine(request: HttpRequest) -> HttpResponseBase:
    """The requests: what is open first, with what is missing; then what ended, of one year (``?jaar=``). ``?toon=``
    leaves one of the two, or what still has to be asked about "other"."""
    own, known = desk(request), configuration()
    years = _years(queries.years(own))
    year = next((one for one in years if str(one) == request.GET.get(YEAR)), years[0])
    found = queries.newest_first(queries.entries(own, year))
    wanted = request.GET.get(SHOW, "")
    to_ask = [one for one in found if is_to_ask(one.content, known)]
    shown = wanted if wanted in {OPEN, ENDED} or (wanted == OTHER and to_ask) else ""
    given = {
        "tab": "mine",
        "open": rows_of([one for one in found if is_open(one.content)], known),
        "ended": rows_of([one for one in found if not is_open(one.content)], known),
        "has_any": bool(found) or len(years) > 1,
        "to_ask": rows_of(to_ask, known),
        "shows_open": shown in {"", OPEN},
        "shows_ended": shown in {"", ENDED},
        "shown": shown,
        "year": year,
        "years": years,
    }
    return render(request, "advisers/tally/mine.html", given)


@adviser
@require_safe
@with_key
def year(request: HttpRequest, year: int | None = None) -> HttpResponseBase:
    """The adviser's own year; by default this one. 404 for a year that has yet to come, or was before there were
    reports."""
    own, today = desk(request), clock.today()
    wanted = year or today.year
    if not FIRST_YEAR <= wanted <= today.year:
        raise Http404
    given = {"tab": "year", "page": page_of(own, wanted), "years": _years(queries.years(own))}
    return render(request, "advisers/tally/year.html", given)


def _years(found: list[int]) -> list[int]:
    """The newest first, this year always."""
    return sorted({clock.today().year, *found}, reverse=True)

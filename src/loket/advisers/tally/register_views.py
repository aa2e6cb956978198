"""Counting a request: one page, one button, one request to the server."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from loket.advisers import services
from loket.advisers.access import Desk, adviser, desk, with_key
from loket.advisers.errors import BadId, NotThere
from loket.advisers.queries import OpenEntry, open_entry
from loket.advisers.tally.register_form import RegisterForm
from loket.advisers.tally.register_page import Standing, page_of, standing
from loket.core import clock
from loket.core.errors import UserError
from loket.core.forms import see

COUNTED, ASK = "geteld", "vraag"
"""In the address of the page: the id of what was just counted; and whether to ask about "other"."""


@adviser
@require_safe
@with_key
def tally(request: HttpRequest) -> HttpResponseBase:
    """The page on which a request is counted; after one, the same page, ready for the next."""
    own = desk(request)
    stands = standing(own, clock.today().year)
    form = RegisterForm(initial={"unit": stands.last.unit} if stands.last else None)
    just = _just(own, request.GET.get(COUNTED, ""))
    return _page(request, own, form, stands, just, asks=ASK in request.GET)


@adviser
@require_POST
@sensitive_post_parameters()
@with_key
def register(request: HttpRequest) -> HttpResponseBase:
    """Count a request. Sent twice, it counts once."""
    own, form = desk(request), RegisterForm(request.POST)
    if form.is_valid():
        try:
            entry = services.register(desk=own, id=form.id_of, new=form.new, month=form.cleaned_data["month"] or None)
        except BadId as error:
            form.another_id()
            form.add_error(None, str(error))
        except UserError as error:
            form.add_error(None, str(error))
        else:
            asks = {ASK: "1"} if form.new.subcategory in form.known.file.other else {}
            return see(f"{reverse('advisers:tally')}?{urlencode({COUNTED: str(entry.pk), **asks})}")
    return _page(request, own, form, standing(own, form.year))


def _page(
    request: HttpRequest,
    own: Desk,
    form: RegisterForm,
    stands: Standing,
    just: OpenEntry | None = None,
    *,
    asks: bool = False,
) -> HttpResponse:
    page = page_of(own, form, stands, just, asks=asks)
    given = {"page": page, "form": form, "tab": "tally"}
    return render(request, "advisers/tally/tally.html", given, status=422 if form.is_bound else 200)


def _just(own: Desk, id: str) -> OpenEntry | None:
    """What was counted a moment ago, if this address says so."""
    try:
        return open_entry(own, UUID(id)) if id else None
    except (NotThere, ValueError):
        return None

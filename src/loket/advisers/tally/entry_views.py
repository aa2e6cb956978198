"""One request: what happened to it, and the taps that add to it."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from loket.advisers.access import Desk, adviser, desk, with_key
from loket.advisers.checks import this_month
from loket.advisers.configuration import configuration
from loket.advisers.errors import Changed
from loket.advisers.evaluation.desk_views import YEAR
from loket.advisers.queries import OpenEntry, open_entry
from loket.advisers.reckoning import ended_month
from loket.advisers.tally.acts import ACTS
from loket.advisers.tally.entry_page import page_of
from loket.advisers.tally.forms import ActForm, OtherForm
from loket.advisers.tally.list_views import OTHER, SHOW
from loket.advisers.tally.list_views import YEAR as LISTED
from loket.advisers.tally.other import is_to_ask
from loket.advisers.tally.register_views import COUNTED
from loket.advisers.tally.since import differences
from loket.advisers.tally.wording import SENT
from loket.core.errors import UserError
from loket.core.forms import see


@adviser
@require_safe
@with_key
def entry(request: HttpRequest, entry: UUID) -> HttpResponseBase:
    """The page of a request."""
    own = desk(request)
    return _page(request, own, open_entry(own, entry))


def _act(name: str) -> Callable[[HttpRequest, UUID], HttpResponseBase]:
    """The view that does what the form of this name asks, and leads back to the request."""

    @adviser
    @require_POST
    @sensitive_post_parameters()
    @with_key
    def act(request: HttpRequest, entry: UUID) -> HttpResponseBase:
        own = desk(request)
        opened, since = open_entry(own, entry), list[str]()
        form = ACTS[name].form(request.POST, opened=opened, auto_id=f"{name}_%s")
        if form.is_valid() and _is_done(own, name, form, since):
            return see(_after(form, opened))
        return _page(request, own, open_entry(own, entry), name, form, since)

    return act


def _after(form: ActForm, opened: OpenEntry) -> str:
    """Where to go: after "other" to count the next one, or to the list when it had not been asked before; to a code for
    the reporter, when the link goes along; else back to the request."""
    if isinstance(form, OtherForm):
        if is_to_ask(opened.content, configuration()):
            return f"{reverse('advisers:mine')}?{urlencode({LISTED: str(opened.content.year), SHOW: OTHER})}"
        return f"{reverse('advisers:tally')}?{urlencode({COUNTED: str(opened.entry.pk)})}"
    if getattr(form, "said", "") != SENT:
        return reverse("advisers:entry", args=[opened.entry.pk])
    ended = form.cleaned_data.get("month") or ended_month(opened.content) or this_month()
    return f"{reverse('advisers:evaluation-ticket')}?{urlencode({YEAR: ended[:4]})}"


def _is_done(own: Desk, name: str, form: ActForm, since: list[str]) -> bool:
    """Do what the form asks. False, with the reason on it, when that cannot be; then nothing was written. What another
    window did is added to ``since``, and the form goes on from there with what was chosen."""
    entry: UUID = form.opened.entry.pk
    try:
        ACTS[name].write(own, entry, form)
    except Changed as error:
        now = open_entry(own, entry)
        since += differences(form.cleaned_data["seen"], now.content, configuration())
        form.go_on_from(now)
        form.add_error(None, str(error))
    except UserError as error:
        form.add_error(None, str(error))
    return not form.errors


def _page(
    request: HttpRequest,
    own: Desk,
    opened: OpenEntry,
    failed: str = "",
    form: ActForm | None = None,
    since: Sequence[str] = (),
) -> HttpResponse:
    page = page_of(own, opened, failed=failed, bound=form, since=since)
    given = {"page": page, "form": form, "tab": "mine"}
    return render(request, "advisers/tally/entry.html", given, status=422 if failed else 200)


contact = _act("contact")
settlement = _act("settlement")
situation = _act("situation")
evaluation = _act("evaluation")
reopen = _act("reopen")
take_back = _act("take_back")
correct = _act("correct")
other = _act("other")

"""The state of affairs of a body, for its head."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.accounts.models import Role
from loket.casework.access import desk, with_key
from loket.casework.steering.page import page_of
from loket.core.access import role_required


@role_required(Role.HEAD)
@require_safe
@with_key
def steering(request: HttpRequest) -> HttpResponseBase:
    """The counts of the body that is asked for (``?meldpunt=``), else of the first that this person heads and works
    for. 404 for another's, and for a head who is no officer: without the key of the body there is nothing to count."""
    account = me(request)
    headed = [body for body in account.headed if body in account.bodies]
    wanted = request.GET.get("meldpunt") or next(iter(headed), "")
    if wanted not in headed:
        raise Http404
    return render(request, "casework/steering/steering.html", {"page": page_of(desk(request, wanted))})

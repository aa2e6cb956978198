"""What a new revision of a year changed: an inside page of the policy officer, with small counts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.core.language import page_language
from loket.publications.access import policy_officer
from loket.publications.restated import page, services


@policy_officer
@require_safe
def revision(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Each table that differs from the revision before; ``?tabel=`` shows one whole. Who looked stands in the trail."""
    only = request.GET.get("tabel", "")
    found = page.revision(year, number, page_language(), only=only)
    if found is None:
        raise Http404
    if request.method == "GET":
        services.viewed(revision=found.now, table=only, actor=me(request).username)
    return render(request, "publications/staff/restated.html", {"found": found, "only": only})

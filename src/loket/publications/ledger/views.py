"""What was published when, for the policy officer."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.core.errors import UserError
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.publications.access import policy_officer
from loket.publications.models import Published
from loket.publications.protection import profiles
from loket.publications.years import name_of

AT_ONCE = 50


@policy_officer
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The pages of the ledger, the newest first: counts only, nothing of a cell."""
    found = Published.objects.defer("tables").order_by("-number")
    part = Paginator(found, AT_ONCE).get_page(request.GET.get("pagina"))
    labels = _labels()
    rows = [(page, name_of(page.slug), labels.get(page.profile, page.profile)) for page in part]
    return render(request, "publications/staff/ledger.html", {"rows": rows, "part": part})


def _labels() -> dict[str, str]:
    """What profiles are called now; none when their file cannot be read, which ``examine`` explains."""
    from django.conf import settings

    try:
        return {one.code: in_language(one.label, page_language()) for one in profiles.read(settings.DATA)}
    except UserError:
        return {}

"""A printed report, checked: a page for everyone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.core.access import public
from loket.publications.contradictions import page


@public
@require_safe
def printed_report(request: HttpRequest, year: int) -> HttpResponse:
    """Where the report about this year contradicts itself; ``?ernst=`` shows one severity."""
    checked = page.checked(settings.DATA, year)
    severity = request.GET.get("ernst", "")
    if checked is None or severity not in ("", *page.SEVERITIES):
        raise Http404
    context = {
        "checked": checked,
        "lines": checked.lines(severity),
        "counts": checked.counts(),
        "severity": severity,
        "others": [one for one in page.years(settings.DATA) if one != year],
    }
    return render(request, "publications/public/contradictions.html", context)

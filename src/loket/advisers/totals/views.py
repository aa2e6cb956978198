"""The totals of the tally, for the national adviser: of all advisers together, and never of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.advisers.access import national
from loket.advisers.configuration import configuration
from loket.advisers.totals.page import as_csv, sheet
from loket.advisers.totals.rises import Rising, month
from loket.core import audit, clock
from loket.core.language import page_language


@national
@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """What runs beside what was frozen, and what rises beyond chance."""
    found = month()
    context = {
        "sheet": sheet(),
        "rises": found,
        "rising": [_words(one) for one in found.rising],
        "month": f"{MONTHS[found.month]} {found.year}",
    }
    return render(request, "advisers/totals/totals.html", context)


@national
@require_safe
def totals_csv(request: HttpRequest) -> HttpResponse:
    """The same tables as CSV; that it was taken out stands in the trail."""
    content = as_csv(sheet())
    if request.method == "GET":
        audit.record(actor=me(request).username, action="tally.export", target="tally", summary={})
    name = f"tellijst-totalen-{clock.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _words(one: Rising) -> dict[str, object]:
    known, language = configuration(), page_language()
    return {
        "unit": known.label("unit", one.unit, language),
        "category": known.label("category", one.category, language),
        "now": one.now,
        "before": one.before,
    }

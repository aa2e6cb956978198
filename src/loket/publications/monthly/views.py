"""The monthly overview of a unit, for its director and its integrity coordinator, and for nobody else."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.accounts.bodies import unit_choices
from loket.accounts.models import Role
from loket.core import audit, clock
from loket.core.access import role_required
from loket.core.located import FIRST_YEAR
from loket.publications.monthly import pdf
from loket.publications.monthly.counts import last_month, overview
from loket.publications.monthly.page import Sheet, month_name, sheet_of

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
CHOICES = 36
"""Months that the page offers; an address can ask for any that is over."""

of_a_unit = role_required(Role.INTEGRITY_COORDINATOR, Role.DIRECTOR)


@of_a_unit
@require_safe
def unit_month(request: HttpRequest, unit: str) -> HttpResponse:
    """The overview of a month (``?maand=2026-10``), by default the last that is over."""
    sheet = _sheet(request, unit)
    names = unit_choices()
    units = [(code, names.get(code, code)) for code in me(request).units]
    context = {"sheet": sheet, "choices": _choices(), "units": units}
    return render(request, "publications/monthly/month.html", context)


@of_a_unit
@require_safe
def unit_month_pdf(request: HttpRequest, unit: str) -> HttpResponse:
    """The same as a PDF."""
    sheet = _sheet(request, unit)
    headers = {"Content-Disposition": f'attachment; filename="maandoverzicht-{sheet.unit}-{sheet.value}.pdf"'}
    return HttpResponse(pdf.render(sheet), content_type="application/pdf", headers=headers)


def _sheet(request: HttpRequest, unit: str) -> Sheet:
    """The overview that is asked for, which stands in the trail. Raises ``Http404`` for the unit of another, and for a
    month that is not over."""
    if unit not in me(request).units:
        raise Http404
    year, month = _month(request.GET.get("maand", ""))
    if request.method == "GET":
        summary = {"month": f"{year}-{month:02}"}
        audit.record(actor=me(request).username, action="unit.overview", target=f"unit:{unit}", summary=summary)
    return sheet_of(overview(unit=unit, year=year, month=month))


def _month(asked: str) -> tuple[int, int]:
    last = last_month(clock.today())
    if not asked:
        return last
    found = MONTH.fullmatch(asked)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (year >= FIRST_YEAR and 1 <= month <= 12 and (year, month) <= last):
        raise Http404
    return year, month


def _choices() -> list[tuple[str, str]]:
    """The last months that are over, the newest first: for an address, and in words."""
    year, month = last_month(clock.today())
    found = []
    for back in range(CHOICES):
        at, number = divmod(year * 12 + month - 1 - back, 12)
        found.append((f"{at}-{number + 1:02}", month_name(at, number + 1)))
    return found

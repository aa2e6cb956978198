"""The hours of an adviser: by month and core function, against the norm."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from loket.advisers import queries, services
from loket.advisers.access import Desk, adviser, desk, with_key
from loket.advisers.configuration import configuration
from loket.advisers.network.queries import appointed_on
from loket.advisers.tally.hours_form import HoursForm, in_hours
from loket.advisers.tally.months import in_words, month_choices, month_of
from loket.core import clock
from loket.core.errors import UserError
from loket.core.forms import form_methods, see
from loket.core.language import page_language

MONTH, KEPT = "maand", "bewaard"
_WEEK = 7


@dataclass(frozen=True)
class Line:
    """The hours of one month, or of the year: each core function with its own."""

    name: str
    cells: Sequence[tuple[str, str]]
    total: str


@dataclass(frozen=True)
class Norm:
    """What was spent in a year so far, beside what the norm asks until then (whole), both in hours."""

    spent: float
    asked: int
    a_week: int
    is_over: bool


@adviser
@form_methods
@sensitive_post_parameters()
@with_key
def hours(request: HttpRequest) -> HttpResponseBase:
    """Hours of a month (``?maand=``, by default this one) to fill in, and the year so far."""
    own, months = desk(request), dict(month_choices(clock.today()))
    wanted = request.GET.get(MONTH, "")
    month = wanted if wanted in months else month_of(clock.today())
    year = int(month[:4])
    standing = queries.hours(own, year).minutes
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        year=year,
        standing=standing.get(month, {}),
        suggested=queries.contact_minutes(own, month),
    )
    if form.is_bound and form.is_valid():
        try:
            _keep(own, month, form.minutes)
        except UserError as error:
            form.add_error(None, str(error))
        else:
            return see(f"{reverse('advisers:hours')}?{MONTH}={month}&{KEPT}=1")
    return _page(request, own, form, month, months, standing)


@transaction.atomic
def _keep(own: Desk, month: str, minutes: Mapping[str, int]) -> None:
    for function, spent in minutes.items():
        services.set_hours(desk=own, year=int(month[:4]), month=int(month[5:]), function=function, minutes=spent)


def norm_of(year: int, standing: Mapping[str, Mapping[str, int]], today: dt.date, since: dt.date = dt.date.min) -> Norm:
    """The hours of a year beside the norm, which counts from the appointment (``since``) until today (national norm,
    chapter 6)."""
    a_week = configuration().file.norm_hours
    begin, until = max(since, dt.date(year, 1, 1)), min(today, dt.date(year, 12, 31))
    weeks = max((until - begin).days, 0) / _WEEK
    spent = sum(minutes for of_month in standing.values() for minutes in of_month.values())
    return Norm(spent / 60, round(weeks * a_week), a_week, is_over=until < today)


def _page(
    request: HttpRequest,
    own: Desk,
    form: HoursForm,
    month: str,
    months: Mapping[str, str],
    standing: Mapping[str, Mapping[str, int]],
) -> HttpResponse:
    known, year = configuration(), int(month[:4])
    columns = [known.label("core_function", code, page_language()) for code in form.functions]
    given = {
        "form": form,
        "tab": "hours",
        "month": months[month],
        "months": [(code, name, code == month) for code, name in months.items()],
        "columns": columns,
        "lines": _lines(dict(zip(form.functions, columns, strict=True)), standing),
        "norm": norm_of(year, standing, clock.today(), appointed_on(own.me)),
        "year": year,
        "is_kept": KEPT in request.GET and not form.is_bound,
    }
    return render(request, "advisers/tally/hours.html", given, status=422 if form.is_bound else 200)


def _lines(functions: Mapping[str, str], standing: Mapping[str, Mapping[str, int]]) -> list[Line]:
    return [
        Line(
            in_words(month),
            [(name, in_hours(spent[code]) if spent.get(code) else "") for code, name in functions.items()],
            in_hours(sum(spent.values())),
        )
        for month, spent in sorted(standing.items())
    ]

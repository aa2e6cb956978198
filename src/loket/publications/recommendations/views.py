"""The pages of the recommendations, for the national adviser: what came of last year's, and this year's to write."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from loket.accounts.access import me
from loket.core import clock, once
from loket.core.errors import UserError
from loket.core.forms import form_methods, see
from loket.core.located import FIRST_YEAR
from loket.publications.access import national
from loket.publications.models import Audience, FollowUp, Recommendation
from loket.publications.recommendations import queries, services
from loket.publications.recommendations.errors import Changed
from loket.publications.recommendations.forms import ChangeForm, follow_up_form, write_form

HALF = 6
"""Up to this month the report to write is that of the year before."""


@national
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Those of one year to write, and what came of those of the year before (``?jaar=2026``)."""
    year = _year(request.GET.get("jaar", ""))
    return _overview(request, year)


@national
@form_methods
def new(request: HttpRequest, year: int) -> HttpResponse:
    """Write one."""
    year = _year(str(year))
    form = write_form(request.POST if request.method == "POST" else None, None)
    if form.is_bound and _done(form, lambda: services.write(year=year, actor=me(request).username, **_said(form))):
        return see(_to(year))
    return _sheet(request, "write", form, year, None)


@national
@form_methods
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words, or for another audience."""
    one = get_object_or_404(Recommendation, pk=pk)
    form = write_form(request.POST if request.method == "POST" else None, one)
    if form.is_bound and _done(form, lambda: services.change(**_about(request, one, form), **_said(form)), one):
        return see(_to(one.year))
    return _sheet(request, "write", form, one.year, one)


@national
@form_methods
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it."""
    one = get_object_or_404(Recommendation, pk=pk)
    form = follow_up_form(request.POST if request.method == "POST" else None, one)
    if form.is_bound and _done(form, lambda: services.follow_up(**_about(request, one, form), **_said(form)), one):
        return see(_to(one.year + 1))
    return _sheet(request, "follow_up", form, one.year, one)


@national
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    up = request.POST.get("richting") != "omlaag"
    return _act(request, pk, lambda about: services.move(up=up, **about))


@national
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    return _act(request, pk, lambda about: services.remove(**about))


@national
@require_POST
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The same one for the next year."""
    one = get_object_or_404(Recommendation, pk=pk)
    try:
        services.carry_over(recommendation=one, actor=me(request).username)
    except UserError as error:
        return _overview(request, one.year, problem=str(error), status=422)
    return see(_to(one.year + 1))


def _act(request: HttpRequest, pk: int, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """A form that is one button."""
    one = get_object_or_404(Recommendation, pk=pk)
    form = ChangeForm(request.POST)
    if not _done(form, lambda: act(_about(request, one, form)), one):
        problem = str(next(iter(form.non_field_errors()), None) or Changed())
        return _overview(request, one.year, problem=problem, status=422)
    return see(_to(one.year))


def _done(form: ChangeForm, write: Callable[[], object], one: Recommendation | None = None) -> bool:
    """Do what the form asks, once. False, with the reason on the form, when it cannot be; then nothing was written."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            if once.first_time(form.cleaned_data["token"]):
                write()
    except Changed as changed:
        if now := Recommendation.objects.filter(pk=one.pk).first() if one else None:
            form.meet(now)
        form.add_error(None, str(changed))
    except UserError as error:
        form.add_error(None, str(error))
    return not form.errors


def _about(request: HttpRequest, one: Recommendation, form: ChangeForm) -> dict[str, Any]:
    return {"recommendation": one, "version": form.cleaned_data["version"], "actor": me(request).username}


def _said(form: ChangeForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form.fields if name not in ChangeForm.base_fields}


def _overview(request: HttpRequest, year: int, *, problem: str = "", status: int = 200) -> HttpResponse:
    both = Recommendation.objects.filter(year__in=(year, year - 1)).select_related("carried_to").order_by("number")
    rows = list(both)
    mine = [one for one in rows if one.year == year]
    before = [one for one in rows if one.year == year - 1]
    known = {*queries.years(), _default(), year}
    context = {
        "year": year,
        "groups": [(label, [one for one in mine if one.audience == code]) for code, label in Audience.choices],
        "before": before,
        "open": sum(one.follow_up == FollowUp.OPEN for one in before),
        "years": range(max(known), min(known) - 1, -1),
        "token": once.new_token(),
        "problem": problem,
    }
    return render(request, "publications/recommendations/overview.html", context, status=status)


def _sheet(request: HttpRequest, what: str, form: ChangeForm, year: int, one: Recommendation | None) -> HttpResponse:
    context = {"form": form, "year": year, "one": one, "back": _to(year + 1 if what == "follow_up" else year)}
    status = 422 if form.is_bound else 200
    return render(request, f"publications/recommendations/{what}.html", context, status=status)


def _default() -> int:
    """The year of the report that is being written."""
    today = clock.today()
    return today.year if today.month > HALF else today.year - 1


def _year(asked: str) -> int:
    """A year that has begun; the one to write about when none is asked for. Raises ``Http404``."""
    if not asked:
        return _default()
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Http404
    return year


def _to(year: int) -> str:
    """The overview of a year; of the last that has begun when that one has not."""
    return f"{reverse('publications:recommendations')}?jaar={min(year, clock.today().year)}"

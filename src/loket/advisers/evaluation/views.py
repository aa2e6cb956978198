"""The evaluation, for whoever has a code: nobody signs in, nothing is kept in the browser, and everything works without
scripts."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.advisers.configuration import configuration
from loket.advisers.evaluation import services
from loket.advisers.evaluation.errors import NoTicket
from loket.advisers.evaluation.forms import CodeForm, QuestionsForm
from loket.core import limiter
from loket.core.access import public
from loket.core.forms import form_methods, see
from loket.intake.draft_cookie import own_form

TOO_MANY, GONE = 429, 410


@own_form
@public
@form_methods
def door(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _door(request, form, 200)
    if wait := limiter.wait_for("evaluation"):
        form.add_error(None, _("Het is nu heel druk. Wacht even en probeer het opnieuw"))
        return _later(_door(request, form, TOO_MANY), wait)
    if form.is_valid():
        if services.year_of(form.cleaned_data["code"]):
            return see("advisers:evaluation-form", form.cleaned_data["code"])
        form.add_error("code", _("Deze code werkt niet. Misschien is hij al gebruikt, of is de tijd voorbij"))
    return _door(request, form, 422)


@own_form
@public
@form_methods
def fill_in(request: HttpRequest, code: str) -> HttpResponseBase:
    """The questions, once for each code."""
    year = services.year_of(code)
    if year is None:
        return _gone(request)
    form = QuestionsForm(request.POST if request.method == "POST" else None, configured=configuration(), year=year)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        if wait := limiter.wait_for("evaluation"):
            form.add_error(None, _("Het is nu heel druk. Wacht even en verstuur je antwoorden opnieuw"))
            return _later(_questions(request, form, TOO_MANY), wait)
        try:
            services.answer(code=code, answers=form.cleaned_data)
        except NoTicket:
            return _gone(request)
        return see("advisers:evaluation-done")
    return _questions(request, form, status)


@public
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Thanks."""
    return render(request, "advisers/evaluation/done.html")


def _door(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return render(request, "advisers/evaluation/door.html", {"form": form}, status=status)


def _questions(request: HttpRequest, form: QuestionsForm, status: int) -> HttpResponse:
    publish_from = configuration().file.evaluation.publish_from
    context = {"form": form, "publish_from": publish_from}
    return render(request, "advisers/evaluation/form.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "advisers/evaluation/gone.html", status=GONE)


def _later(response: HttpResponse, seconds: int) -> HttpResponse:
    response.headers["Retry-After"] = str(seconds)
    return response

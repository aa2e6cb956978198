"""The page on which an adviser gets a code to give to a reporter. It stands apart from every request: nothing says for
whom the code is."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from loket.advisers.access import adviser, desk, with_key
from loket.advisers.configuration import configuration
from loket.advisers.evaluation import services
from loket.core import clock, once
from loket.core.forms import HouseForm, form_methods

YEAR = "jaar"
"""In the address: the year in which the request ended, when it is not this one."""


class TicketForm(HouseForm):
    """One code a form: sent twice, it makes one."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_token(self) -> object:
        token = self.cleaned_data["token"]
        if not once.first_time(token):
            raise forms.ValidationError(
                _("Deze code is al gemaakt en wordt één keer getoond. Maak zo nodig een nieuwe")
            )
        return token


@adviser
@form_methods
@with_key
@transaction.atomic
def ticket(request: HttpRequest) -> HttpResponseBase:
    """Make a code, and show it this one time: for who has their own desk open, and nobody learns whose that was."""
    desk(request)
    form = TicketForm(request.POST) if request.method == "POST" else _fresh()
    if form.is_bound and form.is_valid():
        return _made(request, services.new_ticket(year=_year(request)))
    errors = [str(error) for found in form.errors.values() for error in found]
    context = {"form": _fresh(), "problems": errors, "days": configuration().file.evaluation.days}
    return render(request, "advisers/evaluation/ticket.html", context, status=422 if form.is_bound else 200)


def _made(request: HttpRequest, code: str) -> HttpResponse:
    door = request.build_absolute_uri(reverse("advisers:evaluation"))
    link = request.build_absolute_uri(reverse("advisers:evaluation-form", args=[code]))
    context = {"code": code, "door": door, "link": link, "days": configuration().file.evaluation.days}
    return render(request, "advisers/evaluation/ticket_made.html", context)


def _fresh() -> TicketForm:
    return TicketForm(initial={"token": once.new_token()})


def _year(request: HttpRequest) -> int:
    """This year, or the one before it when the address says so."""
    last = clock.today().year - 1
    return last if request.GET.get(YEAR) == str(last) else last + 1

"""The page on which an officer looks over all that crosses from a case to the figures, and says that it is right."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from loket.casework import queries
from loket.casework.access import officer, opened_for, with_key
from loket.casework.closing import services
from loket.casework.closing.page import facts_of
from loket.casework.errors import CaseworkError
from loket.casework.models import ItemKind
from loket.casework.sealing import OpenCase
from loket.core.forms import HouseForm, form_methods, see


class ConfirmForm(HouseForm):
    """That these facts are right. ``shown`` stands for those on the page."""

    shown = forms.RegexField(
        r"^[0-9a-f]{64}\Z",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("Kijk de feiten nog een keer na, en bevestig ze dan")),
    )


@officer
@form_methods
@with_key
def facts(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The codes with their labels and their year, and the officer's word that they are right."""
    opened = opened_for(request, reference, reading=request.method != "POST")
    if request.method != "POST":
        return _page(request, opened, ConfirmForm())
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        form.add_error(None, form.errors.pop("shown")[0])
        return _page(request, opened, form)
    try:
        services.confirm(opened=opened, shown=form.cleaned_data["shown"], actor=opened.me.username)
    except CaseworkError as refused:
        form.add_error(None, str(refused))
        return _page(request, opened, form)
    return see("casework:facts", reference)


def _page(request: HttpRequest, opened: OpenCase, form: ConfirmForm) -> HttpResponse:
    parts = queries.contents(opened, (ItemKind.ACT, ItemKind.EVENT))
    context = {"opened": opened, "case": opened.case, "facts": facts_of(opened, parts), "form": form}
    return render(request, "casework/closing/facts.html", context, status=422 if form.is_bound else 200)

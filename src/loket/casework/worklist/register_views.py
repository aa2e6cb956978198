"""The page on which an officer registers a report that came in another way than by the site."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from loket.casework import access
from loket.casework.access import officer, with_key
from loket.casework.configuration import configuration
from loket.casework.models import Case
from loket.casework.worklist.register import register
from loket.casework.worklist.register_form import RegisterForm
from loket.core.errors import UserError
from loket.core.forms import form_methods
from loket.core.language import page_language
from loket.intake.configuration import configuration as intake
from loket.vault.receipts import Receipt


@officer
@sensitive_post_parameters()
@form_methods
@with_key
def registration(request: HttpRequest) -> HttpResponseBase:
    """Register a report. Its receipt stands on this answer only, which is why there is no other page to go to; sent
    again, the same form gives it again."""
    desk = access.desk(request, request.GET.get("meldpunt", ""))
    if desk.body not in intake().bodies:
        return _page(request, desk.body, "register_elsewhere")
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            case = register(body=desk.body, form=form, actor=desk.me.username)
        except UserError as error:
            form.add_error(None, str(error))
        else:
            return _registered(request, desk.body, case, form.cleaned_data["receipt"])
    return _page(request, desk.body, "register", form=form, status=422 if form.is_bound else 200)


def _registered(request: HttpRequest, body: str, case: Case | None, receipt: Receipt) -> HttpResponse:
    return _page(request, body, "registered", case=case, receipt=receipt)


def _page(request: HttpRequest, body: str, name: str, *, status: int = 200, **context: object) -> HttpResponse:
    shown = {"body": body, "body_name": configuration().bodies[body].short(page_language()), **context}
    if name == "register_elsewhere":
        shown["takes"] = [one.name(page_language()) for one in intake().bodies.values()]
    return render(request, f"casework/worklist/{name}.html", shown, status=status)

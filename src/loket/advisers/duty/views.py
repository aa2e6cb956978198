"""The page of the duty to break confidentiality: six steps, then everything once more, then it happens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from loket.advisers.access import Desk, desk
from loket.advisers.configuration import configuration
from loket.advisers.contact.access import at_desk, opened_for
from loket.advisers.contact.queries import contacts
from loket.advisers.duty import services, words
from loket.advisers.duty.forms import DutyForm
from loket.core.errors import UserError
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.intake.configuration import configuration as intake
from loket.intake.models import Report

BREAK, CHANGE = "doorbreek", "wijzig"
"""What a form asks for (``stap``): to do it, or to write on. Anything else: to see everything once more."""


@at_desk
@sensitive_post_parameters()
def duty(request: HttpRequest) -> HttpResponse:
    """The steps; then a page to check; then the report stands. Its receipt is on that answer only, which is why there
    is no other page to go to: sent again, the same form gives it again."""
    place, step = desk(request), request.POST.get("stap", "")
    form = DutyForm(request.POST if request.method == "POST" else None, contacts=_mailboxes(place))
    if form.is_bound and step != CHANGE and form.is_valid():
        if step != BREAK:
            return render(request, "advisers/duty/check.html", {"form": form, **_said(form), **_body()})
        if report := _broken(request, form, place):
            context = {"report": report, "receipt": form.cleaned_data["receipt"], **_said(form), **_body()}
            return render(request, "advisers/duty/done.html", context)
    status = 422 if form.errors else 200
    return render(request, "advisers/duty/steps.html", {"form": form, **_body()}, status=status)


def _broken(request: HttpRequest, form: DutyForm, place: Desk) -> Report | None:
    """The report that stands; None with the reason on the form when it is refused."""
    contact = opened_for(request, form.reference, reading=False)[1] if form.reference else None
    try:
        return services.break_confidentiality(
            what=form.decided,
            contact=contact,
            receipt=form.cleaned_data["receipt"],
            token=form.cleaned_data["token"],
            account=place.me,
        )
    except UserError as error:
        form.add_error(None, str(error))
        return None


def _mailboxes(place: Desk) -> list[tuple[str, str]]:
    """The contacts at this desk that open, by number and day."""
    found = [line for line in contacts(place.code) if not line.is_lost]
    named = _("Ja: contact %(reference)s, begonnen op %(day)s")
    return [
        (line.reference, named % {"reference": line.reference, "day": date_format(line.began_on, "j F Y")})
        for line in found
    ]


def _said(form: DutyForm) -> dict[str, Any]:
    what = form.decided
    return {
        "what": what,
        "ground": in_language(configuration().grounds[what.ground], page_language()),
        "talked": words.TALKED[what.talked],
        "told": words.TOLD[what.told],
        "why_not": words.WHY_NOT.get(what.why_not, ""),
        "reference": form.reference,
    }


def _body() -> dict[str, str]:
    return {"body": intake().body(configuration().file.duty.body).name(page_language())}

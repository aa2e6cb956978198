"""The pages of signals: an adviser chooses codes, reads the exact text and sends it; a director reads it."""

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from loket.accounts.access import me
from loket.accounts.models import Role
from loket.advisers.access import adviser
from loket.advisers.configuration import configuration
from loket.advisers.models import Signal
from loket.advisers.signals import queries, services
from loket.advisers.signals.forms import SignalForm
from loket.advisers.signals.words import text_of
from loket.core import clock, once
from loket.core.access import role_required
from loket.core.errors import UserError
from loket.core.forms import form_methods, see
from loket.core.language import page_language
from loket.intake.message_forms import fresh_token

director = role_required(Role.DIRECTOR)
SEND, CHANGE = "stuur", "wijzig"
"""What a form asks for (``stap``): to send it, or to choose on. Anything else: to see the exact text."""


@adviser
@form_methods
def signal(request: HttpRequest) -> HttpResponse:
    """Choose codes; then read exactly what the director will read; then send it."""
    step = request.POST.get("stap", "")
    form = SignalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and step != CHANGE and _may_go(form):
        if step != SEND:
            return render(request, "advisers/signals/check.html", {"form": form, **_preview(form)})
        if _sent(form):
            return see("advisers:signal-sent")
    context = {"form": form, "at_least": configuration().file.signal.at_least}
    return render(request, "advisers/signals/choose.html", context, status=422 if form.errors else 200)


@adviser
@require_safe
def signal_sent(request: HttpRequest) -> HttpResponse:
    """After sending. It says nothing of what was sent: the address is the same for every signal."""
    return render(request, "advisers/signals/sent.html")


@director
@require_safe
def signals(request: HttpRequest) -> HttpResponse:
    """The signals to the units of this director."""
    found = queries.signals(queries.units_of(me(request)), page_language())
    context = {
        "unread": [one for one in found if not one.signal.read_on],
        "read": [one for one in found if one.signal.read_on],
    }
    return render(request, "advisers/signals/signals.html", context)


@director
@require_POST
def signal_read(request: HttpRequest, signal: uuid.UUID) -> HttpResponse:
    """This director has read it."""
    found = Signal.objects.filter(pk=signal, unit__in=queries.units_of(me(request))).first()
    if found is None:
        raise Http404
    services.read(signal=found, actor=me(request).username)
    return see("advisers:signals")


def _may_go(form: SignalForm) -> bool:
    """Whether this may be sent; the reason why not stands at the unit."""
    valid = form.is_valid()
    fresh_token(form)
    if not valid:
        return False
    try:
        services.check(**_codes(form))
    except UserError as error:
        form.add_error("unit", str(error))
    return not form.errors


def _sent(form: SignalForm) -> bool:
    try:
        _send_once(form)
    except UserError as error:
        form.add_error("unit", str(error))
    return not form.errors


@transaction.atomic
def _send_once(form: SignalForm) -> None:
    if once.first_time(form.cleaned_data["token"]):
        services.send(**_codes(form))


def _codes(form: SignalForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("unit", "category", "accused")}


def _preview(form: SignalForm) -> dict[str, Any]:
    language = page_language()
    return {"text": text_of(**_codes(form), language=language), "month": clock.today().replace(day=1)}

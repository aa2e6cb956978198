"""How an adviser comes to a contact: only one at their own desk, with their desk's key. Whatever is not theirs is not
there: 404 for another adviser's contact, for one that there is not, and for everybody who is no adviser."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from loket.advisers.access import Desk, adviser, desk
from loket.advisers.errors import Locked
from loket.core.forms import form_methods
from loket.intake import services as intake
from loket.intake.models import Report
from loket.intake.sealing import OpenReport, open_report
from loket.keys.errors import KeysError
from loket.vault.errors import WontOpen

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def opened_for(request: HttpRequest, reference: str, *, reading: bool = True) -> tuple[Desk, OpenReport]:
    """A contact at this adviser's desk, opened. ``reading``: it is shown, and that is an entry of the trail (WBK-8);
    False for a form that is sent: who shows the contact after all, opens it again.

    Raises ``Http404``, ``Locked``, a ``KeysError``, ``WontOpen`` for what was sealed to a key that they lost.
    """
    place = desk(request)
    report = contact_at(place.code, reference)
    if not reading:
        return place, open_report(report, place.private)
    return place, intake.open_for_body(report=report, body_private=place.private, actor=place.me.username)


def contact_at(code: str, reference: str) -> Report:
    """A contact at this desk, sealed. Raises ``Http404``."""
    wanted = "" if "\0" in reference else reference
    report = Report.objects.filter(body=code, reference=wanted).first()
    if report is None:
        raise Http404
    return report


def at_desk(view: View[P]) -> View[P]:
    """A page of an adviser's desk: who has not unlocked their key is led to where they can, and back; who lost the key
    with which something was sealed is told so."""

    @adviser
    @form_methods
    @wraps(view)
    def held(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Locked:
            return redirect(f"{reverse('keys:unlock')}?{urlencode({'volgende': _here(request, kwargs)})}")
        except (KeysError, WontOpen) as error:
            return render(request, "advisers/contact/no_key.html", {"problem": str(error)}, status=403)

    return held


def _here(request: HttpRequest, given: dict[str, Any]) -> str:
    """Where to come back to: after a form, its contact."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    reference = given.get("reference")
    return reverse("advisers:contact-request", args=[reference]) if reference else reverse("advisers:contacts")

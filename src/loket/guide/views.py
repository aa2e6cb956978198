"""The signpost: which door is yours, and what you may expect behind it. Nothing here asks or keeps
anything."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from loket.core import clock
from loket.core.access import public
from loket.core.language import page_language
from loket.guide import doors
from loket.guide.bodies import reporting_bodies
from loket.guide.context import other_language
from loket.guide.routes import external_routes as routes

DOORS = {"discuss": doors.DISCUSS, "signal": doors.SIGNAL, "report": doors.REPORT}

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

View = Callable[[HttpRequest], HttpResponse]


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The three doors."""
    featured = [route for route in routes(page_language()) if route.featured]
    return render(request, "guide/home.html", {"doors": DOORS, "featured_routes": featured})


def page(template: str, context: Callable[[], dict[str, Any]] = dict) -> View:
    """A view that shows one page to anyone."""

    @public
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"guide/{template}.html", context())

    view.__name__ = template
    return view


def _routes() -> dict[str, Any]:
    return {"routes": routes(page_language())}


def _reporting() -> dict[str, Any]:
    taking, others = reporting_bodies(page_language())
    return {"taking": taking, "bodies": others}


discuss = page("discuss")
signal = page("signal")
report = page("report", _reporting)
which_door = page("which_door")
external_routes = page("external_routes", _routes)
privacy = page("privacy")
accessibility = page("accessibility")


@public
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read everything that is public; there is nothing for them behind the sign-in."""
    closed = [reverse("publications:overview"), reverse("accounts:sign-in")]
    lines = [f"Disallow: {translate_url(path, code)}" for code, _name in settings.LANGUAGES for path in closed]
    return HttpResponse("\n".join(["User-agent: *", *lines, ""]), content_type="text/plain")


@public
@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Where to report a weakness of this site (RFC 9116). Valid for a year from today at most."""
    expires = clock.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(expires + dt.timedelta(days=364)).isoformat()}",
        "Preferred-Languages: nl, en",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def error_view(status: int, heading: "StrOrPromise", *lines: "StrOrPromise") -> Callable[..., HttpResponse]:
    """An error page of the house: what happened, and what you can do."""

    def view(
        request: HttpRequest,
        exception: Exception | None = None,  # noqa: ARG001 (Django gives it to handlers)
        reason: str = "",  # noqa: ARG001 (Django gives it to the view for refused forms)
    ) -> HttpResponse:
        context = {"heading": heading, "lines": lines}
        return render(request, "core/error_page.html", context, status=status)

    return view


bad_request = error_view(
    400,
    _("We begrijpen deze vraag niet"),
    _("Er ging iets mis in wat je browser stuurde. Ga terug en probeer het opnieuw."),
)
forbidden = error_view(
    403,
    _("Dit mag je niet openen"),
    _("Je hebt geen toegang. Denk je dat dit niet klopt? Vraag het aan je functioneel beheerder."),
)
not_found = error_view(
    404,
    _("Deze pagina is er niet"),
    _("Kijk of het adres klopt. Misschien is de pagina verhuisd, of mag je haar niet zien."),
)
csrf_failure = error_view(
    403,
    _("We konden je formulier niet aannemen"),
    _("Je pagina stond te lang open, of je browser bewaart geen cookies. Er is niets verstuurd."),
    _("Ga terug, ververs de pagina en probeer het opnieuw."),
)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own mistakes: it needs no database, no data folder and no session."""
    context = {
        "heading": _("Er ging bij ons iets mis"),
        "lines": (
            _("Het ligt niet aan jou. Probeer het over een paar minuten opnieuw."),
            _("Is er haast? Bel je vertrouwenspersoon. Is er gevaar? Bel 112."),
        ),
        "demo": settings.DEMO,
        "other_language": other_language(request, page_language()),
    }
    return HttpResponse(render_to_string("core/error_page.html", context), status=500)

"""The tally on a phone: the page for without a connection, the devices of an adviser, and what waited on them."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from loket.advisers.access import Desk, adviser, desk, with_key
from loket.advisers.offline import queries, receiving, sealed, services
from loket.advisers.offline.forms import DeviceForm
from loket.advisers.offline.sealed import Unreadable
from loket.advisers.offline.shell import ICONS, shell_page, worker_script
from loket.advisers.tally.register_page import page_of, standing
from loket.core import limiter
from loket.core.access import public
from loket.core.forms import form_methods, handled, see
from loket.core.language import page_language


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the tally; its scope is the folder that it stands in."""
    return HttpResponse(worker_script(request), content_type="text/javascript; charset=utf-8")


@public
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to put the tally on its home screen (W3C Web Application Manifest)."""
    home = reverse("advisers:tally")
    sizes = [{"src": static(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in ICONS]
    found = {
        "id": home,
        "name": _("Tellijst"),
        "short_name": _("Tellijst"),
        "lang": page_language(),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#14212b",
        "icons": [{"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml"}, *sizes],
    }
    return JsonResponse(found, content_type="application/manifest+json")


@public
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the tally without a connection, with nothing in it of anybody."""
    return HttpResponse(shell_page(request))


@adviser
@require_safe
@with_key
def devices(request: HttpRequest) -> HttpResponseBase:
    """The devices of this adviser; ``?nieuw=``: hand its key to the phone that shows this."""
    found = queries.devices(desk(request))
    made = next((one for one in found if str(one.row.pk) == request.GET.get("nieuw")), None)
    key = json.dumps(sealed.public_of(made.private)) if made else ""
    return render(request, "advisers/offline/devices.html", {"devices": found, "made": made, "key": key})


@adviser
@form_methods
@with_key
def device_new(request: HttpRequest) -> HttpResponseBase:
    """Add the device that shows this page."""
    mine = desk(request)
    form = DeviceForm(request.POST if request.method == "POST" else None)

    def add() -> object:
        return services.add_device(desk=mine, device_id=form.device_id, name=form.cleaned_data["name"])

    if handled(form, add):
        return see(f"{reverse('advisers:devices')}?nieuw={form.device_id}")
    return render(request, "advisers/offline/device_new.html", {"form": form}, status=422 if form.is_bound else 200)


@adviser
@form_methods
@with_key
def device_remove(request: HttpRequest, device: UUID) -> HttpResponseBase:
    """What it means that a device goes; and let it go."""
    mine = desk(request)
    found = queries.device(mine, device)
    if found is None:
        raise Http404
    if request.method == "POST":
        services.remove_device(desk=mine, device=found.row)
        return see("advisers:devices")
    return render(request, "advisers/offline/device_remove.html", {"device": found})


@adviser
@form_methods
@sensitive_post_parameters()
@with_key
def queue(request: HttpRequest) -> HttpResponseBase:
    """For the script: which devices are known, and what became of the entries that it sends. For a person (``mend``):
    an entry that was refused, as a form to mend."""
    mine = desk(request)
    if request.method != "POST":
        known = [str(one.row.pk) for one in queries.devices(mine)]
        return JsonResponse({"token": get_token(request), "devices": known})
    if wait := limiter.wait_for("queue"):
        return JsonResponse({"problem": _("Probeer het zo nog een keer")}, status=429, headers={"Retry-After": wait})
    texts = request.POST.getlist("entry")
    if len(texts) > receiving.MOST:
        problem = _("Stuur er hooguit %(most)s tegelijk") % {"most": receiving.MOST}
        return JsonResponse({"problem": problem}, status=413)
    if "mend" in request.POST:
        return _mend(request, mine, texts[0] if texts else "")
    outcomes = receiving.receive(desk=mine, texts=texts)
    return JsonResponse({"entries": [{"became": one.became, "reason": one.reason} for one in outcomes]})


def _mend(request: HttpRequest, mine: Desk, text: str) -> HttpResponse:
    """The page of the tally with this entry filled in and what is wrong with it; the tally itself when it counts by
    now, or cannot be opened."""
    try:
        form = receiving.refused_form(desk=mine, text=text)
    except Unreadable:
        form = None
    if form is None:
        return see("advisers:tally")
    page = page_of(mine, form, standing(mine, form.year))
    return render(request, "advisers/tally/tally.html", {"page": page, "form": form, "tab": "tally"}, status=422)

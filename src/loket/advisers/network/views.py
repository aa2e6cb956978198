"""The network: everybody in it, the file of one, and what the national adviser changes."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.accounts.models import Role
from loket.advisers.access import adviser as adviser_only
from loket.advisers.access import national, network
from loket.advisers.configuration import configuration
from loket.advisers.models import Adviser, RequirementKind
from loket.advisers.network import queries, services
from loket.advisers.network.fields import KIND_NAMES
from loket.advisers.network.page import needs, overview
from loket.advisers.network.people_forms import AppointForm, EndForm, FilterForm, PlaceForm, ProfileForm, StateForm
from loket.core.forms import HouseForm, form_methods, handled, see
from loket.core.language import page_language
from loket.taxonomy.current import name_of

KEPT = "bewaard"
"""In the address of a page with a form: what was filled in was kept a moment ago."""


def is_national(request: HttpRequest) -> bool:
    """Whether whoever asks runs the network."""
    return Role.NATIONAL_ADVISER in me(request).roles


def show(request: HttpRequest, template: str, *, form: HouseForm | None = None, **context: Any) -> HttpResponse:
    """A page of the network with its menu; 422 for a form with something to mend."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    shown = {"form": form, "is_national": is_national(request), "tabs": tabs(request), **context}
    return render(request, f"advisers/network/{template}.html", shown, status=status)


def page_of(request: HttpRequest, found: "QuerySet[Any]") -> dict[str, Any]:
    """One page of a list (``?pagina=``), with the address of the others."""
    asked = request.GET.copy()
    asked.pop("pagina", None)
    same = f"?{asked.urlencode()}&pagina=" if asked else "?pagina="
    return {"page": Paginator(found, queries.PAGE).get_page(request.GET.get("pagina")), "same": same}


def tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages of the network that this person may open: address, name, and whether it is this one."""
    roles = set(me(request).roles)
    known = [
        ("network-overview", {Role.NATIONAL_ADVISER}, _("Overzicht")),
        ("network", {Role.ADVISER, Role.NATIONAL_ADVISER}, _("Iedereen")),
        ("own-file", {Role.ADVISER}, _("Mijn certificaat")),
        ("own-profile", {Role.ADVISER}, _("Mijn profiel")),
        ("groups", {Role.ADVISER, Role.NATIONAL_ADVISER}, _("Intervisie")),
        ("activity", {Role.ADVISER, Role.NATIONAL_ADVISER}, _("Voorlichting")),
        ("proposals", {Role.NATIONAL_ADVISER}, _("Voorstellen")),
        ("close-year", {Role.NATIONAL_ADVISER}, _("Jaar afsluiten")),
    ]
    addresses = [(reverse(f"advisers:{view}"), name) for view, wanted, name in known if roles & wanted]
    return [(url, name, url == request.path) for url, name in addresses]


def own_or_404(request: HttpRequest) -> Adviser:
    """The file of whoever asks. Raises ``Http404`` for who was not appointed."""
    found = queries.own(me(request))
    if found is None:
        raise Http404
    return found


def _file_or_404(request: HttpRequest, slug: str) -> Adviser:
    """A file: for the national adviser everybody's, for others their own. Raises ``Http404``."""
    found = queries.by_slug(slug)
    if found is None or not (is_national(request) or found.account_id == me(request).pk):
        raise Http404
    return found


@network
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody in the network, fifty a page."""
    form = FilterForm(request.GET, is_national=is_national(request))
    shown = page_of(request, queries.people(**form.wanted()))
    lines = [(one, _words(one)) for one in shown["page"].object_list]
    return show(request, "list", lines=lines, filters=form, own=queries.own(me(request)), **shown)


@national
@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """The network in counts, and who needs attention."""
    return show(request, "overview", overview=overview())


@national
@form_methods
def appoint(request: HttpRequest) -> HttpResponse:
    """Take somebody who holds the role into the network."""
    form = AppointForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        services.appoint(
            account=form.who,
            appointed_on=form.cleaned_data["appointed_on"],
            place=form.place,
            state=form.state,
            actor=me(request).username,
        )

    if handled(form, act):
        return see("advisers:network")
    return show(request, "appoint", form=form)


@network
@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """The file of one adviser: for the national adviser, and for themselves."""
    return _file(request, _file_or_404(request, slug))


@adviser_only
@require_safe
def own_file(request: HttpRequest) -> HttpResponse:
    """The file of whoever asks; for who was not appointed yet, how that goes."""
    found = queries.own(me(request))
    return _file(request, found) if found else show(request, "not_yet")


@national
@form_methods
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody leave the network."""
    adviser = _file_or_404(request, slug)
    form = EndForm(request.POST if request.method == "POST" else None)
    actor = me(request).username
    if handled(form, lambda: services.end(adviser=adviser, last_day=form.cleaned_data["last_day"], actor=actor)):
        return see("advisers:network-adviser", slug)
    return show(request, "end", form=form, adviser=adviser)


@national
@form_methods
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Another unit, group or task."""
    adviser = _file_or_404(request, slug)
    form = PlaceForm(request.POST if request.method == "POST" else None, adviser=adviser)
    actor = me(request).username
    if handled(form, lambda: services.change_place(adviser=adviser, place=form.place, actor=actor)):
        return see("advisers:network-adviser", slug)
    return show(request, "place", form=form, adviser=adviser)


@national
@form_methods
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """How far somebody is with their certificate."""
    adviser = _file_or_404(request, slug)
    form = StateForm(request.POST if request.method == "POST" else None, initial=StateForm.of(adviser))
    actor = me(request).username
    if handled(form, lambda: services.change_state(adviser=adviser, state=form.state, actor=actor)):
        return see("advisers:network-adviser", slug)
    return show(request, "certificate", form=form, adviser=adviser)


@adviser_only
@form_methods
def own_profile(request: HttpRequest) -> HttpResponse:
    """What somebody tells of themselves in the public directory."""
    adviser = queries.own(me(request))
    if adviser is None:
        return see("advisers:own-file")
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=ProfileForm.of(adviser))
    actor = me(request).username
    if handled(form, lambda: services.change_profile(adviser=adviser, profile=form.told, actor=actor)):
        return see(f"{reverse('advisers:own-profile')}?{KEPT}=1")
    return show(request, "profile", form=form, adviser=adviser, is_kept=KEPT in request.GET and not form.is_bound)


def _file(request: HttpRequest, adviser: Adviser) -> HttpResponse:
    is_own = adviser.account_id == me(request).pk
    certificate = configuration().file.certificate
    return show(
        request,
        "file",
        adviser=adviser,
        words=_words(adviser),
        is_own=is_own,
        needs=needs(adviser),
        years=certificate.years,
        done=[(one, KIND_NAMES[RequirementKind(one.kind)], one.half_hours / 2) for one in queries.requirements(adviser)]
        if is_own
        else (),
    )


def _words(adviser: Adviser) -> dict[str, Any]:
    """The codes of an adviser in words, and the last day of their certificate."""
    language = page_language()
    return {
        "unit": configuration().label("unit", adviser.unit, language),
        "certification": name_of("certification", adviser.certification, language, short=True),
        "valid_through": queries.valid_through(adviser),
    }

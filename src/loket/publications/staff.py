"""Staff pages: freeze a year, build its publication, follow the build, see what would be refused."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.accounts.access import me
from loket.accounts.models import Account, Role
from loket.core import once
from loket.core.access import signed_in
from loket.core.errors import UserError
from loket.publications import progress, queries, services, shelf
from loket.publications.access import policy_officer
from loket.publications.checks import Finding
from loket.publications.forms import BuildForm, FreezeForm
from loket.publications.models import Build, Status
from loket.publications.protection import services as protection
from loket.publications.years import name_of, newest_year, years_for_staff
from loket.snapshots import services as snapshots
from loket.snapshots.errors import NoFacts, NothingChanged, TooEarly


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where staff begin: the next step for the policy officer, the door to each page for the others."""
    mine = Role.POLICY_OFFICER in me(request).roles
    return render(
        request,
        "publications/staff/overview.html",
        {"years": years_for_staff() if mine else [], "mine": mine},
    )


@policy_officer
@require_safe
def staff_list(request: HttpRequest) -> HttpResponse:
    """Every year with its snapshot, its publication and its last build."""
    context = {"years": years_for_staff(), "token": once.new_token(), "problem": ""}
    return render(request, "publications/staff/list.html", context)


@policy_officer
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze a year. A mistake is shown at its field; sending the form twice freezes once."""
    form = FreezeForm(request.POST if request.method == "POST" else None, initial={"token": once.new_token()})
    if form.is_bound and form.is_valid():
        try:
            _freeze(form.cleaned_data, me(request))
        except UserError as error:
            field, said = _refusal(error, form.cleaned_data["year"])
            form.add_error(field, said)
        else:
            return redirect("publications:staff-list")
    return render(request, "publications/staff/freeze.html", {"form": form}, status=422 if form.is_bound else 200)


def _refusal(error: UserError, year: int) -> tuple[str, str]:
    """The field that a refusal belongs to, and what it says on a page rather than in a terminal."""
    match error:
        case NoFacts():
            said = gettext("Over %(year)s zijn nog geen feiten ingelezen. Vraag je beheerder om dat te doen")
        case NothingChanged():
            said = gettext("Er is niets veranderd sinds %(year)s is vastgelegd. De laatste versie blijft staan")
        case TooEarly():
            return "reference_date", gettext("De peildatum ligt voor %(year)s. Kies een dag in dat jaar of later") % {
                "year": year
            }
        case _:
            return "year", capfirst(str(error))
    return "year", said % {"year": year}


@transaction.atomic
def _freeze(wanted: dict[str, Any], account: Account) -> None:
    if once.first_time(wanted["token"]):
        snapshots.freeze(
            year=wanted["year"],
            reference_date=wanted["reference_date"],
            reason=wanted["reason"],
            actor=account.username,
        )


@policy_officer
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """What publishing would refuse, and what whoever publishes has to know, for one year."""
    known = [one.year for one in years_for_staff() if one.revision]
    year = _number(request.GET.get("jaar")) or newest_year()
    if year and year not in known:
        raise Http404
    found = queries.examine(year, seek=False) if year else []
    if year and any(one.level == "pending" for one in found):
        for offer in queries.offers_for(year):
            row = protection.ask(year=year, slug=offer.slug, profile=offer.profile, actor=me(request).username)
            if row.status == Status.FAILED:
                found = [Finding("refused", row.error)]
    findings = list(dict.fromkeys(replace(one, text=_on_page(one.text)) for one in found))
    context = {
        "year": year,
        "known": known,
        "refused": [one for one in findings if one.level == "refused"],
        "noticed": [one for one in findings if one.level == "noticed"],
        "is_pending": any(one.level == "pending" for one in findings),
    }
    return render(request, "publications/staff/checks.html", context)


@policy_officer
@require_POST
def start_build(request: HttpRequest, year: int) -> HttpResponse:
    """Start a build of a publication over a year that is frozen. Pressing twice starts one."""
    form = BuildForm(request.POST)
    frozen = [one for one in years_for_staff() if one.year == year and one.revision]
    if not frozen or not form.is_valid():
        raise Http404
    slug = form.cleaned_data["publication"]
    if not any(one.slug == slug for one in frozen[0].publications):
        raise Http404
    account = me(request)
    try:
        build = services.start_build(
            year=year, slug=slug, actor=account.username, name=account.display_name, token=form.cleaned_data["token"]
        )
    except services.AlreadyBuilding as error:
        context = {"years": years_for_staff(), "token": once.new_token(), "problem": str(error)}
        return render(request, "publications/staff/list.html", context, status=409)
    return redirect("publications:build", build.pk)


@policy_officer
@require_safe
def build_status(request: HttpRequest, build_id: int) -> HttpResponse:
    """How far a build is. The page renews itself; with scripts only the part that changes."""
    build = get_object_or_404(Build, pk=build_id)
    return render(request, "publications/staff/build.html", _build_context(build))


@policy_officer
@require_safe
def build_progress(request: HttpRequest, build_id: int) -> HttpResponse:
    """Only the part of that page that changes."""
    build = get_object_or_404(Build, pk=build_id)
    return render(request, "publications/staff/_progress.html", _build_context(build))


@policy_officer
@require_POST
def stop_build(request: HttpRequest, build_id: int) -> HttpResponse:
    """Ask a build to stop."""
    get_object_or_404(Build, pk=build_id)
    services.stop_build(build_id=build_id, actor=me(request).username)
    return redirect("publications:build", build_id)


def _build_context(build: Build) -> dict[str, Any]:
    return {
        "build": build,
        "name": name_of(build.slug),
        "state": progress.describe(build),
        "token": once.new_token(),
        "error": _on_page(build.error),
        "published": (build.year, build.slug) in queries.standing(),
        "address": shelf.address(build.year, build.slug),
        "demo": settings.DEMO,
    }


def _on_page(text: str) -> str:
    """A message of a service as a page shows it: a path starts within the organisation's folder, a sentence with a
    capital.
    """
    text = text.replace(f"{settings.DATA}/", "")
    return text if "/" in text.partition(" ")[0] else capfirst(text)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) == 4 else None

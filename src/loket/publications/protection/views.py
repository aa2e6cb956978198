"""What the policy officer sees of protection: the tables of a publication, and of each one before and after."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.core.language import page_language
from loket.figures.model import Table, UnknownTable, in_language
from loket.publications import build, catalogue
from loket.publications.access import policy_officer
from loket.publications.models import Status
from loket.publications.protection import page, profiles, services
from loket.publications.protection.forms import Choice, SettingsForm
from loket.publications.protection.protecting import Protection
from loket.publications.years import years_for_staff
from loket.snapshots import queries as snapshots


@policy_officer
@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Every table of a publication with its state. What was not made yet is asked for, and the page renews itself."""
    context = _context(request)
    if context and context["protection"]:
        titles = {one.id: one.title for one in snapshots.open_snapshot(context["choice"].year).definitions}
        context["lines"] = page.lines(context["protection"], titles, page_language())
    return render(request, "publications/protection/tables.html", context)


@policy_officer
@require_safe
def table(request: HttpRequest, table_id: str) -> HttpResponse:
    """One table, before and after. Who looked stands in the trail: before protection it holds small counts."""
    context = _context(request)
    if not context:
        raise Http404
    choice, protection = context["choice"], context["protection"]
    if protection:
        computed = _computed(choice, table_id)
        sheet = computed and page.sheet(computed, protection, context["profile"], page_language())
        if not sheet:
            raise Http404
        if request.method == "GET":
            services.viewed(year=choice.year, slug=choice.slug, table=table_id, actor=me(request).username)
        context["sheet"] = sheet
    return render(request, "publications/protection/table.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    """The settings and how far their answer is; empty when nothing can be published yet."""
    choices = _choices()
    if not choices:
        return {}
    form = SettingsForm(request.GET.dict(), choices, profiles.read(settings.DATA), page_language())
    choice, profile = form.choice, form.chosen
    row = services.ask(year=choice.year, slug=choice.slug, profile=profile, actor=me(request).username)
    done = row.status == Status.DONE
    return {
        "form": form,
        "choice": choice,
        "profile": profile,
        "attacker": in_language(profile.attacker, page_language()),
        "row": row,
        "is_waiting": row.status in (Status.WAITING, Status.RUNNING),
        "protection": Protection.model_validate(row.result) if done else None,
    }


def _choices() -> list[Choice]:
    """What can be published over each frozen year, the newest first."""
    return [
        Choice(year.year, one.slug, one.name)
        for year in years_for_staff()
        for one in year.publications
        if year.revision and one.has_text
    ]


def _computed(choice: Choice, table_id: str) -> Table | None:
    """The table as this publication shows it, before anything is hidden."""
    try:
        found = snapshots.compute_tables(snapshots.open_snapshot(choice.year), only=table_id)
    except UnknownTable:
        return None
    return build.allowed(found, catalogue.find(settings.DATA, choice.slug)).get(table_id)

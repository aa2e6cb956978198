"""What the policy officer sees of protection: the tables of a publication, and of each one before and after."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.core.language import page_language
from loket.figures.model import TableDefinition, in_language
from loket.publications import catalogue
from loket.publications.access import policy_officer
from loket.publications.models import Status
from loket.publications.protection import kept, list_page, page, profiles, services
from loket.publications.protection.forms import Choice, SettingsForm
from loket.publications.protection.lists import with_lists
from loket.publications.truth import Truth, truth_of
from loket.publications.years import years_for_staff
from loket.snapshots import queries as snapshots


@policy_officer
@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Every table of a publication with its state. What was not made yet is asked for, and the page renews itself."""
    context = _context(request)
    if context and context["protection"]:
        titles = {one.id: one.title for one in _definitions(context["choice"])}
        tables = tuple(one for one in context["protection"].tables if one.id in titles)
        shown = context["protection"].model_copy(update={"tables": tables})
        context["lines"] = page.lines(shown, titles, page_language())
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
        truth = _truth(choice, table_id)
        computed = truth and with_lists(truth, context["profile"]).tables.get(table_id)
        sheet = computed and page.sheet(computed, protection, context["profile"], page_language())
        offer = truth and list_page.offer(truth, table_id, protection, context["profile"], page_language())
        if not sheet and not offer:
            raise Http404
        if request.method == "GET":
            services.viewed(year=choice.year, slug=choice.slug, table=table_id, actor=me(request).username)
        context |= {"sheet": sheet, "offer": offer}
    return render(request, "publications/protection/table.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    """The settings and how far their answer is; empty when nothing can be published yet."""
    choices = _choices()
    if not choices:
        return {}
    form = SettingsForm(request.GET.dict(), choices, profiles.read(settings.DATA), page_language())
    choice, profile = form.choice, form.chosen
    row = services.ask(year=choice.year, slug=choice.slug, profile=profile, actor=me(request).username)
    return {
        "form": form,
        "choice": choice,
        "profile": profile,
        "attacker": in_language(profile.attacker, page_language()),
        "row": row,
        "is_waiting": row.status in (Status.WAITING, Status.RUNNING),
        "protection": kept.read(row.outcome) if row.status == Status.DONE else None,
    }


def _choices() -> list[Choice]:
    """What can be published over each frozen year, the newest first."""
    return [
        Choice(year.year, one.slug, one.name)
        for year in years_for_staff()
        for one in year.publications
        if year.revision and one.has_text
    ]


def _definitions(choice: Choice) -> list[TableDefinition]:
    """The tables that a publication may speak of: an edition of those with units. They are protected whole, since an
    edition is a part of them."""
    unit = catalogue.find(settings.DATA, choice.slug).unit
    every = snapshots.open_snapshot(choice.year).definitions
    return [one for one in every if not unit or any(dimension.name == "unit" for dimension in one.dimensions)]


def _truth(choice: Choice, table_id: str) -> Truth | None:
    """The table, or the list of cases, before anything is hidden."""
    if table_id not in {one.id for one in _definitions(choice)}:
        return None
    return truth_of(snapshots.open_snapshot(choice.year), only=table_id)

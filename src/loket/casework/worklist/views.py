"""The worklist of a body: what is due, searching, and taking a case."""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST, require_safe

from loket.accounts.access import me
from loket.casework import access, opening, services
from loket.casework.access import Desk, case_for, officer, with_key
from loket.casework.configuration import configuration
from loket.casework.errors import AlreadyHandled
from loket.casework.worklist import search as searching
from loket.casework.worklist.export import export
from loket.casework.worklist.filters import choices_at, read_filters, read_number
from loket.casework.worklist.page import worklist
from loket.casework.worklist.queries import read_cursor
from loket.core import clock
from loket.core.forms import form_methods, see
from loket.core.language import page_language
from loket.intake.words import Words

LEFT: dict[str, Words] = {
    "overgedragen": _("De zaak is overgedragen. Jullie lezen haar hier niet meer."),
    "teruggegeven": _("De zaak is teruggegeven. Jullie lezen haar hier niet meer."),
    "aangewezen": _("De zaak heeft nu een andere behandelaar."),
    "belang": _("Je meldde dat je een belang hebt. Je ziet deze zaak niet meer."),
}
"""What is said of a case that somebody left, by the code in the address: never which case it was."""


@officer
@require_safe
@with_key
def listing(request: HttpRequest) -> HttpResponseBase:
    """The open cases of one body, what is due first on top. Reports that came in meanwhile become cases first."""
    desk = access.desk(request, request.GET.get("meldpunt", ""))
    if opening.open_new(body=desk.body):
        desk = access.desk(request, desk.body)
    return _listed(request, desk, request.GET)


@officer
@require_GET
@with_key
def csv(request: HttpRequest) -> HttpResponseBase:
    """The same cases, all pages, as a file."""
    desk = access.desk(request, request.GET.get("meldpunt", ""))
    filters = read_filters(request.GET, choices_at(desk.body))
    name = f"werklijst-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        export(desk, filters),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@officer
@require_POST
@with_key
def take(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Handle a case that nobody handles, and go back to the same list; 409 for who came second."""
    desk, case = case_for(request, reference)
    back = QueryDict(request.POST.get("terug", "")[:500])
    try:
        services.take(desk=desk, case=case, actor=desk.me.username)
    except AlreadyHandled:
        case.refresh_from_db(fields=["assignee"])
        who = case.assignee.display_name if case.assignee else ""
        words = gettext("%(who)s was je voor: zaak %(case)s is al genomen.") % {"who": who, "case": case.reference}
        return _listed(request, desk, back, problem=words, status=409)
    query = back.copy()
    query["genomen"], query["meldpunt"] = case.reference, desk.body
    return see(f"{reverse('casework:worklist')}?{query.urlencode()}")


@officer
@sensitive_post_parameters("sought")
@form_methods
@with_key
def search(request: HttpRequest) -> HttpResponseBase:
    """Search by a reference, which leads to the case, or by the whole name of a person concerned. What was typed comes
    back on the answer and stands nowhere else."""
    desk = access.desk(request, request.GET.get("meldpunt", ""))
    form = searching.SearchForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _search_page(request, desk, form, status=422 if form.is_bound else 200)
    if form.reference:
        case = searching.by_reference(desk, form.reference)
        if case is not None:
            return see("casework:case", case.reference)
        return _search_page(request, desk, form)
    return _search_page(request, desk, form, searching.by_name(desk, form.cleaned_data["sought"]))


def _listed(
    request: HttpRequest, desk: Desk, query: QueryDict, *, problem: str = "", status: int = 200
) -> HttpResponse:
    filters = read_filters(query, choices_at(desk.body))
    after, taken = read_cursor(query.get("na", "")), read_number(query.get("genomen", ""))
    page = worklist(desk, filters, after=after, taken=taken)
    left = LEFT.get(query.get("klaar", ""), "")
    context = {"page": page, "problem": problem, "left": left, **_bodies(request, desk)}
    return render(request, "casework/worklist/list.html", context, status=status)


def _search_page(
    request: HttpRequest,
    desk: Desk,
    form: searching.SearchForm,
    found: searching.Found | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "found": found, "was_sought": form.is_bound and status == 200, **_bodies(request, desk)}
    return render(request, "casework/worklist/search.html", context, status=status)


def _bodies(request: HttpRequest, desk: Desk) -> dict[str, object]:
    """Where this officer sits, and where else they can sit."""
    bodies = configuration().bodies
    named = {code: bodies[code].short(page_language()) if code in bodies else code for code in me(request).bodies}
    return {"body": desk.body, "body_name": named.pop(desk.body), "other_bodies": named.items()}

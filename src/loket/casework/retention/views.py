"""The pages of retention: how long what is kept, what goes, what is held, and the statements of what is gone.

The head of a body sees its cases by number and day; the auditor sees the rules and the statements. Nobody sees content.
"""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.accounts.access import me
from loket.accounts.models import Role
from loket.casework.access import Desk, clean, desk, known_to, with_key
from loket.casework.errors import CaseworkError
from loket.casework.models import Case, Statement
from loket.casework.retention import page, pdf, queries, services
from loket.casework.retention.forms import DestroyForm, FindForm, HoldForm, ReleaseForm
from loket.core.access import role_required
from loket.core.forms import form_methods, see
from loket.core.language import page_language

STATEMENTS = 50
"""Statements on one page."""

head = role_required(Role.HEAD)
head_or_auditor = role_required(Role.HEAD, Role.AUDITOR)


@head_or_auditor
@require_safe
@with_key
def retention(request: HttpRequest) -> HttpResponseBase:
    """The rules and the statements; for a head also what is due and what is held."""
    find = FindForm(request.GET if "zaak" in request.GET else None)
    place = _desk(request, request.GET.get("meldpunt", "")) if me(request).headed else None
    if place and find.is_valid():
        if found := known_to(place).filter(reference=find.cleaned_data["zaak"]).first():
            return redirect("casework:hold", reference=found.reference)
        find.add_error("zaak", _("Er is bij dit meldpunt geen zaak met dit nummer. Kijk het nummer na"))
    context = {
        "parts": (list(queries.rules()), page.other_records()),
        "statements": Paginator(_statements(request), STATEMENTS).get_page(clean(request.GET.get("pagina", ""))),
        "find": find,
        **(_for_head(place) if place else {}),
    }
    return render(request, "casework/retention/retention.html", context, status=422 if place and find.errors else 200)


@head
@form_methods
@with_key
def hold(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Hold a case, or release it."""
    _place, case = _known(request, reference)
    kind = ReleaseForm if case.is_held else HoldForm
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_valid():
        change = services.release if case.is_held else services.hold
        try:
            change(case=case, reason=form.cleaned_data["reason"], actor=me(request).username)
        except CaseworkError as error:
            form.add_error(None, str(error))
        else:
            return see(f"{reverse('casework:retention')}?meldpunt={case.body}")
    context = {"form": form, "case": case, "procedure": queries.procedure_name(case.procedure)}
    return render(request, "casework/retention/hold.html", context, status=422 if form.is_bound else 200)


@head
@form_methods
@with_key
def destroy(request: HttpRequest) -> HttpResponseBase:
    """What would go, exactly; and let it go."""
    place = _desk(request, request.GET.get("meldpunt", ""))
    due = queries.due(known_to(place))
    lines = queries.lines(due)
    sent = request.POST.copy() if request.method == "POST" else None
    form = DestroyForm(sent, initial={"seen": page.seen(lines)})
    if form.is_valid() and form.cleaned_data["seen"] == page.seen(lines):
        for line in lines:
            _destroy(line.case, me(request).username)
        return see(f"{reverse('casework:retention')}?meldpunt={place.body}#verklaringen")
    if form.is_bound and form.is_valid():
        form.add_error(None, _("Intussen is de lijst veranderd. Kijk opnieuw wat er staat"))
    if sent is not None:
        sent["seen"] = page.seen(lines)
    context = {"form": form, "lines": lines, "body": place.body, "name": page.body_name(place.body)}
    context |= {"amount": page.amount_in_words(queries.amount(_these(lines))), "most": queries.MOST}
    context |= {"total": due.count()}
    return render(request, "casework/retention/destroy.html", context, status=422 if form.is_bound else 200)


@head_or_auditor
@require_safe
def statement(request: HttpRequest, reference: str) -> HttpResponse:
    """The statement that a case was destroyed."""
    found = _statement(request, reference)
    context = {"statement": found, "lines": page.statement_lines(found), "text": page.statement_text()}
    return render(request, "casework/retention/statement.html", context)


@head_or_auditor
@require_safe
def statement_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as a PDF, for the archive."""
    found = _statement(request, reference)
    made = pdf.render(
        title=_("Verklaring van vernietiging"),
        subtitle=f"{_('Zaak')} {found.reference}",
        lines=page.statement_lines(found),
        text=page.statement_text(),
        language=page_language(),
        moment=found.destroyed_on,
    )
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="verklaring-{found.reference}.pdf"'
    return response


def _for_head(place: Desk) -> dict[str, object]:
    cases = known_to(place)
    return {
        "body": place.body,
        "name": page.body_name(place.body),
        "bodies": [(code, page.body_name(code)) for code in place.me.headed],
        "coming": queries.coming(cases),
        "soon": list(page.soon(cases)[: queries.MOST]),
        "held": queries.held(cases),
    }


def _desk(request: HttpRequest, wanted: str) -> Desk:
    """The desk at a body that this person heads: the one that they ask for, else their first. Raises ``Http404``."""
    headed = me(request).headed
    if not headed or (wanted and wanted not in headed):
        raise Http404
    return desk(request, wanted or headed[0])


def _known(request: HttpRequest, reference: str) -> tuple[Desk, Case]:
    """A case of a body that this person heads and that they may know of. Raises ``Http404``, for every other one after
    the same work."""
    wanted = Case.objects.filter(reference=clean(reference), body__in=me(request).headed)
    place = _desk(request, wanted.values_list("body", flat=True).first() or "")
    found = known_to(place).filter(reference=clean(reference)).first()
    if found is None:
        raise Http404
    return place, found


def _these(lines: list[queries.Line]) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=[line.case.pk for line in lines])


def _destroy(case: Case, actor: str) -> None:
    """One case; a colleague who held it or destroyed it meanwhile was first."""
    try:
        services.destroy(case=case, actor=actor)
    except CaseworkError:
        return


def _statements(request: HttpRequest) -> QuerySet[Statement]:
    """All of them for an auditor; for a head those of the bodies they head."""
    found = queries.statements()
    return found if Role.AUDITOR in me(request).roles else found.filter(body__in=me(request).headed)


def _statement(request: HttpRequest, reference: str) -> Statement:
    return get_object_or_404(_statements(request), reference=clean(reference))

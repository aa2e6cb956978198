"""Everyone with an account, for the functional administrator: the list, the access review (BIO-1), and a new person."""

import csv
import io

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from loket.accounts import grants, queries
from loket.accounts.access import administrator
from loket.accounts.access_forms import FilterForm, PersonForm
from loket.accounts.models import Account
from loket.accounts.roles import with_names
from loket.core import audit, clock
from loket.figures.export import neutral

PAGE = 50


@administrator
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone with the roles of today, fifty a page; found by name, role or closed accounts."""
    form = FilterForm(request.GET)
    found = queries.people(**form.wanted())
    page: Page[Account] = Paginator(found, PAGE).get_page(request.GET.get("pagina"))
    lines = [(account, with_names(account.grants.all())) for account in page.object_list]
    context = {"form": form, "page": page, "lines": lines, "same": _without_page(request)}
    return render(request, "accounts/people.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """A new account, without roles; the next page gives those, and the invitation."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            account = grants.add_person(**form.cleaned_data, actor=request.user.get_username())
        except grants.AccessRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return redirect("accounts:person", account.username)
    return render(request, "accounts/new_person.html", {"form": form}, status=422 if form.is_bound else 200)


@administrator
@require_safe
def access_review(request: HttpRequest) -> HttpResponse:
    """Who may do what, as CSV, for the yearly review; that it was taken out stands in the audit trail."""
    lines = list(queries.access_review())
    if request.method == "GET":
        audit.record(
            actor=request.user.get_username(), action="account.review", target="account", summary={"rows": len(lines)}
        )
    name = f"toegang-{clock.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_as_csv(lines), content_type="text/csv; charset=utf-8", headers=headers)


def _as_csv(lines: list[queries.Review]) -> str:
    """RFC 4180 with LF; no cell runs as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = [
        _("rol"), _("meldpunt"), _("onderdeel"), _("gebruikersnaam"), _("naam"), _("account open"), _("eerste dag"),
        _("laatste dag"), _("gegeven door"), _("laatst aangemeld"), _("tweede factor"), _("passkeys"),
    ]  # fmt: skip
    writer.writerow(columns)
    for line in lines:
        writer.writerow([neutral(cell) for cell in _cells(line)])
    return stream.getvalue()


def _cells(line: queries.Review) -> list[str]:
    account, grant = line.account, line.grant
    held = (grant.role, grant.body, grant.unit) if grant else ("", "", "")
    days = (_day(grant.begins_on), _day(grant.ends_on), grant.granted_by) if grant else ("", "", "")
    return [
        *held,
        account.username,
        account.display_name,
        _yes(account.is_active),
        *days,
        _day(line.last_sign_in),
        _yes(line.has_second_factor),
        str(line.passkeys),
    ]


def _day(day: object) -> str:
    return str(day) if day else ""


def _yes(so: bool) -> str:
    return _("ja") if so else _("nee")


def _without_page(request: HttpRequest) -> str:
    """The filter of this page as the beginning of a query for another page."""
    asked = request.GET.copy()
    asked.pop("pagina", None)
    return f"?{asked.urlencode()}&pagina=" if asked else "?pagina="

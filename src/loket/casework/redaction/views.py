"""The pages on which a redacted copy is made."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.casework.access import officer, opened_for, with_key
from loket.casework.casefile.working import is_done, is_read
from loket.casework.redaction import services
from loket.casework.redaction.forms import MAKE, CopyForm
from loket.casework.redaction.services import NotCopied, Sheet
from loket.casework.redaction.source import Source, source
from loket.casework.sealing import OpenCase
from loket.core.forms import form_methods, see


@officer
@form_methods
@with_key
def copy(request: HttpRequest, reference: str, slug: str) -> HttpResponseBase:
    """Pick what is left out, page by page, and make the copy."""
    opened = opened_for(request, reference, reading=is_read(request))
    what = source(opened, slug)
    context = {"case": opened.case, "opened": opened, "what": what}
    try:
        sheets = services.sheets(what)
    except NotCopied as error:
        return render(request, "casework/redaction/refused.html", {**context, "problem": error}, status=422)
    form = _form(request, opened, sheets)
    if form.is_bound:
        made: list[int] = []
        if is_done(opened, form, lambda: made.append(_make(opened, what, form)), []):
            return see("casework:item", reference, made[0]) if made else see("casework:case", reference)
    page, count = form.page + 1, len(sheets)
    context |= {"form": form, "page": page, "count": count, "after": page + 1 if page < count else 0}
    return render(request, "casework/redaction/copy.html", context, status=422 if form.is_bound else 200)


@officer
@require_safe
@with_key
def page(request: HttpRequest, reference: str, slug: str, number: int) -> HttpResponseBase:
    """A page (from 1) as it looks, with the numbers of its lines."""
    opened = opened_for(request, reference, reading=False)
    try:
        what = source(opened, slug)
        if not 1 <= number <= len(services.sheets(what)):
            raise Http404
        return HttpResponse(services.picture(what, number - 1), content_type="image/png")
    except NotCopied as error:
        raise Http404 from error


def _form(request: HttpRequest, opened: OpenCase, sheets: Sequence[Sheet]) -> CopyForm:
    """The form as it was sent, when the copy is asked for; else at the page that is asked for, with what was filled in
    and picked so far."""
    given = request.POST
    go, shown = given.get("go", "1"), given.get("page", "1")
    wanted = shown if go == MAKE else go
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 1
    at = min(max(number, 1), len(sheets)) - 1
    picks = given.getlist("pick")
    if request.method == "POST" and go == MAKE:
        return CopyForm(given, version=opened.case.version, sheets=sheets, page=at, picks=picks)
    initial = {"words": given.get("words", ""), "whom": given.get("whom", "")}
    return CopyForm(version=opened.case.version, sheets=sheets, page=at, picks=picks, initial=initial)


def _make(opened: OpenCase, what: Source, form: CopyForm) -> int:
    given = form.cleaned_data
    item = services.make_copy(
        opened=opened,
        source=what,
        picked=form.picked,
        words=given["words"],
        whom=given["whom"],
        actor=opened.me.username,
    )
    return item.number

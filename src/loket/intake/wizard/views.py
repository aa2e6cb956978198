"""Raising a matter: begin, answer one topic a page, check your answers. No account, no scripts; every answer but the
story may stay open, every step can be left and returned to."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.core import limiter
from loket.core.access import public
from loket.core.forms import see
from loket.intake import draft_cookie, drafts
from loket.intake.configuration import NotOpen, OpenBody, configuration
from loket.intake.content import DraftContent
from loket.intake.draft_cookie import own_form
from loket.intake.uploads import accepts_files
from loket.intake.wizard import files, steps
from loket.intake.wizard.forms import FilesForm, StepForm, SubjectForm
from loket.intake.wizard.pages import BACK, context_of, show_check, show_step
from loket.intake.wizard.steps import BY_SLUG, CHECK, FIRST, Step
from loket.intake.wizard.writing import Writing, opened, page_of_draft


@own_form
@public
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, body: str) -> HttpResponseBase:
    """Step 1 for a body, before there is a draft: reading it leaves nothing behind, not even a cookie."""
    open_body = _body(body)
    writing = opened(request)
    if writing:
        return _go_on(request, writing, body)
    draft = DraftContent(body=body)
    form = SubjectForm(request.POST if request.method == "POST" else None, draft=draft, body=open_body)
    if not form.is_bound or not form.is_valid():
        return show_step(request, FIRST, form, status=422 if form.is_bound else 200)
    if limiter.wait_for("draft"):
        form.add_error(None, _("Het is nu heel druk. Wacht even en probeer het opnieuw; wat je invulde, staat er nog"))
        return show_step(request, FIRST, form, status=429)
    token = drafts.start(body=body)
    drafts.change(token, **form.answers())
    response = see("intake:step", FIRST.following.slug)
    draft_cookie.keep(response, token)
    return response


def _go_on(request: HttpRequest, writing: Writing, body: str) -> HttpResponseBase:
    """Who was busy already, finds their answers; who is busy with something else, chooses first."""
    if not writing.is_sent and writing.draft.body == body:
        return redirect("intake:step", FIRST.slug)
    status = 409 if request.method == "POST" else 200
    return render(request, "intake/wizard/busy.html", context_of(writing) | {"body": body}, status=status)


@accepts_files
@page_of_draft("GET", "HEAD", "POST")
def step(request: HttpRequest, writing: Writing, slug: str) -> HttpResponseBase:
    """One step: its questions with the answers so far."""
    here = BY_SLUG.get(slug)
    if here is None:
        raise Http404
    if here is CHECK:
        return show_check(request, writing)
    form = form_of(here, request, writing)
    if not form.is_bound:
        return show_step(request, here, form, writing)
    is_valid = form.is_valid()
    if isinstance(form, FilesForm) and (form.kept or not is_valid):
        return _add_files(request, writing, form)
    if not is_valid:
        return show_step(request, here, form, writing, status=422)
    drafts.change(writing.token, **form.answers())
    return see("intake:step", CHECK.slug if BACK in request.GET else here.following.slug)


def _add_files(request: HttpRequest, writing: Writing, form: FilesForm) -> HttpResponseBase:
    """The files that may come along do, and the page says what is in them; the others are named with the reason."""
    files.add(writing.token, form)
    if not form.errors:
        return _back_to_files(request)
    again = opened(request) or writing
    return show_step(request, steps.FILES, form, again, status=422)


def _back_to_files(request: HttpRequest) -> HttpResponse:
    response = see("intake:step", steps.FILES.slug)
    if BACK in request.GET:
        response.headers["Location"] += f"?{BACK}"
    return response


def form_of(here: Step, request: HttpRequest, writing: Writing) -> StepForm:
    """The form of a step, filled in from the request or else from the draft."""
    if here.form is None:
        raise Http404
    is_post = request.method == "POST"
    sent = (request.POST, request.FILES) if is_post else (None, None)
    return here.form(*sent, draft=writing.draft, body=writing.body)


def _body(code: str) -> OpenBody:
    try:
        return configuration().body(code)
    except NotOpen as error:
        raise Http404 from error

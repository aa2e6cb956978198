"""The inbox of a body: the list, a report, what is written to its reporter, and registering one."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.accounts.access import me
from loket.core import clock
from loket.core.errors import UserError
from loket.intake import dialogue, files, services
from loket.intake.configuration import configuration
from loket.intake.inbox import access, queries
from loket.intake.inbox.access import Locked, body_of, officer, opened_for, report_for
from loket.intake.inbox.forms import FORMS, IdentityForm, WriteForm
from loket.intake.inbox.page import Page, page_of
from loket.intake.inbox.register import RegisterForm, register
from loket.intake.message_forms import write_once
from loket.intake.models import State
from loket.intake.sealing import OpenReport
from loket.intake.uploads import accepts_files
from loket.intake.words import STATE
from loket.keys.errors import KeysError
from loket.vault.errors import WontOpen

View = Callable[..., HttpResponseBase]


def with_key(view: View) -> View:
    """Lead who has not unlocked their key to where they can, and back; tell who was not given the body's key."""

    @wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Locked:
            return redirect(f"{reverse('keys:unlock')}?{urlencode({'volgende': _here(request)})}")
        except (KeysError, WontOpen) as error:
            return render(request, "intake/inbox/no_key.html", {"problem": _problem(error)}, status=403)

    return held


@officer
@require_safe
@with_key
def listing(request: HttpRequest) -> HttpResponseBase:
    """The reports of one body, what is due first on top."""
    body = body_of(request, request.GET.get("meldpunt", ""))
    access.body_private(request, body)
    show = request.GET.get("stand") or queries.OPEN
    if show not in {queries.OPEN, *State.values}:
        raise Http404
    groups, following = queries.page_of(body, show=show, after=queries.read_cursor(request.GET.get("na", "")))
    context = {
        "body": body,
        "bodies": [(code, _short(code)) for code in me(request).bodies],
        "groups": groups,
        "following": following,
        "counts": queries.counts(body),
        "most": queries.MOST_COUNTED,
        "show": show,
        "states": STATE.items(),
        "first": "na" not in request.GET,
        "today": clock.today(),
    }
    return render(request, "intake/inbox/list.html", context)


@officer
@require_safe
@with_key
def report(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One report, opened."""
    return _page(request, page_of(opened_for(request, reference)))


@accepts_files
@officer
@require_POST
@with_key
def write(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Write to the reporter. Sent twice, it is one message."""
    kind = FORMS.get(request.POST.get("kind", ""))
    report_for(request, reference)
    if kind is None:
        raise Http404
    form = kind(request.POST, request.FILES)
    opened = opened_for(request, reference)
    if not form.is_valid() or not _written(opened, form, me(request).username):
        return _page(request, page_of(opened, wrong=form), form, status=422)
    return redirect("intake:report", reference)


def _written(opened: OpenReport, form: WriteForm, actor: str) -> bool:
    return write_once(
        form,
        lambda: services.write_as_body(
            report=opened,
            kind=form.kind,
            text=form.words,
            files=form.cleaned_data.get("attachments", ()),
            options=form.options,
            actor=actor,
        ),
    )


@officer
@require_POST
@with_key
def identity(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Who reported, on this answer only, for a reason that stands in the trail."""
    opened, form = opened_for(request, reference), IdentityForm(request.POST)
    if not form.is_valid():
        return _page(request, page_of(opened, reason=form), form, status=422)
    shown = services.show_identity(report=opened, reason=form.cleaned_data["reason"], actor=me(request).username)
    return _page(request, page_of(opened, identity=shown))


@officer
@require_safe
@with_key
def file(request: HttpRequest, reference: str, id_: uuid.UUID) -> HttpResponseBase:
    """A file of the report, as an attachment."""
    note = dialogue.note_of(opened_for(request, reference), id_)
    if note is None:
        raise Http404
    return files.download(note)


@officer
@require_POST
def state(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Begin the investigation: the reporter reads that it has begun."""
    found = report_for(request, reference)
    if found.state == State.ACKNOWLEDGED:
        services.set_state(report=found, state=State.IN_PROGRESS, actor=me(request).username)
    return redirect("intake:report", reference)


@officer
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest) -> HttpResponseBase:
    """Register a report that came in another way. Its receipt stands on this answer only; sent again, the same form
    gives it again."""
    body = body_of(request, request.GET.get("meldpunt", ""))
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reference, receipt = register(body=body, wanted=form.cleaned_data, actor=me(request).username)
        except UserError as error:
            form.add_error(None, str(error))
        else:
            context = {"reference": reference, "receipt": receipt, "body": _short(body)}
            return render(request, "intake/inbox/registered.html", context)
    context = {"form": form, "body": _short(body)}
    return render(request, "intake/inbox/register.html", context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, page: Page, form: Any = None, *, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "body": _short(page.report.body),
        "writing": request.GET.get("schrijf", ""),
    }
    return render(request, "intake/inbox/report.html", context, status=status)


def _short(body: str) -> str:
    found = configuration().bodies.get(body)
    return found.short(get_language() or "nl") if found else body.upper()


def _here(request: HttpRequest) -> str:
    """Where to come back to: after a form, its page."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    reference = request.resolver_match.kwargs.get("reference", "") if request.resolver_match else ""
    return reverse("intake:report", args=[reference]) if reference else reverse("intake:inbox")


def _problem(error: Exception) -> str:
    return str(error) or gettext(
        "deze melding gaat met jouw sleutel niet open; vraag de sleutel opnieuw aan een collega"
    )

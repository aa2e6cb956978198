"""The pages by which an adviser reads in an existing tally: choose a file, say what is in it, look what would happen,
and read it in."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from loket.advisers.access import adviser, desk, with_key
from loket.advisers.configuration import configuration
from loket.advisers.errors import NotThere
from loket.advisers.importing import page, services
from loket.advisers.importing.content import DraftContent, guessed
from loket.advisers.importing.forms import CheckForm, ColumnsForm, FileForm, WordsForm
from loket.advisers.importing.services import OpenDraft
from loket.core import clock
from loket.core.errors import UserError
from loket.core.forms import form_methods, see
from loket.intake import files
from loket.intake.files import SealedUpload
from loket.intake.uploads import accepts_files

DONE, GONE = "klaar", "weg"
"""In the address of the first page: a file was read in, or is not there any more."""

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def _there(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Whose draft was read in or dropped meanwhile, comes back to the first page, which says so."""

    @wraps(view)
    def held(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotThere:
            return see(f"{reverse('advisers:import')}?{GONE}")

    return held


@accepts_files
@adviser
@form_methods
@with_key
def choose(request: HttpRequest) -> HttpResponseBase:
    """Choose the file."""
    place = desk(request)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            draft = services.begin(desk=place, data=_bytes(form.cleaned_data["file"]))
        except UserError as error:
            form.add_error("file", str(error))
        else:
            return see("advisers:import-map", draft.pk)
    said = {"is_done": DONE in request.GET, "is_gone": GONE in request.GET}
    context = {"form": form, "current": services.current(place), "step": page.Step(1), **said}
    return render(request, "advisers/importing/choose.html", context, status=422 if form.is_bound else 200)


@adviser
@form_methods
@with_key
@_there
def columns(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Say which column is what; which sheet, and which row is the head, when the guess is wrong."""
    place = desk(request)
    found = services.opened(place, draft)
    asked = request.POST if request.method == "POST" else request.GET
    sheet, head = _where(found.content, asked.get("sheet", ""), asked.get("head", ""))
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        sheet=found.content.sheets[sheet],
        initial=_as_it_seems(found.content, sheet, head),
        last_year=clock.today().year,
    )
    if form.is_bound and form.is_valid() and _columns_chosen(request, form, found):
        return see("advisers:import-words", draft)
    context = {"form": form, "draft": found, "step": page.Step(2)}
    context |= page.sheets(found.content, sheet, head)
    return render(request, "advisers/importing/columns.html", context, status=422 if form.is_bound else 200)


@adviser
@form_methods
@with_key
@_there
def words(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Say what the wordings in the file mean."""
    place = desk(request)
    found = services.opened(place, draft)
    if not found.content.columns:
        return redirect("advisers:import-map", draft)
    form = WordsForm(
        request.POST if request.method == "POST" else None, content=found.content, advisers=configuration()
    )
    if form.is_bound and form.is_valid():
        services.choose_codes(desk=place, id=draft, codes=form.codes)
        return see("advisers:import-check", draft)
    context = {"form": form, "draft": found, "step": page.Step(3), "parts": page.parts(form)}
    return render(request, "advisers/importing/words.html", context, status=422 if form.is_bound else 200)


@adviser
@require_safe
@with_key
@_there
def check(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """What would happen: how many rows become how many requests, and what is wrong."""
    found = services.opened(desk(request), draft)
    if not found.content.columns:
        return redirect("advisers:import-map", draft)
    return _checked(request, found, None)


@adviser
@form_methods
@with_key
@_there
def read_in(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Read it in: all of it, or nothing. Who loads the page anew, comes back to the check."""
    if request.method != "POST":
        return redirect("advisers:import-check", draft)
    place = desk(request)
    found = services.opened(place, draft)
    if not found.content.columns:
        return redirect("advisers:import-map", draft)
    form = CheckForm(request.POST, wrong=services.plan(found.content).wrong)
    if form.is_valid():
        try:
            services.read_in(desk=place, id=draft, leave_out=form.cleaned_data["leave_out"])
        except NotThere:
            raise
        except UserError as error:
            form.add_error(None, str(error))
        else:
            return see(f"{reverse('advisers:import')}?{DONE}")
    return _checked(request, found, form)


@adviser
@require_POST
@with_key
@_there
def drop(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Let the file go."""
    services.drop(desk=desk(request), id=draft)
    return see(f"{reverse('advisers:import')}?{GONE}")


def _checked(request: HttpRequest, found: OpenDraft, form: CheckForm | None) -> HttpResponse:
    plan = services.plan(found.content)
    context = {"draft": found, "plan": plan, "step": page.Step(4), "form": form or CheckForm(wrong=plan.wrong)}
    context |= page.outcome(plan, services.standing(desk(request), found.content, plan.requests))
    return render(request, "advisers/importing/check.html", context, status=422 if form else 200)


def _columns_chosen(request: HttpRequest, form: ColumnsForm, found: OpenDraft) -> bool:
    said = form.cleaned_data
    try:
        services.choose_columns(
            desk=desk(request),
            id=found.id,
            sheet=said["sheet"],
            head=said["head"],
            columns=form.chosen,
            year=int(said["year"]),
            month=said["fallback"],
        )
    except NotThere:
        raise
    except UserError as error:
        form.add_error(None, str(error))
        return False
    return True


def _as_it_seems(content: DraftContent, sheet: int, head: int) -> dict[str, Any]:
    """What the form holds before somebody changes it."""
    chosen = content.columns or guessed(content.sheets[sheet], head)
    named = _YEAR.findall(content.sheets[sheet].name)
    years = {"year": str(content.year or (named[0] if named else clock.today().year)), "fallback": content.month}
    return {"sheet": sheet, "head": head, **years, **{name: str(place) for name, place in chosen.items()}}


def _where(content: DraftContent, sheet: str, head: str) -> tuple[int, int]:
    """The sheet and the head that were asked for; where none was, or one that is not there, what was guessed."""
    at = _number(sheet, len(content.sheets), page.best_sheet(content))
    return at, _number(head, len(content.sheets[at].rows), content.sheets[at].head)


def _number(text: str, below: int, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 and int(text) < below else otherwise


def _bytes(upload: SealedUpload) -> bytes:
    """What was sent; nothing of it stays in the storage."""
    try:
        return b"".join(files.unsealed(upload.note()))
    finally:
        upload.close()

"""How a form of a case is handled: once, on the case as its writer saw it, and with what was typed kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from loket.casework.casefile.forms import CaseForm
from loket.casework.casefile.timeline import Line, lines_of
from loket.casework.errors import Changed, Unfilled
from loket.casework.models import Case, Item
from loket.casework.sealing import OpenCase
from loket.core import once
from loket.core.errors import UserError
from loket.core.forms import see
from loket.intake.files import FileRefused
from loket.intake.words import Words

DONE = "gedaan"
"""In the address of a case: the number of the part that was just added, 0 for what is none."""


@dataclass(frozen=True)
class Note:
    """A block beside a form: what to know before filling it in."""

    title: Words
    text: Words


@dataclass(frozen=True)
class Sheet:
    """A page with one form. ``write`` does what it asks. ``then``: where to go afterwards, by default the case.
    ``refused``: why there is no form for who looks."""

    title: Words
    button: Words
    write: Callable[[], object]
    lead: Words = ""
    notes: Sequence[Note] = ()
    refused: Words = ""
    then: str = ""
    template: str = "casework/casefile/form.html"


def is_read(request: HttpRequest) -> bool:
    """Whether a case is shown, and not only written to."""
    return request.method != "POST"


def is_head(opened: OpenCase) -> bool:
    """Whether who has the case open is the head of its body."""
    return opened.case.body in opened.me.headed


def data_of(request: HttpRequest) -> tuple[Any, ...]:
    """What a form is bound to: nothing as long as it was not sent."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def small_form(opened: OpenCase) -> CaseForm:
    """The hidden part of a form that is one button; more of them can stand on a page."""
    return CaseForm(version=opened.case.version, auto_id="")


def sheet(request: HttpRequest, at: OpenCase | Case, form: CaseForm, what: Sheet, **context: Any) -> HttpResponseBase:
    """The page of a form, of a case that is open or that need not be; after a form that is right, what it asks is done
    and this leads on (303)."""
    opened, case = (at, at.case) if isinstance(at, OpenCase) else (None, at)
    since: list[Line] = []
    made: list[object] = []
    if form.is_bound and is_done(opened, form, lambda: made.append(what.write()), since):
        return see(what.then or _and_say(case, made))
    given = {"opened": opened, "case": case, "form": form, "sheet": what, "since": since, **context}
    return render(request, what.template, given, status=422 if form.is_bound else 200)


def _and_say(case: Case, made: Sequence[object]) -> str:
    """The page of the case, which says what was just done; not when the same form had been sent before."""
    where = reverse("casework:case", args=[case.reference])
    numbers = [one.number if isinstance(one, Item) else 0 for one in made]
    return f"{where}?{DONE}={numbers[0]}" if numbers else where


def is_done(opened: OpenCase | None, form: CaseForm, write: Callable[[], object], since: list[Line]) -> bool:
    """Do what the form asks. False, with the reasons on the form, when it cannot be; then nothing was written. What
    another did meanwhile is added to ``since``, and the form carries the version that shows it."""
    if not form.is_valid():
        return False
    try:
        _do(form.cleaned_data["token"], write)
    except Changed as changed:
        since += lines_of(opened, changed.since) if opened else []
        form.meet(changed)
        form.add_error(None, str(changed))
    except Unfilled as wrong:
        for name, words in wrong.errors.items():
            form.add_error(form.field_of(name), words)
    except UserError as error:
        is_about_files = isinstance(error, FileRefused) and "attachments" in form.fields
        form.add_error("attachments" if is_about_files else None, str(error))
    return not form.errors


@transaction.atomic
def _do(token: UUID, write: Callable[[], object]) -> None:
    if once.first_time(token):
        write()

"""Reading a case: its page, its whole timeline, its files."""

import uuid

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.casework.access import officer, opened_for, with_key
from loket.casework.casefile.page import Page
from loket.casework.casefile.working import DONE, is_head, small_form
from loket.intake import files


@officer
@require_safe
@with_key
def case(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The case, with the next step on top."""
    return _page(request, reference, "casework/casefile/case.html")


@officer
@require_safe
@with_key
def timeline(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Everything that happened, the newest first."""
    return _page(request, reference, "casework/casefile/timeline.html")


@officer
@require_safe
@with_key
def file(request: HttpRequest, reference: str, id_: uuid.UUID) -> HttpResponseBase:
    """A file of the case, its report or a message, as an attachment."""
    opened = opened_for(request, reference)
    note = next((note for note in Page(opened, is_head=False).files if note.id == id_), None)
    if note is None:
        raise Http404
    return files.download(note)


def _page(request: HttpRequest, reference: str, template: str) -> HttpResponseBase:
    opened = opened_for(request, reference)
    page = Page(opened, is_head=is_head(opened))
    context = {"page": page, "case": opened.case, "opened": opened, "done": small_form(opened)}
    return render(request, template, context | {"said": page.just_done(request.GET.get(DONE))})

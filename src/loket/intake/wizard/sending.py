"""Where writing ends: saved for later, thrown away, or sent, with the words that lead back."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loket.core import clock
from loket.core.errors import UserError
from loket.core.forms import HouseForm, see
from loket.intake import draft_cookie, drafts, terms, ticket
from loket.intake.drafts import AlreadySent, NoDraft
from loket.intake.uploads import accepts_files
from loket.intake.wizard import files
from loket.intake.wizard.forms import KNOWN, FilesForm
from loket.intake.wizard.pages import BACK, context_of, show_check, show_step
from loket.intake.wizard.steps import ABOUT_YOU, BY_SLUG, CHECK, Step
from loket.intake.wizard.writing import Writing, page_of_draft


@accepts_files
@page_of_draft("GET", "HEAD", "POST")
def save(request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """Keep the draft for later, with what was just typed; then show the words that open it again.

    Open questions do not stand in the way of that, wrong answers do: the page of the step says which.
    """
    if request.method == "POST":
        form = _typed_answers(request, writing)
        if form is not None and form.errors:
            return show_step(request, BY_SLUG[request.POST["step"]], form, writing, status=422)
        drafts.save_for_later(writing.token)
        return see("intake:save")
    if not writing.draft.receipt:
        return redirect("intake:step", CHECK.slug)
    context = context_of(writing) | ticket.context_of(request, writing.draft.receipt)
    return render(request, "intake/sent/saved.html", context)


def _typed_answers(request: HttpRequest, writing: Writing) -> Any:
    """The form of the step that was left, with its good answers kept; None when it was no step with questions."""
    here = BY_SLUG.get(request.POST.get("step", ""))
    if here is None or here.form is None:
        return None
    form = here.form(request.POST, request.FILES, draft=writing.draft, body=writing.body)
    for field in form.fields.values():
        field.required = False
    is_valid = form.is_valid()
    if isinstance(form, FilesForm) and form.kept:
        files.add(writing.token, form)
    elif is_valid:
        drafts.change(writing.token, **form.answers())
    return form


@page_of_draft("POST")
def discard(_request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """Throw away everything that was written."""
    drafts.discard(writing.token)
    return _left(see("guide:home"))


@page_of_draft("POST", once_sent=True)
def send(request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """Make it a report. A second click, or a try after a lost answer, leads to the same words."""
    form = HouseForm({})
    if not writing.is_sent:
        _add_missing(form, writing)
    if form.errors:
        return show_check(request, writing, form)
    try:
        drafts.send(writing.token, language="en" if get_language() == "en" else "nl")
    except (NoDraft, AlreadySent):
        raise
    except UserError as error:
        form.add_error(None, str(error))
        return show_check(request, writing, form)
    return see("intake:sent")


def _add_missing(form: HouseForm, writing: Writing) -> None:
    """The answers that a report cannot do without, each with the way to it."""
    if not writing.draft.content.story.strip():
        form.add_error(
            None, _link(BY_SLUG["verhaal"], _("Vertel wat er is gebeurd. Eén zin is genoeg om te beginnen."))
        )
    if not writing.body.anonymous and writing.draft.identity.disclosure not in KNOWN:
        form.add_error(None, _link(ABOUT_YOU, _("Dit meldpunt neemt geen anonieme meldingen aan. Zeg wie je bent.")))


def _link(step: Step, words: str) -> str:
    return format_html('<a href="{}?{}">{}</a>', reverse("intake:step", args=[step.slug]), BACK, words)


@page_of_draft("GET", "HEAD", once_sent=True)
def sent(request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """The words, and what happens when. The page stands until the reporter is done with it, for a day at most."""
    if not writing.is_sent:
        return redirect("intake:step", CHECK.slug)
    received_on = dt.date.fromisoformat(writing.draft.received_on)
    context = context_of(writing) | ticket.context_of(request, writing.draft.receipt)
    context |= {
        "received_on": received_on,
        "acknowledge_by": terms.acknowledge_by(received_on),
        "feedback_by": terms.feedback_by(received_on, None),
        "is_today": received_on == clock.today(),
    }
    return render(request, "intake/sent/sent.html", context)


@page_of_draft("GET", "HEAD", once_sent=True)
def receipt_file(request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """The words as a text file. Its name tells nobody what it is for."""
    if not writing.draft.receipt:
        return redirect("intake:step", CHECK.slug)
    return ticket.file_of(request, writing.draft.receipt)


@page_of_draft("POST", once_sent=True)
def done(_request: HttpRequest, writing: Writing) -> HttpResponseBase:
    """The reporter has the words. The browser forgets the draft; of one that was sent, we do too."""
    if writing.is_sent:
        drafts.discard(writing.token)
    return _left(see("guide:home"))


def _left(response: HttpResponse) -> HttpResponse:
    draft_cookie.forget(response)
    return response

"""An adviser's desk: who wrote to them, and one conversation at a time. What is shown, was read: the trail says so."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from loket.advisers.access import desk
from loket.advisers.contact import queries, services
from loket.advisers.contact.access import at_desk, opened_for
from loket.advisers.contact.forms import ReasonForm, ReplyForm
from loket.advisers.models import Adviser
from loket.core.forms import see
from loket.intake import dialogue, files
from loket.intake import services as intake
from loket.intake.message_forms import write_once
from loket.intake.models import Author, State
from loket.intake.uploads import accepts_files


@at_desk
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Who wrote to this adviser."""
    place = desk(request)
    everything = queries.contacts(place.code)
    lines = [line for line in everything if not line.is_lost]
    context = {
        "lost": [line for line in everything if line.is_lost],
        "going_on": [line for line in lines if not line.is_ended],
        "ended": [line for line in lines if line.is_ended],
        "listed": Adviser.objects.filter(account=place.me, is_listed=True).first(),
    }
    return render(request, "advisers/contact/contacts.html", context)


@at_desk
@require_safe
def contact_request(request: HttpRequest, reference: str) -> HttpResponse:
    """One conversation."""
    return _page(request, reference, ReplyForm())


@accepts_files
@at_desk
@require_POST
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """A message to who wrote."""
    place, opened = opened_for(request, reference, reading=False)
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        wanted = form.cleaned_data
        if write_once(
            form,
            lambda: services.write(
                report=opened, text=wanted["text"], files=wanted["attachments"], actor=place.me.username
            ),
        ):
            return see("advisers:contact-request", reference)
    return _page(request, reference, form, status=422)


@at_desk
def identity(request: HttpRequest, reference: str) -> HttpResponse:
    """Who wrote, for an adviser who says why: that stands in the trail."""
    place, opened = opened_for(request, reference, reading=False)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"reference": opened.report.reference, "form": form}
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        context["identity"] = intake.show_identity(report=opened, reason=reason, actor=place.me.username)
    return render(request, "advisers/contact/identity.html", context, status=422 if form.errors else 200)


@at_desk
@require_POST
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """The conversation is over: its term of keeping begins."""
    place, opened = opened_for(request, reference, reading=False)
    services.end(report=opened, actor=place.me.username)
    return see("advisers:contact-request", reference)


@at_desk
@require_safe
def file(request: HttpRequest, reference: str, id_: uuid.UUID) -> HttpResponseBase:
    """A file of this conversation, as an attachment."""
    _place, opened = opened_for(request, reference)
    note = dialogue.note_of(opened, id_)
    if note is None:
        raise Http404
    return files.download(note)


def _page(request: HttpRequest, reference: str, form: ReplyForm, *, status: int = 200) -> HttpResponse:
    place, opened = opened_for(request, reference)
    said = dialogue.read(opened)
    context = {
        "report": opened.report,
        "content": opened.content(),
        "lines": dialogue.lines(said, reader=Author.BODY, person=place.me.display_name),
        "waiting": [question for question, answer in dialogue.waiting(said) if answer is None],
        "is_ended": opened.report.state == State.ANSWERED,
        "form": form,
    }
    return render(request, "advisers/contact/contact_request.html", context, status=status)

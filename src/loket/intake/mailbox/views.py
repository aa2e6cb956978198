"""The reporter's way back: the door, the mailbox, and what can be done there. Nobody signs in; a receipt opens one."""

import uuid

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.core.access import public
from loket.core.errors import UserError
from loket.intake import dialogue, draft_cookie, drafts, files, services
from loket.intake.dialogue import Said
from loket.intake.draft_cookie import own_form
from loket.intake.mailbox import answering, door, session
from loket.intake.mailbox.door import Answer, Stamp
from loket.intake.mailbox.forms import AnswerForm, DoorForm, MessageForm
from loket.intake.mailbox.page import page_of
from loket.intake.message_forms import write_once
from loket.intake.models import QUESTIONS
from loket.intake.sealing import OpenMailbox
from loket.intake.uploads import accepts_files
from loket.vault.receipts import Receipt

EXPIRED = "gesloten"
"""The query of the door for who comes from a mailbox that was left open too long."""


@own_form
@public
@require_http_methods(["GET", "HEAD", "POST"])
def at_door(request: HttpRequest) -> HttpResponseBase:
    """Ask for the receipt. It opens a mailbox, or a draft that was saved for later. The page is drawn either way, so
    that a right receipt takes the time of a wrong one."""
    form = DoorForm(request.POST if request.method == "POST" else None, initial={"stamp": Stamp.new().text})
    answer = _try(form) if form.is_bound and form.is_valid() else None
    context = {"form": form, "expired": EXPIRED in request.GET and not form.is_bound}
    page = render(request, "intake/mailbox/door.html", context, status=422 if form.is_bound else 200)
    return answer or page


@transaction.atomic
def _try(form: DoorForm) -> HttpResponseBase | None:
    """Let in whom this receipt lets in; None with the reason on the form when it lets in nobody.

    The answer does not wait for the disk: after a power cut somebody types their receipt again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
    if door.is_busy() and not _may_try(form):
        return None
    receipt: Receipt = form.cleaned_data["receipt"]
    token, draft = session.open_with(receipt), drafts.resume(receipt)
    if token:
        response = redirect("intake:mailbox")
        session.keep(response, token)
        return response
    if draft:
        return _to_draft(draft)
    door.count_wrong()
    form.add_error(
        "receipt",
        _(
            "Deze woorden kennen we niet. Er zit geen typefout in, maar er hoort geen postvak bij. "
            "Misschien is je zaak al een tijd gesloten: dan vernietigen we alles, ook het postvak"
        ),
    )
    return None


def _may_try(form: DoorForm) -> bool:
    """At a busy door: whether this form is old enough and was not used before."""
    answer = Stamp(form.cleaned_data["stamp"]).answer()
    if answer is Answer.COME_IN:
        _renew(form)
        return True
    if answer is Answer.USED_UP:
        _renew(form)
    form.add_error(
        "receipt",
        _(
            "Er worden nu veel verkeerde woorden geprobeerd. "
            "Wacht vijf tellen en kies dan nog een keer ‘Open je postvak’"
        ),
    )
    return False


def _renew(form: DoorForm) -> None:
    form.go_on_with(stamp=Stamp.new().text)


def _to_draft(token: str) -> HttpResponseBase:
    """On with a draft that was saved: its answers so far stand on the page that checks them."""
    response = redirect("intake:step", "controleren")
    draft_cookie.keep(response, token)
    return response


@public
@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """The mailbox: where the report stands, what is asked, what was said."""
    opened = session.opened(request)
    if opened is None:
        return _back_to_door(request)
    return _page(request, opened, MessageForm())


@own_form
@accepts_files
@public
@require_POST
def write(request: HttpRequest) -> HttpResponseBase:
    """A message to the body. What was typed is never lost: not by an error, and not by a mailbox that closed."""
    opened = session.opened(request)
    if opened is None:
        return _closed_meanwhile(request)
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid() or not _written(opened, form):
        return _page(request, opened, form, status=422)
    return redirect("intake:mailbox")


def _written(opened: OpenMailbox, form: MessageForm) -> bool:
    wanted = form.cleaned_data
    return write_once(
        form, lambda: services.write_as_reporter(mailbox=opened, text=wanted["text"], files=wanted["attachments"])
    )


@own_form
@public
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """The answer to a question; until the body has read it, another answer takes its place."""
    opened = session.opened(request)
    if opened is None:
        return _closed_meanwhile(request)
    asked = _question(opened, number)
    form = AnswerForm(request.POST, number=number, kind=asked.message.kind, options=asked.content.options)
    if form.is_valid():
        try:
            wanted = form.cleaned_data
            answering.answer(mailbox=opened, question=number, choice=wanted["choice"], text=wanted.get("text", ""))
        except UserError as error:
            form.add_error(None, str(error))
    if form.errors:
        return _page(request, opened, MessageForm(), status=422, wrong=form, wrong_number=number)
    return redirect("intake:mailbox")


@public
@require_safe
def file(request: HttpRequest, id_: uuid.UUID) -> HttpResponseBase:
    """A file of the reporter's own report or dialogue, as an attachment."""
    opened = session.opened(request)
    if opened is None:
        return _back_to_door(request)
    note = dialogue.note_of(opened, id_)
    if note is None:
        raise Http404
    return files.download(note)


@own_form
@public
@require_POST
def close(request: HttpRequest) -> HttpResponseBase:
    """Close the mailbox: nothing of it stays on this device."""
    response = redirect("intake:mailbox-closed")
    session.close(request, response)
    return response


@public
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """After closing."""
    return render(request, "intake/mailbox/closed.html")


def _question(opened: OpenMailbox, number: int) -> Said:
    for said in dialogue.read(opened):
        if said.message.number == number and said.message.kind in QUESTIONS:
            return said
    raise Http404


def _page(
    request: HttpRequest,
    opened: OpenMailbox,
    form: MessageForm,
    *,
    status: int = 200,
    wrong: AnswerForm | None = None,
    wrong_number: int = 0,
) -> HttpResponse:
    page = page_of(opened, wrong=wrong, wrong_number=wrong_number)
    name = "with_person" if page.person else "mailbox"
    context = {"page": page, "message_form": form, "form": wrong or form}
    return render(request, f"intake/mailbox/{name}.html", context, status=status)


def _back_to_door(request: HttpRequest) -> HttpResponseBase:
    """The door, with a word about why; the browser's half goes too."""
    had_one = session.has_cookie(request)
    response = redirect("intake:mailbox-door")
    if had_one:
        response.headers["Location"] += f"?{EXPIRED}"
        session.close(request, response)
    return response


def _closed_meanwhile(request: HttpRequest) -> HttpResponseBase:
    """Nothing was sent, and what was typed stands on the page to copy."""
    response = render(request, "intake/mailbox/expired.html", {"text": request.POST.get("text", "")}, status=403)
    session.close(request, response)
    return response

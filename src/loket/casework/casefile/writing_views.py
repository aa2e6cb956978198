"""What officers write in a case: notes, tasks, documents, messages to the reporter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from loket.casework import queries, services
from loket.casework.access import officer, opened_for, with_key
from loket.casework.casefile import documents, item_page
from loket.casework.casefile.forms import CaseForm
from loket.casework.casefile.page import Page
from loket.casework.casefile.page_forms import DocumentForm, MessageForm, NoteForm, TaskForm
from loket.casework.casefile.timeline import Part
from loket.casework.casefile.working import Note, Sheet, data_of, is_head, is_read, sheet, small_form
from loket.casework.content import ItemContent
from loket.casework.models import ItemKind
from loket.casework.sealing import OpenCase
from loket.core.forms import form_methods
from loket.intake.uploads import accepts_files

_DIGITS = 10
"""More has no number of a part."""
_NEXT_VERSION = Note(
    gettext_lazy("Niets gaat verloren"), gettext_lazy("De vorige versie blijft staan. Haar bestanden gaan mee.")
)


@accepts_files
@officer
@form_methods
@with_key
def note(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A note, for who may read the case."""
    opened = opened_for(request, reference, reading=is_read(request))
    form = NoteForm(*data_of(request), version=opened.case.version)
    what = Sheet(
        title=_("Schrijf een notitie"),
        button=_("Bewaar de notitie"),
        lead=_("Alleen wie deze zaak kan lezen, leest je notitie. De melder niet."),
        write=lambda: _add(opened, ItemKind.NOTE, ItemContent(text=form.cleaned_data["text"]), form),
    )
    return sheet(request, opened, form, what)


@officer
@form_methods
@with_key
def task(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Something to do in this case."""
    opened = opened_for(request, reference, reading=is_read(request))
    page = Page(opened, is_head=is_head(opened))
    people = [(reader.account.username, reader.name) for reader in page.readers]
    form = TaskForm(*data_of(request), version=opened.case.version, people=people)

    def write() -> object:
        given = form.cleaned_data
        content = ItemContent(title=given["title"], who=given["who"], due_on=given["due_on"], state="open")
        return _add(opened, ItemKind.TASK, content, form)

    what = Sheet(title=_("Voeg een taak toe"), button=_("Voeg de taak toe"), write=write)
    return sheet(request, opened, form, what)


@officer
@form_methods
@with_key
def task_done(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """A task that is done."""
    opened = opened_for(request, reference, reading=is_read(request))
    part = _part(opened, number, ItemKind.TASK)
    form = CaseForm(*data_of(request), version=opened.case.version)
    what = Sheet(
        title=_("Is deze taak klaar?"),
        lead=part.content.title,
        button=_("Zet op klaar"),
        write=lambda: services.change_item(
            opened=opened,
            item=part.item,
            version=form.seen,
            content=part.content.model_copy(update={"state": "done"}),
            actor=opened.me.username,
        ),
    )
    return sheet(request, opened, form, what)


@accepts_files
@officer
@form_methods
@with_key
def document(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A plan, a report, another document; or the next version of one."""
    opened = opened_for(request, reference, reading=is_read(request))
    before = _replaced(opened, (request.POST if request.method == "POST" else request.GET).get("vervangt", ""))
    form = DocumentForm(
        *data_of(request),
        version=opened.case.version,
        has_files=bool(before and before.content.files),
        initial=_as_it_was(before) if before else {"kind": request.GET.get("soort", "")},
    )

    def write() -> object:
        given = form.cleaned_data
        content = ItemContent(title=given["title"], text=given["text"])
        actor = opened.me.username
        return documents.write(
            opened=opened, kind=given["kind"], content=content, uploads=form.uploads, replaces=before, actor=actor
        )

    what = Sheet(
        title=_("Schrijf een nieuwe versie") if before else _("Voeg een stuk toe"),
        button=_("Bewaar als nieuwe versie") if before else _("Bewaar het stuk"),
        notes=[_NEXT_VERSION] if before else [],
        write=write,
    )
    return sheet(request, opened, form, what)


@officer
@require_safe
@with_key
def item(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """One part of the file, with its earlier versions."""
    opened = opened_for(request, reference)
    shown = item_page.of(Page(opened, is_head=is_head(opened)), number)
    if shown is None:
        raise Http404
    context = {"shown": shown, "case": opened.case, "opened": opened, "done": small_form(opened)}
    return render(request, "casework/casefile/item.html", context)


@accepts_files
@officer
@form_methods
@with_key
def message(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A message to the reporter."""
    opened = opened_for(request, reference, reading=is_read(request))
    if opened.report is None:
        raise Http404
    form = MessageForm(
        *data_of(request), version=opened.case.version, names=lambda text: queries.names_in(opened, text)
    )
    what = Sheet(
        title=_("Schrijf aan de melder"),
        button=_("Verstuur het bericht"),
        template="casework/casefile/message.html",
        then=f"{reverse('casework:case', args=[opened.case.reference])}#berichten",
        write=lambda: services.write_to_reporter(
            opened=opened, text=form.cleaned_data["text"], files=form.uploads, actor=opened.me.username
        ),
    )
    return sheet(request, opened, form, what, page=Page(opened, is_head=is_head(opened)))


def _add(opened: OpenCase, kind: ItemKind, content: ItemContent, form: CaseForm) -> object:
    return services.add_item(opened=opened, kind=kind, content=content, files=form.uploads, actor=opened.me.username)


def _part(opened: OpenCase, number: int, *kinds: str) -> Part:
    """The part of the file with this number. Raises ``Http404`` when it is none of these kinds."""
    for part in Page(opened, is_head=False).parts:
        if part.item.number == number and part.kind in kinds:
            return part
    raise Http404


def _replaced(opened: OpenCase, number: str) -> Part | None:
    """The document that a new version is of; None for a new document. Raises ``Http404`` for what is no document."""
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < _DIGITS):
        raise Http404
    return _part(opened, int(number), *documents.WRITTEN)


def _as_it_was(before: Part) -> dict[str, Any]:
    """What the next version begins with."""
    content = before.content
    return {"kind": before.kind, "title": content.title, "text": content.text, "vervangt": before.item.number}

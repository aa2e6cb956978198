"""The files of a draft: say what is hidden in them, make a copy without it, take them out again."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from loket.core.errors import UserError
from loket.core.forms import see
from loket.intake import cleaning, drafts, files
from loket.intake.cleaning import NotCleaned
from loket.intake.content import FileNote
from loket.intake.files import FileRefused
from loket.intake.wizard.forms import FilesForm
from loket.intake.wizard.pages import show_step
from loket.intake.wizard.steps import FILES
from loket.intake.wizard.writing import Writing, page_of_draft

UNREAD = ("unread",)
"""What stands with a file that could not be looked into."""


def add(token: str, form: FilesForm) -> None:
    """Let the draft hold the files that may come along. Why others may not, comes to stand on the form."""
    found = {upload.id: _look(upload.note()) for upload in form.kept}
    try:
        with transaction.atomic():
            drafts.add_files(token, form.kept)
            _note_found(token, found)
    except FileRefused as error:
        form.add_error("uploads", str(error))


@page_of_draft("POST")
def remove(_request: HttpRequest, writing: Writing, id_: uuid.UUID) -> HttpResponse:
    """Take a file out of the draft."""
    drafts.remove_file(writing.token, id_)
    return see("intake:step", FILES.slug)


@page_of_draft("POST")
def clean(request: HttpRequest, writing: Writing, id_: uuid.UUID) -> HttpResponse:
    """Put a copy without hidden data in the place of a file; where that cannot be done, the page says why."""
    note = next((note for note in writing.draft.content.files if note.id == id_), None)
    if note is None or note.cleaned:
        return see("intake:step", FILES.slug)
    try:
        _replace(writing.token, note)
    except UserError as error:
        form = FilesForm(MultiValueDict(), draft=writing.draft, body=writing.body)
        form.add_error("uploads", f"{note.name}: {error}")
        return show_step(request, FILES, form, writing, status=422)
    return see("intake:step", FILES.slug)


def _replace(token: str, note: FileNote) -> None:
    copy = cleaning.clean(_whole(note))
    upload = files.store([copy.data], name=note.name, kind=note.kind)
    try:
        with transaction.atomic():
            new = drafts.replace_file(token, note.id, upload)
            _note_found(token, {new.id: copy.found})
    finally:
        upload.close()


def _look(note: FileNote) -> tuple[str, ...]:
    if not cleaning.can_be_cleaned(note.name, note.size):
        return ()
    try:
        return cleaning.find(_whole(note))
    except NotCleaned:
        return UNREAD


def _whole(note: FileNote) -> bytes:
    """The bytes in memory: only for a file that ``cleaning`` looks into, so of at most ``cleaning.LARGEST``."""
    return b"".join(files.unsealed(note)) if note.size <= cleaning.LARGEST else b""


def _note_found(token: str, found: Mapping[uuid.UUID, tuple[str, ...]]) -> None:
    """Keep what was found with the files. The caller's transaction holds the draft, so that no other tab comes between
    reading it and writing it."""
    draft = drafts.read(token)
    if draft is None:
        raise drafts.NoDraft
    notes = tuple(
        note.model_copy(update={"found": found[note.id]}) if note.id in found else note for note in draft.content.files
    )
    drafts.change(token, content={"files": notes})

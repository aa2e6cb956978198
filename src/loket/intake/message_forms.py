"""What the messages of both sides have in common: files, and a form that is handled once."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.core import once
from loket.core.errors import UserError
from loket.core.forms import HouseForm
from loket.intake.configuration import MB, configuration
from loket.intake.files import FileRefused, SealedUpload
from loket.vault.receipts import NotAReceipt, Receipt, new_receipt, read_receipt


class ManyFiles(forms.FileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:  # noqa: ARG002 (Django gives it)
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """The files of a message, each sealed already. A file that was refused says why."""

    widget = ManyFiles

    def clean(self, value: Sequence[Any]) -> tuple[SealedUpload, ...]:
        uploads = tuple(one for one in value or () if isinstance(one, SealedUpload))
        for upload in uploads:
            if upload.refused:
                raise forms.ValidationError(f"{upload.name}: {upload.refused}")
            if not upload.size:
                raise forms.ValidationError(gettext("%s is leeg. Kies een ander bestand") % upload.name)
        return uploads


def sizes() -> str:
    """How many files, and how big."""
    limits = configuration().limits
    return gettext("Hooguit %(most)d bestanden, elk hooguit %(size)d MB.") % {
        "most": limits.most,
        "size": limits.one // MB,
    }


def limits() -> str:
    """The same, and what a reporter should know before sending one."""
    hidden = gettext("In een foto of document kan je naam verborgen staan. Maak liever een schermafdruk.")
    return f"{sizes()} {hidden}"


def fresh_token(form: HouseForm) -> None:
    """A token that is not one: the page was changed or cut off on its way. The form gets a new one."""
    if "token" in form.errors:
        del form.errors["token"]
        form.go_on_with(token=once.new_token())
        form.add_error(None, _("Deze pagina was niet compleet. Verstuur het formulier nog een keer"))


def fresh_receipt(form: HouseForm) -> Receipt:
    """The receipt that a form carries. Raises ``ValidationError`` for one that was changed or cut off on its way: the
    form gets another one."""
    try:
        return read_receipt(form.cleaned_data["receipt"])
    except NotAReceipt as error:
        form.go_on_with(receipt=new_receipt().code)
        raise forms.ValidationError(_("Deze pagina was niet compleet. Verstuur het formulier nog een keer")) from error


@transaction.atomic
def write_once(form: HouseForm, write: Callable[[], object]) -> bool:
    """Write what this form asks for, unless it was written already; False with the reason on the form when it is
    refused. Then nothing was written."""
    if not once.first_time(form.cleaned_data["token"]):
        return True
    try:
        write()
    except UserError as error:
        transaction.set_rollback(True)
        is_about_files = isinstance(error, FileRefused) and "attachments" in form.fields
        form.add_error("attachments" if is_about_files else "text", str(error))
        return False
    return True

"""The forms of an adviser's desk of contacts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core import once
from loket.core.forms import QUIET, HouseForm, LongTextField, rows
from loket.intake import words
from loket.intake.content import ANSWER, LINE, STORY, Content, Identity
from loket.intake.message_forms import FilesField, fresh_receipt, fresh_token, sizes
from loket.intake.models import Channel
from loket.vault.receipts import Receipt, new_receipt

CHANNELS = (Channel.MEETING, Channel.PHONE, Channel.MAIL, Channel.LETTER)
REASONS: list[tuple[str, words.Words]] = [
    ("contact", _("Contact opnemen zoals de ander vroeg")),
    ("safety", _("De ander of iemand anders loopt gevaar")),
    ("law", _("De wet verplicht ertoe")),
]
"""Why an adviser may see who wrote: those codes of ``intake.words.IDENTITY_REASONS`` that fit their work."""


class ReplyForm(HouseForm):
    """A message of the adviser. Sent twice, it is one message (``token``)."""

    text = LongTextField(
        label=_("Schrijf terug"), max_length=STORY, required=False, rows=6, widget=forms.Textarea(attrs=QUIET)
    )
    attachments = FilesField(label=_("Bestanden"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"token": once.new_token()})
        self.fields["attachments"].help_text = sizes()

    def clean(self) -> None:
        fresh_token(self)
        if not self.errors and not self.cleaned_data.get("text") and not self.cleaned_data.get("attachments"):
            self.add_error("text", _("Schrijf een bericht, of kies een bestand"))


class ReasonForm(HouseForm):
    """Why an adviser wants to know who wrote."""

    reason = rows(
        REASONS,
        required=True,
        label=_("Waarom wil je dit weten?"),
        error_messages={"required": _("Kies waarom je wilt weten wie dit schreef")},
    )


class MailboxForm(HouseForm):
    """A mailbox for somebody who called, wrote or came by."""

    channel = rows(
        [(channel.value, words.CHANNEL[channel]) for channel in CHANNELS], required=True,
        label=_("Hoe spraken jullie elkaar?"), error_messages={"required": _("Kies hoe jullie elkaar spraken")},
    )  # fmt: skip
    story = LongTextField(
        label=_("Waar gaat het om?"),
        help_text=_("De ander leest dit in het postvak. Eén zin is genoeg; noem geen namen als dat niet nodig is."),
        max_length=ANSWER,
        rows=4,
        widget=forms.Textarea(attrs=QUIET),
        error_messages={"required": _("Schrijf in één zin waar het om gaat")},
    )
    name = forms.CharField(
        label=_("Naam van de ander"), help_text=_("Laat leeg als de ander anoniem wil blijven."),
        max_length=LINE, required=False, widget=forms.TextInput(attrs=QUIET),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mailadres van de ander"),
        help_text=_("Alleen als de ander een mail wil zodra er iets in het postvak staat, zonder inhoud."),
        max_length=LINE, required=False, widget=forms.EmailInput(attrs=QUIET),
        error_messages={"invalid": _("Vul een mailadres in zoals naam@voorbeeld.nl")},
    )  # fmt: skip
    language = rows(
        [("nl", _("Nederlands")), ("en", _("Engels"))], required=True, label=_("In welke taal schrijven we de ander?"),
        error_messages={"required": _("Kies een taal")},
    )  # fmt: skip
    receipt = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"receipt": new_receipt().code, "language": "nl"})

    def clean_receipt(self) -> Receipt:
        return fresh_receipt(self)

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("email") and given.get("name") == "":
            self.add_error("name", _("Vul bij een mailadres ook de naam in, of laat het adres weg"))

    @property
    def content(self) -> Content:
        """What it is about, as it is sealed."""
        return Content(story=self.cleaned_data["story"], language=self.cleaned_data["language"])

    @property
    def identity(self) -> Identity:
        """Who the other is, if they want that to be known."""
        name, email = self.cleaned_data["name"], self.cleaned_data["email"]
        if not name:
            return Identity(disclosure="anonymous")
        return Identity(disclosure="named", name=name, email=email, notify=bool(email))

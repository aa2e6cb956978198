"""Forms of the mailbox: the receipt at the door, a message, an answer to a question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from loket.core import once
from loket.core.forms import HouseForm, LongTextField, offer, rows
from loket.intake import words
from loket.intake.content import ANSWER, STORY
from loket.intake.message_forms import FilesField, fresh_token, limits
from loket.intake.models import MessageKind
from loket.vault import receipts
from loket.vault.receipts import Receipt, read_receipt

LONGEST_RECEIPT = 400
"""Characters: nine words with everything that people put between them."""
SHOWN = 30
"""Characters of a wrong word that an error repeats."""


class DoorForm(HouseForm):
    """One field for the nine words or the code. What was typed stays in it."""

    receipt = forms.CharField(
        label=_("Je negen woorden"),
        help_text=_("Of de code die erbij staat. Hoofdletters, spaties en streepjes maken niet uit."),
        max_length=LONGEST_RECEIPT,
        widget=forms.Textarea(
            attrs={"rows": 3, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Typ je negen woorden, of de code"),
            "max_length": _("Dit is te lang. Typ alleen je negen woorden, of alleen de code"),
        },
    )
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        del self.fields["receipt"].widget.attrs["maxlength"]  # a browser would cut what is pasted, without a word

    def clean_receipt(self) -> Receipt:
        try:
            return read_receipt(self.cleaned_data["receipt"])
        except receipts.NotAReceipt as error:
            raise forms.ValidationError(said(error)) from error


def said(error: receipts.NotAReceipt) -> str:
    """What is wrong with a receipt as it was typed, and how to mend it."""
    match error:
        case receipts.WrongLength(unit="words"):
            counted = ngettext("Je typte %d woord.", "Je typte %d woorden.", error.count) % error.count
            return gettext("Het zijn negen woorden.") + " " + counted
        case receipts.WrongLength():
            counted = ngettext("Je typte %d teken.", "Je typte %d tekens.", error.count) % error.count
            return gettext("Het zijn negen woorden, of een code van 24 tekens.") + " " + counted
        case receipts.UnknownWord():
            return _unknown_word(error)
        case receipts.UnknownCharacter():
            return (
                gettext("Het teken ‘%s’ komt in een code niet voor. Vergelijk het met wat je bewaarde")
                % error.character
            )
    return gettext("Er zit een typefout in. Vergelijk elk woord of teken met wat je bewaarde, ook de volgorde")


def _unknown_word(error: receipts.UnknownWord) -> str:
    named = gettext("Woord %(position)d, ‘%(word)s’, staat niet op onze lijst.") % {
        "position": error.position,
        "word": error.word[:SHOWN],
    }
    if error.nearest:
        return named + " " + gettext("Bedoel je ‘%s’?") % error.nearest
    return named + " " + gettext("Vergelijk het met wat je bewaarde")


class MessageForm(HouseForm):
    """A message to the other side, with files. Sent twice, it is one message (``token``)."""

    text = LongTextField(
        label=_("Schrijf een bericht"),
        help_text=_("Wil je iets toevoegen of vragen? Je mag ook bestanden meesturen."),
        max_length=STORY,
        required=False,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )
    attachments = FilesField(label=_("Bestanden"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"token": once.new_token()})
        self.fields["attachments"].help_text = limits()

    def clean(self) -> None:
        fresh_token(self)
        if not self.errors and not self.cleaned_data.get("text") and not self.cleaned_data.get("attachments"):
            self.add_error("text", _("Schrijf een bericht, of kies een bestand"))


class AnswerForm(HouseForm):
    """An answer to a question of the body: nothing is chosen beforehand."""

    choice = rows([], required=True, label=_("Je antwoord"), error_messages={"required": _("Kies een antwoord")})
    text = LongTextField(
        label=_("Wat moet er anders?"),
        help_text=_("Alleen nodig als het verslag niet klopt."),
        max_length=ANSWER,
        required=False,
        rows=4,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        number: int,
        kind: str,
        options: Sequence[str],
        chosen: str = "",
        added: str = "",
    ) -> None:
        super().__init__(data, auto_id=f"vraag-{number}-%s", initial={"choice": chosen, "text": added})
        offer(self, "choice", [(code, row(words.option(code))) for code in options])
        if kind == MessageKind.DETRIMENT:
            self.fields["text"].label = _("Wil je er iets bij zeggen?")
            self.fields["text"].help_text = _(
                "Dat hoeft niet. Merk je iets, schrijf dan wat er gebeurt en sinds wanneer."
            )
        elif "corrected" not in options:
            del self.fields["text"]

    def clean(self) -> None:
        if self.cleaned_data.get("choice") == "corrected" and not self.cleaned_data.get("text") and not self.errors:
            self.add_error("text", _("Schrijf wat er anders moet"))


def row(option: words.Option) -> str:
    """The words of an option with what follows from it below."""
    if not option.hint:
        return str(option.label)
    return format_html('<span class="row-name">{}</span><span class="row-hint">{}</span>', option.label, option.hint)

"""The steps of breaking confidentiality: each question leads on, or says what to do instead."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import configuration
from loket.advisers.duty import words
from loket.advisers.duty.services import LONGEST, Break
from loket.core import once
from loket.core.forms import QUIET, HouseForm, LongTextField, offer, rows
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.intake.message_forms import fresh_receipt, fresh_token
from loket.intake.words import Words
from loket.vault.receipts import Receipt, new_receipt

NO_MAILBOX = "geen"
YES_NO: list[tuple[str, Words]] = [("yes", _("Ja")), ("no", _("Nee"))]


class DutyForm(HouseForm):
    """Everything that must be thought of, in the order of the steps."""

    certain = rows(
        YES_NO, required=True, label=_("Hoorde of zag je het zelf, of van wie het meemaakte?"),
        help_text=_("Een gerucht is niet genoeg."),
        error_messages={"required": _("Kies of je het zelf hoorde of zag")},
    )  # fmt: skip
    otherwise = rows(
        YES_NO, required=True, label=_("Wil de melder het zelf melden, of ja zeggen tegen een overdracht?"),
        help_text=_("Dan blijft de beslissing bij de melder."),
        error_messages={"required": _("Kies of de melder het zelf wil melden of overdragen")},
    )  # fmt: skip
    talked = rows(
        list(words.TALKED.items()), required=True, label=_("Sprak je er met iemand over, zonder namen?"),
        error_messages={"required": _("Kies met wie je sprak")},
    )  # fmt: skip
    ground = rows(
        lambda: [(code, in_language(label, page_language())) for code, label in configuration().grounds.items()],
        required=True, label=_("Op welke grond moet je de vertrouwelijkheid doorbreken?"),
        error_messages={"required": _("Kies de grond in de wet")},
    )  # fmt: skip
    text = LongTextField(
        max_length=LONGEST, rows=8, widget=forms.Textarea(attrs=QUIET), label=_("Wat vertel je?"),
        help_text=_("Alleen wat nodig is: wat er gebeurde, waar en wanneer. Noem de melder niet als dat niet hoeft."),
        error_messages={"required": _("Schrijf wat je vertelt")},
    )  # fmt: skip
    contact = rows(
        [], required=True, label=_("Heeft de melder bij jou een postvak?"),
        error_messages={"required": _("Kies het postvak, of dat er geen is")},
    )  # fmt: skip
    told = rows(
        list(words.TOLD.items()), required=True, label=_("Hoort de melder het van jou?"),
        help_text=_("De melder hoort het vooraf, met de reden. Alleen niet als de wet dat verbiedt."),
        error_messages={"required": _("Kies of de melder het hoort")},
    )  # fmt: skip
    message = LongTextField(
        max_length=LONGEST, rows=6, widget=forms.Textarea(attrs=QUIET), required=False,
        label=_("Bericht aan de melder"),
        help_text=_("Zeg wat je gaat vertellen, aan wie en waarom dat moet. Alleen als de melder een postvak heeft."),
    )  # fmt: skip
    why_not = rows(
        list(words.WHY_NOT.items()), label=_("Waarom mag de melder het niet weten?"),
        help_text=_("Alleen als de melder het niet van je hoort."),
    )  # fmt: skip
    receipt = forms.CharField(widget=forms.HiddenInput, max_length=40)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, contacts: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, initial={"receipt": new_receipt().code, "token": once.new_token()})
        offer(self, "contact", [*contacts, (NO_MAILBOX, _("Nee, er is geen postvak"))])

    def clean_certain(self) -> str:
        if self.cleaned_data["certain"] == "no":
            raise forms.ValidationError(_("Een gerucht is niet genoeg. Vraag door, of overleg zonder namen"))
        return "yes"

    def clean_otherwise(self) -> str:
        if self.cleaned_data["otherwise"] == "yes":
            raise forms.ValidationError(
                _("Dan hoef jij niets te doorbreken. Help de melder met melden, of vraag een warme overdracht")
            )
        return "no"

    def clean_talked(self) -> str:
        if self.cleaned_data["talked"] == words.NOT_YET:
            raise forms.ValidationError(_("Praat eerst met iemand, zonder namen. Kom daarna terug"))
        return str(self.cleaned_data["talked"])

    def clean_receipt(self) -> Receipt:
        return fresh_receipt(self)

    def clean(self) -> None:
        given = self.cleaned_data
        told, mailbox = given.get("told"), given.get("contact")
        if told == words.MAILBOX and mailbox == NO_MAILBOX:
            self.add_error("told", _("Zonder postvak kan dit niet. Vertel het de melder zelf, of kies het postvak"))
        if told == words.MAILBOX and "message" not in self.errors and not given.get("message"):
            self.add_error("message", _("Schrijf het bericht aan de melder"))
        if told == words.SPOKEN and mailbox not in {None, NO_MAILBOX}:
            self.add_error("told", _("De melder heeft een postvak. Schrijf het daar ook"))
        if told == words.NOT_TOLD and not given.get("why_not"):
            self.add_error("why_not", _("Kies waarom de melder het niet mag weten"))
        fresh_token(self)

    @property
    def decided(self) -> Break:
        """What the adviser decided."""
        given = self.cleaned_data
        is_told = given["told"] != words.NOT_TOLD
        return Break(
            ground=given["ground"],
            talked=given["talked"],
            text=given["text"],
            told=given["told"],
            why_not="" if is_told else given["why_not"],
            message=given["message"] if given["told"] == words.MAILBOX else "",
        )

    @property
    def reference(self) -> str:
        """Of the contact whose mailbox is the reporter's; empty when there is none."""
        contact = str(self.cleaned_data["contact"])
        return "" if contact == NO_MAILBOX else contact

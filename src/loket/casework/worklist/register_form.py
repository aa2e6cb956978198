"""The form in which an officer writes down what was told by phone, by letter, by mail or in a meeting (WBK-3)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core import clock
from loket.core.forms import QUIET, HouseForm, LongTextField, offer, rows
from loket.core.language import page_language
from loket.intake import words
from loket.intake.configuration import choices
from loket.intake.content import ANSWER, LINE, STORY, Content, Identity
from loket.intake.message_forms import fresh_receipt
from loket.intake.models import Channel
from loket.vault.receipts import Receipt, new_receipt

CHANNELS = (Channel.PHONE, Channel.LETTER, Channel.MEETING, Channel.MAIL)
YEARS = 5
"""How many years ago somebody can have reported, or from now a meeting can be."""
_DAYS = ["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]
_DAY = {"size": 10, "autocomplete": "off", "inputmode": "numeric"}


class RegisterForm(HouseForm):
    """What somebody told, and how it reached us."""

    channel = rows(
        [(channel.value, words.CHANNEL[channel]) for channel in CHANNELS],
        required=True,
        label=_("Hoe is er gemeld?"),
        error_messages={"required": _("Kies hoe er is gemeld")},
    )
    received_on = forms.DateField(
        label=_("Wanneer kwam de melding binnen?"),
        help_text=_(
            "De eerste dag waarop iemand in de organisatie haar kreeg, ook bij een ander meldpunt. "
            "Bijvoorbeeld 20-11-2026."
        ),
        input_formats=_DAYS,
        widget=forms.DateInput(format="%d-%m-%Y", attrs=_DAY),
        error_messages={
            "required": _("Vul de dag in waarop de melding binnenkwam"),
            "invalid": _("Vul de dag in als dag, maand en jaar, bijvoorbeeld 20-11-2026"),
        },
    )
    wanted_meeting = forms.DateField(
        label=_("Wil de melder een gesprek? Wanneer?"),
        help_text=_("Laat leeg als er niet om een gesprek is gevraagd."),
        required=False,
        input_formats=_DAYS,
        widget=forms.DateInput(format="%d-%m-%Y", attrs=_DAY),
        error_messages={"invalid": _("Vul de dag in als dag, maand en jaar, bijvoorbeeld 1-12-2026")},
    )
    story = LongTextField(
        label=_("Wat vertelt de melder?"),
        help_text=_(
            "Dit is ook het verslag: de melder kan het lezen, verbeteren en goedkeuren. "
            "Schrijf alleen op wat voor deze melding nodig is."
        ),
        max_length=STORY,
        rows=10,
        widget=forms.Textarea(attrs=QUIET),
        error_messages={"required": _("Schrijf op wat de melder vertelt")},
    )
    category = forms.ChoiceField(label=_("Waar gaat het over?"), required=False)
    unit = forms.ChoiceField(label=_("Over welk onderdeel?"), required=False)
    concerned = LongTextField(
        label=_("Over wie gaat het?"), required=False, max_length=ANSWER, rows=2, widget=forms.Textarea(attrs=QUIET)
    )
    reporter = forms.ChoiceField(label=_("Wie is de melder?"), required=False)
    disclosure = rows(
        [(code, disclosure) for code, disclosure in words.DISCLOSURE.items()],
        required=True,
        label=_("Hoe wil de melder bekend zijn?"),
        error_messages={"required": _("Kies hoe de melder bekend wil zijn")},
    )
    name = forms.CharField(label=_("Naam"), required=False, max_length=LINE, widget=forms.TextInput(attrs=QUIET))
    email = forms.EmailField(
        label=_("E-mailadres"), required=False, max_length=LINE, widget=forms.EmailInput(attrs=QUIET)
    )
    phone = forms.CharField(
        label=_("Telefoonnummer"), required=False, max_length=LINE, widget=forms.TextInput(attrs=QUIET)
    )
    language = rows(
        [("nl", _("Nederlands")), ("en", _("Engels"))],
        required=True,
        label=_("In welke taal schrijven we de melder?"),
        error_messages={"required": _("Kies een taal")},
    )
    receipt = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"receipt": new_receipt().code, "received_on": clock.today(), "language": "nl"})
        language = page_language()
        for field, name in (("category", "violation"), ("unit", "unit"), ("reporter", "reporter")):
            offer(self, field, [("", _("Nog niet bekend")), *choices(name, language)])

    def clean_received_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["received_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag"))
        return self._recent(day)

    def clean_wanted_meeting(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["wanted_meeting"]
        return self._recent(day) if day else None

    def _recent(self, day: dt.date) -> dt.date:
        """A year that was mistyped, such as 0206 for 2026."""
        if abs(day.year - clock.today().year) > YEARS:
            raise forms.ValidationError(_("Deze dag ligt te ver weg. Kijk het jaar na"))
        return day

    def clean_receipt(self) -> Receipt:
        return fresh_receipt(self)

    def clean(self) -> None:
        wanted = self.cleaned_data
        told = [wanted.get(field) for field in ("name", "email", "phone")]
        if wanted.get("disclosure") == "anonymous" and any(told):
            self.add_error(
                "disclosure",
                _("Wie anoniem meldt, heeft hier geen naam of adres. Kies anders, of maak die velden leeg"),
            )
        if (
            wanted.get("disclosure") in {"named", "in_confidence"}
            and not wanted.get("name")
            and "name" not in self.errors
        ):
            self.add_error("name", _("Vul de naam in, of kies anoniem"))

    @property
    def content(self) -> Content:
        """What was told, as it is sealed."""
        wanted = self.cleaned_data
        meeting: dt.date | None = wanted["wanted_meeting"]
        told = {field: wanted[field] for field in ("category", "unit", "story", "concerned", "reporter", "language")}
        return Content(**told, wanted_meeting=meeting.isoformat() if meeting else "")

    @property
    def identity(self) -> Identity:
        """Who told it."""
        return Identity(**{field: self.cleaned_data[field] for field in ("disclosure", "name", "email", "phone")})

"""Forms of what is written down in the network: for a certificate, of a group, activities, answers, the close of a
year."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.accounts.access_forms import day_field
from loket.advisers.models import Adviser
from loket.advisers.network.activities import Held
from loket.advisers.network.fields import KIND_NAMES, chosen, codes, keep, months, units
from loket.advisers.tally.months import first_day
from loket.core import once
from loket.core.forms import QUIET, HouseForm, LongTextField, offer, rows
from loket.intake.message_forms import fresh_token


class OnceForm(HouseForm):
    """A form that counts once, however often it is sent."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"token": once.new_token(), **(initial or {})})

    def clean(self) -> None:
        fresh_token(self)

    @property
    def sent(self) -> uuid.UUID:
        token: uuid.UUID = self.cleaned_data["token"]
        return token


class SpentForm(OnceForm):
    """Something that took hours in a month."""

    month = chosen(_("Maand"), months, error_messages={"required": _("Kies de maand")})
    hours = forms.DecimalField(
        label=_("Hoeveel uur?"),
        help_text=_("In halve uren, bijvoorbeeld 1,5."),
        min_value=Decimal("0.5"),
        max_value=Decimal(200),
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "decimal", "size": 6}),
        error_messages={
            name: _("Vul halve of hele uren in, van 0,5 tot 200")
            for name in ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places",
                         "max_whole_digits")
        },
    )  # fmt: skip

    def clean_hours(self) -> Decimal:
        hours: Decimal = self.cleaned_data["hours"]
        if hours * 2 % 1:
            raise forms.ValidationError(_("Vul halve of hele uren in, van 0,5 tot 200"))
        return hours

    @property
    def half_hours(self) -> int:
        return int(self.cleaned_data["hours"] * 2)

    @property
    def first_day(self) -> dt.date:
        return first_day(self.cleaned_data["month"])


class RequirementForm(SpentForm):
    """Something that counts for a certificate."""

    kind = rows(
        list(KIND_NAMES.items()),
        required=True,
        label=_("Waarvoor telt het?"),
        error_messages={"required": _("Kies waarvoor het telt")},
    )
    title = forms.CharField(
        label=_("Wat was het?"),
        help_text=_("Noem geen namen en geen zaken."),
        max_length=120,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={"required": _("Schrijf op wat het was")},
    )
    field_order = ("kind", "title", "month", "hours")


class GroupForm(HouseForm):
    """A new group."""

    name = forms.CharField(
        label=_("Naam van de groep"),
        max_length=80,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={"required": _("Geef de groep een naam")},
    )


class MeetingForm(SpentForm):
    """A meeting of a group."""

    present = forms.MultipleChoiceField(
        label=_("Wie waren er?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies wie er waren"), "invalid_choice": _("Kies mensen uit de groep")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Sequence[Adviser]) -> None:
        super().__init__(data)
        offer(self, "present", [(one.slug, one.account.display_name) for one in members])
        self._members = members

    @property
    def who(self) -> list[Adviser]:
        return [one for one in self._members if one.slug in self.cleaned_data["present"]]


class ActivityForm(OnceForm):
    """An information activity."""

    title = forms.CharField(
        label=_("Wat was het?"),
        max_length=120,
        widget=forms.TextInput(attrs=QUIET),
        error_messages={"required": _("Schrijf op wat het was")},
    )
    topic = chosen(
        _("Soort activiteit"),
        lambda: codes("awareness_topic"),
        error_messages={"required": _("Kies de soort activiteit")},
    )
    unit = chosen(_("Voor welk onderdeel?"), units, error_messages={"required": _("Kies het onderdeel")})
    month = chosen(_("Maand"), months, error_messages={"required": _("Kies de maand")})
    participants = forms.IntegerField(
        label=_("Hoeveel deelnemers? (niet verplicht)"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "numeric", "size": 8}),
        error_messages={name: _("Vul een heel aantal in, vanaf 1") for name in ("invalid", "min_value", "max_value")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        if initial:
            keep(self, "month", months(), initial["month"], initial["month"])

    @property
    def held(self) -> Held:
        wanted = self.cleaned_data
        named = {name: wanted[name] for name in ("unit", "topic", "title", "participants")}
        return Held(month=first_day(wanted["month"]), **named)


class AnswerForm(HouseForm):
    """The answer to a proposal."""

    answer = LongTextField(
        label=_("Wat is je antwoord?"),
        max_length=1000,
        rows=5,
        error_messages={"required": _("Schrijf je antwoord op")},
    )


class CloseForm(HouseForm):
    """On which day the network is counted."""

    reference_date = day_field(_("Op welke dag tel je het netwerk?"), help_text=_("Meestal 31 december."))

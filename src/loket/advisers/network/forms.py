"""Forms of the network."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from loket.accounts.access_forms import day_field
from loket.accounts.models import Account
from loket.advisers.configuration import configuration
from loket.advisers.directory.queries import language_name
from loket.advisers.models import Adviser, PeerGroup, RequirementKind
from loket.advisers.network import queries
from loket.advisers.network.activities import Held
from loket.advisers.network.services import Place, Profile, State
from loket.core import clock, once
from loket.core.errors import UserError
from loket.core.forms import HouseForm, LongTextField, rows
from loket.core.language import page_language
from loket.intake.message_forms import fresh_token
from loket.taxonomy.current import code_list

QUIET = {"autocomplete": "off"}
MONTHS_BACK = 48
"""Of how many months, this one included, something can be written down: as long as a certificate holds."""
LEFT = "geweest"
YES, NO = "ja", "nee"
Choices = list[tuple[str, Any]]

KIND_NAMES = {
    RequirementKind.TRAINING: _("Bijscholing"),
    RequirementKind.PEER_SUPERVISION: _("Intervisie"),
    RequirementKind.EXTRA: _("Extra activiteiten"),
}
"""What a certificate asks, in words (advisers' annual report 2024, chapter 6)."""


def units() -> Choices:
    """The units that an adviser can belong to this year."""
    known, language = configuration(), page_language()
    return [(code, known.label("unit", code, language)) for code in known.offered("unit", clock.today().year)]


def codes(name: str) -> Choices:
    """Every code of a list that holds this year."""
    year, language = clock.today().year, page_language()
    return [(code.code, code.name(language)) for code in code_list(name) if code.holds_in(year)]


def months() -> Choices:
    """The last months, this one first: as 2026-11, and in words."""
    today = clock.today()
    found = []
    for back in range(MONTHS_BACK):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        found.append((f"{year}-{month + 1:02}", f"{MONTHS[month + 1]} {year}"))
    return found


def chosen(label: Any, choices: Callable[[], Choices], *, empty: Any = "", **options: Any) -> forms.ChoiceField:
    """A list that drops down, of which nothing is chosen beforehand; ``empty`` is its first line."""
    messages = {"required": _("Kies er een"), "invalid_choice": _("Kies er een uit de lijst")}
    return forms.ChoiceField(
        label=label,
        choices=lambda: [("", empty or _("Kies")), *choices()],
        error_messages={**messages, **options.pop("error_messages", {})},
        **options,
    )


def groups() -> Choices:
    return [(str(group.pk), group.name) for group in PeerGroup.objects.all()]


def handled(form: HouseForm, act: Callable[[], object]) -> bool:
    """Do what a form asks. False while there is something to mend: an error of the act stands at its field."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except UserError as error:
        field = getattr(error, "field", None)
        form.add_error(field if field in form.fields else None, str(error))
        return False
    return True


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


class FilterForm(HouseForm):
    """Which of the network to show. What makes no sense filters nothing."""

    naam = forms.CharField(label=_("Naam"), required=False, max_length=64, widget=forms.TextInput(attrs=QUIET))
    onderdeel = chosen(_("Onderdeel"), units, empty=_("Alle"), required=False)
    certificering = chosen(_("Certificering"), lambda: codes("certification"), empty=_("Alle"), required=False)
    wie = forms.ChoiceField(
        label=_("Wie"), required=False, choices=[("", _("In functie")), (LEFT, _("Niet meer in functie"))]
    )

    def __init__(self, data: Mapping[str, Any], *, is_national: bool) -> None:
        super().__init__(data)
        if not is_national:
            del self.fields["certificering"], self.fields["wie"]

    def wanted(self) -> dict[str, Any]:
        """The arguments for ``queries.people``."""
        self.full_clean()
        good = self.cleaned_data
        return {
            "name": good.get("naam", ""),
            "unit": good.get("onderdeel", ""),
            "certification": good.get("certificering", ""),
            "has_left": good.get("wie") == LEFT,
        }


class PlaceForm(HouseForm):
    """Where an adviser works in the network."""

    unit = chosen(_("Onderdeel"), units, error_messages={"required": _("Kies het onderdeel")})
    is_coordinating = rows(
        [(YES, _("Ja")), (NO, _("Nee"))],
        required=True,
        label=_("Coördinerend vertrouwenspersoon?"),
        error_messages={"required": _("Kies ja of nee")},
    )
    group = chosen(_("Intervisiegroep"), groups, empty=_("Geen"), required=False)

    @property
    def place(self) -> Place:
        wanted = self.cleaned_data
        group = PeerGroup.objects.filter(pk=wanted["group"]).first() if wanted["group"] else None
        return Place(wanted["unit"], wanted["is_coordinating"] == YES, group)

    @staticmethod
    def of(adviser: Adviser) -> dict[str, Any]:
        """The place that somebody has, as the form begins with it."""
        is_coordinating = YES if adviser.is_coordinating else NO
        return {"unit": adviser.unit, "is_coordinating": is_coordinating, "group": str(adviser.group_id or "")}

    def __init__(self, data: Mapping[str, Any] | None = None, *, adviser: Adviser | None = None) -> None:
        super().__init__(data, initial=self.of(adviser) if adviser else {})
        if adviser:
            name = configuration().label("unit", adviser.unit, page_language())
            _keep(self.fields["unit"], units(), adviser.unit, name)


class StateForm(HouseForm):
    """How far somebody is with their certificate."""

    certification = rows(
        lambda: codes("certification"),
        required=True,
        label=_("Hoe ver is de certificering?"),
        error_messages={"required": _("Kies hoe ver de certificering is")},
    )
    certified_on = day_field(
        _("Dag van het certificaat (niet verplicht)"), help_text=_("Bijvoorbeeld 25-2-2025."), required=False
    )
    vog_on = day_field(_("Dag van de verklaring omtrent het gedrag (VOG) (niet verplicht)"), required=False)

    @property
    def state(self) -> State:
        return State(**{name: self.cleaned_data[name] for name in ("certification", "certified_on", "vog_on")})

    @staticmethod
    def of(adviser: Adviser) -> dict[str, Any]:
        return {name: getattr(adviser, name) for name in ("certification", "certified_on", "vog_on")}


class AppointForm(PlaceForm, StateForm):
    """Somebody who holds the role and comes into the network."""

    account = chosen(
        _("Wie"),
        lambda: [(one.username, one.display_name) for one in queries.can_be_appointed()],
        error_messages={"required": _("Kies wie je aanstelt")},
    )
    appointed_on = day_field(_("Eerste dag"), help_text=_("Bijvoorbeeld 25-2-2025."))
    field_order = ("account", "appointed_on", "unit", "is_coordinating", "group", "certification")

    @property
    def who(self) -> Account:
        return Account.objects.get(username=self.cleaned_data["account"])


class EndForm(HouseForm):
    """From when somebody is no adviser any more."""

    last_day = day_field(_("Laatste dag"), help_text=_("Bijvoorbeeld 25-2-2025."))


class ProfileForm(HouseForm):
    """What somebody tells of themselves in the directory."""

    is_listed = rows(
        [(YES, _("Ja")), (NO, _("Nee"))],
        required=True,
        label=_("Wil je in de openbare gids staan?"),
        help_text=_("Iedereen kan de gids lezen, ook wie niet is aangemeld."),
        error_messages={"required": _("Kies ja of nee")},
    )
    location = forms.CharField(
        label=_("Plaats"), required=False, max_length=80, help_text=_("Waar je meestal werkt."),
        widget=forms.TextInput(attrs=QUIET),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Welke talen spreek je?"),
        required=False,
        choices=lambda: [(code, language_name(code)) for code in configuration().file.languages],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Kies talen uit de lijst")},
    )
    reach = forms.CharField(
        label=_("Hoe kunnen mensen je bereiken?"), required=False, max_length=200,
        help_text=_("Bijvoorbeeld een telefoonnummer, of de dagen waarop je er bent."),
        widget=forms.TextInput(attrs=QUIET),
    )  # fmt: skip
    profile = LongTextField(label=_("Wie ben je?"), required=False, max_length=1000, rows=5)
    profile_en = LongTextField(label=_("Wie ben je? In het Engels"), required=False, max_length=1000, rows=5)

    @property
    def told(self) -> Profile:
        wanted = dict(self.cleaned_data)
        return Profile(**{**wanted, "is_listed": wanted["is_listed"] == YES, "languages": tuple(wanted["languages"])})

    @staticmethod
    def of(adviser: Adviser) -> dict[str, Any]:
        told = {name: getattr(adviser, name) for name in ("location", "reach", "profile", "profile_en")}
        return {**told, "is_listed": YES if adviser.is_listed else NO, "languages": adviser.languages.split()}


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
        return month_of(self.cleaned_data["month"])


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
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (it is made above)
        field.choices = [(one.slug, one.account.display_name) for one in members]
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
            _keep(self.fields["month"], months(), initial["month"], initial["month"])

    @property
    def held(self) -> Held:
        wanted = self.cleaned_data
        named = {name: wanted[name] for name in ("unit", "topic", "title", "participants")}
        return Held(month=month_of(wanted["month"]), **named)


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


def month_of(text: str) -> dt.date:
    """The first day of a month as 2026-11."""
    return dt.date.fromisoformat(f"{text}-01")


def _keep(field: forms.Field, choices: Choices, code: str, name: str) -> None:
    """Let a field keep what stands there already, also when nobody would choose it any more."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (only such fields come here)
    if code not in {value for value, _name in choices}:
        field.choices = [("", _("Kies")), *choices, (code, name)]

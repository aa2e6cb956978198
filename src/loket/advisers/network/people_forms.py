"""Forms about who is in the network: whom to show, their place, certificate and profile."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.accounts.access_forms import day_field
from loket.accounts.models import Account
from loket.advisers.configuration import configuration
from loket.advisers.directory.queries import language_name
from loket.advisers.models import Adviser, PeerGroup
from loket.advisers.network import queries
from loket.advisers.network.fields import NO, YES, chosen, codes, groups, keep, units
from loket.advisers.network.services import Place, Profile, State
from loket.core.forms import QUIET, HouseForm, LongTextField, rows
from loket.core.language import page_language

LEFT = "geweest"


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
            keep(self, "unit", units(), adviser.unit, name)


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

"""The settings of the pages about protection: which publication, under which profile, and what to try instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.forms import HouseForm, offer
from loket.publications.protection.profile import LEAST, MOST, Profile

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAMES = {"publication": "publicatie", "profile": "profiel", "threshold": "drempel", "method": "manier"}
"""What the address calls each setting."""

METHODS = {"merge": _("eerst samenvoegen"), "suppress": _("verbergen"), "round": _("afronden")}
PICK = _("Kies een waarde uit de lijst bij: %(field)s")
AS_PROFILE = _("zoals het profiel")


@dataclass(frozen=True)
class Choice:
    """A publication over a year. ``value`` is how a form calls it."""

    year: int
    slug: str
    name: str

    @property
    def value(self) -> str:
        return f"{self.year}/{self.slug}" if self.slug else f"{self.year}"


class SettingsForm(HouseForm):
    """Everything that decides what is hidden. What is left empty is as the profile has it."""

    publication = forms.ChoiceField(label=_("Publicatie"))
    profile = forms.ChoiceField(label=_("Voor wie"))
    threshold = forms.ChoiceField(label=_("Klein is: minder dan"), required=False)
    method = forms.ChoiceField(label=_("Manier"), required=False)

    def __init__(
        self, data: Mapping[str, str], choices: Sequence[Choice], profiles: Sequence[Profile], language: str
    ) -> None:
        first = {NAMES["publication"]: choices[0].value, NAMES["profile"]: profiles[0].code}
        super().__init__(first | {name: data[name] for name in NAMES.values() if data.get(name)})
        self._choices = {one.value: one for one in choices}
        self._profiles = {one.code: one for one in profiles}
        self._choose("publication", [(one.value, f"{one.name} {one.year}") for one in choices])
        self._choose("profile", [(one.code, one.label.get(language) or one.code) for one in profiles])
        self._choose("threshold", [("", AS_PROFILE), *((str(n), str(n)) for n in range(LEAST, MOST + 1))])
        self._choose("method", [("", AS_PROFILE), *METHODS.items()])

    def _choose(self, name: str, choices: "Sequence[tuple[str, StrOrPromise]]") -> None:
        field = self.fields[name]
        field.error_messages["invalid_choice"] = str(PICK) % {"field": field.label}
        offer(self, name, choices)

    def add_prefix(self, field_name: str) -> str:
        return NAMES.get(field_name, field_name)

    @property
    def asked(self) -> str:
        """The settings as the query of an address."""
        return urlencode(self.data)

    @property
    def choice(self) -> Choice:
        """The publication that is asked for; the first when the address names none that there is."""
        return self._choices.get(self.data[NAMES["publication"]]) or next(iter(self._choices.values()))

    @property
    def chosen(self) -> Profile:
        """The profile, with what is tried in place of its own settings."""
        profile = self._profiles.get(self.data[NAMES["profile"]]) or next(iter(self._profiles.values()))
        if not self.is_valid():
            return profile
        tried = {"threshold": int(self.cleaned_data["threshold"] or profile.threshold)}
        return profile.model_copy(update=tried | {"method": self.cleaned_data["method"] or profile.method})

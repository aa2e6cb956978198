"""Forms of the directory: whom somebody looks for, and what they write."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.advisers.directory.queries import Listed, language_name
from loket.core.forms import QUIET, HouseForm, LongTextField, offer, rows
from loket.intake.content import ANSWER, LINE, Identity

FILTERS = ("unit", "location", "language", "name")


class FilterForm(HouseForm):
    """What somebody asks for. Each list holds what occurs, and is left out when there is nothing to choose."""

    unit = forms.ChoiceField(label=_("Onderdeel"), required=False)
    location = forms.ChoiceField(label=_("Plaats"), required=False)
    language = forms.ChoiceField(label=_("Taal"), required=False)
    name = forms.CharField(label=_("Naam"), required=False, max_length=60, widget=forms.TextInput(attrs=QUIET))

    def __init__(self, data: Mapping[str, Any], *, people: Sequence[Listed]) -> None:
        super().__init__(data)
        units = {person.unit_code: person.unit for person in people}
        places = {person.location: person.location for person in people if person.location}
        languages = {code: language_name(code) for person in people for code in person.language_codes}
        self._offer("unit", units, gettext("Alle onderdelen"))
        self._offer("location", places, gettext("Alle plaatsen"))
        self._offer("language", languages, gettext("Alle talen"))

    def _offer(self, name: str, found: Mapping[str, str], everything: str) -> None:
        if len(found) < 2:
            del self.fields[name]
            return
        offer(self, name, [("", everything), *sorted(found.items(), key=lambda item: item[1].casefold())])

    def wanted(self) -> dict[str, str]:
        """What is asked; what cannot be asked is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in FILTERS}


def _hinted(label: str, hint: str) -> str:
    return format_html('{} <span class="row-hint">{}</span>', label, hint)


def disclosures() -> list[tuple[str, Any]]:
    """Anonymous or by name: each with what follows from it."""
    anonymous = gettext("Je vertrouwenspersoon weet niet wie je bent. Jullie schrijven elkaar met je negen woorden.")
    named = gettext("Alleen deze vertrouwenspersoon ziet je naam.")
    return [
        ("anonymous", _hinted(gettext("Anoniem"), anonymous)),
        ("named", _hinted(gettext("Met mijn naam"), named)),
    ]


class ContactForm(HouseForm):
    """What somebody wants to say to one adviser. Who stays anonymous, and had typed a name before, is anonymous: the
    name goes."""

    story = LongTextField(
        label=_("Wat wil je vertellen of vragen?"),
        help_text=_("Kort is genoeg. Noem geen namen van anderen als dat niet nodig is."),
        max_length=ANSWER,
        rows=7,
        widget=forms.Textarea(attrs=QUIET),
        error_messages={"required": _("Schrijf kort wat je wilt vertellen of vragen. Eén zin is genoeg")},
    )
    disclosure = rows(
        disclosures, required=True, label=_("Wil je je naam geven?"),
        error_messages={"required": _("Kies anoniem, of met je naam")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Je naam"), max_length=LINE, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"max_length": _("Maak je naam korter: hooguit 200 tekens")},
    )  # fmt: skip
    phone = forms.RegexField(
        r"^[0-9+() .\-]{6,30}\Z", label=_("Je telefoonnummer"), required=False,
        help_text=_("Alleen als je gebeld wilt worden."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("Vul een telefoonnummer in met alleen cijfers, zoals 06 12345678")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Je mailadres"), max_length=LINE, required=False,
        help_text=_("Gebruik liever een adres dat niet van je werk is."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Vul een mailadres in zoals naam@voorbeeld.nl"),
            "max_length": _("Dit mailadres is te lang"),
        },
    )  # fmt: skip
    notify = forms.BooleanField(
        label=_("Mail me als er iets voor me klaarstaat. In de mail staat niet waarover het gaat."), required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, story: str = "", identity: Identity | None = None):
        given = identity.model_dump() if identity else {}
        super().__init__(data, initial={**given, "story": story, "disclosure": given.get("disclosure") or "anonymous"})

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("disclosure") == "anonymous":
            for name in ("name", "phone", "email", "notify"):
                self.errors.pop(name, None)
            return
        if given.get("disclosure") == "named" and given.get("name") == "":
            self.add_error("name", _("Vul je naam in, of kies hierboven voor anoniem"))
        if given.get("notify") and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vul je mailadres in, of haal het vinkje bij de mail weg"))

    @property
    def identity(self) -> dict[str, object]:
        """Who writes, as it is sealed."""
        names = ("name", "phone", "email", "notify")
        if self.cleaned_data["disclosure"] == "anonymous":
            return Identity(disclosure="anonymous").model_dump()
        return {"disclosure": "named", **{name: self.cleaned_data[name] for name in names}}

"""Forms of the functional administrator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.accounts.bodies import body_choices, unit_choices
from loket.accounts.models import Role
from loket.accounts.names import USERNAME
from loket.accounts.queries import NOBODY
from loket.core import clock
from loket.core.forms import HouseForm, rows


def day_field(label: Any, *, help_text: Any = "", **options: Any) -> forms.DateField:
    """A day as people write it: day, month, year."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d-%m-%Y", attrs={"size": 10, "autocomplete": "off"}),
        error_messages={
            "required": _("Vul de dag in"),
            "invalid": _("Vul dag, maand en jaar in, bijvoorbeeld 25-2-2027"),
        },
        **options,
    )


def bodies() -> list[tuple[str, Any]]:
    """No body, or one of those of the organisation."""
    return [("", _("Geen")), *body_choices().items()]


def units() -> list[tuple[str, Any]]:
    """No unit, or one of those of the organisation."""
    return [("", _("Geen")), *unit_choices().items()]


class FilterForm(HouseForm):
    """Which people to show. What makes no sense filters nothing."""

    zoek = forms.CharField(
        label=_("Naam"), required=False, max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    rol = forms.ChoiceField(
        label=_("Rol"), required=False, choices=[("", _("Alle")), *Role.choices, (NOBODY, _("Zonder rol"))]
    )
    stand = forms.ChoiceField(label=_("Account"), required=False, choices=[("", _("Open")), ("dicht", _("Gesloten"))])

    def wanted(self) -> dict[str, Any]:
        """The arguments for ``queries.people``."""
        self.full_clean()
        good = self.cleaned_data
        return {
            "search": good.get("zoek", ""),
            "role": good.get("rol", ""),
            "closed": good.get("stand") == "dicht",
        }


class PersonForm(HouseForm):
    """Who the new person is."""

    display_name = forms.CharField(
        label=_("Naam"),
        help_text=_("Zoals collega’s deze persoon kennen, bijvoorbeeld M. de Vries."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul de naam in"), "max_length": _("Maak de naam korter: hooguit 120 tekens")},
    )
    username = forms.RegexField(
        rf"^{USERNAME}\Z",
        strip=True,
        label=_("Gebruikersnaam"),
        help_text=_(
            "Hiermee meldt deze persoon zich aan. Letters, cijfers, punten en streepjes; hoofdletters maken niet uit."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Vul een gebruikersnaam in"),
            "invalid": _(
                "Gebruik 2 tot 64 letters zonder accenten, cijfers, punten en streepjes, bijvoorbeeld m.devries"
            ),
        },
    )
    email = forms.EmailField(
        label=_("E-mailadres (niet verplicht)"),
        help_text=_("Hier sturen we een bericht naartoe als er iets klaarstaat. Wat het is, staat er nooit in."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Vul een heel e-mailadres in, bijvoorbeeld naam@voorbeeld.nl")},
    )

    def clean_display_name(self) -> str:
        """A name stands on many pages: nothing invisible, such as a mark that turns the text around."""
        name: str = self.cleaned_data["display_name"]
        if not name.isprintable():
            raise forms.ValidationError(_("Er staan onzichtbare tekens in. Typ de naam opnieuw"))
        return name


class GrantForm(HouseForm):
    """Which role, for which body or unit, and from when until when."""

    role = rows(
        list(Role.choices),
        label=_("Rol"),
        required=True,
        error_messages={"required": _("Kies een rol"), "invalid_choice": _("Kies een rol uit de lijst")},
    )
    body = forms.ChoiceField(
        choices=bodies,
        label=_("Meldpunt"),
        help_text=_(
            "Alleen voor een behandelaar en een hoofd. Geef een hoofd ook de rol behandelaar: zonder sleutel ziet een"
            " hoofd geen aantallen."
        ),
        required=False,
        error_messages={"invalid_choice": _("Kies een meldpunt uit de lijst")},
    )
    unit = forms.ChoiceField(
        choices=units,
        label=_("Onderdeel"),
        help_text=_("Alleen voor een coördinator en een directeur: van welk onderdeel die het maandoverzicht ziet."),
        required=False,
        error_messages={"invalid_choice": _("Kies een onderdeel uit de lijst")},
    )
    begins_on = day_field(_("Eerste dag"), initial=clock.today)
    ends_on = day_field(
        _("Laatste dag (niet verplicht)"), help_text=_("Laat leeg als je het einde nog niet weet."), required=False
    )


class EndForm(HouseForm):
    """When a role ends."""

    last_day = day_field(_("Laatste dag"), help_text=_("Laat leeg om de rol meteen te beëindigen."), required=False)

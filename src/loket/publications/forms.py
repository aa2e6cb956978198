"""Forms of the policy officer."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core import clock, once
from loket.core.forms import HouseForm
from loket.core.located import FIRST_YEAR


class FreezeForm(HouseForm):
    """Which year to freeze, at which date, and why."""

    year = forms.RegexField(
        r"^[0-9]{4}\Z",
        label=_("Jaar"),
        help_text=_("Het jaar waarover je rapporteert, bijvoorbeeld 2024."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages={
            "required": _("Vul het jaar in"),
            "invalid": _("Vul het jaar in met vier cijfers, bijvoorbeeld 2024"),
        },
    )
    reference_date = forms.DateField(
        label=_("Peildatum"),
        help_text=_("De dag waarop de aantallen zijn vastgesteld, bijvoorbeeld 25-2-2025."),
        input_formats=["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d-%m-%Y", attrs={"size": 10, "autocomplete": "off"}),
        error_messages={
            "required": _("Vul de peildatum in"),
            "invalid": _("Vul de peildatum in als dag, maand en jaar, bijvoorbeeld 25-2-2025"),
        },
    )
    reason = forms.CharField(
        label=_("Reden"),
        help_text=_("Waarom leg je dit jaar nu vast? Iedereen die de momentopname gebruikt, kan dit lezen."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Vul in waarom je dit jaar vastlegt"),
            "max_length": _("Maak de reden korter: hooguit 200 tekens"),
        },
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        this_year = clock.today().year
        if not FIRST_YEAR <= year <= this_year:
            raise forms.ValidationError(
                _("Kies een jaar van %(first)s tot en met %(last)s"),
                params={"first": str(FIRST_YEAR), "last": str(this_year)},
            )
        return year

    def clean_reason(self) -> str:
        """A reason stands in the audit trail: nothing invisible, such as a mark that turns the text around."""
        reason: str = self.cleaned_data["reason"]
        if not reason.isprintable():
            raise forms.ValidationError(_("Er staan onzichtbare tekens in. Typ de reden opnieuw"))
        return reason

    def clean(self) -> None:
        """A token that is not one: the page was changed or cut off on its way. It gets a new one."""
        if "token" in self.errors:
            del self.errors["token"]
            self.go_on_with(token=once.new_token())
            self.add_error(None, _("Deze pagina was niet compleet. Verstuur het formulier nog een keer"))

    def clean_reference_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["reference_date"]
        if day > clock.today():
            raise forms.ValidationError(_("De peildatum ligt in de toekomst. Kies vandaag of een eerdere dag"))
        return day


class BuildForm(forms.Form):
    """The hidden fields of a form that is only a button: its token, and the address of what to build."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    publication = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput)

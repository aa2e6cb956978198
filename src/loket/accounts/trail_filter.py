"""What the auditor asks of the audit trail: who, what, with which object, from which day to which."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from loket.accounts.trail_words import ACTIONS
from loket.core import clock
from loket.core.forms import HouseForm
from loket.core.models import AuditEntry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

YEARS = range(2000, 2101)
_FORMATS = ["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]


def _text(label: "StrPromise") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"max_length": _("Maak dit korter: hooguit 200 tekens")},
    )


def _day(label: "StrPromise") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=_FORMATS,
        widget=forms.DateInput(format="%d-%m-%Y", attrs={"size": 10, "autocomplete": "off"}),
        error_messages={"invalid": _("Vul een dag in als dag, maand en jaar, bijvoorbeeld 25-2-2025")},
    )


class TrailFilter(HouseForm):
    """A form that asks by GET; what is left empty does not choose."""

    wie = _text(_("Wie (gebruikersnaam)"))
    wat = forms.ChoiceField(
        label=_("Wat"),
        required=False,
        choices=lambda: [("", _("alles")), *sorted(ACTIONS.items(), key=lambda one: str(one[1]))],
        error_messages={"invalid_choice": _("Kies een handeling uit de lijst")},
    )
    waarmee = _text(_("Waarmee (zoals in de lijst)"))
    van = _day(_("Van"))
    tot = _day(_("Tot en met"))

    def clean(self) -> None:
        since, until = self.cleaned_data.get("van"), self.cleaned_data.get("tot")
        for name, day in (("van", since), ("tot", until)):
            if day and day.year not in YEARS:
                self.add_error(name, _("Kies een jaar van 2000 tot en met 2100"))
        if since and until and until < since:
            self.add_error("tot", _("Deze dag ligt voor de eerste. Kies een latere dag"))

    def chosen(self) -> QuerySet[AuditEntry]:
        """The entries asked for, newest first. Each question has an index of its own."""
        given: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        found = AuditEntry.objects.order_by("-position")
        for name, column in (("wie", "actor"), ("wat", "action"), ("waarmee", "target")):
            if name in given:
                found = found.filter(**{column: given[name]})
        if "van" in given:
            found = found.filter(at__gte=clock.midnight(given["van"]))
        if "tot" in given:
            found = found.filter(at__lt=clock.midnight(given["tot"] + dt.timedelta(days=1)))
        return found

"""The form in which an adviser writes down their hours of a month, by core function."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import configuration
from loket.core.forms import HouseForm
from loket.core.language import page_language

_HOURS = re.compile(r"(?P<hours>\d{1,3})(?:(?P<sign>[:.,])(?P<rest>\d{1,2}))?")
MINUTES = 60


class HoursField(forms.CharField):
    """Hours as people write them, "1:30" or "1,5"; as minutes. Empty is none."""

    widget = forms.TextInput(attrs={"size": 6, "inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        if not text:
            return 0
        found = _HOURS.fullmatch(text)
        if not found:
            raise ValidationError(_("Schrijf uren als 1,5 of als 1:30"))
        return int(found["hours"]) * MINUTES + _minutes(found["sign"], found["rest"])


def _minutes(sign: str | None, rest: str | None) -> int:
    """What stands behind the sign: minutes after a colon, else tenths or hundredths. Raises ``ValidationError``."""
    if not rest:
        return 0
    if sign != ":":
        return round(int(rest.ljust(2, "0")) * MINUTES / 100)
    if len(rest) != 2 or int(rest) >= MINUTES:  # two digits
        raise ValidationError(_("Schrijf minuten met twee cijfers, tot en met 59, zoals 1:05"))
    return int(rest)


def in_hours(minutes: int) -> str:
    """Minutes as hours: "1:30"."""
    return f"{minutes // MINUTES}:{minutes % MINUTES:02}"


class HoursForm(HouseForm):
    """A field for each core function that the list holds this year."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, year: int, standing: Mapping[str, int], suggested: int = 0
    ) -> None:
        """``standing``: minutes by function. ``suggested``: the minutes of contact that were counted in the month."""
        super().__init__(data)
        known = configuration()
        self.functions = known.held("core_function", year)
        for code in self.functions:
            spent = standing.get(code, 0)
            label = known.label("core_function", code, page_language())
            self.fields[code] = HoursField(label=label, required=False, initial=in_hours(spent) if spent else "")
        support = self.fields.get(SUPPORT)
        if support is not None and suggested:
            support.help_text = _("Uit je contacten: %s uur") % in_hours(suggested)
            if not standing.get(SUPPORT):
                support.initial = in_hours(suggested)

    @property
    def minutes(self) -> dict[str, int]:
        """What was filled in, by core function."""
        return {code: self.cleaned_data[code] for code in self.functions}


SUPPORT = "support"
"""The core function that the contacts of the tally are part of."""

"""What the head of a body fills in: why a case is held or released, and that the list may go."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.casework.retention.words import HOLD_REASONS, RELEASE_REASONS
from loket.casework.words import Words
from loket.core.forms import HouseForm, rows


class _ReasonForm(HouseForm):
    reasons: Mapping[str, Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = {"required": _("Kies een reden")}
        choices = list(self.reasons.items())
        self.fields["reason"] = rows(choices, label=_("Waarom?"), required=True, error_messages=missing)


class HoldForm(_ReasonForm):
    """Why a case is kept, whatever its term says."""

    reasons = HOLD_REASONS


class ReleaseForm(_ReasonForm):
    """Why its term counts again."""

    reasons = RELEASE_REASONS


class DestroyForm(HouseForm):
    """That everything on the list may go. ``seen``: a digest of the list as the page showed it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    sure = forms.BooleanField(
        label=_("Ja, vernietig deze zaken. Dit kan niet ongedaan worden gemaakt"),
        error_messages={"required": _("Vink aan dat je deze zaken wilt vernietigen")},
    )


class FindForm(HouseForm):
    """The number of a case that should be held."""

    zaak = forms.CharField(
        max_length=12,
        label=_("Nummer van een zaak die moet blijven"),
        error_messages={"required": _("Vul een zaaknummer in"), "max_length": _("Een zaaknummer is korter")},
    )

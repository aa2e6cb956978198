"""The form in which an adviser adds a device."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.forms import HouseForm


class DeviceForm(HouseForm):
    """``device``: sent twice, it is one device."""

    name = forms.CharField(
        label=_("Hoe noem je dit toestel?"),
        help_text=_("Bijvoorbeeld: werktelefoon. Alleen jij ziet dit."),
        max_length=40,
        error_messages={
            "required": _("Geef het toestel een naam"),
            "max_length": _("Maak de naam korter: hooguit 40 tekens"),
        },
    )
    device = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"required": _("Begin opnieuw"), "invalid": _("Begin opnieuw")},
    )

    @property
    def device_id(self) -> UUID:
        found: UUID = self.cleaned_data["device"]
        return found

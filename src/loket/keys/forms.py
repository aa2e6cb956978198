"""The forms of keys. What is typed in them goes nowhere but into a derivation."""

from base64 import urlsafe_b64decode
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.accounts.passkeys import prf_of
from loket.core.forms import HouseForm
from loket.keys.errors import WeakPassphrase
from loket.keys.ways import LONGEST, Passkey, Passphrase, check_strength

_TOO_LONG = _("Een wachtzin heeft hooguit 500 tekens. Maak hem korter")


def _words(label: Any, help_text: Any = "", *, new: bool = False, required: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
    messages = {"required": required, "max_length": _TOO_LONG}
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, strip=False, widget=widget, error_messages=messages
    )


class PassphraseForm(HouseForm):
    """The passphrase that this person has."""

    passphrase = _words(_("Wachtzin"), required=_("Vul je wachtzin in"))

    def way(self) -> Passphrase:
        return Passphrase(self.cleaned_data["passphrase"])


class NewPassphraseForm(HouseForm):
    """A new passphrase, twice."""

    passphrase = _words(
        _("Nieuwe wachtzin"),
        _("Neem vijf woorden of meer die niets met elkaar te maken hebben. Ten minste 16 tekens."),
        new=True,
        required=_("Vul een wachtzin in"),
    )
    again = _words(_("Nog een keer"), new=True, required=_("Vul de wachtzin nog een keer in"))

    def clean_passphrase(self) -> str:
        words: str = self.cleaned_data["passphrase"]
        try:
            check_strength(words)
        except WeakPassphrase as error:
            raise forms.ValidationError(str(error)) from error
        return words

    def clean(self) -> None:
        first, second = self.cleaned_data.get("passphrase"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", _("Dit is een andere wachtzin. Vul twee keer dezelfde in"))

    def way(self) -> Passphrase:
        return Passphrase(self.cleaned_data["passphrase"])


class PasskeyForm(HouseForm):
    """What a passkey gave; the script fills it in. A passkey that gives no 32 bytes cannot open a key."""

    credential = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    prf = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        prf = prf_of(self.cleaned_data.get("prf", ""))
        try:
            credential = urlsafe_b64decode(self.cleaned_data.get("credential", "") + "==")
        except ValueError:
            credential = b""
        if not prf or not credential:
            raise forms.ValidationError(_("Deze passkey kan geen sleutel openen. Kies een wachtzin"))
        self.cleaned_data.update(prf=prf, credential=credential)

    def way(self) -> Passkey:
        return Passkey(self.cleaned_data["credential"], self.cleaned_data["prf"])


class GiveForm(HouseForm):
    """To whom, and what was compared by telephone."""

    username = forms.CharField(max_length=64, widget=forms.HiddenInput)
    fingerprint = forms.CharField(max_length=40, widget=forms.HiddenInput)
    compared = forms.BooleanField(
        label=_("De vingerafdruk die mijn collega voorlas, is dezelfde"),
        error_messages={"required": _("Bel eerst je collega en vergelijk de vingerafdruk")},
    )


class TakeBackForm(HouseForm):
    """Whose key."""

    username = forms.CharField(max_length=64, widget=forms.HiddenInput)

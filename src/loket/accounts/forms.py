"""The forms of signing in, and of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.accounts import passwords
from loket.core.forms import HouseForm

_PASSKEY = 20_000
"""Characters of a passkey's answer: some hundreds in practice."""


def _new_password() -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": "new-password"})


def say_only(form: HouseForm, problem: str) -> None:
    """Let a form that was not what was sent say this, and nothing about its own fields."""
    form.errors.clear()
    form.add_error(None, problem)


class ProofForm(HouseForm):
    """The password; by itself again before something that matters."""

    password = forms.CharField(
        label=_("Wachtwoord"),
        max_length=passwords.LONGEST,
        strip=False,
        error_messages={"required": _("Vul je wachtwoord in")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SignInForm(ProofForm):
    """User name and password. A wrong pair is one error, at the name: it does not say which of the two is wrong."""

    username = forms.CharField(
        label=_("Gebruikersnaam"),
        max_length=64,
        error_messages={"required": _("Vul je gebruikersnaam in")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    field_order = ["username", "password"]


class CodeForm(HouseForm):
    """A code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Zes cijfers uit je app, of een van je herstelcodes."),
        error_messages={"required": _("Vul de code in"), "max_length": _("Deze code is te lang. Vul zes cijfers in")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "size": 12}
        ),
    )


class AppForm(HouseForm):
    """The code that proves that an authenticator app has taken over the secret."""

    code = forms.CharField(
        label=_("Code uit de app"),
        max_length=10,
        help_text=_("Zes cijfers. Zo weten we dat het werkt."),
        error_messages={
            "required": _("Vul de code in die je app nu laat zien"),
            "max_length": _("Vul de zes cijfers in die je app nu laat zien"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 8}),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class NewPasswordForm(HouseForm):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Nieuw wachtwoord"),
        max_length=passwords.LONGEST,
        strip=False,
        help_text=_("Minstens 12 tekens. Een zin is goed te onthouden."),
        error_messages={"required": _("Vul een wachtwoord in"), "max_length": _("Hooguit 200 tekens")},
        widget=_new_password(),
    )
    again = forms.CharField(
        label=_("Nog een keer"),
        max_length=passwords.LONGEST,
        strip=False,
        error_messages={"required": _("Vul het wachtwoord nog een keer in"), "max_length": _("Hooguit 200 tekens")},
        widget=_new_password(),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            passwords.check_strength(password)
        except passwords.WeakPassword as error:
            raise forms.ValidationError(str(error)) from error
        return password

    def clean(self) -> None:
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", _("Dit is een ander wachtwoord. Vul twee keer hetzelfde in"))


class PasskeyForm(HouseForm):
    """What the browser answered for a passkey; the script fills it in."""

    passkey = forms.CharField(max_length=_PASSKEY, widget=forms.HiddenInput)
    prf = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    """The same, and what its owner calls it."""

    label = forms.CharField(
        label=_("Naam van deze passkey"),
        max_length=60,
        help_text=_("Zo herken je hem later. Bijvoorbeeld: telefoon, of laptop van het werk."),
        error_messages={
            "required": _("Geef de passkey een naam"),
            "max_length": _("Maak de naam korter: hooguit 60 tekens"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    field_order = ["label"]

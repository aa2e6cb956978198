"""The sign-in form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from loket.accounts.models import Account
from loket.core.forms import HouseForm


class SignInForm(HouseForm):
    """User name and password. A wrong pair is one error, at the name: it does not say which of the two is
    wrong."""

    username = forms.CharField(
        label=_("Gebruikersnaam"),
        max_length=64,
        error_messages={"required": _("Vul je gebruikersnaam in")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        max_length=200,
        strip=False,
        error_messages={"required": _("Vul je wachtwoord in")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    account: Account | None = None
    refused = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request

    def clean(self) -> None:
        """Check the pair. An unknown name takes as long as a wrong password (Django hashes either way)."""
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return
        account = authenticate(self.request, username=username, password=password)
        if not isinstance(account, Account):
            self.refused = True
            self.add_error(
                "username",
                _("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw"),
            )
            return
        self.account = account

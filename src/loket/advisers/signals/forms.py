"""What an adviser chooses for a signal: codes, and not a word of their own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import configuration
from loket.advisers.signals import services
from loket.core import once
from loket.core.forms import HouseForm, rows
from loket.core.language import page_language


def _codes(name: str) -> Callable[[], list[Any]]:
    return lambda: [(code, configuration().label(name, code, page_language())) for code in services.offered(name)]


class SignalForm(HouseForm):
    """Unit, category, and whom it concerns."""

    unit = rows(
        _codes("unit"), required=True, label=_("Bij welk onderdeel speelt het?"),
        error_messages={"required": _("Kies het onderdeel")},
    )  # fmt: skip
    category = rows(
        _codes("category"), required=True, label=_("Waar gaat het over?"),
        error_messages={"required": _("Kies waar het over gaat")},
    )  # fmt: skip
    accused = rows(
        _codes("accused"), required=True, label=_("Over wie gaat het?"),
        error_messages={"required": _("Kies over wie het gaat")},
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"token": once.new_token()})

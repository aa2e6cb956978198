"""What an adviser fills in for a warm handover."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import configuration
from loket.advisers.handover.services import LONGEST
from loket.core.forms import QUIET, HouseForm, LongTextField, rows
from loket.core.language import page_language


class AskForm(HouseForm):
    """To whom, and exactly what goes along. ``id`` is of the question: sent twice, it is asked once."""

    target = rows(
        lambda: [(code, target.name(page_language())) for code, target in configuration().targets.items()],
        required=True,
        label=_("Aan wie?"),
        error_messages={"required": _("Kies aan wie je overdraagt")},
    )
    text = LongTextField(
        max_length=LONGEST,
        rows=10,
        label=_("Wat gaat er mee?"),
        help_text=_(
            "De ander leest dit eerst, woord voor woord. Noem geen namen als dat niet nodig is, ook niet van de ander."
        ),
        error_messages={"required": _("Schrijf wat er meegaat")},
        widget=forms.Textarea(attrs=QUIET),
    )
    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"id": uuid.uuid4()})

    def clean(self) -> None:
        """An id that is none: the page was changed or cut off on its way. The form gets a new one."""
        if not self.cleaned_data.get("id"):
            self.errors.pop("id", None)
            self.go_on_with(id=str(uuid.uuid4()))
            self.add_error(None, _("Deze pagina was niet compleet. Verstuur het formulier nog een keer"))

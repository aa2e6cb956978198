"""Forms of the evaluation: the code, and the questions. There is no room for text."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import Advisers
from loket.advisers.evaluation.codes import LONGEST, grouped, read_code
from loket.advisers.evaluation.queries import ANSWERS, QUESTIONS, choices, questions
from loket.core.forms import HouseForm, rows
from loket.core.language import page_language


class CodeForm(HouseForm):
    """The code that the adviser gave."""

    code = forms.CharField(
        label=_("Je code"),
        help_text=_("Twaalf tekens, zoals 7K4M-Q2XD-9PRT. Hoofdletters, spaties en streepjes maken niet uit."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Typ de code die je van je vertrouwenspersoon kreeg"),
            "max_length": _("Dit is te lang. Typ alleen de code van twaalf tekens"),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        del self.fields["code"].widget.attrs["maxlength"]  # a browser would cut what is pasted, without a word

    def clean_code(self) -> str:
        characters = read_code(self.cleaned_data["code"])
        if not characters:
            raise forms.ValidationError(_("Een code heeft twaalf letters en cijfers. Vergelijk hem met wat je kreeg"))
        return grouped(characters)


class QuestionsForm(HouseForm):
    """Every question of this year. Each may stay open, but not all of them: a code works once, and is not used up by a
    tap too many."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, configured: Advisers, year: int) -> None:
        super().__init__(data)
        language, none = page_language(), configured.file.evaluation.no_answer
        for question in questions(configured, year):
            offered = [*choices(configured, question), none]
            self.fields[question] = rows(
                [(code, configured.label(ANSWERS, code, language)) for code in offered],
                label=configured.label(QUESTIONS, question, language),
            )

    def clean(self) -> None:
        if not any(self.cleaned_data.values()) and not self.errors:
            raise forms.ValidationError(_("Kies bij ten minste één vraag een antwoord. Je code werkt nog"))

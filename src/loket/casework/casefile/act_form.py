"""The form of a step: what the procedure asks, and the letter that goes with it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.casework.casefile import codes
from loket.casework.casefile.forms import (
    ToReporterForm,
    choice_field,
    day_field,
    files_field,
    line_field,
    text_field,
)
from loket.casework.content import Card
from loket.casework.procedure import Act, FieldDefinition, Letter
from loket.core.forms import one_break
from loket.figures.model import in_language
from loket.intake.content import ANSWER
from loket.intake.message_forms import FilesField
from loket.intake.words import Words

ASKED = "vraag_"
"""Before the code of a field of the procedure: its own names never meet those of the form."""
LANGUAGES = {"nl": _("Nederlands"), "en": _("Engels")}
"""In which a letter can go out; each with what it is called."""


class ActForm(ToReporterForm):
    """A step of the procedure. ``letter``: the one that goes along, in ``language``. Without one there is room for an
    explanation, unless the procedure asks for a text already."""

    text = text_field(label=_("Toelichting"), hint=_("Mag leeg blijven. Dit blijft in het dossier."), rows=4)
    attachments = FilesField(label=_("Bestanden"), required=False)

    def __init__(self, *args: Any, act: Act, letter: Letter | None, language: str = "nl", **options: Any) -> None:
        initial = {"text": letter_text(letter, language), "language": language, **(options.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **options)
        self._act = act
        asked = {f"{ASKED}{field.code}": _field(field) for field in act.fields}
        self.fields = {**asked, **self.fields, "attachments": files_field()}
        if letter:
            self.fields["language"] = forms.ChoiceField(choices=list(LANGUAGES.items()), widget=forms.HiddenInput)
            self.fields["text"] = text_field(
                label=_("Brief aan de melder"),
                missing=_("Schrijf de brief aan de melder"),
                hint=_("De melder leest dit in het postvak. Pas de tekst aan en noem geen namen van anderen."),
                rows=12,
            )
            self.fields["text"].widget.attrs["lang"] = self["language"].value()
        elif any(field.kind == "text" for field in act.fields):
            del self.fields["text"]
        self._has_letter = letter is not None

    def clean(self) -> None:
        """What language it is in, only helps the writer: an answer that is none stops nothing."""
        self.errors.pop("language", None)
        if self._has_letter:
            super().clean()
        else:
            super(ToReporterForm, self).clean()

    def field_of(self, name: str) -> str | None:
        return f"{ASKED}{name}" if f"{ASKED}{name}" in self.fields else super().field_of(name)

    @property
    def words(self) -> str:
        """The letter, or the explanation."""
        text: str = self.cleaned_data.get("text", "")
        return text

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by field of the procedure: days as ISO dates."""
        given = {field.code: self.cleaned_data.get(f"{ASKED}{field.code}") for field in self._act.fields}
        return {code: _as_text(value) for code, value in given.items()}


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def known(act: Act, card: Card) -> dict[str, str]:
    """The answers that the case has already: from the same step before, or from who sent it."""
    found = {field.code: card.codes.get(f"{act.code}.{field.code}", "") for field in act.fields}
    return {f"{ASKED}{code}": value for code, value in found.items() if value}


def letter_text(letter: Letter | None, language: str) -> str:
    """The text that stands ready; empty when there is no letter."""
    return in_language(letter.text, language).strip() if letter else ""


def in_other_language(typed: Mapping[str, Any], letter: Letter, language: str) -> tuple[dict[str, Any], str]:
    """What stands in the form after another language was asked for, and the ready text when it could not be put in its
    place: what somebody wrote themselves is kept."""
    ready = letter_text(letter, language)
    text = one_break(str(typed.get("text", ""))).strip()
    is_untouched = not text or text in {letter_text(letter, code) for code in LANGUAGES}
    kept = {name: value for name, value in typed.items() if name != "token"} | {"language": language}
    return (kept | {"text": ready}, "") if is_untouched else (kept, ready)


def _field(field: FieldDefinition) -> forms.Field:
    label, hint = codes.words(field.label), codes.words(field.hint)
    missing = _missing(field, label) if field.required else ""
    if field.kind == "date":
        return day_field(label=label, hint=hint, required=field.required)
    if field.kind == "text":
        return text_field(label=label, hint=hint, missing=missing, most=ANSWER, rows=4)
    if field.kind == "line":
        return line_field(label=label, hint=hint, missing=missing)
    return choice_field(_choices(field), label=label, hint=hint, missing=missing)


def _choices(field: FieldDefinition) -> list[tuple[str, Words]]:
    if field.kind == "yes_no":
        return [("yes", _("Ja")), ("no", _("Nee"))]
    if field.kind == "choice":
        return [(option.code, codes.words(option.label)) for option in field.options]
    return [*codes.choices(field.code_list or "")]


def _missing(field: FieldDefinition, label: str) -> str:
    """What to do when there is no answer. It names the question: above the form it stands among those of others."""
    words = _("Vul in: %(question)s") if field.kind in {"text", "line"} else _("Kies een antwoord bij: %(question)s")
    return str(words) % {"question": label}

"""The forms of a decision: how it ended for one person concerned, and looking up comparable matters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.casework.casefile import codes
from loket.casework.casefile.forms import CaseForm, choice_field, day_field, files_field, text_field
from loket.casework.handover.deciding import Decision
from loket.casework.measures import measures
from loket.casework.words import ESTABLISHED
from loket.core.forms import HouseForm, rows
from loket.core.language import page_language
from loket.intake.message_forms import FilesField
from loket.intake.words import Words

PUNISHMENT = "punishment"
"""Stands where a settlement would: the punishment says which it is."""


class DecisionForm(CaseForm):
    """What was decided about somebody, and why. The punishments are the closed list of CAO-1."""

    decided_on = day_field(label=_("Op welke dag is besloten?"), past=True)
    text = text_field(
        label=_("Waarom is dit besloten?"),
        missing=_("Schrijf waarom dit is besloten"),
        hint=_("Ook hoe het zich verhoudt tot wat in vergelijkbare zaken is besloten. Dit blijft in het dossier."),
        rows=8,
    )
    attachments = FilesField(label=_("Bestanden"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known, language = measures(), page_language()
        self.fields["description"] = _code_field("description", _("Wat is er gebeurd?"), _("Kies de omschrijving"))
        self.fields["established"] = rows(
            [(code, words) for code, words in ESTABLISHED.items() if code],
            required=True,
            label=_("Is het vastgesteld?"),
            error_messages={"required": _("Kies of het is vastgesteld")},
        )
        others: list[tuple[str, Words]] = [(code, one.name(language)) for code, one in known.others.items()]
        punished: list[tuple[str, Words]] = [(PUNISHMENT, _("Een straf, hieronder"))] if known.punishments else []
        self.fields["settlement"] = rows(
            others + punished,
            required=True,
            label=_("Hoe is het afgedaan?"),
            error_messages={"required": _("Kies de afdoening")},
        )
        punishments = [(code, one.name(language)) for code, one in known.punishments.items()]
        hint = _("De straffen die de cao kent. Alleen voor wie eerst is gehoord.")
        self._boxes("measures", _("Welke straf, of straffen?"), hint, punishments)
        orders = [(code, one.name(language)) for code, one in known.order_measures.items()]
        hint = _("Om de orde te bewaren zolang het onderzoek loopt. Dit is geen straf.")
        self._boxes("order_measures", _("Zijn er ordemaatregelen genomen?"), hint, orders)
        self.fields["attachments"] = files_field()
        self.order_fields(
            ["description", "established", "settlement", "measures", "order_measures", "decided_on", "text"]
        )

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if given.get("settlement") == PUNISHMENT and not given.get("measures") and "measures" not in self.errors:
            self.add_error("measures" if "measures" in self.fields else "settlement", _("Kies de straf"))

    def field_of(self, name: str) -> str | None:
        return super().field_of(name) or ("settlement" if name == "measures" else None)

    @property
    def decision(self) -> Decision:
        """What was filled in."""
        given = self.cleaned_data
        return Decision(
            description=given["description"],
            established=given["established"],
            settlement="" if given["settlement"] == PUNISHMENT else given["settlement"],
            decided_on=given["decided_on"],
            measures=tuple(given.get("measures") or ()),
            order_measures=tuple(given.get("order_measures") or ()),
        )

    def _boxes(self, name: str, label: Words, hint: Words, choices: Sequence[tuple[str, str]]) -> None:
        if choices:
            self.fields[name] = forms.MultipleChoiceField(
                choices=list(choices),
                label=label,
                help_text=hint,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Kies uit de lijst"), "invalid_list": _("Kies uit de lijst")},
            )


class CompareForm(HouseForm):
    """Which matters to compare with: sent, not in an address, since it says what a case is about."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["violation"] = _code_field("violation", _("Soort schending"), _("Kies de soort schending"))
        self.fields["description"] = _code_field("description", _("Omschrijving"), "")


def _code_field(name: str, label: Words, missing: Words) -> forms.Field:
    field: forms.Field = choice_field(codes.choices(name), label=label, missing=missing)
    return field

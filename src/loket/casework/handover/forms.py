"""The forms of a handover: what goes and to whom, the question for consent, and a legal ground."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.casework.casefile.forms import CaseForm, ToReporterForm, text_field
from loket.casework.casefile.timeline import person_name
from loket.casework.handover.describing import part_name
from loket.casework.handover.plan import REPORTED, Destination, Plan, Shelf, Someone, chosen
from loket.casework.handover.words import AGREED_OTHERWISE, GONE_PERSON, GROUNDS, NOTICE
from loket.casework.words import ROLES
from loket.core.forms import rows
from loket.intake.content import ANSWER
from loket.intake.words import Words

PERSON = "persoon_"
STORY, IDENTITY = "story", "identity"
"""What of the reporter can go along."""
_NOT_THERE = {
    "invalid_choice": _("Iets wat je koos is er niet meer. Kijk de lijst na"),
    "invalid_list": _("Kies uit de lijst"),
}


class ChooseForm(CaseForm):
    """What goes along, and to whom. Nothing is chosen beforehand. ``told``: there is a story that can be copied;
    ``named``: the reporter is known, and can be named."""

    def __init__(
        self, *args: Any, shelf: Shelf, places: Sequence[Destination], told: bool, named: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._shelf = shelf
        self.fields["to"] = rows(
            [(place.to, place.name) for place in places],
            required=True,
            label=_("Aan wie?"),
            error_messages={"required": _("Kies aan wie je overdraagt")},
        )
        self._reporters(told=told, named=named)
        self._list("items", _("Welke stukken gaan mee?"), [(str(p.item.number), part_name(p)) for p in shelf.parts])
        self._list(
            "files", _("Welke bestanden gaan mee?"), [(file.code, _file_name(shelf, file)) for file in shelf.files]
        )
        for one in shelf.people:
            self.fields[f"{PERSON}{one.person.number}"] = _going(one)

    def plan(self, base: Plan) -> Plan:
        """What was chosen, on this step. Raises ``NothingGoes``."""
        given = self.cleaned_data
        own = set(given.get("reporter") or ())
        base = base.model_copy(update={"story": STORY in own, "identity": IDENTITY in own})
        people = {one.person.number: given[f"{PERSON}{one.person.number}"] for one in self._shelf.people}
        return chosen(self._shelf, base, items=given.get("items", ()), files=given.get("files", ()), people=people)

    def _reporters(self, *, told: bool, named: bool) -> None:
        """What is the reporter's own."""
        offered = [(STORY, gettext("Wat de melder vertelde"))] if told else []
        offered += [(IDENTITY, gettext("Wie de melder is, en hoe te bereiken"))] if named else []
        self._list("reporter", _("Gaat er iets van de melder mee?"), offered)
        if offered:
            self.fields["reporter"].help_text = _("Alleen als de melder daarmee instemt, of de wet ertoe verplicht.")

    def _list(self, name: str, label: Words, choices: Sequence[tuple[str, str]]) -> None:
        if choices:
            self.fields[name] = forms.MultipleChoiceField(
                choices=list(choices),
                label=label,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages=_NOT_THERE,
            )

    def parts(self) -> Iterator[Any]:
        """The fields about the parts of the file and the reporter."""
        yield from (self[name] for name in ("reporter", "items", "files") if name in self.fields)

    def people(self) -> Iterator[Any]:
        """The fields about the people."""
        yield from (self[name] for name in self.fields if name.startswith(PERSON))


class AskForm(ToReporterForm):
    """The question for consent: what is asked stands fast, the officer adds why."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    text = text_field(
        label=_("Waarom vraag je dit?"),
        missing=_("Schrijf waarom je dit vraagt"),
        hint=_("Zeg ook wat er gebeurt als de melder nee zegt."),
        most=ANSWER,
        rows=5,
    )


class GroundForm(ToReporterForm):
    """A disclosure that the law requires (WBK-7), or consent that was given in another way (WBK-6)."""

    ground = rows(
        list(GROUNDS.items()),
        required=True,
        label=_("Waarom mag dit zonder toestemming in het postvak?"),
        error_messages={"required": _("Kies de grond")},
    )
    reasons = text_field(
        label=_("Waarom geldt deze grond hier?"),
        missing=_("Schrijf waarom deze grond hier geldt"),
        hint=_("Noem wie erom vraagt, wanneer, en op welk artikel. Dit blijft in het dossier."),
        most=ANSWER,
        rows=5,
    )
    notice = rows(
        list(NOTICE.items()),
        label=_("Hoort de melder het vooraf?"),
        help_text=_("De wet vraagt dat, schriftelijk en met de redenen. Alleen niet als dat het onderzoek schaadt."),
    )
    text = text_field(
        label=_("Bericht aan de melder"),
        hint=_("De melder leest dit in het postvak voordat je overdraagt. Mag leeg blijven als de melder niets hoort."),
        rows=8,
    )
    field_order = ("ground", "reasons", "notice", "text")

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if given.get("ground") in {None, "", AGREED_OTHERWISE}:
            return
        if not given.get("notice"):
            self.add_error("notice", _("Kies of de melder vooraf bericht krijgt"))
        if given.get("notice") == "now" and not given.get("text") and "text" not in self.errors:
            self.add_error("text", _("Schrijf het bericht aan de melder"))


def _going(one: Someone) -> forms.ChoiceField:
    """How somebody goes along: not, unless it is chosen."""
    about = f": {one.content.about}" if one.content.about else ""
    role = str(ROLES[one.content.role]).lower()
    label = f"{person_name(one.person.number)}, {role}{about}"
    return forms.ChoiceField(choices=list(GONE_PERSON.items()), label=label, required=False, error_messages=_NOT_THERE)


def _file_name(shelf: Shelf, file: Any) -> str:
    """The name of a file, and where it stands."""
    where = next((part_name(part) for part in shelf.parts if part.item.number == file.number), "")
    if file.number == REPORTED:
        where = gettext("van de melder")
    return f"{file.note.name} ({where})"

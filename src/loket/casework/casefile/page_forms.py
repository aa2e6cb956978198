"""The forms of the pages of a case, but for its steps."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.casework.casefile.colleagues import username_of
from loket.casework.casefile.forms import (
    CaseForm,
    Choices,
    ToReporterForm,
    choice_field,
    day_field,
    files_field,
    line_field,
    text_field,
)
from loket.casework.errors import Changed
from loket.casework.words import KINDS
from loket.core.forms import rows
from loket.intake.content import ANSWER
from loket.intake.message_forms import FilesField
from loket.intake.words import Words

NOBODY = "nobody"
PERSON_ROLES: Mapping[str, Words] = {
    "concerned": _("Betrokkene: over deze persoon gaat de melding"),
    "witness": _("Getuige: deze persoon weet of zag iets"),
    "other": _("Iemand anders"),
}
_NOBODY = _("Er is geen betrokkene, of niemand weet wie het is")


class MessageForm(ToReporterForm):
    """A message to the reporter, with files."""

    text = text_field(
        label=_("Bericht"),
        missing=_("Schrijf het bericht"),
        hint=_("De melder leest dit in het postvak. Noem geen namen die de melder niet kent."),
    )
    attachments = FilesField(label=_("Bestanden"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["attachments"] = files_field()


class NoteForm(CaseForm):
    """A note: for who may read the case."""

    text = text_field(label=_("Notitie"), missing=_("Schrijf je notitie"))
    attachments = FilesField(label=_("Bestanden"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["attachments"] = files_field()


class TaskForm(CaseForm):
    """Something to do, by whom and by when."""

    title = line_field(label=_("Wat moet er gebeuren?"), missing=_("Schrijf wat er moet gebeuren"))
    due_on = day_field(label=_("Uiterlijk"), required=False, hint=_("Mag leeg blijven. Bijvoorbeeld 20-11-2026."))

    field_order = ("title", "who", "due_on")

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        hint = _("Mag leeg blijven. Je kunt kiezen uit wie deze zaak kan lezen.")
        self.fields["who"] = choice_field(people, label=_("Wie doet het?"), hint=hint)
        self.order_fields(self.field_order)


class DocumentForm(CaseForm):
    """A plan, a report or another document: a text, files, or both."""

    kind = rows(
        [("plan", KINDS["plan"]), ("report", KINDS["report"]), ("document", _("Ander stuk"))],
        required=True,
        label=_("Wat is het?"),
        error_messages={"required": _("Kies wat voor stuk het is")},
    )
    title = line_field(
        label=_("Hoe heet het?"),
        missing=_("Schrijf hoe het stuk heet"),
        hint=_("Zoals het in de lijst komt te staan. Liever geen namen van mensen."),
    )
    text = text_field(label=_("Tekst"), rows=12, hint=_("Mag leeg blijven als je een bestand toevoegt."))
    vervangt = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    attachments = FilesField(label=_("Bestanden"), required=False)

    def __init__(self, *args: Any, has_files: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._has_files = has_files
        self.fields["attachments"] = files_field()

    def meet(self, changed: Changed) -> None:
        """The next version follows the one that somebody else wrote meanwhile."""
        super().meet(changed)
        self.go_on_with(vervangt=str(changed.since[-1].number))

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        is_empty = not given.get("text") and not given.get("attachments") and not self._has_files
        if is_empty and not {"text", "attachments"} & set(self.errors):
            self.add_error("text", _("Schrijf een tekst of voeg een bestand toe"))


class HearingForm(CaseForm):
    """What was said when somebody was heard (CAO-2)."""

    on = day_field(label=_("Wanneer was het gesprek?"), past=True)
    text = text_field(label=_("Verslag"), rows=12, hint=_("Mag leeg blijven als je het verslag als bestand toevoegt."))
    signed = rows(
        [("yes", _("Ja, de persoon heeft ondertekend")), ("no", _("Nee, nog niet"))],
        required=True,
        label=_("Is het verslag ondertekend?"),
        error_messages={"required": _("Kies of het verslag is ondertekend")},
    )
    attachments = FilesField(label=_("Bestanden"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["attachments"] = files_field()

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if not given.get("text") and not given.get("attachments") and not {"text", "attachments"} & set(self.errors):
            self.add_error("text", _("Schrijf het verslag of voeg het als bestand toe"))


class ReasonForm(CaseForm):
    """Why somebody wants to see a name: a closed list, for the trail (WBK-6)."""

    def __init__(self, *args: Any, reasons: Mapping[str, Words], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = rows(
            list(reasons.items()),
            required=True,
            label=_("Waarom wil je dit weten?"),
            help_text=_("Je reden komt in het logboek en in de tijdlijn, met je naam en de dag."),
            error_messages={"required": _("Kies een reden")},
        )


class PersonForm(CaseForm):
    """Somebody in the case: their part in it, and who they are. ``known``: it is about somebody who is in it already,
    and who they are stays as it is when that is left empty."""

    role = rows([], required=True, label=_("Welke rol heeft deze persoon?"))
    about = text_field(
        label=_("Waar gaat het om?"),
        most=ANSWER,
        rows=3,
        hint=_("In een paar woorden, zonder naam. Dit staat op de pagina van de zaak."),
    )
    name = line_field(
        label=_("Naam"),
        hint=_("Apart verzegeld: wie de naam wil zien, zegt waarom. Ken je die niet, schrijf dan wat je wel weet."),
    )
    function = line_field(label=_("Functie en onderdeel"))
    username = line_field(
        label=_("Gebruikersnaam in het loket"),
        hint=_("Als deze persoon hier zelf werkt. Een betrokkene kan deze zaak dan nooit openen."),
    )
    reach = line_field(label=_("Hoe is deze persoon te bereiken?"))

    def __init__(self, *args: Any, known: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known = known
        self.fields["role"] = rows(
            list(PERSON_ROLES.items()) if known else [*PERSON_ROLES.items(), (NOBODY, _NOBODY)],
            required=True,
            label=_("Welke rol heeft deze persoon?"),
            error_messages={"required": _("Kies de rol van deze persoon")},
        )
        if known:
            self.fields["name"].help_text = _(
                "Laat dit en wat eronder staat leeg als er niets verandert. Vul je iets in, dan komt dat in de plaats "
                "van alles wat er nu staat."
            )

    def clean_username(self) -> str:
        """The account as it is spelled: the bar needs it exactly."""
        typed = self.cleaned_data["username"]
        found = username_of(typed) if typed else ""
        if typed and not found:
            raise forms.ValidationError(_("Deze gebruikersnaam is hier niet bekend. Kijk hem na, of laat dit leeg"))
        return found

    def clean(self) -> None:
        super().clean()
        needs_name = self.identifies or not (self._known or self.is_nobody)
        if needs_name and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Vul de naam in. Ken je die niet, schrijf dan wat je wel weet"))

    @property
    def is_nobody(self) -> bool:
        """Whether it puts on record that there is no person concerned."""
        return self.cleaned_data.get("role") == NOBODY

    @property
    def identifies(self) -> bool:
        """Whether it says who somebody is."""
        return any(self.cleaned_data.get(name) for name in ("name", "function", "username", "reach"))


class LabelsForm(CaseForm):
    """What a case is about, as codes."""

    def __init__(self, *args: Any, violations: Choices, units: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["violation"] = choice_field(violations, label=_("Soort schending"))
        self.fields["unit"] = choice_field(units, label=_("Onderdeel"))


class AssignForm(CaseForm):
    """Who handles the case."""

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"] = choice_field(people, label=_("Wie behandelt deze zaak?"), missing=_("Kies een collega"))


class AccessForm(CaseForm):
    """Who may read the case too, and why."""

    def __init__(self, *args: Any, people: Choices, reasons: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"] = choice_field(people, label=_("Wie geef je toegang?"), missing=_("Kies een collega"))
        self.fields["reason"] = rows(
            list(reasons),
            required=True,
            label=_("Waarom?"),
            help_text=_("Je reden komt in het logboek en in de tijdlijn."),
            error_messages={"required": _("Kies een reden")},
        )


class EndAccessForm(CaseForm):
    """Whose access ends."""

    who = forms.CharField(max_length=64, widget=forms.HiddenInput)

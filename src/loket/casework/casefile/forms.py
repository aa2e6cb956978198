"""The forms of a case: they count once, carry the version that was seen, and keep what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.casework.casefile.colleagues import in_a_row, username_of
from loket.casework.errors import Changed
from loket.casework.words import KINDS
from loket.core import clock, once
from loket.core.forms import HouseForm, LongTextField, rows
from loket.intake.configuration import MB, configuration
from loket.intake.content import ANSWER, LINE, STORY
from loket.intake.files import SealedUpload
from loket.intake.message_forms import FilesField, fresh_token
from loket.intake.words import Words

QUIET = {"autocomplete": "off"}
_DAYS = ["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]
_DAY = {"size": 10, "autocomplete": "off", "inputmode": "numeric"}
_NOT_A_DAY = _("Vul de dag in als dag, maand en jaar, bijvoorbeeld 20-11-2026")
MANY = 8
"""From this number of choices on, a list that drops down instead of a row for each."""
_VERSIONS = 2**31 - 1


Choices: TypeAlias = Sequence[tuple[str, Words]]

NOBODY = "nobody"
PERSON_ROLES: Mapping[str, Words] = {
    "concerned": _("Betrokkene: over deze persoon gaat de melding"),
    "witness": _("Getuige: deze persoon weet of zag iets"),
    "other": _("Iemand anders"),
}
_NOBODY = _("Er is geen betrokkene, of niemand weet wie het is")


class CaseForm(HouseForm):
    """A form of a case. ``token``: sent twice, it acts once. ``version``: the case as its writer saw it."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_VERSIONS)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        version: int,
        initial: Mapping[str, Any] | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        self._now = version
        super().__init__(
            data, files, auto_id=auto_id, initial={"token": once.new_token(), "version": version, **(initial or {})}
        )

    def clean(self) -> None:
        """A page that was changed or cut off on its way gets a new token, and the version as it is now."""
        if "version" in self.errors:
            del self.errors["version"]
            self.errors.setdefault("token", self.error_class())
        if "token" in self.errors:
            fresh_token(self)
            self.carry(self._now)

    def carry(self, version: int) -> None:
        """From now on this is the version that its writer has seen."""
        self.data = {**dict(self.data.items()), "version": str(version)}

    def meet(self, changed: Changed) -> None:
        """Somebody else was first: what they did is shown now, and the form goes on from there."""
        self.carry(changed.version)

    def field_of(self, name: str) -> str | None:
        """The field that an error is about, by the name that a service has for it; None for the form as a whole."""
        return name if name in self.fields else None

    @property
    def seen(self) -> int:
        """The version that its writer saw."""
        version: int = self.cleaned_data["version"]
        return version

    @property
    def uploads(self) -> tuple[SealedUpload, ...]:
        """The files that came along."""
        uploads: tuple[SealedUpload, ...] = self.cleaned_data.get("attachments") or ()
        return uploads


def day_field(*, label: Words, required: bool = True, hint: Words = "", past: bool = False) -> forms.DateField:
    """A day, typed as people write it. ``past``: not after today."""
    field: type[forms.DateField] = PastDay if past else forms.DateField
    return field(
        label=label,
        help_text=hint or _("Bijvoorbeeld 20-11-2026."),
        required=required,
        input_formats=_DAYS,
        widget=forms.DateInput(format="%d-%m-%Y", attrs=_DAY),
        error_messages={"required": _NOT_A_DAY, "invalid": _NOT_A_DAY},
    )


class PastDay(forms.DateField):
    """A day that was already."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > clock.today():
            raise forms.ValidationError(_("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag"))


def text_field(
    *, label: Words, missing: Words = "", hint: Words = "", rows: int = 6, most: int = STORY
) -> LongTextField:
    """A text of several lines; it must be there when ``missing`` says what to do when it is not."""
    return LongTextField(
        label=label,
        help_text=hint,
        max_length=most,
        rows=rows,
        required=bool(missing),
        widget=forms.Textarea(attrs=QUIET),
        error_messages={"required": missing},
    )


def line_field(*, label: Words, missing: Words = "", hint: Words = "") -> forms.CharField:
    """A text of one line; it must be there when ``missing`` says what to do when it is not."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LINE,
        required=bool(missing),
        widget=forms.TextInput(attrs=QUIET),
        error_messages={
            "required": missing,
            "max_length": _("Maak dit korter: er passen %(limit_value)s tekens in, en dit zijn er %(show_value)s"),
        },
    )


def choice_field(choices: Choices, *, label: Words, missing: Words = "", hint: Words = "") -> Any:
    """A question: a row for each answer, or a list that drops down when there are many."""
    words = {"required": missing, "invalid_choice": _("Kies een van de antwoorden")}
    if len(choices) < MANY:
        return rows(list(choices), label=label, help_text=hint, required=bool(missing), error_messages=words)
    empty = ("", _("Kies") if missing else _("Niet bekend"))
    return forms.ChoiceField(
        choices=[empty, *choices], label=label, help_text=hint, required=bool(missing), error_messages=words
    )


def files_field() -> FilesField:
    """Files, with how many fit and how big each may be."""
    limits = configuration().limits
    field = FilesField(label=_("Bestanden"), required=False)
    most = {"most": limits.most, "size": limits.one // MB}
    field.help_text = gettext("Hooguit %(most)d bestanden, elk hooguit %(size)d MB.") % most
    return field


def _until(names: Iterable[str], last: str) -> list[str]:
    """These names up to and including this one."""
    listed = list(names)
    return listed[: listed.index(last) + 1]


class ToReporterForm(CaseForm):
    """Something that the reporter reads. When it names somebody in the case, it goes out only with a tick that says so:
    ``names`` finds the numbers of the people whose names stand in a text."""

    def __init__(self, *args: Any, names: Callable[[str], Sequence[int]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._names = names

    def clean(self) -> None:
        super().clean()
        found = self._names(self.cleaned_data.get("text", ""))
        if not found:
            return
        people = in_a_row([str(number) for number in found])
        self.fields["anyway"] = forms.BooleanField(label=_("Verstuur het toch, met deze naam"), required=False)
        self.order_fields([*_until(self.fields, "text"), "anyway"])
        if not self.data.get("anyway"):
            self.add_error(
                "anyway",
                _("Je noemt persoon %(people)s. Haal de naam weg, of kruis aan dat je hem toch wilt noemen")
                % {"people": people},
            )


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
        self.data = {**dict(self.data.items()), "vervangt": str(changed.since[-1].number)}

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

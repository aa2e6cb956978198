"""What the forms of a case share: they count once, carry the version that was seen, and keep what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.casework.casefile.colleagues import in_a_row
from loket.casework.errors import Changed
from loket.core import clock, once
from loket.core.forms import QUIET, HouseForm, LongTextField, rows
from loket.intake.configuration import MB, configuration
from loket.intake.content import LINE, STORY
from loket.intake.files import SealedUpload
from loket.intake.message_forms import FilesField, fresh_token
from loket.intake.words import Words

_DAYS = ["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]
_DAY = {"size": 10, "autocomplete": "off", "inputmode": "numeric"}
_NOT_A_DAY = _("Vul de dag in als dag, maand en jaar, bijvoorbeeld 20-11-2026")
MANY = 8
"""From this number of choices on, a list that drops down instead of a row for each."""
_VERSIONS = 2**31 - 1


Choices: TypeAlias = Sequence[tuple[str, Words]]


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
        self.go_on_with(version=str(version))

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


def choice_field(choices: Choices, *, label: Words, missing: Words = "", hint: Words = "") -> forms.Field:
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

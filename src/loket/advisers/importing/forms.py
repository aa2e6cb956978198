"""Forms of an import: the file, its columns, its wordings, and what is left out."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import Advisers
from loket.advisers.importing.content import DraftContent, Sheet, cell
from loket.advisers.importing.guessing import FIELDS
from loket.advisers.importing.planning import LIST_OF, Meaning, codes_for, meanings
from loket.advisers.importing.reading import LARGEST
from loket.advisers.importing.words import FIELDS as WORDS
from loket.core.forms import HouseForm
from loket.core.language import page_language
from loket.core.located import FIRST_YEAR
from loket.intake.files import SealedUpload

_SAMPLES, _SHOWN = 3, 24
_MB = 1024 * 1024


class FileForm(HouseForm):
    """The file, sealed already as it came in."""

    file = forms.FileField(
        label=_("Je Tellijst"),
        help_text=_("ODS, XLSX of CSV, hooguit 10 MB en 5.000 rijen."),
        error_messages={
            "required": _("Kies een bestand"),
            "empty": _("Dit bestand is leeg. Kies een ander bestand"),
            "missing": _("Kies een bestand"),
            "invalid": _("Kies een bestand"),
        },
        widget=forms.FileInput(attrs={"accept": ".ods,.xlsx,.csv,.txt"}),
    )

    def clean_file(self) -> SealedUpload:
        upload = self.cleaned_data["file"]
        if not isinstance(upload, SealedUpload):
            raise forms.ValidationError(gettext("Kies een bestand"))
        if upload.refused or (upload.size or 0) > LARGEST:
            raise forms.ValidationError(gettext("Dit bestand is groter dan %d MB. Kies een kleiner") % (LARGEST // _MB))
        return upload


class ColumnsForm(HouseForm):
    """Which column is what. A field that the file does not have, is left open."""

    sheet = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1000)
    head = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sheet: Sheet,
        initial: Mapping[str, Any],
        last_year: int,
    ) -> None:
        super().__init__(data, initial=dict(initial))
        choices = [("", gettext("Staat er niet in")), *_columns(sheet, int(initial["head"]))]
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=WORDS[name],
                choices=choices,
                required=False,
                error_messages={"invalid_choice": _("Kies een kolom van dit blad")},
            )
        years = [(str(year), str(year)) for year in range(last_year, FIRST_YEAR - 1, -1)]
        self.fields["year"] = forms.ChoiceField(
            label=_("Jaar"), help_text=_("Voor maanden waar geen jaar bij staat."), choices=years
        )
        months = [(f"{number:02}", name) for number, name in MONTHS.items()]
        self.fields["fallback"] = forms.ChoiceField(
            label=_("Maand voor rijen zonder maand"),
            choices=[("", gettext("Geen: zo’n rij is fout")), *months],
            required=False,
        )

    def clean(self) -> None:
        chosen = [name for name in FIELDS if self.cleaned_data.get(name)]
        seen: dict[str, str] = {}
        for name in chosen:
            if (column := self.cleaned_data[name]) in seen:
                self.add_error(name, _("Deze kolom koos je al. Een kolom kan maar één ding zijn"))
            seen[column] = name
        if not chosen and not self.errors:
            self.add_error("month", _("Kies minstens één kolom"))

    @property
    def chosen(self) -> dict[str, int]:
        """The column of each field that has one, from 0."""
        return {name: int(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data.get(name)}


class WordsForm(HouseForm):
    """What each wording of the file means. A wording that is left open makes its rows wrong; the check says which."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, content: DraftContent, advisers: Advisers) -> None:
        self.meanings = meanings(content, advisers)
        super().__init__(data, initial={key_of(one): one.code for one in self.meanings})
        names = {one.name for one in self.meanings}
        choices = {name: _choices(advisers, name, codes_for(name, content, advisers)) for name in names}
        for one in self.meanings:
            self.fields[key_of(one)] = forms.ChoiceField(
                label=one.shown or gettext("Leeg, of niet in het bestand"),
                choices=choices[one.name],
                required=False,
                error_messages={"invalid_choice": _("Kies iets uit de lijst")},
            )

    @property
    def codes(self) -> dict[str, dict[str, str]]:
        """From wording to code, by field."""
        said: dict[str, dict[str, str]] = {}
        for one in self.meanings:
            said.setdefault(one.name, {})[one.text] = self.cleaned_data[key_of(one)]
        return said


class CheckForm(HouseForm):
    """Leaving out what is wrong, said out loud: with how many rows that are."""

    leave_out = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, wrong: int) -> None:
        super().__init__(data)
        self.wrong = wrong
        field = self.fields["leave_out"]
        field.label = gettext("Laat deze %d rijen weg") % wrong if wrong > 1 else gettext("Laat deze rij weg")
        field.widget = forms.CheckboxInput(attrs={"value": str(wrong)}, check_test=lambda _value: False)

    def clean_leave_out(self) -> int:
        left = self.data.get("leave_out", "")
        if self.wrong and left != str(self.wrong):
            raise forms.ValidationError(
                gettext("Vink aan dat je deze rijen weglaat, of verbeter ze in je bestand en kies het opnieuw")
            )
        return self.wrong


def key_of(meaning: Meaning) -> str:
    """The name of a wording in the form: the same whatever else is in the file."""
    return f"{meaning.name}-{blake2b(meaning.text.encode(), digest_size=8).hexdigest()}"


def _columns(sheet: Sheet, head: int) -> list[tuple[str, str]]:
    """Every column that holds something: its letter, its heading and its first values."""
    headings, below = sheet.rows[head][1], sheet.rows[head + 1 :]
    width = max(len(cells) for _number, cells in sheet.rows)
    found = []
    for place in range(width):
        values = list(dict.fromkeys(text for _number, cells in below if (text := cell(cells, place))))
        if values:
            name = cell(headings, place) or gettext("zonder kop")
            sample = ", ".join(shorten(text, _SHOWN) for text in values[:_SAMPLES])
            found.append((str(place), f"{letters(place)}: {shorten(name, _SHOWN * 2)} ({sample})"))
    return found


def shorten(text: str, most: int) -> str:
    """The text, cut off with a sign that it was."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def letters(place: int) -> str:
    """How a spreadsheet calls a column, from 0."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _choices(advisers: Advisers, name: str, offered: Sequence[str]) -> list[tuple[str, Any]]:
    language = page_language()
    codes = [code for code in advisers.lists[LIST_OF.get(name, name)] if code.code in offered]
    first: list[tuple[str, Any]] = [("", gettext("Kies"))]
    if name != "subcategory":
        return [*first, *((code.code, code.name(language)) for code in codes)]
    groups = [
        (above.name(language), [(code.code, code.name(language)) for code in codes if code.parent == above.code])
        for above in advisers.lists["category"]
    ]
    return [*first, *(group for group in groups if group[1])]

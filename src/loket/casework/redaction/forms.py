"""What is left out of a copy. One page is shown at a time; what was picked on the others travels along."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from loket.casework.casefile.forms import CaseForm, text_field
from loket.casework.redaction.services import WHOM, Sheet
from loket.core.forms import rows

MAKE = "maak"
"""The value of the button that asks for the copy; the others name the page to show, from 1."""
MOST_WORDS, LONGEST_WORD = 200, 100
Pick = tuple[str, int, str, bool]
"""What can be picked: its value, its number from 1, its text (none for a strip), whether it was."""
_PICK = re.compile(r"([0-9]{1,4})-([0-9]{1,5})", re.ASCII)


class CopyForm(CaseForm):
    """``picks``: what was picked so far, each as "page-line", both from 0; what does not exist is nothing. ``page``:
    the one that is shown, from 0."""

    words = text_field(
        label=_("Woorden die overal weg moeten"),
        hint=_("Namen bijvoorbeeld. Zet elk woord of elke naam op een eigen regel."),
        rows=4,
        most=5000,
    )
    whom = rows(
        lambda: [(code, capfirst(words)) for code, words in WHOM.items()],
        required=True,
        label=_("Voor wie is het afschrift?"),
        error_messages={"required": _("Kies voor wie het afschrift is")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sheets: Sequence[Sheet],
        page: int,
        picks: Sequence[str],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.sheets, self.page = sheets, page
        found = [match.groups() for text in picks if (match := _PICK.fullmatch(text))]
        picked = {(int(page), int(line)) for page, line in found}
        self.picks = sorted(one for one in picked if one[0] < len(sheets) and one[1] < _size(sheets[one[0]]))

    @property
    def has_text(self) -> bool:
        """Whether the page that is shown has lines to pick, beside its strips."""
        return bool(self.sheets[self.page].lines)

    @property
    def elsewhere(self) -> list[str]:
        """What was picked on pages that are not shown now."""
        return [f"{page}-{line}" for page, line in self.picks if page != self.page]

    @property
    def texts(self) -> list[Pick]:
        """The lines of text that can be picked on the page that is shown."""
        return self._picks(self.sheets[self.page].lines)

    @property
    def strips(self) -> list[Pick]:
        """The strips of that page, numbered on from its lines."""
        sheet = self.sheets[self.page]
        return self._picks([""] * sheet.strips, after=len(sheet.lines))

    @property
    def has_strip(self) -> bool:
        """Whether a strip of that page was picked."""
        return any(is_picked for _value, _number, _text, is_picked in self.strips)

    def _picks(self, texts: Sequence[str], *, after: int = 0) -> list[Pick]:
        there = enumerate(texts, start=after)
        return [(f"{self.page}-{n}", n + 1, text, (self.page, n) in self.picks) for n, text in there]

    @property
    def picked(self) -> list[list[int]]:
        """What was picked, for each page."""
        return [[line for page, line in self.picks if page == number] for number in range(len(self.sheets))]

    def clean_words(self) -> list[str]:
        """One word or name a line, each as it is looked for."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["words"].splitlines()]
        words = [line for line in lines if line]
        if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
            raise forms.ValidationError(_("Geef hooguit 200 woorden, elk van hooguit 100 tekens"))
        if any(len(word) < 2 for word in words):
            raise forms.ValidationError(_("Geef woorden van ten minste twee tekens"))
        return words

    def clean(self) -> None:
        super().clean()
        if not self.picks and not self.cleaned_data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Kies ten minste een regel of een woord dat weg moet"))


def _size(sheet: Sheet) -> int:
    return len(sheet.lines) + sheet.strips

"""What the pages of an import show."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from loket.advisers.importing.content import DraftContent, Sheet, guessed
from loket.advisers.importing.forms import WordsForm, key_of, shorten
from loket.advisers.importing.planning import Meaning, Plan, Problem
from loket.advisers.importing.words import FIELDS, STEPS
from loket.core.language import page_language

_ROWS_SHOWN = 30
"""Numbers of rows that a message lists."""
_HEADS = 10
_SAMPLE = 60


@dataclass(frozen=True)
class Step:
    """Where in the import a page is, from 1."""

    number: int

    @property
    def name(self) -> str | Promise:
        return STEPS[self.number - 1]

    @property
    def total(self) -> int:
        return len(STEPS)

    @property
    def segments(self) -> list[str]:
        return ["done" if at < self.number else "now" if at == self.number else "later" for at in range(1, 5)]


@dataclass(frozen=True)
class Word:
    """A wording of the file, with the field in which one says what it means."""

    meaning: Meaning
    field: BoundField


@dataclass(frozen=True)
class Part:
    """Wordings that are shown together; those of which there is no doubt stand folded."""

    title: str
    hint: str
    groups: Sequence[tuple[str | Promise, Sequence[Word]]]
    is_folded: bool

    @property
    def count(self) -> int:
        return sum(len(words) for _name, words in self.groups)


def best_sheet(content: DraftContent) -> int:
    """The sheet whose head says the most."""
    counts = [len(guessed(sheet, sheet.head)) for sheet in content.sheets]
    return counts.index(max(counts))


def sheets(content: DraftContent, sheet: int, head: int) -> dict[str, Any]:
    """The sheets and rows to choose from, and what is not read of this one."""
    chosen = content.sheets[sheet]
    rows = [(at, _row_words(chosen, at)) for at in range(min(_HEADS, len(chosen.rows)))]
    names = [(at, one.name or _("het bestand")) for at, one in enumerate(content.sheets)]
    unread = [name or _("een kolom zonder kop") for name in chosen.unread]
    return {"sheets": names, "rows": rows, "sheet": sheet, "head": head, "unread": unread}


def parts(form: WordsForm) -> list[Part]:
    """What somebody must choose, what they must look at, and what was recognised."""
    words = [Word(one, form[key_of(one)]) for one in form.meanings]
    choose = [word for word in words if not word.meaning.code or word.field.errors]
    look = [word for word in words if word not in choose and not word.meaning.is_certain]
    sure = [word for word in words if word not in choose and word not in look]
    found = [
        (_("Kies zelf"), _("Deze woorden kennen we niet. Laat je er een open, dan is de rij fout."), choose, False),
        (_("Klopt dit?"), _("Deze woorden lijken op iets uit de lijst. Kijk ze na."), look, False),
        (_("Herkend"), _("Deze woorden staan zo in de lijst, of je koos ze al."), sure, True),
    ]
    return [Part(title, hint, _by_field(held), folded) for title, hint, held, folded in found if held]


def outcome(plan: Plan, standing: int) -> dict[str, Any]:
    """How many requests, by year and main category, and what is wrong."""
    language = page_language()
    categories = [(plan.advisers.label("category", code, language), count) for code, count in plan.categories]
    problems = [(row_words(problem), problem.what) for problem in plan.problems]
    return {"categories": categories, "problems": problems, "standing": standing, "more": len(plan.requests) - standing}


def row_words(problem: Problem) -> str:
    """Which rows of the file, in words."""
    numbers = [str(number) for number in problem.rows]
    if len(numbers) == 1:
        return _("Rij %s") % numbers[0]
    if len(numbers) > _ROWS_SHOWN:
        more = len(numbers) - _ROWS_SHOWN
        return _("Rijen %(rows)s en nog %(more)d") % {"rows": ", ".join(numbers[:_ROWS_SHOWN]), "more": more}
    return _("Rijen %(rows)s en %(last)s") % {"rows": ", ".join(numbers[:-1]), "last": numbers[-1]}


def _by_field(words: Sequence[Word]) -> list[tuple[str | Promise, list[Word]]]:
    grouped = groupby(words, key=lambda word: word.meaning.name)
    return [(FIELDS[name], list(held)) for name, held in grouped]


def _row_words(sheet: Sheet, at: int) -> str:
    number, cells = sheet.rows[at]
    return f"{number}: {shorten(', '.join(filter(None, cells)), _SAMPLE)}"

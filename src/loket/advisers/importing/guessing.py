"""What a heading or a value of somebody's own spreadsheet probably means. Pure: a guess is shown, and a person decides.

Words are compared without capitals, accents, punctuation and numbering; a wording that is near enough to a label counts
as a guess that is not certain."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from loket.figures.model import CodeList
from loket.vault.digests import normal

FIELDS = (
    "month",
    "unit",
    "category",
    "subcategory",
    "accused",
    "reporter_accused",
    "settlement",
    "situation",
    "minutes",
    "number",
)
"""What a column can hold, in the order in which it is asked."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "month": ("maand", "datum", "datum melding", "month", "date", "periode"),
    "unit": ("onderdeel", "dienstonderdeel", "dienst", "organisatieonderdeel", "onderdeel beklaagde", "unit"),
    "category": ("hoofdcategorie", "categorie", "hoofdonderwerp", "category", "main category"),
    "subcategory": ("subcategorie", "omschrijving melding", "omschrijving", "onderwerp", "soort", "subcategory"),
    "accused": ("wie betreft de melding", "over wie", "betreft", "beklaagde", "wie", "accused", "whom"),
    "reporter_accused": (
        "melder is beklaagde",
        "melder zelf beklaagde",
        "reporter accused",
    ),
    "settlement": (
        "wijze waarop klacht melding is afgedaan",
        "wijze waarop melding is afgedaan",
        "afdoening",
        "manier van afdoen",
        "afhandeling",
        "settlement",
    ),
    "situation": (
        "situatie van de melders na interventie",
        "situatie melder na interventie",
        "situatie na interventie",
        "situatie",
        "situation",
    ),
    "minutes": ("minuten", "tijd", "tijdsbesteding", "minutes", "duur"),
    "number": ("aantal", "aantal meldingen", "number", "count"),
}
"""Headings that say which field a column holds, as ``normal`` writes them."""

FREE_TEXT = ("toelichting", "opmerking", "notitie", "verslag", "naam", "telefoon", "mail", "note", "remark", "name")
"""Words in a heading of a column that is never read: it holds a story or a person."""

_NUMBERING = re.compile(r"^(\d+ )+(?=\D)")
_NEAR, _CLEAR = 0.62, 0.03
"""How like a label must be to be guessed, and by how much more than the next one."""


@dataclass(frozen=True)
class Guess:
    """A code, and whether the wording leaves no doubt. An empty code: no label is like it."""

    code: str = ""
    is_certain: bool = False


def field_of(heading: str) -> str:
    """The field that a heading names; "" when it names none, or a story or a person."""
    wording = _plain(heading)
    if is_free_text(heading):
        return ""
    exact = [name for name, known in HEADINGS.items() if wording in known]
    if exact:
        return exact[0]
    near = [(max(_likeness(wording, one) for one in known), name) for name, known in HEADINGS.items()]
    best, name = max(near)
    return name if wording and best >= 0.8 else ""


def is_free_text(heading: str) -> bool:
    """Whether a heading names a story or a person."""
    return any(word.startswith(FREE_TEXT) for word in normal(heading).split())


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Which column (from 0) holds which field: the first whose heading says so."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        found.setdefault(field_of(heading), place)
    found.pop("", None)
    return found


def head_of(rows: Iterable[Sequence[str]]) -> int:
    """Which of these rows (from 0) is the head: the one with the most headings that say something; else the first."""
    counts = [len(columns_of(row)) for row in rows]
    return counts.index(max(counts)) if any(counts) else 0


def guess(text: str, codes: CodeList, offered: Iterable[str]) -> Guess:
    """The code of ``offered`` whose label, in any language, long or short, is most like the text."""
    wanted, allowed = _plain(text), set(offered)
    if not wanted:
        return Guess()
    scores = [(_best(wanted, code.code, [*code.label.values(), *code.short.values()]), code.code) for code in codes]
    scores = [(score, code) for score, code in scores if code in allowed]
    (best, code), (second, _other) = sorted([*scores, (0.0, ""), (0.0, "")], reverse=True)[:2]
    if best < _NEAR or best - second < _CLEAR:
        return Guess()
    return Guess(code, best == 1)


def _best(wanted: str, code: str, labels: Iterable[str]) -> float:
    return max(_likeness(wanted, _plain(label)) for label in (code, *labels))


def _plain(text: str) -> str:
    """As ``normal``, without the number that stands before it."""
    return _NUMBERING.sub("", normal(text))


def _likeness(one: str, other: str) -> float:
    """From 0 to 1: 1 only for the same wording; else how much of the letters, or of the words, they share."""
    if one == other:
        return 1.0
    letters = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return min(0.99, max(letters, _shared_words(one.split(), other.split())))


def _shared_words(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of the words that mean something stand in both: a word counts as the same from its first five
    letters on, so that an ending makes no difference."""
    mine, theirs = ({word[:5] for word in words if len(word) > 2} for words in (one, other))
    if not mine or not theirs:
        return 0.0
    return len(mine & theirs) / (0.2 * max(len(mine), len(theirs)) + 0.8 * min(len(mine), len(theirs)))

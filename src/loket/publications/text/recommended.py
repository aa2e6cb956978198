"""The recommendations that a report prints: this year's, and what came of last year's.

They come from a room and not from the narrative: whoever wrote them is asked a year later what was done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loket.figures.model import Labels, in_language
from loket.publications.text.document import ItemList, Run, Text


@dataclass(frozen=True)
class Recommended:
    """One recommendation. ``audience`` is a code; ``came_of_it`` is empty when nobody said."""

    year: int
    number: int
    audience: str
    text: Labels
    came_of_it: Labels
    carried_from: int | None = None


FIRST = {"nl": "Wat ermee is gedaan: ", "en": "What was done: "}
AGAIN = {"nl": " Dit stond ook in het verslag over {year}.", "en": " This was in the report on {year} too."}


def as_list(found: Sequence[Recommended], language: str) -> ItemList:
    """Recommendations as a numbered list."""
    return ItemList(tuple((Text(_said(one, language)),) for one in found), ordered=True)


def followed_up(found: Sequence[Recommended], language: str) -> ItemList:
    """Those of which somebody said what came of them, with that."""
    return ItemList(tuple(_answered(one, language) for one in found if one.came_of_it))


def _said(one: Recommended, language: str) -> str:
    again = AGAIN.get(language, AGAIN["en"]).format(year=one.carried_from) if one.carried_from else ""
    return in_language(one.text, language) + again


def _answered(one: Recommended, language: str) -> tuple[Run, ...]:
    first = FIRST.get(language, FIRST["en"])
    return (
        Text(in_language(one.text, language) + " "),
        Text(first + in_language(one.came_of_it, language), emphasis=True),
    )


@dataclass(frozen=True)
class Recommendations:
    """All that one report may print."""

    of_this_year: tuple[Recommended, ...] = ()
    of_last_year: tuple[Recommended, ...] = ()

    def to(self, audience: str) -> list[Recommended]:
        return [one for one in self.of_this_year if one.audience == audience]

    def __iter__(self) -> Iterator[Recommended]:
        return iter((*self.of_this_year, *self.of_last_year))

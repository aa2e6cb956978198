"""What an expression over cells can be: a number from cells, words, a place in the text.

A number that comes from a cell that is not told is not told either, through every sum, share and change. It prints as
"x" and decides nothing: whoever compares it gets ``Undecided``, and a sentence that rests on that is refused.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NoReturn

from loket.figures import formats
from loket.figures.model import HIDDEN, TOTAL, Coordinates, Table, in_language, is_hidden


class BadReference(Exception):
    """An expression that cannot be printed; ``str()`` says in Dutch what is wrong and how to mend it."""


class HiddenCell(BadReference):
    """A sentence that rests on a number that is not told; ``str()`` names its cells in words."""

    def __init__(self, cells: Iterable[str]) -> None:
        named = "; ".join(dict.fromkeys(cells))
        super().__init__(
            f"dit aantal tonen we niet: {named}. Laat de zin er niet van afhangen: vraag eerst shown(cel), "
            "of schrijf een andere zin"
        )


@dataclass(frozen=True)
class Undecided:
    """The outcome of a comparison with a number that is not told: neither true nor false."""

    cells: tuple[str, ...]

    def __bool__(self) -> NoReturn:
        raise HiddenCell(self.cells)


@dataclass(frozen=True)
class Fixed:
    """Text that is printed as it is."""

    text: str


@dataclass(frozen=True)
class Word(Fixed):
    """A word that follows from cells by its rule, and is no number of them."""


class Year(int):
    """The year of the report, or one before or after it."""

    def __sub__(self, other: int) -> "Year":
        return Year(int(self) - other)

    def __add__(self, other: int) -> "Year":
        return Year(int(self) + other)


Placed = Literal["figure", "table", "list", "recommendations", "follow_up"]


@dataclass(frozen=True)
class Placement:
    """Where a figure, a table, a list of cases or one of recommendations stands in the text."""

    kind: Placed
    id: str


Term = tuple[Table, frozenset[Coordinates]]
"""Cells of one table, added up."""


@dataclass(frozen=True)
class Reference:
    """A number from cells, and the form in which it prints. Its ``value`` is ``HIDDEN`` when one of them is."""

    value: float
    form: formats.Form = formats.count
    after: tuple[str, str] | None = None
    """The words that follow it: with one, and with any other number, also one that is not told."""
    source: tuple[Table, Coordinates] | None = None
    """The cell that it comes from; the first, when it comes from more."""
    hidden: tuple[str, ...] = ()
    """The cells that it comes from and that are not told, in words."""
    untold: Mapping[str, str] = field(default_factory=lambda: {"en": formats.SIGN})
    """What it prints by language when it is not told; English for any other language."""
    terms: tuple[Term, ...] = ()
    """The cells that it is the plain sum of, by table: together they may be told where each of them is not."""

    @property
    def is_hidden(self) -> bool:
        return is_hidden(self.value)

    @property
    def tail(self) -> str:
        """What follows the number as plain words."""
        return f" {self.after[self.value != 1]}" if self.after else ""

    def text(self, language: str) -> str:
        """As it is printed."""
        if self.is_hidden:
            return self.untold.get(language, self.untold["en"])
        return self.form(self.value, language)

    def __add__(self, other: object) -> "Reference":
        return self._with(other, operator.add)

    def __sub__(self, other: object) -> "Reference":
        return self._with(other, operator.sub)

    def __lt__(self, other: object) -> bool | Undecided:
        return self._compared(other, operator.lt)

    def __le__(self, other: object) -> bool | Undecided:
        return self._compared(other, operator.le)

    def __gt__(self, other: object) -> bool | Undecided:
        return self._compared(other, operator.gt)

    def __ge__(self, other: object) -> bool | Undecided:
        return self._compared(other, operator.ge)

    def __eq__(self, other: object) -> Any:
        return self._compared(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self._compared(other, operator.ne)

    def __hash__(self) -> int:
        return hash(self.value)

    def _with(self, other: object, together: Callable[[float, float], float]) -> "Reference":
        added = reference(other)
        value = together(self.value, added.value)
        terms = _united(self, added) if together is operator.add else ()
        if is_hidden(value) and terms:
            value = sum(table.together(found) for table, found in terms)
        return replace(self, value=value, terms=terms, hidden=self.hidden + added.hidden)

    def _compared(self, other: object, holds: Callable[[float, float], bool]) -> bool | Undecided:
        if isinstance(other, int | float):
            return Undecided(self.hidden) if self.is_hidden else holds(self.value, other)
        against = reference(other)
        hidden = self.hidden + against.hidden
        return Undecided(hidden) if self.is_hidden or against.is_hidden else holds(self.value, against.value)


def _united(one: Reference, other: Reference) -> tuple[Term, ...]:
    """The terms of a sum, one for each table; none when a cell is in it twice."""
    terms = {table.id: (table, found) for table, found in one.terms}
    for table, found in other.terms:
        before = terms[table.id][1] if table.id in terms else frozenset()
        if before & found:
            return ()
        terms[table.id] = table, before | found
    return tuple(terms.values()) if one.terms and other.terms else ()


def reference(value: object) -> Reference:
    """This value, when it is a number from cells. Raises ``BadReference``."""
    if isinstance(value, Reference):
        return value
    raise BadReference("hier hoort een cel; schrijf tabel[code, code]")


def not_told(*parts: Reference, said: Mapping[str, str] | None = None) -> Reference:
    """What is computed from these when one of them is not told; it prints what is ``said`` by language."""
    found = Reference(HIDDEN, hidden=tuple(name for one in parts for name in one.hidden))
    return replace(found, untold=said) if said else found


def in_words(table: Table, coordinates: Coordinates) -> str:
    """A cell in words: ``Adviesvragen naar onderwerp: 2024, Omgangsvormen``."""
    known = [{code.code: code.name("nl") for code in codes} for codes in table.labels]
    named = [labels.get(code, code) for labels, code in zip(known, coordinates, strict=True) if code != TOTAL] or [
        "totaal"
    ]
    return f"{in_language(table.definition.title, 'nl')}: {', '.join(named)}"

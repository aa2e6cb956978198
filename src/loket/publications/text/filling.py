"""Text with expressions in it: ``In {{ cases[total] }} zaken``, to runs of text and numbers.

Used for the narrative and for every sentence in the definition of a publication. Each expression becomes one
private-use character, so that Markdown carries it through; a literal number that counts something is refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from loket.figures.model import HIDDEN, Cell, is_hidden
from loket.publications.text.document import Number, Run, Text
from loket.publications.text.literals import MEND, literals
from loket.publications.text.references import Scope, Value
from loket.publications.text.values import BadReference, Fixed, HiddenCell, Placement, Reference, Word

FIRST_TOKEN = 0xE000
TOKEN = re.compile("[\ue000-\uf8ff]")
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BRACES = re.compile(r"\{[{%#]|[}%#]\}")

Refusal = Callable[[int, str], Exception]
"""Offset in the text and message to the error to raise."""


@dataclass(frozen=True)
class Filled:
    """``text`` has one token for each of ``parts``, in order."""

    text: str
    parts: tuple[Run | Placement, ...]

    def part(self, token: str) -> Run | Placement:
        return self.parts[ord(token) - FIRST_TOKEN]


def fill(text: str, scope: Scope, language: str, refuse: Refusal) -> Filled:
    """Evaluate the expressions of a text. Raises what ``refuse`` gives at the first thing that is wrong."""
    if stray := TOKEN.search(text):
        raise refuse(stray.start(), "dit teken is voor eigen gebruik; haal het weg")
    parts: list[Run | Placement] = []

    def token(match: re.Match[str]) -> str:
        try:
            value, cells = scope.evaluate(match.group(1))
            parts.append(_part(value, cells, language))
        except BadReference as error:
            raise refuse(match.start(), str(error)) from error
        tail = value.tail if isinstance(value, Reference) else ""
        return chr(FIRST_TOKEN + len(parts) - 1) + tail

    _refuse_literals(text, language, refuse)
    return Filled(_EXPRESSION.sub(token, text), tuple(parts))


def sentence(text: str, scope: Scope, language: str, refuse: Refusal) -> tuple[Run, ...]:
    """A text without Markdown as runs. Raises as ``fill``."""
    filled = fill(" ".join(text.split()), scope, language, refuse)
    runs: list[Run] = []
    for piece in re.split(f"({TOKEN.pattern})", filled.text):
        part = filled.part(piece) if TOKEN.fullmatch(piece) else Text(piece)
        if isinstance(part, Placement):
            raise refuse(0, "een figuur of tabel hoort hier niet; zet haar op een eigen regel in het verhaal")
        if part.text:
            runs.append(part)
    return tuple(runs)


def tells(text: str, scope: Scope) -> bool:
    """Whether each number of a text is told, and nothing in it rests on one that is not. What cannot be read counts as
    told: ``fill`` says what is wrong with it."""
    return not any(_hides(match.group(1), scope) for match in _EXPRESSION.finditer(text))


def _hides(expression: str, scope: Scope) -> bool:
    try:
        value, _ = scope.evaluate(expression)
    except BadReference as error:
        return isinstance(error, HiddenCell)
    return isinstance(value, Reference) and value.is_hidden


def plain(runs: tuple[Run, ...]) -> str:
    """Runs as they read."""
    return "".join(run.text for run in runs)


def _refuse_literals(text: str, language: str, refuse: Refusal) -> None:
    prose = _EXPRESSION.sub(lambda match: "\ue000" * len(match.group()), text)
    if braces := _BRACES.search(prose):
        raise refuse(braces.start(), "hier staan losse accolades; alleen {{ verwijzing }} mag")
    for offset, found in literals(prose, language):
        raise refuse(offset, f"'{found}' telt iets maar verwijst nergens naar; {MEND}")


def _part(value: Value, cells: tuple[Cell, ...], language: str) -> Run | Placement:
    if isinstance(value, Placement):
        return value
    if isinstance(value, bool):
        raise BadReference('een bewering is geen getal; schrijf says("de meeste", tabel[a] > tabel[b])')
    if isinstance(value, Fixed):
        told = cells and not any(is_hidden(cell.n) for cell in cells)
        return _number(value.text, cells[0].n, cells) if told and not isinstance(value, Word) else Text(value.text)
    text = value.text(language)
    return _number(text, HIDDEN if value.is_hidden else value.value, cells) if cells else Text(text)


def _number(text: str, n: float, cells: tuple[Cell, ...]) -> Number:
    return Number(text, cells[0].table, cells[0].coordinates, n, cells)

"""Parts of a narrative that are printed for some years only, when all their numbers are told, or once for each code of
a table.

Each tag stands on a line of its own; they may stand within each other.

    {% if has(adviser_time) %}            what follows is printed when the condition holds (``references``)
    {% else %}                            and this when it does not
    {% end %}
    {% told %}                            what follows is printed when none of its numbers is hidden; or an else
    {% end %}
    {% each sub in advice_outcome_by_subcategory, undesirable_conduct %}
    ### {{ label(subcategory, $sub) }}    once for each code that stands after these in the table, the total excepted
    {% end %}
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from loket.publications.text.filling import tells
from loket.publications.text.references import Scope
from loket.publications.text.values import BadReference

_TAG = re.compile(r"^[ ]*\{%[ ]*(?P<word>\w+)(?:[ ]+(?P<rest>.*?))?[ ]*%\}[ ]*(?:\n|\Z)", re.MULTILINE)
_EACH = re.compile(r"(?P<name>\w+) in (?P<codes>.+)")
_NAME = re.compile(r"\$(\w+)")

T = TypeVar("T")

Refusal = Callable[[int, str], Exception]
"""Offset in the text and message to the error to raise."""


@dataclass(frozen=True)
class Unfolded:
    """``text`` is what is printed; ``starts`` are the places of its pieces, in it and in what was written."""

    text: str
    starts: tuple[tuple[int, int], ...]

    def source(self, at: int) -> int:
        """Where this place stands in what was written."""
        found = bisect_right(self.starts, (at, len(self.text) + 1 << 30)) - 1
        here, there = self.starts[max(found, 0)] if self.starts else (0, 0)
        return there + at - here


def unfold(text: str, scope: Scope, refuse: Refusal) -> Unfolded:
    """What of this text is printed. Raises what ``refuse`` gives for a tag that cannot be read or is not closed."""
    reader = _Reader(text, scope, refuse)
    stopped, at = reader.read(0, {}, printed=True)
    if stopped:
        raise refuse(at, f"hier eindigt iets dat niet begon; haal {{% {stopped} %}} weg")
    return Unfolded("".join(reader.pieces), tuple(reader.starts))


@dataclass
class _Reader:
    """Walks the tags of one text; ``pieces`` is what is printed so far."""

    text: str
    scope: Scope
    refuse: Refusal
    pieces: list[str] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def read(self, at: int, names: Mapping[str, str], *, printed: bool) -> tuple[str, int]:
        """Print up to the tag that ends this part; gives its word (empty at the end of the text) and where it ends."""
        while tag := _TAG.search(self.text, at):
            self._keep(at, tag.start(), names, printed=printed)
            if tag["word"] in ("else", "end"):
                return tag["word"], tag.end()
            at = self._open(tag, names, printed=printed)
        self._keep(at, len(self.text), names, printed=printed)
        return "", len(self.text)

    def _open(self, tag: re.Match[str], names: Mapping[str, str], *, printed: bool) -> int:
        rest = self._named(tag["rest"] or "", names)
        if tag["word"] == "if":
            return self._if(tag, rest, names, printed=printed)
        if tag["word"] == "told" and not rest:
            return self._told(tag, names, printed=printed)
        if tag["word"] == "each" and (wanted := _EACH.fullmatch(rest)):
            return self._each(tag, wanted, names, printed=printed)
        raise self.refuse(
            tag.start(),
            "dit kan hier niet; schrijf {% if ... %}, {% told %}, {% each naam in tabel, code %} of {% end %}",
        )

    def _if(self, tag: re.Match[str], condition: str, names: Mapping[str, str], *, printed: bool) -> int:
        holds = printed and self._asked(tag, lambda: self.scope.decides(condition))
        word, at = self.read(tag.end(), names, printed=printed and holds)
        if word == "else":
            word, at = self.read(at, names, printed=printed and not holds)
        return self._closed(tag, word, at)

    def _told(self, tag: re.Match[str], names: Mapping[str, str], *, printed: bool) -> int:
        pieces, length = len(self.pieces), self.length
        word, at = self.read(tag.end(), names, printed=printed)
        is_told = tells("".join(self.pieces[pieces:]), self.scope)
        if not is_told:
            del self.pieces[pieces:], self.starts[pieces:]
            self.length = length
        if word == "else":
            word, at = self.read(at, names, printed=printed and not is_told)
        return self._closed(tag, word, at)

    def _each(self, tag: re.Match[str], wanted: re.Match[str], names: Mapping[str, str], *, printed: bool) -> int:
        codes = self._asked(tag, lambda: self.scope.codes(wanted["codes"])) if printed else ()
        word, at = self.read(tag.end(), names, printed=False)
        for code in codes:
            self.read(tag.end(), {**names, wanted["name"]: _written(code)}, printed=True)
        return self._closed(tag, word, at)

    def _closed(self, tag: re.Match[str], word: str, at: int) -> int:
        if word != "end":
            raise self.refuse(tag.start(), "dit deel is niet afgesloten; zet eronder {% end %}")
        return at

    def _asked(self, tag: re.Match[str], ask: Callable[[], T]) -> T:
        try:
            return ask()
        except BadReference as error:
            raise self.refuse(tag.start(), str(error)) from error

    def _keep(self, start: int, end: int, names: Mapping[str, str], *, printed: bool) -> None:
        if printed and start < end:
            piece = self._named(self.text[start:end], names)
            self.starts.append((self.length, start))
            self.pieces.append(piece)
            self.length += len(piece)

    def _named(self, text: str, names: Mapping[str, str]) -> str:
        return _NAME.sub(lambda match: names.get(match[1], match[0]), text)


def _written(code: str) -> str:
    """A code as an expression has it: in quotes when it would read as something else, as ``a+b`` does."""
    return code if code.isalnum() or code.isidentifier() else f'"{code}"'

"""Which number a figure or a table gets: that of its chapter, and its place in the narrative ("4.2").

A figure and the table beside it share a number. Each stands in the narrative once; a figure may stand in the
overview only, and then has no number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from loket.core.badfile import BadFile, position, read_text
from loket.publications.text.definition import Definition, ListText, TableText
from loket.publications.text.document import Block, FigureBlock, TableBlock

_MENTION = re.compile(r"\b(figure|table|list)\(\s*['\"]([^'\"]*)['\"]")

Placed = tuple[str, str]
"""The kind ("figure" or "table") and the id."""


class Numbering:
    """The numbers of one publication in one language, given out chapter by chapter."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._beside = {one.id: one.beside for one in definition.text.figures}
        self._known = {("figure", name) for name in self._beside}
        self._known |= {("table", one.id) for one in definition.text.tables}
        self._known |= {("table", one.id) for one in definition.text.lists}
        self._numbers: dict[Placed, str] = {}
        self._mentioned: set[Placed] = set()

    def figure(self, name: str) -> str:
        """The number of a figure; empty when only the overview shows it."""
        return self._numbers.get(("figure", name), "")

    def table(self, name: str) -> str:
        return self._numbers["table", name]

    def stands(self, kind: str, name: str) -> bool:
        """Whether a figure or a table is printed in a chapter."""
        return (kind, name) in self._numbers

    def place(self, chapter: str, blocks: Sequence[Block], narrative: Path) -> None:
        """Number what stands in a chapter. Raises ``BadFile`` for what does not exist or already stands."""
        self._mentioned.update(_mentions(read_text(narrative), self._beside))
        for count, placed in enumerate(_placements(blocks), start=1):
            beside = self._beside.get(placed[1]) if placed[0] == "figure" else None
            for one in (placed, ("table", beside)) if beside else (placed,):
                if one not in self._known:
                    raise _refused(narrative, placed, f"bestaat niet; zet '{placed[1]}' in de definitie")
                if one in self._numbers:
                    raise _refused(narrative, placed, "staat al in deze publicatie; toon haar één keer")
                self._numbers[one] = f"{chapter}.{count}"

    def check_complete(self) -> None:
        """Raises ``BadFile`` for a table in no chapter, or a figure neither there nor in the overview. What stands in a
        part that this year does not print is in its chapter."""
        text = self._definition.text
        placed: Mapping[str, Sequence[TableText | ListText]] = {"tables": text.tables, "lists": text.lists}
        for name, called in (("tables", "tabel"), ("lists", "lijst")):
            for index, one in enumerate(placed[name]):
                if ("table", one.id) not in self._mentioned:
                    message = f"{called} '{one.id}' staat in geen hoofdstuk; zet haar erin of haal haar weg"
                    raise self._definition.bad(message, name, index, "id")
        for index, figure in enumerate(text.figures):
            if ("figure", figure.id) not in self._mentioned and figure.id not in text.overview.figures:
                message = f"figuur '{figure.id}' staat nergens; zet haar in een hoofdstuk of haal haar weg"
                raise self._definition.bad(message, "figures", index, "id")


def _placements(blocks: Sequence[Block]) -> Iterator[Placed]:
    for block in blocks:
        if isinstance(block, FigureBlock):
            yield "figure", block.figure
        elif isinstance(block, TableBlock):
            yield "table", block.table


def _mentions(text: str, beside: Mapping[str, str | None]) -> Iterator[Placed]:
    """All that a narrative may print, with the table beside each figure."""
    for kind, name in _MENTION.findall(text):
        yield ("table" if kind == "list" else kind), name
        if kind == "figure" and (table := beside.get(name)):
            yield "table", table


def _refused(narrative: Path, placed: Placed, message: str) -> BadFile:
    """Points at the last place where the narrative shows it."""
    kind, name = placed
    text = read_text(narrative)
    found = [match.start() for match in re.finditer(rf"\b{kind}\(\s*['\"]{re.escape(name)}['\"]", text)]
    return BadFile(narrative, *position(text, found[-1] if found else 0), f"{kind}('{name}') {message}")

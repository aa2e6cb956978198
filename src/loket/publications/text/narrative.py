"""The narrative of a chapter: Markdown with references, to the blocks of a document.

CommonMark without HTML, and of it only headings (two levels, the chapter's title stands in the definition),
paragraphs, lists of one level, bold, italic and links. The first paragraph is the lead.
``{{ figure("id") }}``, ``{{ table("id") }}`` and ``{{ list("id") }}`` stand on a line of their own, and so do the tags
of ``unfolding``.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loket.core.badfile import BadFile, position, read_text
from loket.publications.text.document import (
    Block,
    FigureBlock,
    Heading,
    ItemList,
    Number,
    Paragraph,
    Run,
    TableBlock,
    Text,
)
from loket.publications.text.filling import TOKEN, Filled, fill, plain
from loket.publications.text.literals import MEND, literals
from loket.publications.text.recommended import Recommendations, as_list, followed_up
from loket.publications.text.references import Scope
from loket.publications.text.unfolding import unfold
from loket.publications.text.values import Placement

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_PIECES = re.compile(f"({TOKEN.pattern})")
_ALLOWED = (
    "gebruik alleen koppen (## en ###), alinea's, lijsten zonder sublijst, vet, cursief, "
    "en links naar https of een hoofdstuk"
)


def read_narrative(
    path: Path,
    scope: Scope,
    language: str,
    pages: Collection[str] = (),
    recommendations: Recommendations | None = None,
) -> tuple[Block, ...]:
    """The blocks of one narrative file; ``pages`` are the addresses within the report that it may link to,
    ``recommendations`` what it may print of them.

    Raises ``BadFile`` with line and column: an unknown table or cell, a literal number that counts something,
    Markdown that a report does not use.
    """
    written = read_text(path)
    text = unfold(written, scope, lambda at, message: BadFile(path, *position(written, at), message))

    def place(at: int) -> tuple[int, int]:
        return position(written, text.source(at))

    filled = fill(text.text, scope, language, lambda at, message: BadFile(path, *place(at), message))
    lines = [place(start.start())[0] for start in re.finditer("^", text.text, re.MULTILINE)]
    found = recommendations or Recommendations()
    return tuple(_Reader(path, filled, language, pages, lines, found).blocks())


@dataclass
class _Style:
    strong: bool = False
    emphasis: bool = False
    href: str | None = None


class _Reader:
    """Walks the tokens of one file."""

    def __init__(
        self,
        path: Path,
        filled: Filled,
        language: str,
        pages: Collection[str],
        lines: Sequence[int],
        recommendations: Recommendations,
    ) -> None:
        """``lines`` says for each line that is printed where it was written."""
        self._path, self._lines, self._recommendations = path, lines, recommendations
        self._language = language
        self._pages = pages
        self._filled = filled
        self._anchors: dict[str, int] = {}
        self._line = 1

    def blocks(self) -> Iterator[Block]:
        tokens = iter(_MARKDOWN.parse(self._filled.text))
        lead = True
        for token in tokens:
            self._line = self._lines[token.map[0]] if token.map else self._line
            if token.type == "heading_open":
                yield self._heading(token, next(tokens))
            elif token.type == "paragraph_open":
                block = self._paragraph(next(tokens), lead)
                lead = lead and not isinstance(block, Paragraph)
                yield block
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(tokens, ordered=token.type.startswith("ordered"))
            elif not token.type.endswith("_close"):
                raise self._refused(token.type)

    def _heading(self, opening: Token, inline: Token) -> Heading:
        level = int(opening.tag[1:])
        if level not in (2, 3):
            raise self._refused(f"kop van niveau {level}")
        runs = self._runs(inline)
        return Heading(level, runs, self._anchor(plain(runs)))

    def _anchor(self, text: str) -> str:
        """The heading as a part of an address, made unique within the chapter."""
        ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-") or "deel"
        self._anchors[slug] = self._anchors.get(slug, 0) + 1
        return slug if self._anchors[slug] == 1 else f"{slug}-{self._anchors[slug]}"

    def _paragraph(self, inline: Token, lead: bool) -> Block:
        if TOKEN.fullmatch(inline.content):
            part = self._filled.part(inline.content)
            if isinstance(part, Placement):
                return self._placed(part)
        return Paragraph(self._runs(inline), lead)

    def _placed(self, part: Placement) -> Block:
        match part.kind:
            case "figure":
                return FigureBlock(part.id)
            case "table" | "list":
                return TableBlock(part.id)
            case "recommendations":
                return as_list(self._recommendations.to(part.id), self._language)
            case "follow_up":
                return followed_up(self._recommendations.of_last_year, self._language)

    def _list(self, tokens: Iterator[Token], *, ordered: bool) -> ItemList:
        items: list[tuple[Run, ...]] = []
        for token in tokens:
            if token.type.endswith("_list_close"):
                break
            if token.type == "list_item_open":
                items.append(())
            elif token.type == "inline":
                items[-1] += (Text(" "), *self._runs(token)) if items[-1] else self._runs(token)
            elif token.type not in ("paragraph_open", "paragraph_close", "list_item_close"):
                raise self._refused(token.type)
        return ItemList(tuple(items), ordered)

    def _runs(self, inline: Token) -> tuple[Run, ...]:
        self._refuse_split_literals(inline)
        style = _Style()
        runs: list[Run] = []
        for token in inline.children or ():
            if token.type in ("text", "text_special"):
                runs.extend(self._pieces(token.content, style))
            elif token.type == "softbreak":
                runs.append(Text(" ", style.strong, style.emphasis, style.href))
            else:
                self._restyle(style, token)
        return tuple(_merged(runs))

    def _refuse_split_literals(self, inline: Token) -> None:
        """A number that Markdown cut in pieces, so that the source did not show it: ``twin**tig**``."""
        shown = "".join(" " if token.type == "softbreak" else token.content for token in inline.children or ())
        for _, found in literals(f" {shown}", self._language):
            raise BadFile(self._path, self._line, 1, f"'{found}' telt iets maar verwijst nergens naar; {MEND}")

    def _pieces(self, content: str, style: _Style) -> Iterator[Run]:
        for piece in _PIECES.split(content):
            part = self._filled.part(piece) if TOKEN.fullmatch(piece) else Text(piece)
            if isinstance(part, Placement):
                raise self._bad(f"{part.kind} '{part.id}' staat midden in een zin; zet haar op een eigen regel")
            if isinstance(part, Number):
                yield part
            elif part.text:
                yield replace(part, strong=style.strong, emphasis=style.emphasis, href=style.href)

    def _restyle(self, style: _Style, token: Token) -> None:
        opens = token.nesting == 1
        if token.tag == "strong":
            style.strong = opens
        elif token.tag == "em":
            style.emphasis = opens
        elif token.tag == "a":
            style.href = str(token.attrGet("href")) if opens else None
            if opens and not (str(style.href).startswith("https://") or style.href in self._pages):
                raise self._refused(f"link naar '{style.href}'")
        else:
            raise self._refused(token.type)

    def _refused(self, what: str) -> BadFile:
        return self._bad(f"{what} kan hier niet; {_ALLOWED}")

    def _bad(self, message: str) -> BadFile:
        return BadFile(self._path, self._line, 1, message)


def _merged(runs: list[Run]) -> Iterator[Run]:
    """Neighbouring text in one style as one run."""
    last: Text | None = None
    for run in runs:
        if isinstance(run, Text) and last and replace(run, text="") == replace(last, text=""):
            last = replace(last, text=last.text + run.text)
            continue
        if last:
            yield last
        last = run if isinstance(run, Text) else None
        if last is None:
            yield run
    if last:
        yield last

"""The pages of the site in one language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template import Context, Engine
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from loket.core.markup import as_markup
from loket.figures import formats
from loket.figures.charts import strokes
from loket.figures.model import Table, in_language
from loket.publications.layout.site import addresses, parts
from loket.publications.layout.site.background import Background
from loket.publications.layout.site.explained import Explained
from loket.publications.layout.site.notes import Notes, told
from loket.publications.layout.site.revised import FILE, revised
from loket.publications.layout.site.standing import Standing, sources
from loket.publications.layout.site.words import own_name, words
from loket.publications.text.document import Chapter, Document, Heading, KeyFigure, Paragraph, PrintedTable

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ENGINE = Engine(dirs=[str(TEMPLATES)], autoescape=True)
SHADES = ("white", "soft", "mid")
BLANK = re.compile(r"\n\s*(?=\n)")


@dataclass(frozen=True)
class Definition:
    """How one computed table counts."""

    id: str
    page: str
    title: str
    rule: str
    unit: str
    source: str
    reconstructed: bool
    printed: tuple[tuple[str, PrintedTable], ...]


class Site:
    """One document with the tables of its numbers and the background of those; ``languages`` are those of all
    documents, ``at_home`` whether the application shows it.
    """

    def __init__(
        self,
        document: Document,
        tables: Mapping[str, Table],
        background: Background,
        languages: Sequence[str],
        robots: str,
        *,
        at_home: bool,
    ) -> None:
        self._document, self._tables, self._languages = document, tables, languages
        self._background, self._standing = background, Standing(document, tables)
        self._words = words(document.language)
        self._revised = list(revised(tables, background, self._standing, document.language))
        self._frame = {
            "document": document,
            "year": str(document.year),
            "words": self._words,
            "robots": robots,
            "home": _home(document.language) if at_home else None,
            "own_language": next(iter(languages)),
            "why_not": formats.ours(formats.WHY_NOT, document.language),
            "not_shown": formats.ours(formats.NOT_SHOWN, document.language),
            "revised": FILE if self._revised else "",
            "snapshot": self._words["snapshot"].format(year=document.year, revision=document.revision),
            "chapters": [chapter for chapter in document.chapters if not chapter.annex],
            "annexes": [chapter for chapter in document.chapters if chapter.annex],
        }

    def pages(self) -> Iterator[tuple[str, str]]:
        """File name and text of every page."""
        yield self._page("index.html", "overview", self._overview())
        yield self._page("chapters.html", "chapters")
        for before, chapter, after in parts.neighbours(self._document.chapters):
            yield self._chapter(chapter, before, after)
        views = [parts.TableView(key, table, self._tables, self._document.language) for key, table in self._in_order()]
        yield self._page("tables.html", "tables", {"tables": views})
        yield self._page(
            "downloads.html",
            "downloads",
            {"tables": list(self._definitions()), "reports": self._reports()},
        )
        yield self._page("definitions.html", "definitions", {"tables": list(self._definitions())})
        yield from self._explained()
        if self._revised:
            yield self._page(FILE, "revised", {"revisions": self._revised})

    def _explained(self) -> Iterator[tuple[str, str]]:
        language = self._document.language
        last = next(reversed(self._background.revisions), None)
        frozen_on = self._words["frozen_on"].format(day=formats.day(last.frozen_on, language)) if last else ""
        explained = Explained(self._tables, self._standing, self._background, language)
        for page in explained.pages():
            yield self._page(page.name, "cells", {"table": page, "frozen_on": frozen_on}, section="tables")

    def _page(
        self, name: str, template: str, more: Mapping[str, object] | None = None, *, section: str = ""
    ) -> tuple[str, str]:
        others = [
            {"code": tag, "name": own_name(tag), "href": f"../{tag}/{name}"}
            for tag in self._languages
            if tag != self._document.language
        ]
        context = Context(
            {**self._frame, "section": section or template, "others": others, **(more or {})}, use_l10n=False
        )
        text = ENGINE.get_template(f"publications/report/{template}.html").render(context)
        return name, BLANK.sub("", text)

    def _chapter(self, chapter: Chapter, before: Chapter | None, after: Chapter | None) -> tuple[str, str]:
        groups = parts.groups(self._document, chapter, self._tables, Notes(self._document, self._tables))
        heads = [
            (block.anchor, "".join(run.text for run in block.runs))
            for block in chapter.blocks
            if isinstance(block, Heading) and block.level == 2
        ]
        more = {
            "chapter": chapter,
            "before": before,
            "after": after,
            "groups": groups,
            "summary": _summary(chapter),
            "heads": heads,
            "reconstructed": any(_uses_reconstructed(group) for group in groups),
        }
        return self._page(f"{chapter.slug}.html", "chapter", more, section="chapters")

    def _overview(self) -> dict[str, object]:
        overview, language = self._document.overview, self._document.language
        figures = [
            parts.figure_view(self._document, self._document.figures[name], self._tables) for name in overview.figures
        ]
        numbers = [item.number for item in (*overview.key_figures, *overview.other_figures)]
        legend = [
            {"shade": shade, "n": formats.count(n, language), "label": label}
            for shade, (label, n) in zip(SHADES, overview.strokes, strict=False)
        ]
        return {
            "overview": overview,
            "behind": addresses.page(overview.strokes_table) if overview.strokes_table in self._tables else "",
            "keys": [self._key(item) for item in overview.key_figures],
            "other_keys": [self._key(item) for item in overview.other_figures],
            "figures": figures,
            "legend": legend,
            "strokes": self._strokes(1104, 12),
            "narrow_strokes": self._strokes(350, 20),
            "reconstructed": any(self._tables[number.table].reconstructed for number in numbers)
            or any(figure.table and figure.table.table.reconstructed for figure in figures),
        }

    def _key(self, item: KeyFigure) -> dict[str, object]:
        """A big number, with where it is explained."""
        is_hidden, text = told(item.number)
        href = addresses.address(self._tables, sources(item.number))
        return {"item": item, "href": href, "is_hidden": is_hidden, "text": text}

    def _strokes(self, wide: float, rows: int) -> SafeString:
        overview = self._document.overview
        svg = strokes(overview.strokes, self._document.language, title=overview.strokes_caption, wide=wide, rows=rows)
        return as_markup(svg)

    def _definitions(self) -> Iterator[Definition]:
        for table in self._tables.values():
            definition = table.definition
            yield Definition(
                id=table.id,
                page=addresses.page(table.id),
                title=in_language(definition.title, self._document.language),
                rule=in_language(definition.rule, self._document.language),
                unit=in_language(definition.unit, self._document.language),
                source=definition.source,
                reconstructed=table.reconstructed,
                printed=tuple((key, one) for key, one in self._in_order() if one.id == table.id),
            )

    def _in_order(self) -> list[tuple[str, PrintedTable]]:
        """The printed tables in the order in which the chapters show them."""
        places = {chapter.number: place for place, chapter in enumerate(self._document.chapters)}

        def place(item: tuple[str, PrintedTable]) -> tuple[int, int]:
            chapter, _, count = item[1].number.rpartition(".")
            return places.get(chapter, len(places)), int(count or 0)

        return sorted(self._document.tables.items(), key=place)

    def _reports(self) -> list[dict[str, str]]:
        ordered = sorted(self._languages, key=lambda tag: tag != self._document.language)
        return [{"code": tag, "pdf": words(tag)["pdf"], "hint": words(tag)["pdf_hint"]} for tag in ordered]


def _home(language: str) -> dict[str, str]:
    """The addresses of the application that a report leads to: its front page, its shelf of reports, and what chance
    is."""
    with translation.override(language):
        names = {"front": "guide:home", "shelf": "publications:list", "chance": "publications:chance"}
        return {key: reverse(name) for key, name in names.items()}


def _summary(chapter: Chapter) -> str:
    """The first paragraph without markup, for search engines."""
    first = next((block for block in chapter.blocks if isinstance(block, Paragraph)), None)
    return "".join(run.text for run in first.runs) if first else chapter.title


def _uses_reconstructed(group: parts.Group) -> bool:
    for part in group.parts:
        if isinstance(part, parts.Prose):
            if any(run.note.reconstructed for line in part.lines for run in line if isinstance(run, parts.NumberRun)):
                return True
        elif isinstance(part, parts.TableView):
            if part.table.reconstructed:
                return True
        elif part.table and part.table.table.reconstructed:
            return True
    return False

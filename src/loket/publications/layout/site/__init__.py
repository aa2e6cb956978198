"""The website of a publication: a folder of pages for each language, that needs no script and no server.

``nl/index.html`` (the year at a glance), one page a chapter, and the pages ``chapters``, ``tables``, ``downloads`` and
``definitions``; a page ``cells-...`` for each computed table, on which every cell has a place of its own
(docs/decisions/0021-cell-pages.md); and ``revised`` when the year was published before. Links are relative and lead
nowhere outside the publication but where the narrative does, and back to the application where that shows it
(``at_home``). A number in the text is a link that opens its own note (``:target``); the note leads to its cell, the
table and its definition.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.conf import settings

from loket.figures.model import Table
from loket.publications.layout.site import assets
from loket.publications.layout.site.background import NOTHING, Background
from loket.publications.layout.site.pages import Site
from loket.publications.text.document import Document


def write(
    documents: Sequence[Document],
    out: Path,
    tables: Mapping[str, Table],
    background: Background = NOTHING,
    *,
    fonts: Path | None = None,
    robots: str = "index, follow",
    at_home: bool = False,
) -> None:
    """Write the pages of every language and what they share to ``out``, an existing folder.

    ``tables`` are the computed tables that the numbers come from, and ``background`` says more about them; ``robots``
    is what search engines may do; ``at_home`` makes the pages lead back to the application.
    Raises ``assets.FontMissing``.
    """
    assets.copy(out, fonts or settings.VAR / "front" / "fonts")
    for path, text in pages(documents, tables, background, robots=robots, at_home=at_home):
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_text(text, encoding="utf-8", newline="")


def pages(
    documents: Sequence[Document],
    tables: Mapping[str, Table],
    background: Background = NOTHING,
    *,
    robots: str = "index, follow",
    at_home: bool = False,
) -> Iterator[tuple[str, str]]:
    """Every page: its path in the publication, and its text."""
    languages = [document.language for document in documents]
    for document in documents:
        for name, text in Site(document, tables, background, languages, robots, at_home=at_home).pages():
            yield f"{document.language}/{name}", text

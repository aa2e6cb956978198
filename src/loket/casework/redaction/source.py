"""What a redacted copy can be made of: what the reporter told, a text of the file, or a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.http import Http404

from loket.casework.casefile.page import Page
from loket.casework.casefile.told import Told
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.core.paper import compile_pdf
from loket.intake import files

STORY, PART = "melding", "stuk-"
_LAYOUT = Path(__file__).parent / "text.typ"

Pieces = Iterator[tuple[str, str]]
"""Texts of several lines, each with its title."""


@dataclass(frozen=True)
class Source:
    """``slug`` names it in addresses. ``data`` is a PDF or a picture, in memory only."""

    slug: str
    title: str
    data: bytes = field(repr=False)


def source(opened: OpenCase, slug: str) -> Source:
    """What this part of an address stands for. Raises ``Http404``, ``Damaged``, ``WontOpen``, ``NoPdf``."""
    page = Page(opened, is_head=False)
    if slug == STORY and page.told:
        return Source(slug, page.told.title, _on_paper(page.told.title, _told(page.told)))
    part = next((part for part in page.parts if slug == f"{PART}{part.item.number}" and part.content.text), None)
    if part:
        title = page.title_of(part)
        return Source(slug, title, _on_paper(title, iter([("", part.content.text)])))
    note = next((note for note in page.files if str(note.id) == slug), None)
    if note is None:
        raise Http404
    return Source(slug, note.name, b"".join(files.unsealed(note)))


def _told(told: Told) -> Pieces:
    yield "", told.story
    yield from told.answers


def _on_paper(title: str, pieces: Pieces) -> bytes:
    parts = [{"title": name, "text": text} for name, text in pieces]
    return compile_pdf(_LAYOUT, data={"title": title, "parts": parts}, moment=clock.today())

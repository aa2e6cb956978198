"""A statement of destruction on paper: a tagged PDF for the archive (PDF/UA-1, PDF/A-2a). The words go in as data,
never as Typst source, so that none of them is read as code."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from loket.core.paper import compile_pdf

SOURCE = Path(__file__).parent / "layout"


def render(
    *,
    title: str,
    subtitle: str,
    lines: Sequence[tuple[str, str]],
    text: Sequence[str],
    language: str,
    moment: dt.date,
) -> bytes:
    """The PDF with these lines, each a label and what it says, and these paragraphs. ``moment`` is the only day in the
    file: the same statement gives the same bytes. Raises ``NoPdf``."""
    said = {"title": title, "subtitle": subtitle, "lines": lines, "text": text, "language": language}
    return compile_pdf(SOURCE / "statement.typ", data=said, moment=moment)

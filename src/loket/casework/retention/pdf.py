"""A statement of destruction on paper: a tagged PDF for the archive (PDF/UA-1, PDF/A-2a). The words go in as data,
never as Typst source, so that none of them is read as code."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from loket.core.errors import UserError

SOURCE = Path(__file__).parent / "layout"


class NoPdf(UserError):
    """Typst, or the typeface, is not there; the text says what to do."""


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
    import typst

    fonts = settings.VAR / "front" / "fonts" / "ttf"
    if not any(fonts.glob("*.ttf")):
        raise NoPdf(f"de lettertypes ontbreken in {fonts}; start ./loket opnieuw, dan haalt het ze op")
    said = {"title": title, "subtitle": subtitle, "lines": lines, "text": text, "language": language}
    day = {"year": moment.year, "month": moment.month, "day": moment.day}
    made: bytes = typst.compile(
        SOURCE / "statement.typ",
        root=SOURCE,
        font_paths=[fonts],
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=dt.datetime(moment.year, moment.month, moment.day, tzinfo=dt.UTC),
        sys_inputs={"data": json.dumps({**said, "moment": day}, ensure_ascii=False)},
    )
    return made

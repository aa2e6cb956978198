"""The report on paper: a ``Document`` laid out by Typst as a tagged PDF.

PDF/UA-1 (ISO 14289-1) for people who read with other means, and PDF/A-3a (ISO 19005-3) for the archive: part
3, because every table travels along as CSV. The text goes in as data, never as Typst source, so no word of
it can be read as code. The same document gives the same bytes: the only date in the file is the reference
date of its snapshot.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from operator import contains
from pathlib import Path
from typing import Any

from loket.core.errors import UserError
from loket.figures.charts import rows_beside
from loket.publications.text.document import Chapter, Document, Figure, FigureBlock, TableBlock

SOURCE = Path(__file__).parent / "typst"

ACROSS = "<style>.row-label{display:none}.row-bar{transform:translate(0,-6.5px)}</style>"
"""In a chart with its table beside it: the table names the rows, and the bars stand in the middle of
theirs.
"""


class NoPdf(UserError):
    """Typst refused the document; the text says what and where, in Dutch."""


@dataclass(frozen=True)
class Attachment:
    """A table that travels in the PDF: file name, what it is, and its CSV."""

    name: str
    title: str
    text: str


def fonts() -> Path:
    """The folder with the typeface as TTF, which the launcher fills. Raises ``NoPdf`` when it is empty."""
    from django.conf import settings

    folder: Path = settings.VAR / "front" / "fonts" / "ttf"
    if not any(folder.glob("*.ttf")):
        raise NoPdf(f"de lettertypes ontbreken in {folder}; start ./loket opnieuw, dan haalt het ze op")
    return folder


def render(document: Document, attachments: Sequence[Attachment], *, moment: date, fonts: Path) -> bytes:
    """The PDF of this document. ``fonts`` holds the typeface as TTF; fonts of the machine are not used."""
    import typst

    try:
        made: bytes = typst.compile(
            SOURCE / "report.typ",
            root=SOURCE,
            font_paths=[fonts],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-3a"],
            timestamp=datetime(moment.year, moment.month, moment.day, tzinfo=UTC),
            sys_inputs={"data": as_data(document, attachments, moment)},
        )
    except typst.TypstError as error:
        hints = " ".join(error.hints)
        raise NoPdf(
            f"de PDF in taal '{document.language}' is niet te maken: {error.message} {hints}".strip()
        ) from error
    return made


def as_data(document: Document, attachments: Sequence[Attachment], moment: date) -> str:
    """What ``report.typ`` reads: the document as JSON, and where each table is first printed."""
    return json.dumps(
        {
            **plain(replace(document, figures={})),
            "figures": {name: on_paper(figure) for name, figure in document.figures.items()},
            "places": places(document.chapters, document),
            "attachments": plain(list(attachments)),
            "author": document.publisher,
            "moment": {"year": moment.year, "month": moment.month, "day": moment.day},
        },
        ensure_ascii=False,
    )


def on_paper(figure: Figure) -> dict[str, Any]:
    """The figure with only the drawing that fits a page of A4, and how many of its rows a table can stand
    beside.
    """
    drawing, rows = figure.paper or figure.svg, rows_to_read_across(figure)
    beside = drawing.replace(">", f">{ACROSS}", 1) if rows else ""
    return {**plain(replace(figure, svg=drawing, narrow="", paper="", column="")), "rows": rows, "beside": beside}


def rows_to_read_across(figure: Figure) -> int:
    """How many rows the chart has, when the table has the same rows in the same order; otherwise
    0.
    """
    numbers = rows_beside(figure.paper or figure.svg)
    rows = [row.cells for row in figure.table.rows if row.kind != "total"] if figure.table else []
    same = len(numbers) == len(rows) and all(map(contains, rows, numbers))
    return len(rows) if same else 0


def places(chapters: Sequence[Chapter], document: Document) -> dict[str, str]:
    """Table id to "slug/block": the first place where it is printed, so that a number in the text can link
    to it.
    """
    found: dict[str, str] = {}
    for chapter in chapters:
        for index, block in enumerate(chapter.blocks):
            if isinstance(block, TableBlock):
                found.setdefault(document.tables[block.table].id, f"{chapter.slug}/{index}")
            elif isinstance(block, FigureBlock) and (table := document.figures[block.figure].table):
                found.setdefault(table.id, f"{chapter.slug}/{index}")
    return found


def plain(value: Any) -> Any:
    """A value of the document as JSON knows it; ``type`` names the class, so that a reader can tell blocks
    apart.
    """
    if is_dataclass(value):
        members = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **members}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value

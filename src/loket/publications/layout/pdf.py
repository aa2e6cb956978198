"""The report on paper: a ``Document`` laid out by Typst as a tagged PDF.

PDF/UA-1 (ISO 14289-1) for people who read with other means, and PDF/A-3a (ISO 19005-3) for the archive: part
3, because every table travels along as CSV. The text goes in as data, never as Typst source, so no word of
it can be read as code. The same document gives the same bytes: the only date in the file is the reference
date of its snapshot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from operator import contains
from pathlib import Path
from typing import Any

from loket.core.paper import NoPdf, compile_pdf
from loket.figures.charts import rows_beside
from loket.figures.model import is_hidden
from loket.publications.text.document import Chapter, Document, Figure, FigureBlock, PrintedRow, TableBlock

SOURCE = Path(__file__).parent / "typst"

ACROSS = "<style>.row-label{display:none}.row-bar{transform:translate(0,-6.5px)}</style>"
"""In a chart with its table beside it: the table names the rows, and the bars stand in the middle of
theirs.
"""


@dataclass(frozen=True)
class Attachment:
    """A table that travels in the PDF: file name, what it is, and its CSV."""

    name: str
    title: str
    text: str


def render(document: Document, attachments: Sequence[Attachment], *, moment: date) -> bytes:
    """The PDF of this document. Raises ``NoPdf``."""
    data = as_data(document, attachments)
    try:
        return compile_pdf(SOURCE / "report.typ", data=data, moment=moment, archive="a-3a")
    except NoPdf as error:
        raise NoPdf(f"de PDF in taal '{document.language}' is niet te maken: {error}") from error


def as_data(document: Document, attachments: Sequence[Attachment]) -> dict[str, Any]:
    """What ``report.typ`` reads: the document, and where each table is first printed."""
    return {
        **plain(replace(document, figures={})),
        "figures": {name: on_paper(figure) for name, figure in document.figures.items()},
        "places": places(document.chapters, document),
        "attachments": plain(list(attachments)),
        "author": document.publisher,
    }


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
    apart. A number that is not told is null, and a row says of each cell whether it is.
    """
    if is_dataclass(value):
        members = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        hidden = {"hidden": list(value.hidden)} if isinstance(value, PrintedRow) else {}
        return {"type": type(value).__name__, **members, **hidden}
    if isinstance(value, float):
        return None if is_hidden(value) else value
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value

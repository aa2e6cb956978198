"""PDF by Typst: tagged for people who read with other means (PDF/UA-1, ISO 14289-1), and for the archive (PDF/A, ISO
19005). Text goes in as data, never as Typst source, so that no word of it can be read as code. Everything happens in
memory: what is sealed can be laid out without touching the disk."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from loket.core.errors import UserError


class NoPdf(UserError):
    """Typst refused the document, or the typeface is not there; the text says what and where, in Dutch."""


def fonts() -> Path:
    """The folder with the typeface as TTF, which the launcher fills. Raises ``NoPdf`` when it is empty."""
    folder: Path = settings.VAR / "front" / "fonts" / "ttf"
    if not any(folder.glob("*.ttf")):
        raise NoPdf(f"de lettertypes ontbreken in {folder}; start ./loket opnieuw, dan haalt het ze op")
    return folder


def compile_pdf(
    source: Path, *, data: Mapping[str, Any], moment: dt.date, archive: Literal["a-2a", "a-3a"] = "a-2a"
) -> bytes:
    """The PDF that ``source`` makes of ``data``, which it finds as JSON in ``sys.inputs.data``, with ``moment`` in it
    as year, month and day. That is the only date in the file: the same data give the same bytes. ``archive``: A-3a
    when files travel along. Raises ``NoPdf``."""
    import typst

    day = {"year": moment.year, "month": moment.month, "day": moment.day}
    try:
        made: bytes = typst.compile(
            source,
            root=source.parent,
            font_paths=[fonts()],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", archive],
            timestamp=dt.datetime(moment.year, moment.month, moment.day, tzinfo=dt.UTC),
            sys_inputs={"data": json.dumps({**data, "moment": day}, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise NoPdf(f"deze pdf is niet te maken: {error.message} {' '.join(error.hints)}".strip()) from error
    return made

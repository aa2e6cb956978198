"""PDF by Typst: tagged for people who read with other means (PDF/UA-1, ISO 14289-1), and for the archive (PDF/A-3a, ISO
19005-3). Text goes in as data, never as Typst source, so that no word of it can be read as code. Everything happens in
memory: what is sealed can be laid out without touching the disk."""

import datetime as dt
from pathlib import Path

from django.conf import settings

from loket.core.errors import UserError


class NoPdf(UserError):
    """Typst refused the document; the text says what and where, in Dutch."""


def fonts() -> Path:
    """The folder with the typeface as TTF, which the launcher fills. Raises ``NoPdf`` when it is empty."""
    folder: Path = settings.VAR / "front" / "fonts" / "ttf"
    if not any(folder.glob("*.ttf")):
        raise NoPdf(f"de lettertypes ontbreken in {folder}; start ./loket opnieuw, dan haalt het ze op")
    return folder


def compile_pdf(source: Path, *, data: str, moment: dt.date) -> bytes:
    """The PDF that ``source`` makes of ``data``, which it finds in ``sys.inputs.data``. The only date in the file is
    ``moment``: the same data give the same bytes. Raises ``NoPdf``."""
    import typst

    try:
        made: bytes = typst.compile(
            source,
            root=source.parent,
            font_paths=[fonts()],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-3a"],
            timestamp=dt.datetime(moment.year, moment.month, moment.day, tzinfo=dt.UTC),
            sys_inputs={"data": data},
        )
    except typst.TypstError as error:
        raise NoPdf(f"deze pdf is niet te maken: {error.message} {' '.join(error.hints)}".strip()) from error
    return made

"""The monthly overview on paper: a tagged PDF (PDF/UA-1, PDF/A-3a), with its tables as CSV inside."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loket.figures.model import in_language
from loket.organisation.reading import read_organisation
from loket.publications.layout.pdf import SOURCE, NoPdf
from loket.publications.monthly.page import Line, Sheet


def render(sheet: Sheet, *, fonts: Path) -> bytes:
    """The PDF; the same overview gives the same bytes. Raises ``NoPdf``."""
    import typst

    day = sheet.last_day
    try:
        made: bytes = typst.compile(
            SOURCE / "month.typ",
            root=SOURCE,
            font_paths=[fonts],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-3a"],
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
            sys_inputs={"data": _data(sheet)},
        )
    except typst.TypstError as error:
        raise NoPdf(f"het maandoverzicht is niet te maken als PDF: {error.message}") from error
    return made


def _data(sheet: Sheet) -> str:
    """What ``month.typ`` reads: words and numbers as data, so that no word of them is read as code."""
    language = get_language() or "nl"
    house = read_organisation(settings.DATA / "organisation.yaml")
    parts = [{**asdict(part), "lines": [_line(line) for line in part.lines]} for part in sheet.parts]
    return json.dumps(
        {
            "language": language,
            "title": sheet.title,
            "subtitle": sheet.subtitle,
            "house": in_language(house.name, language),
            "disclaimer": in_language(house.disclaimer, language),
            "parts": parts,
            "notes": list(sheet.notes),
            "empty": _("Er is nog niets te tellen."),
            "csv": sheet.as_csv(),
            "csv_name": f"{sheet.unit}-{sheet.value}.csv",
            "csv_title": _("De tabellen als CSV"),
            "moment": {"year": sheet.year, "month": sheet.month, "day": sheet.last_day.day},
        },
        ensure_ascii=False,
    )


def _line(line: Line) -> dict[str, object]:
    low, high = (line.shown.low, line.shown.high) if line.shown else (0, 0)
    return {"name": line.name, "cells": list(line.cells), "low": low, "high": high}

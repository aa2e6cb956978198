"""The monthly overview on paper: a tagged PDF (PDF/UA-1, PDF/A-3a), with its tables as CSV inside."""

from dataclasses import asdict

from django.conf import settings
from django.utils.translation import gettext as _

from loket.core.language import page_language
from loket.core.paper import compile_pdf
from loket.figures.model import in_language
from loket.organisation.reading import read_organisation
from loket.publications.layout.pdf import SOURCE
from loket.publications.monthly.page import Line, Sheet


def render(sheet: Sheet) -> bytes:
    """The PDF; the same overview gives the same bytes. Raises ``NoPdf``."""
    return compile_pdf(SOURCE / "month.typ", data=_data(sheet), moment=sheet.last_day, archive="a-3a")


def _data(sheet: Sheet) -> dict[str, object]:
    """What ``month.typ`` reads: words and numbers as data, so that no word of them is read as code."""
    language = page_language()
    house = read_organisation(settings.DATA / "organisation.yaml")
    parts = [{**asdict(part), "lines": [_line(line) for line in part.lines]} for part in sheet.parts]
    return {
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
    }


def _line(line: Line) -> dict[str, object]:
    low, high = (line.shown.low, line.shown.high) if line.shown else (0, 0)
    return {"name": line.name, "cells": list(line.cells), "low": low, "high": high}

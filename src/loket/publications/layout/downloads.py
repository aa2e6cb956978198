"""The tables to take along: CSV with CSVW metadata, and one ODS workbook with a sheet for each table.

All are written from the computed tables, one row for each cell: the code and the label of every dimension,
then ``n``, and whether it is ``shown`` or ``hidden``. A hidden cell is empty in CSV and a sign in ODS: never a zero.
CSV on the web: W3C Tabular Metadata (2015). ODS: ISO/IEC 26300. Text that a spreadsheet could run as a formula gets an
apostrophe before it (OWASP, CSV injection). The same tables give the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loket.figures import formats
from loket.figures.export import hides, merged, neutral, status
from loket.figures.model import Labels, Table, in_language, is_hidden


@dataclass(frozen=True)
class About:
    """What the downloads say about themselves. ``languages`` in the organisation's order; ``publisher`` as in
    ``document``; ``profile`` is the label of what protects the tables.
    """

    title: Labels
    publisher: Labels
    snapshot: str
    revision: int
    reference_date: date
    languages: tuple[str, ...]
    profile: Labels


STATUS: Mapping[str, object] = {
    "name": "status",
    "titles": "status",
    "datatype": {"base": "string", "format": "shown|hidden"},
    "required": True,
    "dc:description": [{"@value": f"hidden: {text}", "@language": tag} for tag, text in formats.WHY_NOT.items()],
}
"""The last column of every table: whether ``n`` is told."""


def heads(table: Table, languages: Sequence[str]) -> list[str]:
    """``unit, unit_nl, unit_en, n, status``."""
    names = [dimension.name for dimension in table.definition.dimensions]
    parts = [part for name in names for part in (name, *(f"{name}_{language}" for language in languages))]
    return [*parts, "n", "status"]


def records(table: Table, languages: Sequence[str]) -> Iterator[list[str | float]]:
    """One row for each cell, margins and zeros included; text made harmless for spreadsheets."""
    words = [
        {
            code.code: [neutral(text) for text in (code.code, *(in_language(code.label, tag) for tag in languages))]
            for code in codes
        }
        for codes in table.labels
    ]
    for coordinates, n in table.rows():
        row: list[str | float] = []
        for named, code in zip(words, coordinates, strict=True):
            row += named[code]
        yield [*row, n, status(n)]


def csv_text(table: Table, languages: Sequence[str]) -> str:
    """One table as CSV (RFC 4180; UTF-8 without a byte order mark)."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads(table, languages))
    writer.writerows(
        [*labels, "" if is_hidden(float(n)) else n, told] for *labels, n, told in records(table, languages)
    )
    return stream.getvalue()


def csvw(tables: Iterable[Table], about: About) -> str:
    """The metadata of all CSV files as one CSVW table group, for ``csv-metadata.json`` beside them."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": about.languages[0]}],
        "dc:title": _by_language(about.title),
        "dc:publisher": _by_language(about.publisher),
        "dc:issued": about.reference_date.isoformat(),
        "dc:source": f"{about.snapshot}, r{about.revision}",
        "dc:accessRights": _by_language(about.profile),
        "dialect": {"encoding": "utf-8", "lineTerminators": "\r\n"},
        "tables": [_csvw_table(table, about.languages) for table in tables],
    }
    return json.dumps(group, ensure_ascii=False, indent=1) + "\n"


def _csvw_table(table: Table, languages: Sequence[str]) -> dict[str, object]:
    definition = table.definition
    columns: list[dict[str, object]] = []
    for dimension in definition.dimensions:
        columns.append({"name": dimension.name, "titles": dimension.name, "datatype": "string", "required": True})
        columns += [
            {
                "name": f"{dimension.name}_{tag}",
                "titles": f"{dimension.name}_{tag}",
                "datatype": "string",
                "lang": tag,
            }
            for tag in languages
        ]
    whole = all(is_hidden(n) or float(n).is_integer() for n in table.cells.values())
    kind = "integer" if whole else "decimal"
    columns.append({"name": "n", "titles": "n", "datatype": kind, "required": not hides(table)})
    return {
        "url": f"{table.id}.csv",
        "dc:title": _by_language(definition.title),
        "dc:description": _by_language(definition.rule),
        "dc:source": definition.source,
        **_notes(table),
        "tableSchema": {"columns": [*columns, STATUS], "primaryKey": [item.name for item in definition.dimensions]},
    }


def _notes(table: Table) -> dict[str, object]:
    """What protection did to a table as a whole, as CSVW's annotations: codes that count as one, and the multiples that
    counts are rounded to.
    """
    notes: list[dict[str, object]] = [{"merged": one} for one in merged(table)]
    if table.base:
        words = {language: formats.rounded(table.base, language) for language in formats.ROUNDED}
        notes.append({"base": table.base, "dc:description": _by_language(words)})
    return {"notes": notes} if notes else {}


def _by_language(labels: Labels) -> list[Mapping[str, str]]:
    return [{"@value": text, "@language": language} for language, text in labels.items()]

"""Tables as JSON, CSV and plain text, each with the codes of the lists, zeros and margins included."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from loket.figures.model import Table, in_language

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts with one of these may run as a formula in a spreadsheet (OWASP, CSV injection)."""


def as_json(tables: Iterable[Table], *, year: int, snapshot: str) -> str:
    """One JSON object: year, snapshot and tables, each with id, title, dimensions and rows."""
    content = {"year": year, "snapshot": snapshot, "tables": [_as_object(table) for table in tables]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _as_object(table: Table) -> dict[str, object]:
    names = _names(table)
    return {
        "id": table.id,
        "title": dict(table.definition.title),
        "dimensions": names,
        "reconstructed": table.reconstructed,
        "rows": [{**dict(zip(names, at, strict=True)), "n": n} for at, n in table.rows()],
    }


def as_csv(table: Table) -> str:
    """One table as CSV (RFC 4180, LF): a column for each dimension, and ``n``."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*_names(table), "n"])
    writer.writerows([*map(neutral, at), n] for at, n in table.rows())
    return stream.getvalue()


def as_csvs(tables: Iterable[Table]) -> str:
    """Several tables beneath each other: a line with the id, the table as CSV, and an empty line between."""
    return "\n".join(f"{table.id}\n{as_csv(table)}" for table in tables)


def neutral(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it: an apostrophe before a formula character."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_text(table: Table, language: str = "nl") -> str:
    """One table for reading in a terminal: its title, then aligned columns of labels with the number on the
    right.
    """
    named = [{code.code: code.name(language, short=True) for code in codes} for codes in table.labels]
    rows = [[*(names[code] for names, code in zip(named, at, strict=True)), str(n)] for at, n in table.rows()]
    title = in_language(table.definition.title, language)
    lines = [f"{title} ({table.id})", *_aligned([[*_names(table), "n"], *rows])]
    return "\n".join(lines) + "\n"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([*map(str.ljust, row[:-1], widths), row[-1].rjust(widths[-1])]) for row in rows]


def _names(table: Table) -> list[str]:
    return [dimension.name for dimension in table.definition.dimensions]

"""Tables as JSON, CSV and plain text, each with the codes of the lists, zeros and margins included.

What a table hides is ``null`` in JSON and empty in CSV, with the status ``hidden``: never zero, and never NaN. A table
that hides nothing has no status, unless it is made public: whoever reads that in must not meet other columns next year.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from loket.figures import formats
from loket.figures.model import Labels, Table, in_language, is_hidden

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts with one of these may run as a formula in a spreadsheet (OWASP, CSV injection)."""


def as_json(tables: Iterable[Table], *, year: int, snapshot: str, profile: Labels | None = None) -> str:
    """One JSON object: year, snapshot and tables, each with id, title, dimensions and rows.

    ``profile``: the label of what protects the tables, by language, when they are made public. Then it says so, each
    row has its status, and each table its ``base`` (0: not rounded) and which codes are ``merged`` into one.
    """
    content: dict[str, object] = {"year": year, "snapshot": snapshot}
    if profile is not None:
        content["protection"] = {"profile": dict(profile), "hidden": dict(formats.WHY_NOT)}
    content["tables"] = [_as_object(table, public=profile is not None) for table in tables]
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _as_object(table: Table, *, public: bool) -> dict[str, object]:
    names = _names(table)
    with_status = public or hides(table)
    return {
        "id": table.id,
        "title": dict(table.definition.title),
        "dimensions": names,
        "reconstructed": table.reconstructed,
        **({"base": table.base, "merged": merged(table)} if public else {}),
        "rows": [
            {
                **dict(zip(names, at, strict=True)),
                "n": None if is_hidden(n) else n,
                **({"status": status(n)} if with_status else {}),
            }
            for at, n in table.rows()
        ],
    }


def status(n: float) -> str:
    """Whether a file tells a cell: ``shown`` or ``hidden``."""
    return "hidden" if is_hidden(n) else "shown"


def hides(table: Table) -> bool:
    """Whether one of its cells is not told."""
    return any(map(is_hidden, table.cells.values()))


def merged(table: Table) -> list[dict[str, object]]:
    """The codes that it counts as one: of which dimension, under which code and label, and which they are."""
    places = {one.name: place for place, one in enumerate(table.definition.dimensions)}
    labels = [{code.code: dict(code.label) for code in codes} for codes in table.labels]
    return [
        {
            "dimension": one.dimension,
            "code": one.into,
            "label": labels[places[one.dimension]].get(one.into, {}),
            "codes": list(one.codes),
        }
        for one in table.merged
    ]


def as_csv(table: Table) -> str:
    """One table as CSV (RFC 4180, LF): a column for each dimension, ``n``, and the status if it hides anything."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    with_status = hides(table)
    writer.writerow([*_names(table), "n", *(["status"] if with_status else [])])
    writer.writerows(
        [*map(neutral, at), "" if is_hidden(n) else n, *([status(n)] if with_status else [])] for at, n in table.rows()
    )
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
    rows = [
        [*(names[code] for names, code in zip(named, at, strict=True)), formats.SIGN if is_hidden(n) else str(n)]
        for at, n in table.rows()
    ]
    title = in_language(table.definition.title, language)
    lines = [f"{title} ({table.id})", *_aligned([[*_names(table), "n"], *rows])]
    return "\n".join(lines) + "\n"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([*map(str.ljust, row[:-1], widths), row[-1].rjust(widths[-1])]) for row in rows]


def _names(table: Table) -> list[str]:
    return [dimension.name for dimension in table.definition.dimensions]

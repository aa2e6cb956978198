"""A small organisation for tests of what goes out: cases by unit, violation and settlement, in folders of the test."""

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from loket.facts import services as facts
from loket.publications import catalogue
from loket.snapshots import services as snapshots
from loket.snapshots.manifest import Manifest

MODEL = Path(__file__).resolve().parents[1] / "data" / "voorbeeldland"
STAFF, ROADS, NATURE = "executive_staff", "roads_and_dikes", "nature"
SETTLEMENTS = {"talk": "measure", "reprimand": "measure", "no_action": "none"}

Cases = Mapping[tuple[str, str, str], int]
"""How many cases there are of a unit, a violation and a settlement."""

UNITS = {"id": "units", "dimensions": [{"name": "unit", "codes": "unit"}]}
CROSS = {"id": "cross", "dimensions": [{"name": "unit", "codes": "unit"}, {"name": "violation", "codes": "violation"}]}
ROADS_ONLY = {
    "id": "roads",
    "dimensions": [
        {"name": "year", "codes": None, "total": False},
        {"name": "settlement", "codes": "settlement"},
    ],
    "filters": {"unit": [ROADS]},
    "years": [-1, 0],
}


def office(folder: Path, *tables: Mapping[str, object], editions: bool = False, **profile: object) -> Path:
    """The folder of an organisation with these tables of cases, one profile, and a text that prints them all. What was
    read of it less than a second ago is forgotten."""
    shutil.copytree(MODEL, folder, ignore=shutil.ignore_patterns("published", "records"), dirs_exist_ok=True)
    (folder / "records").mkdir(exist_ok=True)
    (folder / "claims.csv").write_text("table,coordinates,n,source,note\n")
    _write(folder / "reconstruct.yaml", {"seed": 7, "facts": []})
    told = {"nl": "Zaken", "de": "Fälle"}
    common = {"fact": "settled_case", "unit": told, "rule": told, "source": "Verslag"}
    _write(
        folder / "tables" / "figures.yaml",
        {
            "tables": [
                {"title": {"nl": f"Zaken {one['id']}", "de": f"Fälle {one['id']}"}, **common, **one} for one in tables
            ]
        },
    )
    attacker = {"nl": "Leest alles", "de": "Liest alles"}
    asked = {"code": "alle", "label": {"nl": "Iedereen", "de": "Alle"}, "threshold": 5, "attacker": attacker, **profile}
    _write(folder / "protection.yaml", {"profiles": [asked]})
    _write(folder / "publications" / "annual-report.yaml", _text([str(one["id"]) for one in tables]))
    if editions:
        whole = _text(["cross"])
        (folder / "publications" / "editions").mkdir(exist_ok=True)
        _write(folder / "publications" / "editions" / "annual-report.yaml", whole | {"units": [STAFF, ROADS, NATURE]})
    for language in ("nl", "de"):
        every = "\n\n".join(f'{{{{ table("{one["id"]}") }}}}' for one in tables)
        (folder / "narrative" / language / "a-tabellen.md").write_text(f"{every}\n")
        (folder / "narrative" / language / "editie.md").write_text('{{ table("cross") }}\n')
    catalogue._this_second.cache_clear()
    return folder


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def _text(tables: list[str]) -> dict[str, object]:
    """A text with a chapter that prints these tables."""
    said = {"nl": "Zaken", "de": "Fälle"}
    rows = {"units": {"rows": "unit"}, "roads": {"rows": "settlement", "columns": "year"}}
    return {
        "id": "annual-report",
        "since": 2029,
        "profile": "alle",
        "title": said,
        "subtitle": said,
        "overview": {
            "lead": said,
            "strokes": [],
            "strokes_caption": said,
            "key_figures": [],
            "figures": [],
            "other_title": said,
            "other_figures": [],
        },
        "chapters": [{"number": "A", "slug": "tabellen", "title": said, "narrative": "a-tabellen.md", "annex": True}],
        "figures": [],
        "tables": [{"id": one, "table": one, **rows.get(one, {"rows": "violation"})} for one in tables],
    }


def frozen(folder: Path, year: int, cases: Cases) -> Manifest:
    """Load these cases of a year and freeze it."""
    rows = [
        {
            "year": year,
            "unit": unit,
            "violation": violation,
            "description": "undesirable_conduct",
            "investigation": "investigated",
            "contracted_out": "no",
            "settlement": settlement,
            "settlement_class": SETTLEMENTS[settlement],
        }
        for (unit, violation, settlement), n in cases.items()
        for _ in range(n)
    ]
    path = folder / "records" / "settled_case.csv"
    if path.exists():
        with path.open(newline="") as stream:
            rows = [*(row for row in csv.DictReader(stream) if row["year"] != str(year)), *rows]
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    facts.load(folder=folder, actor="test")
    return snapshots.freeze(year=year, reference_date=date(year + 1, 3, 1), reason="test", actor="test")

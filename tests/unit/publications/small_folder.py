"""A small organisation's folder and its tables: one table, one figure, two chapters, Dutch and English."""

import textwrap
from datetime import date
from pathlib import Path

from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, Table, TableDefinition
from loket.publications.source import Source
from loket.publications.text.compose import Edition

DEFINITION = """
id: annual-report
year: 2024
title: {nl: Integriteit in 2024, en: Integrity in 2024}
subtitle: {nl: Jaarrapportage, en: Annual report}
disclaimer: {nl: Voorbeeld, en: Sample}
overview:
  lead: {nl: Het jaar in beeld., en: The year in pictures.}
  strokes:
    - {label: {nl: zaken, en: cases}, value: "by_unit[total]"}
  strokes_caption: {nl: Elk streepje is een zaak, en: Each stroke is a case}
  key_figures:
    - {value: "by_unit[total]", label: {nl: zaken, en: cases}, hint: {nl: afgedaan, en: settled}}
  figures: []
  other_title: {nl: Ook, en: Also}
  other_figures: []
chapters:
  - {number: "1", slug: zaken, title: {nl: Zaken, en: Cases}, narrative: 01-zaken.md}
  - {number: A, slug: tabellen, annex: true, title: {nl: Tabellen, en: Tables}, narrative: a-tabellen.md}
figures:
  - id: units
    kind: bars
    table: by_unit
    options: {rows: unit}
    claim: {nl: De meeste zaken vielen bij de Douane, en: Most cases were at Customs}
    subtitle: {nl: Afgedane zaken naar onderdeel, en: Settled cases by unit}
    holds: ["by_unit[douane] > by_unit[other]"]
tables:
  - {id: units_table, table: by_unit, rows: unit}
"""

TEXT = {
    "01-zaken.md": 'Het waren {{ by_unit[total] }} zaken.\n\n{{ figure("units") }}\n',
    "a-tabellen.md": '{{ table("units_table") }}\n',
}


UNITS = (Code("douane", {"nl": "Douane", "en": "Customs"}), Code("other", {"nl": "Anders", "en": "Other"}))


def write_folder(folder: Path) -> Path:
    """The folder, with its definition and its narrative."""
    (folder / "publications").mkdir(parents=True)
    (folder / "publications" / "annual-report.yaml").write_text(textwrap.dedent(DEFINITION).lstrip())
    for language in ("nl", "en"):
        (folder / "narrative" / language).mkdir(parents=True)
        for name, text in TEXT.items():
            (folder / "narrative" / language / name).write_text(text)
    return folder


def table(cells: dict[Coordinates, float] | None = None) -> Table:
    """Cases by unit: 31 at Customs, 2 elsewhere."""
    definition = TableDefinition(
        id="by_unit",
        title={"nl": "Zaken naar onderdeel", "en": "Cases by unit"},
        fact="settled_case",
        dimensions=(Dimension("unit", "unit", "unit"),),
        rule={"nl": "Elke zaak", "en": "Every case"},
        source="4.3",
        unit={"nl": "zaken", "en": "cases"},
    )
    codes = (*UNITS, Code(TOTAL, {"nl": "Totaal", "en": "Total"}))
    return Table(
        definition,
        2024,
        cells or {("douane",): 31, ("other",): 2, (TOTAL,): 33},
        (codes,),
        reconstructed=True,
    )


def source(folder: Path, cells: dict[Coordinates, float] | None = None) -> Source:
    """What a build starts from."""
    return Source(
        tables={"by_unit": table(cells)},
        lists={"unit": CodeList("unit", {"nl": "Onderdeel", "en": "Unit"}, UNITS)},
        organisation={"nl": "Bureau Model", "en": "Model Office"},
        namespace="https://example.org/lists/",
        languages=("nl", "en"),
        edition=Edition("2024/r1", 1, date(2025, 2, 25)),
        year=2024,
        data=folder,
    )

"""Small tables made by hand: requests by year and subject, and cases by how they were settled."""

from collections.abc import Mapping

from loket.figures.model import TOTAL, Code, Coordinates, Dimension, Table, TableDefinition

MARGIN = Code(TOTAL, {"nl": "Totaal", "en": "Total"})
YEARS = tuple(Code(year, {"nl": year, "en": year}) for year in ("2023", "2024"))
SUBJECTS = (
    Code("conduct", {"nl": "Omgangsvormen", "en": "Conduct"}),
    Code("staff", {"nl": "Personeel", "en": "Staff"}),
    Code("new", {"nl": "Nieuw", "en": "New"}, valid_from=2024),
    Code("old", {"nl": "Oud", "en": "Old"}, valid_to=2022),
)
CLASSES = (
    Code("none", {"nl": "Geen maatregel", "en": "No measure"}),
    Code("measure", {"nl": "Maatregel", "en": "Measure"}, short={"nl": "Wel", "en": "Yes"}),
)


def definition(name: str, *dimensions: Dimension, unit: str = "vragen") -> TableDefinition:
    return TableDefinition(
        id=name,
        title={"nl": f"Tabel {name}", "en": f"Table {name}"},
        fact="fact",
        dimensions=dimensions,
        rule={"nl": "Alles telt mee.", "en": "Everything counts."},
        source="Voorbeeld, 1",
        unit={"nl": unit, "en": unit},
    )


def requests(counts: Mapping[tuple[str, str], float] | None = None) -> Table:
    """Requests of two years by subject: one new in 2024, one that took over what an older one counted."""
    counts = counts or {
        ("2023", "conduct"): 606,
        ("2023", "staff"): 467,
        ("2023", "new"): 0,
        ("2023", "old"): 0,
        ("2024", "conduct"): 1683,
        ("2024", "staff"): 386,
        ("2024", "new"): 12,
        ("2024", "old"): 1,
    }
    cells: dict[Coordinates, float] = dict(counts)
    for year in YEARS:
        cells[year.code, TOTAL] = sum(n for at, n in counts.items() if at[0] == year.code)
    dimensions = Dimension("year", "year", None, total=False), Dimension("subject", "subject", "subject")
    return Table(definition("requests", *dimensions), 2024, cells, (YEARS, (*SUBJECTS, MARGIN)), False)


def cases(none: int = 100, measure: int = 86) -> Table:
    """Cases by whether a measure followed."""
    cells = {("none",): none, ("measure",): measure, (TOTAL,): none + measure}
    found = definition("cases", Dimension("class", "class", "class"), unit="zaken")
    return Table(found, 2024, cells, ((*CLASSES, MARGIN),), True)


def nested() -> Table:
    """Two main subjects, with a part of the one below it."""
    parts = (Code("shouting", {"nl": "Schreeuwen", "en": "Shouting"}, parent="conduct"),)
    cells = {
        ("conduct", "shouting"): 3.0,
        ("conduct", TOTAL): 3.0,
        ("staff", TOTAL): 0.0,
        (TOTAL, TOTAL): 3.0,
    }
    dimensions = (
        Dimension("subject", "subject", "subject"),
        Dimension("part", "part", "part", within="subject"),
    )
    return Table(definition("nested", *dimensions), 2024, cells, ((*SUBJECTS[:2], MARGIN), (*parts, MARGIN)), False)


def tables() -> dict[str, Table]:
    return {table.id: table for table in (requests(), cases(), nested())}

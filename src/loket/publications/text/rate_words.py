"""The words of a table of rates."""

from collections.abc import Mapping

from loket.figures.percent import SMALLEST_BASE

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Aantallen per 1.000 medewerkers",
        "head": "Wat wij tellen",
        "count": "Aantal",
        "rate": "Per 1.000 medewerkers",
        "between": "Tussen",
        "and": "en",
        "rest": "Naast de andere onderdelen",
        "up": "hoger",
        "down": "lager",
        "chance": "kan toeval zijn",
        "comparable": "Vergelijkbaar",
        "yes": "ja",
        "no": "nee",
        "not_established": "niet vastgesteld",
        "rule": "Het aantal, gedeeld door het aantal medewerkers van hetzelfde onderdeel en jaar, keer 1.000.",
        "employees": "Medewerkers",
        "counted_on": "Peildatum",
        "why": "Te vergelijken met",
        "all": "alles in deze tabel",
        "chance_note": "Tussen: ook als er niets verandert, is een aantal het ene jaar hoger dan het andere. Zo ver "
        "kan dat toeval reiken (exact interval van 95%).",
        "rest_note": "Hoger of lager: dan bij de andere onderdelen samen, en meer dan toeval kan verklaren. Alle "
        "onderdelen van de tabel zijn samen bekeken.",
        "few_note": f"Van een onderdeel met minder dan {SMALLEST_BASE} medewerkers staat er geen cijfer.",
    },
    "en": {
        "title": "Counts per 1,000 employees",
        "head": "What we count",
        "count": "Count",
        "rate": "Per 1,000 employees",
        "between": "Between",
        "and": "and",
        "rest": "Beside the other units",
        "up": "higher",
        "down": "lower",
        "chance": "may be chance",
        "comparable": "Comparable",
        "yes": "yes",
        "no": "no",
        "not_established": "not established",
        "rule": "The count, divided by the number of employees of the same unit in the same year, times 1,000.",
        "employees": "Employees",
        "counted_on": "Reference date",
        "why": "Comparable with",
        "all": "everything in this table",
        "chance_note": "Between: also when nothing changes, a count is higher in one year than in another. So far can "
        "that chance reach (exact interval of 95%).",
        "rest_note": "Higher or lower: than in the other units together, and more than chance can explain. All units "
        "of the table were looked at together.",
        "few_note": f"Of a unit with fewer than {SMALLEST_BASE} employees there is no rate.",
    },
}

KINDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "requests": "adviesvragen",
        "reports": "meldingen",
        "complaints": "klachten",
        "suspicions": "vermoedelijke en aangetoonde schendingen",
        "established": "alleen aangetoonde schendingen",
        "measures": "maatregelen",
        "not_established": "niet vastgesteld",
    },
    "en": {
        "requests": "advice requests",
        "reports": "reports",
        "complaints": "complaints",
        "suspicions": "suspected and proven violations",
        "established": "proven violations only",
        "measures": "measures",
        "not_established": "not established",
    },
}

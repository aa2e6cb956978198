"""Live facts of the tally, as the services yield them."""

from loket.facts import services as facts

COLUMNS = {
    "unit": "douane",
    "category": "undesirable_conduct",
    "subcategory": "intimidation",
    "accused": "direct_manager",
    "settlement": "three_way_talk",
    "situation": "normalised_and_resolved",
}
OPEN = {"settlement": "settlement_ongoing", "situation": "situation_ongoing"}


def requests(n: int, year: int, **columns: str) -> None:
    facts.yield_facts(facts=[("advice_request", year, {**COLUMNS, **columns})] * n, actor="test")


def carried(n: int, year: int, **columns: str) -> None:
    line = {**COLUMNS, "from_year": year - 1, **columns}
    facts.yield_facts(facts=[("advice_carried", year, line)] * n, actor="test")


def months(counts: dict[tuple[int, int], int], unit: str = "douane", category: str = "undesirable_conduct") -> None:
    """So many new requests in each year and month."""
    for (year, month), n in counts.items():
        line: facts.NewFact = ("advice_month", year, {"unit": unit, "category": category, "month": month})
        facts.yield_facts(facts=[line] * n, actor="test")

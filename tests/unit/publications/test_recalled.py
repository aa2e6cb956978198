"""Tables of the ledger as they were told then: what was counted as one has a name."""

from loket.figures.model import TOTAL, Code, Dimension, Merged, Table, TableDefinition
from loket.publications.ledger.recall import as_told

WORDS = {"nl": "zaken"}
UNIT = Dimension("unit", "unit", "unit")
TABLE = Table(
    TableDefinition("units", WORDS, "case", (UNIT,), WORDS, "none", WORDS),
    2024,
    {("north",): 3, ("south",): 4, ("east",): 9, (TOTAL,): 16},
    (
        (
            Code("north", {"nl": "Noord", "en": "North"}),
            Code("south", {"nl": "Zuid", "en": "South"}),
            Code("east", {"nl": "Oost", "en": "East"}),
            Code(TOTAL, {"nl": "Totaal", "en": "Total"}),
        ),
    ),
    reconstructed=False,
)


def test_codes_that_were_counted_as_one_have_the_names_of_all() -> None:
    found = as_told(TABLE, [Merged("unit", ("north", "south"))])
    assert found.cells == {("north+south",): 7, ("east",): 9, (TOTAL,): 16}
    assert {code.code: code.label for code in found.labels[0]}["north+south"] == {
        "nl": "Noord + Zuid",
        "en": "North + South",
    }


def test_what_nothing_was_merged_in_stays_as_it_is() -> None:
    assert as_told(TABLE, []) is TABLE

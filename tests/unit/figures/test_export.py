"""The forms in which tables leave the house."""

import csv
import io
import json

import pytest
from small_world import YEAR, definition

from loket.figures.export import as_csv, as_json, as_text
from loket.figures.model import TOTAL, Code, Dimension, Table

CELLS = {("2024", "=a"): 3, ("2024", "b"): 0, ("2024", TOTAL): 3}


@pytest.fixture
def table() -> Table:
    labels = (
        (Code("2024", {"und": "2024"}),),
        (Code("=a", {"nl": "Aap", "en": "Ape"}), Code("b", {"nl": "Beer"}), Code(TOTAL, {"nl": "Totaal"})),
    )
    return Table(definition(YEAR, Dimension("animal", "animal", "animal")), 2024, CELLS, labels, True)


def test_json_has_the_agreed_form(table: Table) -> None:
    content = json.loads(as_json([table], year=2024, snapshot="2024/r1"))
    assert (content["year"], content["snapshot"]) == (2024, "2024/r1")
    assert content["tables"][0]["dimensions"] == ["year", "animal"]
    assert content["tables"][0]["title"] == {"nl": "feiten", "en": "facts"}
    assert content["tables"][0]["rows"][1] == {"year": "2024", "animal": "b", "n": 0}
    assert '"n": 3' in as_json([table], year=2024, snapshot="")


def test_csv_neutralises_formulas(table: Table) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(table))))
    assert rows == [["year", "animal", "n"], ["2024", "'=a", "3"], ["2024", "b", "0"], ["2024", TOTAL, "3"]]


def test_text_is_aligned(table: Table) -> None:
    title, *lines = as_text(table, "en").splitlines()
    assert title == "facts (test)"
    assert len({len(line) for line in lines}) == 1
    assert lines[1].split() == ["2024", "Ape", "3"]

"""The forms in which tables leave the house."""

import csv
import io
import json
from dataclasses import replace

import pytest
from small_world import YEAR, definition

from loket.figures.export import as_csv, as_json, as_text
from loket.figures.model import HIDDEN, TOTAL, Code, Dimension, Merged, Table

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


@pytest.fixture
def protected(table: Table) -> Table:
    """The same with one cell that is not told."""
    return replace(table, cells={**CELLS, ("2024", "b"): HIDDEN})


def test_what_is_not_told_is_never_a_number(protected: Table) -> None:
    rows = json.loads(as_json([protected], year=2024, snapshot=""))["tables"][0]["rows"]
    assert [(row["n"], row["status"]) for row in rows] == [(3, "shown"), (None, "hidden"), (3, "shown")]
    assert list(csv.reader(io.StringIO(as_csv(protected))))[:3] == [
        ["year", "animal", "n", "status"],
        ["2024", "'=a", "3", "shown"],
        ["2024", "b", "", "hidden"],
    ]
    assert as_text(protected).splitlines()[3].split() == ["2024", "Beer", "x"]


def test_public_json_says_how_it_is_protected(table: Table, protected: Table) -> None:
    one = Merged("animal", ("=a", "c"))
    joined = (Code(one.into, {"nl": "Aap of kat"}), *table.labels[1][1:])
    cells = {("2024", one.into): 5, ("2024", "b"): 0, ("2024", TOTAL): 5}
    counted = replace(table, cells=cells, labels=(table.labels[0], joined), merged=(one,), base=5)
    content = json.loads(as_json([protected, counted], year=2024, snapshot="", profile={"nl": "Openbaar"}))
    assert content["protection"]["profile"] == {"nl": "Openbaar"}
    assert content["protection"]["hidden"]["en"].startswith("We do not show this number")
    first, second = content["tables"]
    assert (first["base"], first["merged"]) == (0, [])
    assert second["base"] == 5
    assert second["merged"] == [
        {"dimension": "animal", "code": "=a+c", "label": {"nl": "Aap of kat"}, "codes": ["=a", "c"]}
    ]
    assert {row["status"] for row in second["rows"]} == {"shown"}


def test_true_counts_for_inside_use_have_no_status(table: Table) -> None:
    content = json.loads(as_json([table], year=2024, snapshot=""))
    assert "protection" not in content
    assert set(content["tables"][0]) == {"id", "title", "dimensions", "reconstructed", "rows"}
    assert set(content["tables"][0]["rows"][0]) == {"year", "animal", "n"}

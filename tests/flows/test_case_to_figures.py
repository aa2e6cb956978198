"""A matter that was settled is counted: 187 where there were 186, in every table, and every table still adds up."""

from datetime import date
from pathlib import Path

import pytest
from case_world import House, make_house
from django.conf import LazySettings
from settling import SETTLED, before_decision, confirm, do, new_case

from loket.core.errors import UserError
from loket.facts import services as facts
from loket.figures.model import TOTAL, Table
from loket.publications import checks
from loket.snapshots import queries, services, verify

DATA = Path(__file__).resolve().parents[2] / "data" / "financien"
BEFORE = {"settled_case": 186, "person_concerned": 186, "report_received": 214}
"""How many facts of each kind there were in 2024; a case with one person concerned adds one of each."""


def freeze(year: int, reason: str = "") -> None:
    services.freeze(year=year, reference_date=date(year + 1, 2, 25), reason=reason, actor="fictie")


@pytest.fixture
def house(db: None, settings: LazySettings, tmp_path: Path) -> House:
    """The public figures, frozen; and the bodies with their officers."""
    settings.VAR, settings.DATA = tmp_path, DATA
    facts.load(folder=DATA, actor="test")
    for year in (2022, 2023, 2024):
        freeze(year)
    return make_house()


def test_a_case_settled_in_2024_is_counted_in_the_next_version_of_2024(house: House) -> None:
    before = queries.tables(2024)
    opened = new_case(house, received_on=date(2024, 5, 1))
    opened = before_decision(opened, {**SETTLED, "decided_on": date(2024, 11, 5)})
    address = f"/beheer/zaken/{opened.case.reference}/feiten/"
    assert "2024 is al vastgelegd (versie 1)" in house.client("staal").get(address).content.decode()
    do(confirm(opened), "settle")
    with pytest.raises(UserError, match="waarom"):
        freeze(2024)
    freeze(2024, "zaak afgedaan na de eerste versie")
    after, manifest = queries.tables(2024), queries.latest(2024)
    assert manifest is not None
    assert {kind: manifest.counts[kind] for kind in BEFORE} == {kind: n + 1 for kind, n in BEFORE.items()}
    for kind in BEFORE:
        ids = [id_ for id_, table in after.items() if table.definition.fact == kind and whole(table)]
        assert ids, kind
        assert {id_: amount(after[id_]) - amount(before[id_]) for id_ in ids} == dict.fromkeys(ids, 1), kind
    settled = [table for table in after.values() if table.definition.fact == "settled_case" and whole(table)]
    assert {amount(table) for table in settled} == {187}
    assert list(checks.sums(after.values())) == []
    assert queries.tables(2024, 1) == before
    assert verify.verify() == []


def whole(table: Table) -> bool:
    """Whether a table counts every fact of its kind in 2024, with a total of all; a list of cases has none."""
    return (
        not table.definition.is_list
        and not table.definition.filters
        and not any(one.only for one in table.definition.dimensions)
    )


def amount(table: Table) -> float:
    """Everything that a table counts in 2024."""
    at = ["2024" if one.codes is None else TOTAL for one in table.definition.dimensions]
    return table.cells[tuple(at)]

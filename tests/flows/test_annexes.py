"""The report's tables equal the annexes, cell by cell: load, freeze, count, and compare with what was printed."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.facts import services as facts
from loket.figures.model import Table
from loket.publications import checks
from loket.snapshots import queries, services

DATA = Path(__file__).resolve().parents[2] / "data" / "financien"
YEARS = (2022, 2023, 2024)


@pytest.fixture
def tables(db: None, settings: LazySettings, tmp_path: Path) -> Mapping[str, Table]:
    """Every table of 2024, from the real data folder, by the road that the demo takes."""
    settings.VAR, settings.DATA = tmp_path, DATA
    facts.load(folder=DATA, actor="test")
    for year in YEARS:
        services.freeze(year=year, reference_date=date(year + 1, 2, 25), reason="test", actor="test")
    return queries.tables(2024)


def printed(path: Path) -> Mapping[tuple[str, ...], float]:
    with path.open(newline="") as stream:
        rows = csv.reader(stream)
        width = next(rows).index("n")
        return {tuple(row[:width]): float(row[width]) for row in rows}


def test_every_printed_cell_is_counted(tables: Mapping[str, Table]) -> None:
    """A cell differs from its annex only where the annexes contradict each other, and then ``load`` has said so."""
    from loket.facts.queries import contradictions

    known = {(item.table, tuple(item.coordinates.split("|"))) for item in contradictions()}
    files = sorted((DATA / "published").glob("*.csv"))
    assert len(files) > 25
    wrong = [
        (path.stem, coordinates, n, tables[path.stem].cells.get(coordinates))
        for path in files
        for coordinates, n in printed(path).items()
        if tables[path.stem].cells.get(coordinates, 0) != n and (path.stem, coordinates) not in known
    ]
    assert wrong == []


def test_the_contradictions_are_few_and_in_one_place(tables: Mapping[str, Table]) -> None:
    """Within the annexes only the situations counted for `Anders` contradict: 9 printed under a total of 8."""
    from loket.facts.queries import contradictions

    annex = {item.table for item in contradictions() if item.table == "advice_by_unit_situation"}
    assert annex == {"advice_by_unit_situation"}
    assert tables["advice_by_situation"].cell("2024", "unresolved_no_further_action_wanted").n == 238


def test_every_margin_is_the_sum_of_its_cells(tables: Mapping[str, Table]) -> None:
    for table in tables.values():
        assert list(checks.sums([table])) == []

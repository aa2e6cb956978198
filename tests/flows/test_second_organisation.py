"""Another organisation is another folder: other units, categories and languages, from load to publication."""

import csv
import json
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings

from loket import settings as product
from loket.facts import services as facts
from loket.publications import queries, services
from loket.publications.protection import kept, profiles
from loket.publications.protection import services as protection
from loket.snapshots import queries as snapshot_queries
from loket.snapshots import services as snapshots

DATA = Path(__file__).resolve().parents[1] / "data" / "voorbeeldland"


@pytest.fixture
def frozen(db: None, settings: LazySettings, tmp_path: Path) -> None:
    """Two frozen years of the fictitious province; only the typeface is the launcher's."""
    (tmp_path / "front").symlink_to(product.VAR / "front")
    settings.VAR, settings.DATA = tmp_path, DATA
    facts.load(folder=DATA, actor="test")
    for year in (2029, 2030):
        snapshots.freeze(year=year, reference_date=date(year + 1, 3, 1), actor="test")


def test_its_printed_figures_are_counted(frozen: None) -> None:
    """All but one: its printed outcomes add to 13 where there were 12, and that was said when they were loaded."""
    tables = snapshot_queries.tables(2030)
    wrong = set()
    for path in sorted((DATA / "published").glob("*.csv")):
        with path.open(newline="") as stream:
            head, *rows = csv.reader(stream)
        width = head.index("n")
        if any(tables[path.stem].cells.get(tuple(row[:width]), 0) != float(row[width]) for row in rows):
            wrong.add(path.stem)
    assert wrong == {"advice_outcome"}
    assert "advice_outcome" in {item.table for item in facts.load(folder=DATA, actor="test").contradictions}


def test_a_unit_that_moved_counts_as_then_and_as_now(frozen: None) -> None:
    """The ferries counted under roads and dikes until 2029, and under nature in 2030."""
    tables = snapshot_queries.tables(2030)
    then, now = tables["advice_by_unit_then"], tables["advice_by_unit"]
    moved = then.cell("2029", "roads_and_dikes").n - now.cell("2029", "roads_and_dikes").n
    assert moved == now.cell("2029", "nature").n - then.cell("2029", "nature").n > 0


def test_its_tables_are_protected_together_by_its_own_profile(frozen: None) -> None:
    """It rounds to threes. Where units moved, a unit as it was then is another cell than as it is now."""
    (profile,) = profiles.read(DATA)
    row = protection.ask(year=2030, slug="", profile=profile, actor="test")
    protection.run(row.pk)
    row.refresh_from_db()
    assert row.error == ""
    found = kept.read(row.outcome)
    assert found
    tables = {table.id: table for table in found.tables}
    assert {"settled_by_unit", "advice_by_unit"} <= tables.keys()
    printed = [cell.printed for table in tables.values() for cell in table.changed]
    assert printed
    assert all(n is not None and n % 3 == 0 for n in printed)


def test_its_report_is_published_in_its_own_languages(frozen: None) -> None:
    """Rounded to threes, two of its units have as many cases: the title of the chart claims nothing then."""
    made = services.publish(year=2030, actor="test")
    out = queries.folder(2030)
    assert {name for name in made.files if name.endswith("index.html")} == {"nl/index.html", "de/index.html"}
    assert "In welchem Bereich die Fälle waren" in (out / "de" / "zaken.html").read_text("utf-8")
    with pikepdf.open(out / "report-de.pdf") as report:
        assert str(report.Root.Lang) == "de"
    labels = [table["title"] for table in json.loads((out / "figures.json").read_text("utf-8"))["tables"]]
    assert all(set(label) == {"nl", "de"} for label in labels)

"""A small invented harbour to freeze: its data folder, and facts in the database."""

import datetime as dt
from pathlib import Path

from loket.facts.models import SideActivity
from loket.snapshots.manifest import Manifest
from loket.snapshots.services import freeze

DAY = dt.date(2031, 2, 1)

ORGANISATION = """\
code: haven
name: {nl: Haven}
short_name: {nl: Haven}
languages: [nl]
namespace: https://example.org/haven/
units:
  - code: quay
  - code: crane
    placements:
      - {parent: quay, to: 2030}
bodies: []
headcounts: []
"""
UNITS = """\
code: unit
label: {nl: Onderdeel}
codes:
  - code: quay
    label: {nl: Kade}
  - code: crane
    label: {nl: Kraan}
"""
TABLES = """\
tables:
- id: activities
  title: {nl: Nevenwerk}
  fact: side_activity
  dimensions:
  - {name: year, codes: null, total: false}
  - {name: unit, codes: unit, roll_up: ROLL_UP}
  years: [-1, 0]
  unit: {nl: nevenwerk}
  rule: {nl: Elk nevenwerk.}
  source: geen
"""


def make_data(folder: Path, roll_up: str = "then") -> Path:
    """The data folder."""
    for name in ("lists", "tables"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "organisation.yaml").write_text(ORGANISATION)
    (folder / "lists" / "unit.yaml").write_text(UNITS)
    (folder / "tables" / "registers.yaml").write_text(TABLES.replace("ROLL_UP", roll_up))
    return folder


def add_facts(year: int, **counts: int) -> None:
    """So many side activities of each unit."""
    for unit, count in counts.items():
        SideActivity.objects.bulk_create(
            SideActivity(year=year, unit=unit, origin=SideActivity.Origin.RECORD) for _ in range(count)
        )


def freeze_year(year: int, reason: str = "") -> Manifest:
    """Freeze with what does not matter to a test filled in."""
    return freeze(year=year, reference_date=DAY, reason=reason, actor="a.tester")

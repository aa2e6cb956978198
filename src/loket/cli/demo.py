"""``./loket demo``: everything from an empty machine to a working website with the figures of 2024."""

import argparse
import os
import shutil
from datetime import date
from typing import TYPE_CHECKING

from loket.cli.setup import database, var_folder
from loket.core.database import VARIABLE, InUse, delete

if TYPE_CHECKING:
    from loket.accounts.demo import DemoPerson

YEARS = (2022, 2023, 2024)
MADE = ("snapshots", "publications", "sealed", "demo-keys.json", "demo-receipt")
"""What ``--reset`` deletes beside the database; nothing else in the folder is touched."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from loket.cli.serve import port_number

    parser.add_argument("--no-serve", action="store_true", help="zet alles klaar, maar start de website niet")
    parser.add_argument("--port", type=port_number, default=8000, help="poort op 127.0.0.1 (standaard 8000)")
    parser.add_argument("--reset", action="store_true", help="begin opnieuw: wis wat is ingevoerd en gebouwd")


def run(args: argparse.Namespace) -> int:
    from loket.cli.serve import refuse_port_in_use, serve

    os.environ["LOKET_DEMO"] = "1"
    if not args.no_serve:
        refuse_port_in_use(args.port)
    if args.reset:
        reset()
    with database():
        prepare()
        explain(args.port, people())
        return 0 if args.no_serve else serve(args.port)


def reset() -> None:
    """Delete the database and ``MADE``. Raises ``InUse`` while someone uses them."""
    if VARIABLE in os.environ:
        raise InUse(f"--reset wist alleen de ingebouwde database; laat {VARIABLE} weg, of maak je eigen database leeg")
    delete(var_folder() / "postgres")
    for name in MADE:
        made = var_folder() / name
        if made.is_dir():
            shutil.rmtree(made, ignore_errors=True)
        else:
            made.unlink(missing_ok=True)


def prepare() -> None:
    """Load, freeze and publish what is not there yet. Each step says what it does, and keeps what stands."""
    from django.conf import settings

    from loket.cli.publish import progress
    from loket.facts import services as facts
    from loket.publications import services as publications
    from loket.publications.recommendations import services as recommendations
    from loket.snapshots import queries as snapshot_queries
    from loket.snapshots import services as snapshots

    report = facts.load(folder=settings.DATA, actor="demo")
    print(report.as_text() if report.changed else "Gegevens: niets veranderd", flush=True)
    recommendations.load(folder=settings.DATA, actor="demo")
    for year in YEARS:
        latest = snapshot_queries.latest(year)
        if latest is None or latest.frozen_at < report.at:
            reason = "nieuwe gegevens" if latest else ""
            snapshots.freeze_if_needed(year=year, reference_date=date(year + 1, 2, 25), reason=reason, actor="demo")
        print(f"Momentopname {year}: staat vast", flush=True)
    with progress() as show:
        publications.publish_if_needed(year=YEARS[-1], actor="demo", progress=show)
    print(f"Publicaties over {YEARS[-1]}: gebouwd in {settings.VAR / 'publications'}", flush=True)


def people() -> "dict[DemoPerson, str]":
    """The fictitious people with their keys, and a few reports for them to read; gives each one's link for this
    start. What stands is kept: a second start reads what the first one made. All or nothing: a database with real keys
    keeps out of it (``keys.demo.NoDemonstration``)."""
    from django.db import transaction

    from loket.accounts.bodies import unit_choices
    from loket.accounts.demo import ACTOR, ensure_people, fresh_links
    from loket.casework.configuration import configuration
    from loket.cli.demo_advisers import fill
    from loket.cli.demo_reports import raise_samples
    from loket.keys.demo import prepare

    with transaction.atomic():
        officers = ensure_people(bodies=list(configuration().bodies), units=list(unit_choices()))
        private_keys = prepare(people=officers, actor=ACTOR)
        raise_samples(officers=officers, private_keys=private_keys)
        fill(private_keys)
        return fresh_links(private_keys)


def explain(port: int, links: "dict[DemoPerson, str]") -> None:
    """Where to look, and how to come in. A passkey belongs to a name, and 127.0.0.1 is none: hence localhost."""
    from loket.cli.demo_reports import receipt_file

    site = f"http://localhost:{port}"
    print(f"\nJaarrapportage  {site}/publicaties/{YEARS[-1]}/")
    print(f"Melden          {site}/melden/")
    if receipt_file().exists():
        print(f"Postvak         {site}/postvak/  met deze woorden:\n                {receipt_file().read_text()}")
    print("\nAanmelden doe je met een link die één keer werkt; elke start maakt nieuwe:")
    for person, token in links.items():
        print(f"  {person.name}: {person.sees}\n  {site}/aanmelden/eenmalig/{token}/")
    print(flush=True)

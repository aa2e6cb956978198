"""``./loket load DIR``: read a data folder into the facts, all or nothing."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", type=Path, help="de gegevensmap (zie docs/data-folder.md)")


def run(args: argparse.Namespace) -> int:
    """Load, then say what was counted and where the printed sources contradict each other; and take over what the
    advisers recommended in years of which nothing stands here yet."""
    from loket.cli.setup import operator
    from loket.facts import services
    from loket.publications.recommendations import services as recommendations

    report = services.load(folder=args.map, actor=operator())
    print(report.as_text())
    if count := recommendations.load(folder=args.map, actor=operator()):
        print(f"Aanbevelingen overgenomen: {count}")
    return 0

"""``./loket load DIR``: read a data folder into the facts, all or nothing."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("map", type=Path, help="de gegevensmap (zie docs/data-folder.md)")


def run(args: argparse.Namespace) -> int:
    """Load, then say what was counted and where the printed sources contradict each other."""
    from loket.cli.setup import operator
    from loket.facts import services

    report = services.load(folder=args.map, actor=operator())
    print(report.as_text())
    return 0

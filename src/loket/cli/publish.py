"""``./loket publish YEAR --out DIR``: the annual report as website, PDF, ODS and CSV."""

import argparse
import getpass
import sys
from pathlib import Path

WIDTH = 24


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("jaar", type=int, help="het jaar van de rapportage, zoals 2024")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="MAP",
        help="map voor de publicatie; een oude publicatie wordt vervangen (standaard: waar de website haar toont)",
    )


def run(args: argparse.Namespace) -> int:
    """Build with one line of progress, then say what was noticed and where the report stands."""
    from loket.publications import queries, services

    show = _bar if sys.stderr.isatty() else _lines
    out = args.out or queries.folder(args.jaar)
    made = services.publish(year=args.jaar, out=out, actor=getpass.getuser(), progress=show)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for notice in made.notices:
        print(f"Let op: {notice}")
    print(f"{len(made.files)} bestanden in {out}: momentopname {made.year}, versie {made.revision}")
    return 0


def _bar(step: str, done: int, total: int, words: str) -> None:
    """One line that is written over: blocks for what is done, then step and words."""
    full = WIDTH * done // max(total, 1)
    print(
        f"\r\033[K{'█' * full}{'░' * (WIDTH - full)} {step}: {words[:50]}",
        end="",
        file=sys.stderr,
        flush=True,
    )


def _lines(step: str, done: int, total: int, words: str) -> None:
    """Without a terminal: a line for each step that is done."""
    if done == total:
        print(f"{step}: {words}", file=sys.stderr, flush=True)

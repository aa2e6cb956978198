"""``./loket publish YEAR --out DIR``: the annual report as website, PDF, ODS and CSV."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from loket.cli import bar


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
    from loket.cli.setup import operator
    from loket.publications import queries, services

    out = args.out or queries.folder(args.jaar)
    with progress() as show:
        made = services.publish(year=args.jaar, out=out, actor=operator(), progress=show)
    for notice in made.notices:
        print(f"Let op: {notice}")
    print(f"{len(made.files)} bestanden in {out}: momentopname {made.year}, versie {made.revision}")
    return 0


@contextmanager
def progress() -> Iterator[Callable[[str, int, int, str], None]]:
    """What shows how far a build is: a bar in a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        yield _lines
        return
    try:
        yield _bar
    finally:
        bar.clear()


def _bar(step: str, done: int, total: int, words: str) -> None:
    bar.show(done, total, f"{step}: {words[:50]}")


def _lines(step: str, done: int, total: int, words: str) -> None:
    """Without a terminal: a line for each step that is done."""
    if done == total:
        print(f"{step}: {words}", file=sys.stderr, flush=True)

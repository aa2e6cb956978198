"""``./loket publish YEAR --out DIR``: the annual report as website, PDF, ODS and CSV."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
        print("\r\033[K", end="", file=sys.stderr, flush=True)


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

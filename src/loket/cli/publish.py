"""``./loket publish YEAR``: the publications of a year, each as website, PDF, ODS and CSV."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from loket.cli import bar

if TYPE_CHECKING:
    from loket.publications.catalogue import Offer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("jaar", type=int, help="het jaar van de rapportage, zoals 2024")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="MAP",
        help="map voor één publicatie; een oude publicatie wordt vervangen (standaard: waar de website haar toont)",
    )
    parser.add_argument(
        "--publication",
        metavar="NAAM",
        help="alleen deze, zoals annual-report (standaard: alles met een tekst over dat jaar)",
    )
    parser.add_argument("--edition", metavar="ONDERDEEL", help="alleen de editie over het onderdeel met deze code")


def run(args: argparse.Namespace) -> int:
    """Build with one line of progress, then say what was noticed and where each stands."""
    from loket.cli.setup import operator
    from loket.publications import queries, services

    with progress() as show:
        if args.out:
            slug = _the_one(args).slug
            made = [services.publish(year=args.jaar, slug=slug, out=args.out, actor=operator(), progress=show)]
        else:
            made = services.publish_all(year=args.jaar, offers=_wanted(args), actor=operator(), progress=show)
    for one in made:
        for notice in one.notices:
            print(f"Let op: {notice}")
        out = args.out or queries.folder(args.jaar, one.slug)
        print(f"{len(one.files)} bestanden in {out}: momentopname {one.year}, versie {one.revision}")
    return 0


def _wanted(args: argparse.Namespace) -> "list[Offer]":
    """What was named, else all that has a text about the year; when nothing has, the annual report, which says why it
    cannot be built."""
    from django.conf import settings

    from loket.publications import catalogue, queries

    if args.publication or args.edition:
        return catalogue.named(settings.DATA, args.publication, args.edition)
    return queries.offers_for(args.jaar) or [catalogue.find(settings.DATA, "")]


def _the_one(args: argparse.Namespace) -> "Offer":
    """For a folder of one's own: what was named, the whole before its editions; else the annual report."""
    from django.conf import settings

    from loket.publications import catalogue

    if args.publication or args.edition:
        return catalogue.named(settings.DATA, args.publication, args.edition)[0]
    return catalogue.find(settings.DATA, "")


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

"""How long a whole publication takes, against Typst laying out its PDFs alone plus computing the tables.

Each measurement runs in a process of its own, because Typst remembers what it laid out before; the fastest
of three counts.
"""

import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from loket.cli.bench import Result

LIMIT, TRIES = 3.0, 3


def measure(_fast: bool) -> list[Result]:
    """The latest frozen year, both ways, in turns. Raises ``SnapshotMissing`` where nothing is frozen."""
    alone, whole = [], []
    for _ in range(TRIES):
        alone.append(_apart(tables_and_pdfs))
        whole.append(_apart(publication))
    detail = f"{min(whole):.2f} s tegen {min(alone):.2f} s voor Typst en de tabellen alleen"
    return [Result("publicatie", min(whole) / min(alone), LIMIT, "keer", detail)]


def _apart(job: Callable[[], float]) -> float:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_start) as process:
        return process.submit(job).result()


def _start() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.settings")
    django.setup()


def _year() -> int:
    from loket.snapshots import queries

    return max((manifest.year for manifest in queries.list_snapshots()), default=0)


def publication() -> float:
    """Seconds for everything, from opening the snapshot to the manifest."""
    from django.conf import settings

    from loket.publications import build

    with tempfile.TemporaryDirectory() as folder:
        begun = perf_counter()
        build.build(year=_year(), out=Path(folder) / "out", data=settings.DATA)
        return perf_counter() - begun


def tables_and_pdfs() -> float:
    """Seconds for the tables and for Typst, with the documents composed in between and not counted."""
    from django.conf import settings

    from loket.publications import build
    from loket.publications.layout.publication import pdfs
    from loket.publications.source import open_source

    begun = perf_counter()
    source = open_source(year=_year(), data=settings.DATA)
    tables = perf_counter() - begun
    documents = build.fill_in(source)
    about = build.described(source, documents)
    with tempfile.TemporaryDirectory() as folder:
        begun = perf_counter()
        with pdfs(documents, source.tables, about, Path(folder)) as jobs:
            for job in jobs:
                job.result()
        return tables + perf_counter() - begun

"""Build a publication: open the snapshot, compute, check, fill in the text, lay out, take stock.

A publication is a folder, made beside the old one and put in its place in one step at the very end: whoever
stops or kills the build keeps the publication that was there. The same snapshot and the same data folder
give the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from loket.core.errors import UserError
from loket.figures.model import CodeList, Labels, Table
from loket.publications import checks, manifest, swap
from loket.publications.layout import downloads
from loket.publications.layout.publication import lay_out
from loket.publications.text.compose import Edition, compose
from loket.publications.text.definition import read_definition
from loket.publications.text.document import Document
from loket.snapshots import queries as snapshots
from loket.taxonomy.skos import to_skos


class Step(StrEnum):
    """The steps in order; the value is what people see."""

    SNAPSHOT = "Momentopname openen"
    TABLES = "Tabellen berekenen"
    CHECKS = "Controleren"
    TEXT = "Getallen in de tekst invullen"
    LAYOUT = "Rapport opmaken"
    INVENTORY = "Inventaris opmaken"


Progress = Callable[[Step, int, int, str], None]
"""Called with the step, how much of it is done, how much there is, and in words what it works on.

It may raise ``Cancelled``.
"""


class Cancelled(Exception):
    """Whoever watches the progress wants the build to stop; the old publication stays."""


class NotAPublication(UserError):
    """The folder to build in holds something else."""


@dataclass(frozen=True)
class Source:
    """What a publication is made from: the computed tables of a snapshot, and the organisation's folder.

    ``namespace`` is the start of the identifiers of the code lists.
    """

    tables: Mapping[str, Table]
    lists: Mapping[str, CodeList]
    organisation: Labels
    namespace: str
    languages: tuple[str, ...]
    edition: Edition
    year: int
    data: Path


def build(
    *, year: int, out: Path, data: Path, progress: Progress = lambda *_: None, at_home: bool = False
) -> manifest.Manifest:
    """Make the publication of a year in ``out``, from its latest snapshot and the organisation's folder
    ``data``; ``at_home`` when the application shows it there.

    Raises ``UserError`` or ``FiguresError`` for anything that would make the report wrong,
    ``NotAPublication`` when ``out`` holds something else, ``Busy`` when it is being built already. Whatever
    is raised, ``out`` stays as it was.
    """
    out = out.resolve()
    if not may_replace(out):
        raise NotAPublication(f"{out} is niet leeg en geen publicatie; kies een nieuwe of lege map")
    source = open_source(year=year, data=data, progress=progress)
    return build_from(source, out=out, progress=progress, at_home=at_home)


def build_from(
    source: Source, *, out: Path, progress: Progress = lambda *_: None, at_home: bool = False
) -> manifest.Manifest:
    """The steps after the tables: check, fill in, lay out, take stock, and only then take the place of
    ``out``.
    """
    progress(Step.CHECKS, 0, 1, "tellen de tabellen op?")
    checks.refuse(checks.sums(source.tables.values()))
    progress(Step.CHECKS, 1, 1, "alle tabellen tellen op")
    documents = fill_in(source, progress)
    about = described(source, documents)
    with swap.prepared(out) as folder:
        lists = to_skos(source.lists, source.namespace)
        lay_out(documents, source.tables, lists, about, folder, partial(progress, Step.LAYOUT), at_home=at_home)
        progress(Step.INVENTORY, 0, 1, "controlesommen")
        made = _inventory(source, documents, about, folder)
        progress(Step.INVENTORY, 1, 1, f"{len(made.files)} bestanden")
    return made


def may_replace(out: Path) -> bool:
    """Whether a build may take the place of this folder: it is not there, empty, or a publication."""
    return not out.exists() or (out.is_dir() and ((out / manifest.NAME).exists() or not any(out.iterdir())))


def open_source(*, year: int, data: Path, progress: Progress = lambda *_: None) -> Source:
    """The first two steps: open the latest snapshot and compute its tables."""
    progress(Step.SNAPSHOT, 0, 1, f"momentopname {year}")
    snapshot = snapshots.open_snapshot(year)
    snapshots.refuse_damaged(snapshot)
    about = snapshot.manifest
    progress(Step.SNAPSHOT, 1, 1, f"momentopname {year}, versie {about.revision}; de controlesom klopt")
    tables = snapshots.compute_tables(snapshot, progress=partial(progress, Step.TABLES))
    return Source(
        tables=tables,
        lists=snapshot.lists,
        organisation=snapshot.organisation.name,
        namespace=snapshot.organisation.namespace,
        languages=tuple(snapshot.organisation.languages),
        edition=Edition(about.name, about.revision, about.reference_date),
        year=year,
        data=data,
    )


def fill_in(source: Source, progress: Progress = lambda *_: None) -> list[Document]:
    """The document in every language of the organisation, each number from its cell."""
    definition = read_definition(source.data)
    if definition.text.year != source.year:
        message = f"deze tekst gaat over {definition.text.year}; schrijf voor {source.year} een eigen tekst"
        raise definition.bad(message, "year")
    documents = []
    for done, language in enumerate(source.languages):
        progress(Step.TEXT, done, len(source.languages), language)
        document = compose(
            definition=definition,
            tables=source.tables,
            lists=source.lists,
            organisation=source.organisation,
            edition=source.edition,
            year=source.year,
            language=language,
        )
        documents.append(document)
    progress(Step.TEXT, len(documents), len(documents), "elk getal wijst naar een cel")
    return documents


def described(source: Source, documents: Sequence[Document]) -> downloads.About:
    """What the downloads say about themselves."""
    return downloads.About(
        title={document.language: document.title for document in documents},
        publisher={document.language: document.publisher for document in documents},
        snapshot=source.edition.snapshot,
        revision=source.edition.revision,
        reference_date=source.edition.reference_date,
        languages=source.languages,
    )


def _inventory(source: Source, documents: list[Document], about: downloads.About, folder: Path) -> manifest.Manifest:
    made = manifest.Manifest(
        title=about.title,
        year=source.year,
        snapshot=about.snapshot,
        revision=about.revision,
        reference_date=about.reference_date.isoformat(),
        notices=tuple(finding.text for finding in checks.notices(source.tables, documents)),
        data=manifest.fingerprint(source.data),
        tools=manifest.tools(),
        files=manifest.hashes(folder),
    )
    manifest.write(folder, made)
    return made

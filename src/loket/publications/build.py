"""Build a publication: open the snapshot, compute, check, protect, fill in the text, lay out, take stock.

A publication is a folder, made beside the old one and put in its place in one step at the very end: whoever
stops or kills the build keeps the publication that was there. The same snapshot and the same data folder
give the same bytes.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from loket.core.errors import UserError
from loket.figures.model import Table
from loket.publications import catalogue, checks, manifest, swap
from loket.publications.catalogue import Offer
from loket.publications.layout import downloads
from loket.publications.layout.publication import lay_out
from loket.publications.ledger.book import Written, written
from loket.publications.restated import told
from loket.publications.source import Source, open_source
from loket.publications.steps import Progress, Step
from loket.publications.text.compose import compose
from loket.publications.text.document import Document
from loket.publications.text.recommended import Recommendations
from loket.publications.text.slicing import from_enough, of_unit
from loket.taxonomy.skos import to_skos

Enter = Callable[[manifest.Manifest, Source, Sequence[Written]], object]
"""Called with what was made, from what, and the tables that it shows."""


class NotAPublication(UserError):
    """The folder to build in holds something else."""


def build(
    *,
    year: int,
    out: Path,
    data: Path,
    slug: str = "",
    progress: Progress = lambda *_: None,
    at_home: bool = False,
    source: Source | None = None,
    enter: Enter = lambda *_: None,
) -> manifest.Manifest:
    """Make a publication of a year in ``out``, from its latest snapshot and the organisation's folder
    ``data``; ``at_home`` when the application shows it there. A ``source`` that was opened before saves the tables.

    Raises ``UserError`` or ``FiguresError`` for anything that would make the report wrong,
    ``NotAPublication`` when ``out`` holds something else, ``Busy`` when it is being built already. Whatever
    is raised, ``out`` stays as it was.
    """
    out = out.resolve()
    if not may_replace(out):
        raise NotAPublication(f"{out} is niet leeg en geen publicatie; kies een nieuwe of lege map")
    offer = catalogue.find(data, slug)
    source = source or open_source(year=year, data=data, offer=offer, progress=progress)
    return build_from(source, offer=offer, out=out, progress=progress, at_home=at_home, enter=enter)


def build_from(
    source: Source,
    *,
    out: Path,
    offer: Offer | None = None,
    progress: Progress = lambda *_: None,
    at_home: bool = False,
    enter: Enter = lambda *_: None,
) -> manifest.Manifest:
    """The steps after the tables: fill in, lay out, take stock, and only then take the place of ``out``. Without
    ``offer``: the annual report. ``enter`` writes down what goes out, just before it does.
    """
    offer = offer or catalogue.find(source.data, "")
    documents = fill_in(source, progress, offer=offer)
    about = described(source, documents)
    tables = taken_along(source, offer, documents)
    with swap.prepared(out) as folder:
        lists, known = to_skos(source.lists, source.namespace), told.background(source, offer, tables)
        laying = partial(progress, Step.LAYOUT)
        lay_out(documents, tables, lists, about, folder, laying, background=known, at_home=at_home)
        progress(Step.INVENTORY, 0, 1, "controlesommen")
        made = _inventory(source, offer, documents, about, folder)
        progress(Step.INVENTORY, 1, 1, f"{len(made.files)} bestanden")
        enter(made, source, [written(table, offer.unit, source.tables[name]) for name, table in tables.items()])
    return made


def may_replace(out: Path) -> bool:
    """Whether a build may take the place of this folder: it is not there, empty, or a publication."""
    return not out.exists() or (out.is_dir() and ((out / manifest.NAME).exists() or not any(out.iterdir())))


def tables_of(source: Source, offer: Offer) -> dict[str, Table]:
    """The tables that a publication may speak of: an edition only of its own unit."""
    text = offer.definition.text
    found = from_enough(source.tables, text.least)
    return of_unit(found, offer.unit, uncounted=text.uncounted) if offer.unit else found


def taken_along(source: Source, offer: Offer, documents: Sequence[Document]) -> dict[str, Table]:
    """The tables that a publication hands out: those that a reader of it meets."""
    used = frozenset[str]().union(*(document.uses for document in documents))
    return {name: table for name, table in tables_of(source, offer).items() if name in used}


def _refuse_other_year(source: Source, offer: Offer) -> None:
    """Raises ``BadFile`` when the text is not about the year of the source, or has nothing to say about it."""
    text, counted = offer.definition.text, {table.definition.fact for table in source.tables.values()}
    if text.year is not None and text.year != source.year:
        message = f"deze tekst gaat over {text.year}; schrijf voor {source.year} een eigen tekst"
        raise offer.definition.bad(message, "year")
    if not offer.is_about(source.year):
        raise offer.definition.bad(f"deze tekst kan pas vanaf {text.since}; kies een later jaar", "since")
    if missing := [kind for kind in text.facts if kind not in counted]:
        raise offer.definition.bad(f"over {source.year} zijn geen feiten {missing[0]} vastgelegd", "facts")


def fill_in(source: Source, progress: Progress = lambda *_: None, *, offer: Offer | None = None) -> list[Document]:
    """The document in every language of the organisation, each number from its cell."""
    offer = offer or catalogue.find(source.data, "")
    _refuse_other_year(source, offer)
    tables = tables_of(source, offer)
    documents = []
    for done, language in enumerate(source.languages):
        progress(Step.TEXT, done, len(source.languages), language)
        document = compose(
            definition=offer.definition,
            tables=tables,
            lists=source.lists,
            organisation=source.organisation,
            edition=source.edition,
            year=source.year,
            language=language,
            unit=offer.unit,
            recommendations=source.recommendations,
            losses=source.losses,
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
        profile=source.profile.label,
    )


def fingerprint(found: Recommendations, offer: Offer) -> str:
    """Of the recommendations that a publication prints; empty when it prints none."""
    listed = json.dumps([asdict(one) for one in found], sort_keys=True)
    return manifest.fingerprint_of(listed) if offer.definition.text.recommends else ""


def _inventory(
    source: Source, offer: Offer, documents: list[Document], about: downloads.About, folder: Path
) -> manifest.Manifest:
    made = manifest.Manifest(
        title=about.title,
        year=source.year,
        snapshot=about.snapshot,
        revision=about.revision,
        reference_date=about.reference_date.isoformat(),
        notices=tuple(
            finding.text
            for finding in checks.notices(tables_of(source, offer), documents, source.profile, source.known)
        ),
        data=manifest.fingerprint(source.data),
        tools=manifest.tools(),
        files=manifest.hashes(folder),
        slug=offer.slug,
        subtitle={document.language: document.subtitle for document in documents},
        chapters={
            document.language: [[one.number, one.slug, one.title] for one in document.chapters]
            for document in documents
        },
        recommendations=fingerprint(source.recommendations, offer),
        open=source.profile.open,
    )
    manifest.write(folder, made)
    return made

"""What the publications of a year are made from: protected tables. Nothing from here on can see a true count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loket.figures.model import CodeList, Labels, Table
from loket.figures.protection.line_lists import ToldLoss
from loket.publications import catalogue
from loket.publications.catalogue import Offer
from loket.publications.ledger import book
from loket.publications.protection import gate, lists, profiles
from loket.publications.protection.kept import Question
from loket.publications.protection.profile import OPEN, Profile
from loket.publications.steps import Progress
from loket.publications.text.compose import Edition
from loket.publications.text.recommended import Recommendations, Recommended
from loket.publications.truth import Truth, check, open_truth


@dataclass(frozen=True)
class Source:
    """The tables of a snapshot as they may be printed, the organisation's folder, and what the advisers recommend.

    ``namespace`` is the start of the identifiers of the code lists. ``profile`` is the one that the tables were
    protected under, ``losses`` what readers may know of the cost of grouping lists of cases, ``known`` the small cells
    that were published before, ``seen`` how many pages the ledger had then.
    """

    tables: Mapping[str, Table]
    lists: Mapping[str, CodeList]
    organisation: Labels
    namespace: str
    languages: tuple[str, ...]
    edition: Edition
    year: int
    data: Path
    recommendations: Recommendations = field(default_factory=Recommendations)
    profile: Profile = OPEN
    losses: Mapping[str, ToldLoss] = field(default_factory=dict)
    known: tuple[str, ...] = ()
    seen: int = 0


def open_source(*, year: int, data: Path, offer: Offer | None = None, progress: Progress = lambda *_: None) -> Source:
    """The first steps of a build: open the latest snapshot, compute and check its tables, and protect them for this
    publication (the annual report unless told otherwise). Raises ``UserError`` or ``FiguresError``.
    """
    truth = open_truth(year=year, progress=progress)
    check(truth.tables.values(), progress)
    return protected(truth, data=data, offer=offer, progress=progress)


def protected(
    truth: Truth,
    *,
    data: Path,
    offer: Offer | None = None,
    progress: Progress = lambda *_: None,
    seek: bool = True,
) -> Source:
    """What is left of the true tables for whoever reads this publication. Raises ``gate.Closed``, ``FiguresError``, and
    without ``seek`` ``kept.NotYet`` when what to hide was not sought before.
    """
    profile = (offer or catalogue.find(data, "")).profile
    snapshot, about = truth.snapshot, truth.snapshot.manifest
    seen = book.pages()
    passed = gate.passed(*asked(truth, data, profile), progress, seek=seek)
    return Source(
        tables={**passed.tables, **lists.as_they_are(truth, profile)},
        lists=snapshot.lists,
        organisation=snapshot.organisation.name,
        namespace=snapshot.organisation.namespace,
        languages=tuple(snapshot.organisation.languages),
        edition=Edition(about.name, about.revision, about.reference_date),
        year=truth.year,
        data=data,
        recommendations=recommended(truth.year),
        profile=profile,
        losses={name: loss.told for name, loss in lists.losses(truth, profile).items()},
        known=passed.known,
        seen=seen,
    )


def asked(truth: Truth, data: Path, profile: Profile) -> tuple[Question, list[str]]:
    """What protects the tables of a year for these readers, and the profiles of what they read besides their own:
    whoever reads anything has what everyone can read, also under a profile that is no longer there."""
    question = Question(lists.with_lists(truth, profile), profile, catalogue.units(data, truth.year))
    closed = {one.code for one in profiles.read(data) if not one.open}
    return question, sorted(book.profiles() - closed)


def recommended(year: int) -> Recommendations:
    """What the advisers recommend in their report over a year, and last year's with what came of them."""
    from loket.publications.recommendations import queries as recommendations

    this_year, last_year = (
        tuple(
            Recommended(one.year, one.number, one.audience, one.text, one.follow_up_text, one.carried_from)
            for one in recommendations.for_year(asked)
        )
        for asked in (year, year - 1)
    )
    return Recommendations(this_year, last_year)

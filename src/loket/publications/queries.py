"""The publications that were built: which years there are, what is in them, whether they still hold."""

from dataclasses import replace
from pathlib import Path

from loket.core.errors import UserError
from loket.figures.model import FiguresError, in_language
from loket.publications import build, catalogue, checks, manifest
from loket.publications.protection.kept import NotYet
from loket.publications.source import protected, recommended
from loket.publications.truth import Truth, open_truth


class NotPublished(UserError):
    """A year without a publication."""


def folder(year: int, slug: str = "") -> Path:
    """Where the website's publication of a year stands, or would stand; without ``slug`` the annual report."""
    return _root() / slug / str(year) if slug else _root() / str(year)


def _root() -> Path:
    from django.conf import settings

    return Path(settings.VAR) / "publications"


def years() -> list[int]:
    """The years of which an annual report stands, the newest first; also one whose manifest can no longer be read."""
    return [year for year, slug in standing() if not slug]


def standing() -> list[tuple[int, str]]:
    """Every publication that stands, as its year and its address: the newest year first, and of a year the annual
    report first."""
    found = [path.parent for depth in ("*", "*/*") for path in _root().glob(f"{depth}/{manifest.NAME}")]
    known = [(int(one.name), "" if one.parent == _root() else one.parent.name) for one in found if one.name.isdigit()]
    return sorted(known, key=lambda one: (-one[0], one[1]))


def publication(year: int, slug: str = "") -> manifest.Manifest:
    """What was published over a year. Raises ``NotPublished``, also when its manifest cannot be read."""
    try:
        return manifest.read(folder(year, slug))
    except manifest.NoManifest as error:
        raise NotPublished(f"over {year} is nog niets gepubliceerd") from error


def up_to_date(year: int, slug: str = "") -> manifest.Manifest | None:
    """The standing publication, when building again would give the same; None otherwise."""
    from django.conf import settings

    from loket.snapshots import queries as snapshots

    try:
        found, frozen = publication(year, slug), snapshots.open_snapshot(year).manifest
        offer = catalogue.find(settings.DATA, slug)
    except (NotPublished, catalogue.NoSuchPublication):
        return None
    same = (found.revision, found.data, dict(found.tools), found.recommendations) == (
        frozen.revision,
        manifest.fingerprint(settings.DATA),
        manifest.tools(),
        build.fingerprint(recommended(year), offer),
    )
    return found if same else None


def offers_for(year: int) -> list[catalogue.Offer]:
    """What can be published over a frozen year: what has a text about it and facts to speak of. Raises ``BadFile``."""
    from django.conf import settings

    from loket.snapshots import queries as snapshots

    frozen = snapshots.latest(year)
    counts = frozen.counts if frozen else {}
    return [
        offer
        for offer in catalogue.offers(settings.DATA)
        if offer.is_about(year) and all(counts.get(kind) for kind in offer.definition.text.facts)
    ]


def examine(year: int, *, seek: bool = True) -> list[checks.Finding]:
    """What publishing this year would refuse and notice, without building it: refusals first. Without ``seek`` nothing
    waits for what to hide: that it is not known yet is a finding ``pending``."""
    from django.conf import settings

    found: list[checks.Finding] = []
    try:
        truth = open_truth(year=year)
        found += [*checks.sums(truth.tables.values()), *checks.contradictions(truth.tables.values())]
        for offer in offers_for(year) or [catalogue.find(settings.DATA, "")]:
            found += _examined(truth, offer, seek=seek)
    except (UserError, FiguresError) as error:
        found.append(checks.Finding("refused", str(error)))
    return sorted(found, key=lambda one: one.level != "refused")


def _examined(truth: Truth, offer: catalogue.Offer, *, seek: bool) -> list[checks.Finding]:
    """Of one publication; what is not about the annual report says what it is about."""
    from django.conf import settings

    try:
        source = protected(truth, data=settings.DATA, offer=offer, seek=seek)
        found = checks.notices(
            build.tables_of(source, offer), build.fill_in(source, offer=offer), source.profile, source.known
        )
    except NotYet as error:
        return [checks.Finding("pending", str(error))]
    except (UserError, FiguresError) as error:
        return [checks.Finding("refused", str(error))]
    called = f"{in_language(offer.called, settings.LANGUAGE_CODE)}: " if offer.slug else ""
    return [replace(one, text=f"{called}{one.text}") for one in found]

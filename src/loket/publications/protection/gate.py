"""The gate: what a publication shows is audited each time, whoever decided what to hide, and nothing leaves that it is
not sure of.

It looks at the protected tables themselves, as a reader gets them. What was decided (``kept``) it does not believe: a
cell that is told must be as it was counted, and no small count may be worked out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from loket.core.errors import UserError
from loket.figures.model import Coordinates, Table, in_language, is_hidden
from loket.figures.protection.audit import Finding, Undecided, audit, audit_rounded
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.linking import Linked, link
from loket.figures.protection.optimise import Progress as Searched
from loket.figures.protection.rules import Status, is_primary
from loket.publications.protection import kept, protecting
from loket.publications.protection.grid import named
from loket.publications.protection.lists import with_lists
from loket.publications.protection.profiles import Profile
from loket.publications.steps import Progress, Step
from loket.publications.truth import Truth

SECONDS = 60.0
"""The time for an audit."""

NAMED = 10
"""Cells that a refusal names."""

LANGUAGE = "nl"


class Closed(UserError):
    """What would be published gives somebody away: it is not published."""


@dataclass(frozen=True)
class Open:
    """A small cell that a reader can work out: it lies from ``lo`` to ``hi`` (None: no end). ``exposed``: it could be
    hidden better; otherwise nothing hides it."""

    table: str
    at: Coordinates
    lo: int
    hi: int | None
    exposed: bool


def passed(truth: Truth, profile: Profile, progress: Progress = lambda *_: None) -> dict[str, Table]:
    """The tables that may be printed, all of a year together. Raises ``Closed``, ``FiguresError``."""
    truth = with_lists(truth, profile)

    def tell(found: Searched) -> None:
        progress(Step.PROTECTION, 0, 1, _so_far(found))

    progress(Step.PROTECTION, 0, 1, "wat kan een lezer afleiden?")
    for anew in (False, True):
        decided = kept.made(truth, profile, tell, anew=anew)
        shown = protecting.shown(truth.tables, decided)
        found = opened(truth, shown, profile)
        if not any(one.exposed for one in found):
            break
    refuse(truth, shown, found, profile)
    progress(Step.PROTECTION, 1, 1, "niemand is terug te rekenen")
    return shown


def _so_far(found: Searched) -> str:
    if not found.hidden:
        return "wat kan een lezer afleiden?"
    return f"{found.hidden} cellen verborgen; hooguit {found.gap:.0%} daarvan is te sparen"


def opened(truth: Truth, shown: Mapping[str, Table], profile: Profile) -> list[Open]:
    """The cells of protected tables that a reader can work out. Raises ``Closed`` for a cell that tells something else
    than was counted, and when there is too little time to be sure."""
    counted = {name: _counted(truth.tables[name], table) for name, table in shown.items()}
    linked = link(counted.values(), truth.world)
    told = _told(linked.lattice, shown)
    try:
        finding = _audited(linked.lattice, told, profile)
    except Undecided as error:
        raise Closed("de controle op kleine aantallen kreeg te weinig tijd; probeer het opnieuw") from error
    return list(_open(linked, finding))


def _counted(table: Table, shown: Table) -> Table:
    """The true table in the shape of the protected one: codes that count as one added up."""
    cells: dict[Coordinates, float] = {}
    for at, n in table.cells.items():
        home = shown.home(at)
        cells[home] = cells.get(home, 0) + n
    if cells.keys() != shown.cells.keys():
        raise Closed(f"tabel {table.id} heeft na het beschermen andere cellen; bouw opnieuw")
    return replace(shown, cells=cells, base=0)


def _told(lattice: Lattice, shown: Mapping[str, Table]) -> dict[int, int]:
    """What a reader is told, by the number of the cell. Raises ``Closed``."""
    found: dict[int, int] = {}
    for name, places in lattice.places.items():
        for at, cell in places.items():
            value = shown[name].cells[at]
            if is_hidden(value):
                continue
            if found.setdefault(cell, int(value)) != value or not _may_be(
                value, lattice.counts[cell], shown[name].base
            ):
                raise Closed(f"tabel {name}, cel [{', '.join(at)}], toont iets anders dan is geteld; bouw opnieuw")
    return found


def _may_be(value: float, count: int, base: int) -> bool:
    """Whether a cell that counts so many can be told as this."""
    return value == count if not base else not value % base and abs(value - count) < base


def _audited(lattice: Lattice, told: Mapping[int, int], profile: Profile) -> Finding:
    counts, threshold = lattice.counts, profile.threshold
    small = [cell for cell, count in enumerate(counts) if is_primary(count, threshold)]
    if profile.method == "round":
        rounded = [told.get(cell, count) for cell, count in enumerate(counts)]
        return audit_rounded(lattice.relations, rounded, small, threshold, SECONDS, counts)
    statuses = [
        Status.SHOWN
        if cell in told or not count
        else Status.PRIMARY
        if is_primary(count, threshold)
        else Status.SECONDARY
        for cell, count in enumerate(counts)
    ]
    shown = [count if status is Status.SHOWN else None for count, status in zip(counts, statuses, strict=True)]
    return audit(lattice.relations, statuses, shown, threshold, SECONDS, counts)


def _open(linked: Linked, finding: Finding) -> Iterator[Open]:
    for cells, exposed in ((finding.exposed, True), (finding.unprotectable, False)):
        for cell in cells:
            table, at = linked.stands[cell]
            interval, count = finding.intervals.get(cell), linked.lattice.counts[cell]
            yield Open(
                table, at, interval.lo if interval else count, interval.hi if interval else count, exposed=exposed
            )


def refuse(truth: Truth, shown: Mapping[str, Table], found: list[Open], profile: Profile) -> None:
    """Raises ``Closed`` when a reader can work anything out: which cells, what of each, and the cheapest remedy."""
    if not found:
        return
    count = "één klein aantal is" if len(found) == 1 else f"{len(found)} kleine aantallen zijn"
    said = [f"{count} terug te rekenen; dit gaat niet naar buiten"]
    for cell in found[:NAMED]:
        said.append(f"- {_said(shown[cell.table], cell)}; {_remedy(truth.tables[cell.table], cell, profile)}")
    if len(found) > NAMED:
        said.append(f"- en nog {len(found) - NAMED}; zie Bescherming bij Publicaties")
    raise Closed("\n".join(said))


def _said(table: Table, cell: Open) -> str:
    if cell.hi is None:
        values = f"{cell.lo} of meer"
    else:
        values = f"{cell.lo}" if cell.lo == cell.hi else f"{cell.lo} tot en met {cell.hi}"
    title = in_language(table.definition.title, LANGUAGE)
    return f"{title} ({table.id}), {named(table, cell.at, LANGUAGE)}: een lezer weet dat het {values} is"


def _remedy(table: Table, cell: Open, profile: Profile) -> str:
    """The cheapest thing to do about a small cell of this table."""
    proposed = [one for one in protecting.proposals(table, profile.threshold) if set(one.codes) & set(cell.at)]
    if not proposed:
        return "rond de aantallen af"
    names = {code.code: code.name(LANGUAGE, short=True) for axis in table.labels for code in axis}
    return f"voeg samen: {', '.join(names.get(code, code) for code in proposed[0].codes)}"

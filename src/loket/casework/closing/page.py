"""The facts of a case as a page shows them: by the year in which they count, with what is missing and where to fill it
in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from loket.casework import engine
from loket.casework.closing import lines, words
from loket.casework.closing.lines import Gap, Line, Parts
from loket.casework.configuration import procedure_of
from loket.casework.models import Item
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.core.language import page_language
from loket.facts.kinds import KINDS
from loket.figures.model import in_language
from loket.snapshots import queries as snapshots
from loket.snapshots.errors import SnapshotDamaged
from loket.taxonomy.current import code_list, name_of


@dataclass(frozen=True)
class Cell:
    """One column of a fact in words. ``text`` is empty for what is missing; ``problem`` says what is wrong and
    ``url`` where to mend it, if it can be mended there now."""

    name: str
    text: str
    problem: str = ""
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """One fact in words. ``step``: the step that will yield it; empty for one that stands already."""

    title: str
    step: str
    cells: Sequence[Cell]

    @property
    def is_whole(self) -> bool:
        return not any(cell.problem for cell in self.cells)


@dataclass(frozen=True)
class Year:
    """The facts that count in one year, 0 as long as it is not known. ``frozen``: the last revision, if there is one:
    these facts come into the next."""

    year: int
    frozen: int
    facts: Sequence[Shown]


@dataclass(frozen=True)
class Facts:
    """All that crosses from a case. ``digest`` stands for what is shown; ``review``: when somebody last confirmed, and
    whether that still holds."""

    years: Sequence[Year]
    digest: str
    gaps: int
    review: Item | None
    is_reviewed: bool


def facts_of(opened: OpenCase, parts: Parts) -> Facts:
    """What the page shows. Raises ``WontOpen``."""
    found = lines.lines_of(opened, parts)
    ordered = sorted(found, key=lambda line: line.year)
    years = [Year(year, _frozen(year), _shown(opened, group)) for year, group in groupby(ordered, lambda one: one.year)]
    return Facts(
        years=years,
        digest=lines.digest(found),
        gaps=sum(len(line.gaps) for line in found),
        review=lines.last_review(parts),
        is_reviewed=lines.is_reviewed(opened, parts),
    )


def _frozen(year: int) -> int:
    """The last revision of a year; 0 when it was never frozen. A damaged one counts: another must come."""
    try:
        latest = snapshots.latest(year) if year else None
    except SnapshotDamaged:
        return 1
    return latest.revision if latest else 0


def _shown(opened: OpenCase, found: Iterable[Line]) -> list[Shown]:
    acts = {act.code: act for act in procedure_of(opened.case).acts}
    return [_fact(opened, line, acts[line.act]) for line in found]


def _fact(opened: OpenCase, line: Line, act: Act) -> Shown:
    title = str(words.KINDS.get(line.kind, line.kind))
    if line.person:
        title = _("%(what)s: persoon %(number)d") % {"what": title, "number": line.person}
    gaps = {gap.column: gap for gap in line.gaps}
    cells = [_gap(opened, line, gaps["year"])] if "year" in gaps else []
    for column in KINDS[line.kind].columns:
        if column.name in gaps:
            cells.append(_gap(opened, line, gaps[column.name]))
        else:
            cells.append(Cell(_name(line.kind, column.name), _text(column.code_list, line.columns[column.name])))
    return Shown(title, "" if line.is_due else in_language(act.label, page_language()), cells)


def _gap(opened: OpenCase, line: Line, gap: Gap) -> Cell:
    name = _name(line.kind, gap.column)
    if gap.code:
        values = {"code": gap.code, "year": line.year}
        return Cell(
            name, "", _("%(code)s telt niet mee in %(year)d; kies iets anders") % values, _url(opened, line, gap)
        )
    return Cell(name, "", _("ontbreekt"), _url(opened, line, gap))


def _url(opened: OpenCase, line: Line, gap: Gap) -> str:
    """Where a code is filled in: at the labels, at the person, or at the step when that can be done now."""
    place = gap.source.partition(".")[0]
    reference = opened.case.reference
    if place == "card":
        return reverse("casework:labels", args=[reference])
    if place == "person" and line.person:
        return reverse("casework:person-change", args=[reference, line.person])
    if place == "person":
        return reverse("casework:case", args=[reference]) + "#personen"
    possible = {act.code for act in engine.acts_from(procedure_of(opened.case), opened.case.stage)}
    return reverse("casework:act", args=[reference, place]) if place in possible else ""


def _name(kind: str, column: str) -> str:
    """What a column is called: as its code list is, but for a few."""
    if column in words.COLUMNS:
        return str(words.COLUMNS[column])
    listed = next((one.code_list for one in KINDS[kind].columns if one.name == column), None)
    return in_language(code_list(listed).label, page_language()) if listed else column


def _text(listed: str | None, value: str | int) -> str:
    return name_of(listed, str(value), page_language()) if listed else str(MONTHS.get(int(value), value))

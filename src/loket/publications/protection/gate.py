"""The gate: what a publication shows is audited each time, whoever decided what to hide, and nothing leaves that it is
not sure of.

It looks at the protected tables themselves, as a reader gets them. What was decided (``kept``) it does not believe: a
cell that is told must be as it was counted, and no small count may be worked out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from loket.core.errors import UserError
from loket.figures.model import Coordinates, FiguresError, Table, in_language, is_hidden
from loket.figures.protection.fitting import Interval, Undecided
from loket.figures.protection.inference import Bounds, inferred
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.optimise import Progress as Searched
from loket.figures.protection.rules import is_primary, width
from loket.publications.ledger.recall import known_to
from loket.publications.protection import kept, showing
from loket.publications.protection.earlier import Earlier, around, bounds, joined, narrower, possible
from loket.publications.protection.grid import named
from loket.publications.protection.kept import Question
from loket.publications.protection.profile import Profile
from loket.publications.protection.proposing import proposals
from loket.publications.protection.protecting import is_protected
from loket.publications.steps import Progress, Step

SECONDS = 60.0
"""The time for an audit."""

NAMED = 10
"""Cells that a refusal names."""

LANGUAGE = "nl"

WORKING = "wat kan een lezer afleiden?"

ANY: Bounds = (0, None)
"""What is known of a cell of which nothing was told."""


class Closed(UserError):
    """What would be published gives somebody away: it is not published."""


@dataclass(frozen=True)
class Passed:
    """Tables that may be printed. ``known`` are in words the small cells that were told before: nothing hides them any
    more."""

    tables: dict[str, Table]
    known: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """A small cell that a reader can work out: it lies from ``lo`` to ``hi`` (None: no end). ``table`` is the one that
    it stands in, now or earlier, as it was counted."""

    table: Table
    at: Coordinates
    lo: int
    hi: int | None


@dataclass(frozen=True)
class Settled:
    """What was asked in the end, the tables that follow, and what a reader can work out all the same."""

    question: Question
    shown: dict[str, Table]
    found: list[Open]


def passed(
    question: Question,
    readers: Collection[str] = (),
    progress: Progress = lambda *_: None,
    *,
    seek: bool = True,
) -> Passed:
    """The tables that may be printed, all of a year together, and together with all that was published to the same
    ``readers`` (profiles). Raises ``Closed``, ``FiguresError``, and without ``seek`` ``kept.NotYet``.
    """

    def tell(found: Searched) -> None:
        progress(Step.PROTECTION, 0, 1, _so_far(found))

    progress(Step.PROTECTION, 0, 1, WORKING)
    end = settled(question, readers, tell, seek=seek)
    refuse(end.question, end.found)
    progress(Step.PROTECTION, 1, 1, "niemand is terug te rekenen")
    return Passed(end.shown, tuple(dict.fromkeys(_out_already(question.profile, end.question.earlier))))


def settled(question: Question, readers: Collection[str], tell: kept.Tell, *, seek: bool = True) -> Settled:
    """What to hide. What was published before is only reckoned with while seeking when the audit says that it must be:
    so publications of one year have one answer. Raises as ``passed``.
    """
    plain = _protected(question, tell, seek=seek)
    joint = _knowing(question, readers, plain.shown)
    if not joint.earlier:
        return plain
    if not opened(joint, plain.shown):
        return Settled(joint, plain.shown, [])
    return _protected(_knowing(question, readers), tell, seek=seek)


def _knowing(question: Question, readers: Collection[str], shown: Mapping[str, Table] | None = None) -> Question:
    """The question with what these readers know already; without what tables that are ``shown`` tell too. Who hides
    something else than those must not leave it out."""
    recalled = known_to({question.profile.code, *readers}, question.truth, shown)
    earlier = (_about_people(one, question.profile) for one in recalled)
    return replace(question, earlier=tuple(one for one in earlier if one.tables))


def _about_people(one: Earlier, profile: Profile) -> Earlier:
    return replace(one, tables=tuple(table for table in one.tables if is_protected(table, profile)))


def _so_far(found: Searched) -> str:
    if found.hidden is None:
        return WORKING
    return f"{found.hidden} cellen verborgen; hooguit {found.gap:.0%} daarvan is te sparen"


def _protected(question: Question, tell: kept.Tell, *, seek: bool) -> Settled:
    """What follows from what was kept; when that tells more than was said when it was made, it was changed since, and
    is made anew.
    """
    decided = kept.made(question, tell, seek=seek)
    with suppress(Closed, FiguresError):
        shown = showing.shown(question.truth.tables, decided)
        found = opened(question, shown)
        said = {(table.id, at) for table in decided.tables for at in table.unprotectable}
        if all(one.table.id not in shown or (one.table.id, one.at) in said for one in found):
            return Settled(question, shown, found)
    decided = kept.made(question, tell, anew=True, seek=seek)
    shown = showing.shown(question.truth.tables, decided)
    return Settled(question, shown, opened(question, shown))


def opened(question: Question, shown: Mapping[str, Table]) -> list[Open]:
    """The small cells of protected tables that a reader can work out, who knows what was published earlier too. What
    followed from that alone is no longer to be protected. Raises ``Closed`` for a cell that tells something else than
    was counted, and when there is too little time to be sure.
    """
    truth, profile = question.truth, question.profile
    counted = {
        name: _counted(truth.tables[name], table) for name, table in shown.items() if is_protected(table, profile)
    }
    linked = joined(counted.values(), truth.world, question.earlier)
    lattice, before = linked.lattice, bounds(linked.lattice, question.earlier)
    told, base = _told(lattice, shown), profile.threshold if profile.method == "round" else 0
    known = [
        narrower(around(told[cell], base) if cell in told else possible(n, profile.threshold), before.get(cell, ANY))
        for cell, n in enumerate(lattice.counts)
    ]
    small = [cell for cell, n in enumerate(lattice.counts) if is_primary(n, profile.threshold)]
    found = _narrow(lattice, known, small, profile.threshold)
    found |= {cell: Interval(n, n, 1) for cell in small if cell in told and not base for n in (told[cell],)}
    if found and before:
        alone = [before.get(cell, ANY) for cell in range(len(lattice.counts))]
        gone = _narrow(lattice, alone, [cell for cell in found if cell in before], profile.threshold)
        found = {cell: one for cell, one in found.items() if cell not in gone}
    every = counted | {table.id: table for one in question.earlier for table in one.tables}
    return [Open(every[linked.stands[cell][0]], linked.stands[cell][1], one.lo, one.hi) for cell, one in found.items()]


def _narrow(lattice: Lattice, known: Sequence[Bounds], cells: Sequence[int], threshold: int) -> dict[int, Interval]:
    """Those of these cells for which too few values are left. Raises ``Closed`` when time is up."""
    try:
        found = inferred(lattice.relations, known, cells, cells, SECONDS, lattice.counts)
    except Undecided as error:
        raise Closed("de controle op kleine aantallen kreeg te weinig tijd; probeer het opnieuw") from error
    return {cell: one for cell, one in found.items() if one.values < width(threshold)}


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
    for name, table in shown.items():
        for at, cell in lattice.places.get(name, {}).items():
            value = table.cells[at]
            if is_hidden(value):
                continue
            if found.setdefault(cell, int(value)) != value or not _may_be(value, lattice.counts[cell], table.base):
                raise Closed(f"tabel {name}, cel [{', '.join(at)}], toont iets anders dan is geteld; bouw opnieuw")
    return found


def _may_be(value: float, count: int, base: int) -> bool:
    """Whether a cell that counts so many can be told as this."""
    return not value % base and abs(value - count) < base if base else value == count


def refuse(question: Question, found: Sequence[Open]) -> None:
    """Raises ``Closed`` when a reader can work anything out: which cells, what of each, and the cheapest remedy."""
    if not found:
        return
    count = "één klein aantal is" if len(found) == 1 else f"{len(found)} kleine aantallen zijn"
    said = [f"{count} terug te rekenen; dit gaat niet naar buiten. {_way_out(question.profile)}"]
    said += [f"- {_said(one)}; {_remedy(question, one)}" for one in found[:NAMED]]
    if len(found) > NAMED:
        said.append(f"- en nog {len(found) - NAMED}; zie Bescherming bij Publicaties")
    raise Closed("\n".join(said))


def _out_already(profile: Profile, earlier: Sequence[Earlier]) -> Iterator[str]:
    for one in earlier:
        for table in one.tables:
            for at, (low, high) in one.told[table.id].items():
                if low == high and is_primary(low, profile.threshold):
                    yield f"{in_language(table.definition.title, LANGUAGE)}, {named(table, at, LANGUAGE)}"


def _said(one: Open) -> str:
    title = in_language(one.table.definition.title, LANGUAGE)
    where = f"{title} ({one.table.id}), {named(one.table, one.at, LANGUAGE)}"
    if one.hi is None:
        return f"{where}: een lezer weet dat het {one.lo} of meer is"
    if one.lo == one.hi:
        return f"{where}: een lezer weet dat het {one.lo} is"
    return f"{where}: een lezer weet dat het {one.lo} {'of' if one.hi == one.lo + 1 else 'tot en met'} {one.hi} is"


def _way_out(profile: Profile) -> str:
    """The setting that hides all of them at once, and what to do without it."""
    methods = {"suppress": "method: merge of method: round", "merge": "method: round"}
    if profile.method not in methods:
        return "Doe wat achter elk aantal staat:"
    at = f"bij {in_language(profile.label, LANGUAGE)} in protection.yaml"
    return f"Zet {at} {methods[profile.method]}, of doe wat achter elk aantal staat:"


def _remedy(question: Question, one: Open) -> str:
    """The cheapest thing to do about a small cell."""
    table = question.truth.tables.get(one.table.id)
    if table is None:
        return "dat is eerder verborgen: toon nu minder, of voeg codes samen"
    proposed = [way for way in proposals(table, question.profile.threshold) if set(way.codes) & set(one.at)]
    if not proposed:
        return "rond de aantallen af"
    names = {code.code: code.name(LANGUAGE, short=True) for axis in table.labels for code in axis}
    return f"voeg samen: {', '.join(names.get(code, code) for code in proposed[0].codes)}"

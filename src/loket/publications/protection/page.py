"""What the pages about protection show: tables with their state, and of one table all that can be inferred."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loket.figures import formats
from loket.figures.model import Table, in_language
from loket.figures.protection.rules import is_primary, width
from loket.publications.protection.account import Changed, Guarded, Protection
from loket.publications.protection.grid import Grid, grid, named
from loket.publications.protection.profile import Profile
from loket.publications.protection.showing import merged_as

FIRST = 24
"""Intervals of a kind that are shown at once; the others unfold."""

THIN = 1.5
"""How long a bar is at least, to be seen."""


@dataclass(frozen=True)
class Line:
    """A table in the list. ``state`` is safe, open (something cannot be protected) or plain (nothing small)."""

    id: str
    title: str
    cells: int
    small: int
    extra: int
    changed: int
    lost: int
    share: str
    state: str


@dataclass(frozen=True)
class Bar:
    """An interval as a picture of 100 wide: where it starts and how long it is. ``hi`` is empty when it has no end."""

    name: str
    lo: str
    hi: str
    start: float
    length: float
    is_open: bool
    kind: str


@dataclass(frozen=True)
class Group:
    """Bars on one scale, from 0 to ``most``; ``more`` unfold."""

    kind: str
    most: str
    bars: tuple[Bar, ...]
    more: tuple[Bar, ...]


@dataclass(frozen=True)
class Sheet:
    """All about one table. ``merged``: the names of codes that count as one, and what that one is called;
    ``few``: how many counts were small before.
    """

    line: Line
    before: Grid
    few: int
    after: Grid
    merged: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    unprotectable: tuple[str, ...]
    laid_bare: int
    noticed: tuple[tuple[str, str], ...]
    proposals: tuple[tuple[str, int, int], ...]
    values: int
    gap: str


def lines(protection: Protection, titles: Mapping[str, Mapping[str, str]], language: str) -> list[Line]:
    """Each table, those first where something cannot be protected."""
    found = [_line(one, in_language(titles[one.id], language), language) for one in protection.tables]
    return sorted(found, key=lambda one: one.state != "open")


def _line(one: Guarded, title: str, language: str) -> Line:
    small = sum(cell.is_small for cell in one.changed)
    state = "open" if one.unprotectable else "safe" if one.changed else "plain"
    share = formats.percent(100 * one.share, language)
    return Line(one.id, title, one.cells, small, len(one.changed) - small, len(one.changed), one.lost, share, state)


def sheet(table: Table, protection: Protection, profile: Profile, language: str) -> Sheet | None:
    """The page of a table; None when it is not among those that were protected."""
    one = next((one for one in protection.tables if one.id == table.id), None)
    if one is None:
        return None
    changed = {cell.at: cell for cell in one.changed}
    whole, table = table, merged_as(table, one)
    return Sheet(
        line=_line(one, in_language(table.definition.title, language), language),
        before=grid(whole, {}, language, threshold=profile.threshold),
        few=sum(is_primary(int(n), profile.threshold) for n in whole.cells.values()),
        after=grid(table, changed, language, zeros=profile.zeros, like=whole),
        merged=tuple((_codes(whole, merge.codes, language), merge.code.name(language)) for merge in one.merged),
        groups=tuple(_groups(table, one, language)),
        unprotectable=tuple(named(table, at, language) for at in one.unprotectable),
        laid_bare=one.laid_bare,
        noticed=tuple((named(table, cell.at, language), cell.rule) for cell in one.noticed),
        proposals=tuple((_codes(table, merge.codes, language), merge.before, merge.after) for merge in one.proposals),
        values=width(profile.threshold),
        gap=formats.percent(100 * protection.gap, language) if protection.gap else "",
    )


def _groups(table: Table, one: Guarded, language: str) -> Iterator[Group]:
    """What can be inferred of each cell: the small ones, what cannot be protected first, and apart from those the
    others, which are so much larger that they need a scale of their own.
    """
    hard = frozenset(one.unprotectable)
    known = [cell for cell in one.changed if cell.lo is not None]
    for kind, is_small in (("small", True), ("extra", False)):
        cells = sorted((cell for cell in known if cell.is_small == is_small), key=lambda cell: cell.at not in hard)
        if cells:
            most = max(end for cell in cells for end in (cell.lo, cell.hi) if end is not None)
            bars = tuple(_bar(table, cell, most, language, is_hard=cell.at in hard) for cell in cells)
            yield Group(kind, formats.count(most, language), bars[:FIRST], bars[FIRST:])


def _bar(table: Table, cell: Changed, most: int, language: str, *, is_hard: bool) -> Bar:
    lo = cell.lo or 0
    end = most if cell.hi is None else cell.hi
    return Bar(
        name=named(table, cell.at, language),
        lo=formats.count(lo, language),
        hi="" if cell.hi is None else formats.count(cell.hi, language),
        start=round(100 * lo / (most + 1), 1),
        length=max(round(100 * (end - lo + 1) / (most + 1), 1), THIN),
        is_open=cell.hi is None,
        kind="hard" if is_hard else cell.kind,
    )


def _codes(table: Table, codes: tuple[str, ...], language: str) -> str:
    names = {code.code: code.name(language, short=True) for axis in table.labels for code in axis}
    return ", ".join(names.get(code, code) for code in codes)

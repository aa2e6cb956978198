"""Which broken checks have one cause: a copied row, the change that mends the most, the base that was meant."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from loket.figures.checking import likely
from loket.figures.checking.checks import WORDING
from loket.figures.checking.model import At, PrintedTable
from loket.figures.checking.repair import Change, Situation

_MANY = 60
"""With more broken checks than this without a cause, changes of two figures are not looked for: the report is not one
with a few mistakes, or it was declared wrongly.
"""

_SHORTEST_ROW = 3
"""Codes that a row must have before its being equal to another one says anything."""


@dataclass(frozen=True)
class Cause:
    """The checks (by number, the first one leading) that one thing explains. ``changes``: what could mend them all, one
    of which is right; ``loose``: there is none, but some figure could have any of several values. ``copied``: the row
    and the row that it equals; ``base``: the total that was meant.
    """

    checks: tuple[int, ...]
    changes: tuple[Change, ...] = ()
    loose: bool = False
    copied: tuple[At, At] | None = None
    base: At | None = None


def causes(now: Situation, tables: Sequence[PrintedTable]) -> list[Cause]:
    """A cause for every broken check, the simplest first."""
    found = [*_copied_rows(now, tables), *_most(now), *_bases(now), *_single(now)]
    return _sentences(now, sorted(found, key=lambda cause: cause.checks))


def _most(now: Situation) -> Iterator[Cause]:
    """The change that mends the most, as long as there is one that mends two checks or more."""
    while now.open:
        changes = now.changes(sorted(now.open))
        most = max((len(change.mends) for change in changes), default=0)
        if most < 2:
            return
        best = min((one for one in changes if len(one.mends) == most), key=lambda one: _rank(now, one))
        alike = tuple(one for one in changes if one.mends == best.mends and len(one.cells) == len(best.cells))
        yield _settle(now, tuple(sorted(best.mends)), alike)


def _rank(now: Situation, change: Change) -> tuple[int, bool, int]:
    """Fewest figures first, then what a slip explains, then the order of the checks."""
    at = change.at
    return len(change.cells), not likely.explains(at, change.value, now.values), min(change.mends)


def _settle(now: Situation, checks: tuple[int, ...], changes: tuple[Change, ...]) -> Cause:
    """Take these checks as explained; when only one change is possible, go on as if it were made."""
    mended = now.accept(changes[0]) if len(changes) == 1 else frozenset()
    now.close(checks)
    return Cause((*checks, *sorted(mended.difference(checks))), changes)


def _single(now: Situation) -> Iterator[Cause]:
    """For what is left: every change that mends a check, else every two changes, else nothing. What is certain goes
    first, for it may mend what is not.
    """
    known: dict[int, tuple[Change, ...]] = {}
    while now.open:
        number = _surest(now, known)
        changes = known[number]
        loose = not changes and len(now.open) <= _MANY and now.loose(number)
        mended: frozenset[int] = frozenset()
        if len(changes) == 1:
            mended = changes[0].mends
            known = {}
        cause = _settle(now, (number, *sorted(mended - {number})), changes)
        yield from _each(now, replace(cause, loose=loose))


def _surest(now: Situation, known: dict[int, tuple[Change, ...]]) -> int:
    """The first open check that only one change mends, else the first one. ``known`` keeps the changes of each."""
    for number in sorted(now.open):
        if number not in known:
            known[number] = _possible(now, number)
        if len(known[number]) == 1:
            return number
    return min(now.open)


def _each(now: Situation, cause: Cause) -> Iterator[Cause]:
    """Two figures that are both certainly wrong are two causes, each with the checks that are about it."""
    one = cause.changes[0] if len(cause.changes) == 1 else None
    if one is None or one.also is None:
        yield cause
        return
    about = tuple(number for number in cause.checks if set(now.checks[number].cells) & one.cells)
    rest = tuple(number for number in cause.checks if number not in about)
    other = replace(one.also, mends=frozenset(rest), also=replace(one, also=None))
    yield Cause(about, (one,))
    if rest:
        yield Cause(rest, (other,))


def _possible(now: Situation, number: int) -> tuple[Change, ...]:
    """The changes that mend this check: of the fewest figures, and of those the ones that mend the most. Words or an
    order that do not fit are themselves wrong: for those alone no figure is suspected.
    """
    if now.checks[number].kind in (*WORDING, "order"):
        return ()
    alone = [change for change in now.changes([number]) if number in change.mends]
    fewest = min((len(change.cells) for change in alone), default=0)
    if alone:
        return tuple(one for one in alone if len(one.cells) == fewest)
    if len(now.open) > _MANY or now.loose(number):
        return ()
    pairs = list({_key(pair): pair for pair in now.pairs(number)}.values())
    most = max((len(pair.mends) for pair in pairs), default=0)
    return tuple(pair for pair in pairs if len(pair.mends) == most)


def _key(change: Change) -> object:
    """What a pair changes, in whatever order."""
    also = change.also
    return frozenset([(change.cells, change.value), *([(also.cells, also.value)] if also else [])])


def _bases(now: Situation) -> Iterator[Cause]:
    """Percentages of one column that all fit another total than the one that they are said to be of."""
    columns: dict[tuple[object, At], list[int]] = defaultdict(list)
    for number in sorted(now.open):
        check = now.checks[number]
        if check.percent:
            for at in likely.bases(check, now.figures, now.values):
                columns[check.percent[2], at].append(number)
    for (_, at), numbers in sorted(columns.items(), key=lambda one: -len(one[1])):
        left = tuple(number for number in numbers if number in now.open)
        if len(left) > 1:
            now.close(left)
            yield Cause(left, base=at)


def _copied_rows(now: Situation, tables: Sequence[PrintedTable]) -> Iterator[Cause]:
    """A row that equals another one of its table, while two or more of its figures should be otherwise."""
    for table in tables:
        for row, other in _equal_rows(now, table):
            wrong = {at: changes[-1] for at in row if (changes := now.mending(frozenset([at])))} or now.together(row)
            mended = frozenset().union(*(change.mends for change in wrong.values())) if wrong else frozenset()
            if len(wrong) > 1 and len(mended) > 1:
                for change in wrong.values():
                    now.accept(change)
                first, every = next(iter(wrong)), tuple(wrong.values())
                yield Cause(tuple(sorted(mended)), every, copied=(first, other[row.index(first)]))


def _equal_rows(now: Situation, table: PrintedTable) -> Iterator[tuple[list[At], list[At]]]:
    """Pairs of rows, either way round, the later one first (a row is copied from above): long enough, with at least two
    different figures that are not zero.
    """
    for measure, kind in table.measures.items():
        if kind == "arrow":
            continue
        for axis in range(len(table.dimensions)):
            rows = [row for row in _rows(now, table, axis, measure) if len(row) >= _SHORTEST_ROW]
            for one, other in combinations(rows, 2):
                if _equal(now, one, other, axis):
                    yield other, one
                    yield one, other


def _rows(now: Situation, table: PrintedTable, axis: int, measure: str) -> list[list[At]]:
    found: dict[tuple[str, ...], list[At]] = defaultdict(list)
    for codes in table.rows:
        at = At("", table.id, codes, measure)
        if at in now.values:
            found[(*codes[:axis], *codes[axis + 1 :])].append(at)
    return list(found.values())


def _equal(now: Situation, one: Sequence[At], other: Sequence[At], axis: int) -> bool:
    figures = [now.values[at] for at in one]
    return (
        [at.codes[axis] for at in one] == [at.codes[axis] for at in other]
        and figures == [now.values[at] for at in other]
        and len({figure for figure in figures if figure}) > 1
    )


def _sentences(now: Situation, found: Sequence[Cause]) -> list[Cause]:
    """Words that do not fit belong to what is wrong with another figure of their sentence; and the same words about the
    same figures are one contradiction, wherever they are printed.
    """
    kept: list[Cause] = []
    for cause in sorted(found, key=lambda one: _only_words(now, one)):
        home = next(
            (place for place, one in enumerate(kept) if _only_words(now, cause) and _meet(now, one, cause)), None
        )
        if home is None:
            kept.append(cause)
        else:
            kept[home] = replace(kept[home], checks=(*kept[home].checks, *cause.checks))
    return sorted(kept, key=lambda one: one.checks[0])


def _only_words(now: Situation, cause: Cause) -> bool:
    return all(now.checks[number].kind == "words" for number in cause.checks)


def _meet(now: Situation, one: Cause, other: Cause) -> bool:
    """Whether two causes have a sentence in common, or say the same about the same figures."""
    ours, theirs = ([now.checks[number] for number in cause.checks] for cause in (one, other))
    return any(a.place == b.place or (a.says, a.cells) == (b.says, b.cells) for a in ours for b in theirs)

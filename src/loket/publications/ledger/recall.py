"""What readers know because of the ledger: each page becomes tables again, counted from the snapshot of then."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, product

from loket.core.errors import UserError
from loket.figures.axes import MARGIN
from loket.figures.model import TOTAL, Code, Coordinates, Merged, Table
from loket.figures.protection.inference import Bounds
from loket.figures.protection.merged import merged
from loket.publications.ledger.book import Written, is_same
from loket.publications.models import Published
from loket.publications.protection.earlier import Earlier, around, narrower, possible
from loket.publications.truth import Truth, open_truth
from loket.snapshots.errors import SnapshotMissing

MEND = "zet de momentopname terug uit een back-up"
"""How to mend what can no longer be compared."""


class NoLongerTrue(UserError):
    """The snapshot of a page no longer gives what was published: nothing can be compared with it."""


def known_to(profiles: Collection[str], truth: Truth, shown: Mapping[str, Table] | None = None) -> list[Earlier]:
    """What readers know to whom publications under these profiles went, a snapshot at a time. Left out is what
    ``shown``, tables of the snapshot of ``truth``, tells in the same way: it adds nothing.

    Raises ``NoLongerTrue``, ``SnapshotDamaged``.
    """
    pages = Published.objects.filter(profile__in=profiles).order_by("year", "revision", "number")
    found = []
    for (year, revision), some in groupby(pages.iterator(), key=lambda page: (page.year, page.revision)):
        is_ours = (year, revision) == (truth.year, truth.snapshot.manifest.revision)
        told = _Told(f"{year}/r{revision}", shown if is_ours and shown else {})
        for page in some:
            told.add(page)
        if told.tables:
            found.append(told.counted(truth if is_ours else _reopened(year, revision)))
    return found


def _reopened(year: int, revision: int) -> Truth:
    try:
        return open_truth(year=year, revision=revision)
    except SnapshotMissing as error:
        said = f"momentopname {year}/r{revision}, waaruit eerder is gepubliceerd, is weg"
        raise NoLongerTrue(f"{said}; {MEND}") from error


class _Told:
    """The pages of one snapshot: of each table, by what was merged in it, what was told of its cells."""

    def __init__(self, snapshot: str, shown: Mapping[str, Table]) -> None:
        self.snapshot, self.shown = snapshot, shown
        self.tables: dict[tuple[str, tuple[Merged, ...]], list[tuple[Written, int]]] = {}

    def add(self, page: Published) -> None:
        for table in page.tables:
            mark = (table["id"], tuple(Merged(name, tuple(codes)) for name, codes in table["merged"]))
            if not is_same(table, self.shown.get(table["id"])):
                self.tables.setdefault(mark, []).append((table, page.threshold))

    def counted(self, truth: Truth) -> Earlier:
        """These tables as they were counted then. Raises ``NoLongerTrue``."""
        tables, told = [], {}
        for number, ((name, merges), some) in enumerate(self.tables.items()):
            if name in truth.tables:
                counted = as_told(truth.tables[name], merges)
            elif name in truth.lists:
                counted = _grouped(truth.lists[name], merges, some)
            else:
                said = f"momentopname {self.snapshot} heeft geen tabel {name} meer"
                raise NoLongerTrue(f"{said}, en die is wel gepubliceerd; {MEND}")
            found = _alone(counted, f"{self.snapshot} {number} {name}")
            if found.definition.measure is None:
                tables.append(found)
                told[found.id] = self._bounds(found, some)
        return Earlier(tuple(tables), truth.world, told)

    def _bounds(self, table: Table, some: Collection[tuple[Written, int]]) -> dict[Coordinates, Bounds]:
        found: dict[Coordinates, Bounds] = {}
        for written, threshold in some:
            for at, bound, count in _cells(written, table, threshold):
                low, high = bound
                if count is None or count < low or (high is not None and count > high):
                    said = f"tabel {written['id']}, cel [{', '.join(at)}]"
                    said = f"momentopname {self.snapshot} geeft {said}, niet meer zoals is gepubliceerd"
                    raise NoLongerTrue(f"{said}; {MEND}")
                found[at] = narrower(found.get(at, (0, None)), bound)
        return found


def _cells(written: Written, table: Table, threshold: int) -> Iterator[tuple[Coordinates, Bounds, int | None]]:
    """Of each cell of a page what it told, and what it counts (None: there is no such cell)."""
    for at, value in written["cells"]:
        place = tuple(at)
        count = int(table.cells[place]) if place in table.cells else None
        if value is None:
            yield place, possible(count or 0, threshold), count
        else:
            yield place, around(value, written["base"]), count


def as_told(table: Table, merges: Iterable[Merged]) -> Table:
    """The table with these codes as one, under their names together."""
    known = _known(table)
    names = {one: _code(one.into, known) for one in merges}
    return merged(table, names, names)


def _known(table: Table) -> dict[str, Code]:
    return {code.code: code for axis in table.labels for code in axis}


def _code(code: str, known: Mapping[str, Code]) -> Code:
    """A code as it is known; one that stands for several has the names of all."""
    parts = [known[one] for one in code.split("+") if one in known]
    languages = {language: None for part in parts for language in part.label}
    return Code(code, {language: " + ".join(part.name(language) for part in parts) for language in languages})


def _grouped(table: Table, merges: tuple[Merged, ...], some: Collection[tuple[Written, int]]) -> Table:
    """A list of cases as it was told: the columns that were left, with the codes that counted as one, and the sums."""
    left = next(iter(some))[0]["dimensions"]
    places = [place for place, one in enumerate(table.definition.dimensions) if one.name in left]
    dimensions = tuple(replace(table.definition.dimensions[place], total=True) for place in places)
    told = replace(table, definition=replace(table.definition, dimensions=dimensions), merged=merges)
    cells: dict[Coordinates, float] = {tuple(at): 0 for written, _ in some for at, _ in written["cells"]}
    for at, n in table.cells.items():
        if TOTAL not in at:
            row = told.home(tuple(at[place] for place in places))
            for cell in product(*({code, TOTAL} for code in row)):
                cells[cell] = cells.get(cell, 0) + n
    known = {TOTAL: MARGIN, **_known(table)}
    labels = tuple(tuple(_code(code, known) for code in dict.fromkeys(axis)) for axis in zip(*cells, strict=True))
    return replace(told, cells=cells, labels=labels)


def _alone(table: Table, name: str) -> Table:
    return replace(table, definition=replace(table.definition, id=name))

"""How comparable matters ended, so that like is treated alike ("eenheid van beleid").

Counted from frozen years alone, each of its latest revision: facts, that lead to no case and no person. Who decides is
no part of the body that counted them, so every number is a band (``figures.bands``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loket.casework.configuration import configuration
from loket.casework.measures import measures
from loket.core.errors import UserError
from loket.figures.bands import Band, band
from loket.figures.charts.bands import bar
from loket.figures.engine import compute
from loket.figures.model import CodeList, Coordinates, Dimension, FiguresError, TableDefinition
from loket.snapshots.errors import SnapshotError
from loket.snapshots.manifest import Manifest
from loket.snapshots.queries import every_year, open_snapshot

FACT = "settled_case"
WIDE = 280.0
"""px of a bar."""
_COLUMNS = ("violation", "description", "settlement")


@dataclass(frozen=True)
class Outcome:
    """How often matters ended in one way. ``bar``: the count as SVG, filled up to what it is at least."""

    settlement: str
    name: str
    count: Band
    bar: str


@dataclass(frozen=True)
class Group:
    """Comparable matters: how many, and how they ended. ``never``: the names of the settlements that did not occur."""

    count: Band
    outcomes: Sequence[Outcome]
    never: Sequence[str]


@dataclass(frozen=True)
class Comparison:
    """``same``: the same violation and description; ``alike``: the same violation, whatever the description; None when
    it is not known. ``snapshots``: which frozen years were counted."""

    violation: str
    description: str
    same: Group | None
    alike: Group | None
    snapshots: Sequence[Manifest]
    base: int

    @property
    def years(self) -> list[int]:
        return [manifest.year for manifest in self.snapshots]


class NotComparable(UserError):
    """The frozen years do not give an answer now; who keeps them can mend that."""


@dataclass(frozen=True)
class _Counts:
    """Settled cases by violation, description and settlement; and the list that names the settlements."""

    snapshots: tuple[Manifest, ...]
    cells: Mapping[Coordinates, float]
    settlements: CodeList | None


def comparable(violation: str, description: str, language: str) -> Comparison:
    """The comparison for a kind of violation and a description; empty codes are "not known". Raises ``NotComparable``,
    ``BadFile``."""
    try:
        counts = _counted()
    except (SnapshotError, FiguresError) as error:
        raise NotComparable(str(error)) from error
    base = configuration().threshold
    same = _group(counts, (violation, description), base, language) if violation and description else None
    alike = _group(counts, (violation,), base, language) if violation else None
    return Comparison(violation, description, same, alike, counts.snapshots, base)


def _group(counts: _Counts, codes: tuple[str, ...], base: int, language: str) -> Group:
    ended: dict[str, int] = {}
    for at, n in counts.cells.items():
        if at[: len(codes)] == codes:
            ended[at[-1]] = ended.get(at[-1], 0) + int(n)
    named = {code.code: code.name(language) for code in counts.settlements or ()}
    bands = {code: band(ended[code], base) for code in named if ended.get(code)}
    top = max((shown.high for shown in bands.values()), default=0)
    outcomes = [
        Outcome(code, named[code], shown, bar(shown, top=top, wide=WIDE, fill=_fill(code)))
        for code, shown in bands.items()
    ]
    return Group(band(sum(ended.values()), base), outcomes, [name for code, name in named.items() if code not in bands])


def _fill(settlement: str) -> str:
    """Open, mid, deep: none, another measure, disciplinary."""
    found = measures()
    if found.is_disciplinary(settlement):
        return "deep"
    return "open" if found.class_of(settlement) == "none" else "mid"


def _counted() -> _Counts:
    manifests, _facts = every_year(FACT)
    return _count(tuple((manifest.name, manifest.hash) for manifest in manifests))


@lru_cache(maxsize=2)
def _count(_frozen: tuple[tuple[str, str], ...]) -> _Counts:
    """Counted once for each state of the snapshots: a page does not ask DuckDB again."""
    manifests, facts = every_year(FACT)
    if not manifests:
        return _Counts((), {}, None)
    newest = manifests[-1].year
    lists = open_snapshot(newest).lists
    definition = TableDefinition(
        id="comparable",
        title={"nl": "Vergelijkbare zaken", "en": "Comparable cases"},
        fact=FACT,
        dimensions=tuple(Dimension(name, name, name, roll_up="renamed", total=False) for name in _COLUMNS),
        rule={"nl": "Elke afgedane zaak", "en": "Every settled case"},
        source="",
        unit={"nl": "zaken", "en": "cases"},
        years=tuple(manifest.year - newest for manifest in manifests),
    )
    cells = compute([definition], facts, lists, newest)[definition.id].cells
    return _Counts(tuple(manifests), {at: n for at, n in cells.items() if n}, lists["settlement"])

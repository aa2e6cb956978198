"""The advisers' tally as counts: the frozen years from their snapshots, and what runs since then from the live facts.
Both the same way: who came in, what was still open from before, what ended, what goes on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from loket.advisers.configuration import configuration
from loket.core import clock
from loket.facts import queries as facts
from loket.figures.bands import Band, band
from loket.organisation.model import unit_in
from loket.organisation.reading import read_organisation
from loket.snapshots import queries as snapshots
from loket.snapshots.source import ParquetFacts

REQUEST, CARRIED = "advice_request", "advice_carried"
COLUMNS = ("unit", "category", "subcategory", "accused", "settlement", "situation")
FROZEN, RUNNING = 3, 2
"""How many frozen years stand there at most, and how many that are not frozen yet."""

Groups = Mapping[tuple[Any, ...], int]


@dataclass(frozen=True)
class Year:
    """The tally of one year. ``by``: its new requests, for each column by code. ``carried``: open from a year before;
    None for a year from before that was counted. ``continuing``: of both, still open at its end, or now."""

    year: int
    is_frozen: bool
    new: int
    carried: int | None
    continuing: int
    by: Mapping[str, Counter[str]] = field(repr=False)

    @property
    def handled(self) -> int:
        """What ended in it."""
        return self.new + (self.carried or 0) - self.continuing


def years() -> list[Year]:
    """The last frozen years, and those since then up to this one. This one is always as it is now, also when somebody
    froze it before it ended. Raises ``SnapshotDamaged``."""
    manifests, frozen = snapshots.every_year(REQUEST)
    today = clock.today().year
    last = [manifest.year for manifest in manifests if manifest.year < today][-FROZEN:]
    running = range(max(last[-1] + 1 if last else 0, today - RUNNING + 1), today + 1)
    return [*(_frozen(last, frozen) if last else []), *(_running(year) for year in running)]


def shown(n: int, base: int) -> Band:
    """How a count is shown: as it is from the threshold up, and below that as a band, but for zero."""
    return band(n, base) if n < base else Band(n, n)


def _frozen(years: Sequence[int], facts_of_years: ParquetFacts) -> list[Year]:
    new = _grouped(facts_of_years, REQUEST, COLUMNS)
    manifests, later = snapshots.every_year(CARRIED)
    carried = _grouped(later, CARRIED, ("situation",)) if manifests else {}
    begun = min(carried, default=max(years) + 1)
    return [_year(year, new.get(year, {}), carried.get(year, {} if year >= begun else None), True) for year in years]


def _grouped(source: ParquetFacts, fact: str, columns: Sequence[str]) -> dict[int, Groups]:
    """How many facts there are of each year, by these columns."""
    table = source.table(fact)
    answer = source.answer(table.group_by(["year", *columns]).agg(n=table.count()))
    found: dict[int, dict[tuple[Any, ...], int]] = {}
    for row in answer.to_pylist():
        found.setdefault(row["year"], {})[tuple(row[column] for column in columns)] = row["n"]
    return dict(found)


def _running(year: int) -> Year:
    new, carried = facts.counted(REQUEST, year, by=COLUMNS), facts.counted(CARRIED, year, by=("situation",))
    return _year(year, new, carried, False)


def _year(year: int, new: Groups, carried: Groups | None, is_frozen: bool) -> Year:
    ongoing, place = configuration().file.ongoing.situation, COLUMNS.index("situation")
    by: dict[str, Counter[str]] = {column: Counter() for column in COLUMNS}
    for codes, n in new.items():
        for column, code in zip(COLUMNS, codes, strict=True):
            by[column][code] += n
    by["unit"] = _as_now(by["unit"])
    still = sum(n for codes, n in new.items() if codes[place] == ongoing)
    still += (carried or {}).get((ongoing,), 0)
    return Year(year, is_frozen, sum(new.values()), None if carried is None else sum(carried.values()), still, by)


def _as_now(units: Counter[str]) -> Counter[str]:
    """Each unit under the one that it belongs to now, so that years can be compared."""
    organisation, year = read_organisation(settings.DATA / "organisation.yaml"), clock.today().year
    found = Counter[str]()
    for code, n in units.items():
        found[unit_in(organisation, code, year)] += n
    return found

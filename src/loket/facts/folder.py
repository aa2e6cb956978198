"""A data folder as a whole: all that facts are made from, read and checked before anything is written."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loket.core.badfile import BadFile, read_bytes
from loket.core.csvfiles import LIMIT
from loket.facts.cells import Values
from loket.facts.definitions import read_definitions
from loket.facts.kinds import KINDS
from loket.facts.plan import Plan, read_plan
from loket.facts.printed import Printed, read_claims, read_published
from loket.facts.records import read_records
from loket.figures.axes import Places
from loket.figures.model import CodeList, TableDefinition
from loket.organisation.model import Organisation, unit_in
from loket.organisation.reading import read_organisation
from loket.taxonomy.lists import read_lists

_INPUTS = (
    "organisation.yaml",
    "reconstruct.yaml",
    "claims.csv",
    "lists/*.yaml",
    "tables/*.yaml",
    "records/*.csv",
    "published/*.csv",
)
_FORMAT = b"1"
"""Goes up when the same folder would give other facts, so that it is loaded again."""


@dataclass(frozen=True)
class DataFolder:
    """What stands in a data folder about facts."""

    organisation: Organisation
    lists: Mapping[str, CodeList]
    definitions: Mapping[str, TableDefinition]
    plan: Plan
    records: Mapping[str, Sequence[Values]]
    printed: Mapping[str, Sequence[Printed]]
    claims: Sequence[Printed]

    def places(self, *years: int) -> Places:
        """For each of these years, under which unit each unit counts."""
        return {
            year: {unit.code: unit_in(self.organisation, unit.code, year) for unit in self.organisation.units}
            for year in years
        }


def read_folder(folder: Path) -> DataFolder:
    """Everything about facts in a data folder. Raises ``BadFile`` at the first thing that is wrong."""
    organisation = read_organisation(folder / "organisation.yaml")
    lists = read_lists(folder / "lists", organisation.languages)
    definitions = {one.id: one for one in read_definitions(folder, lists)}
    plan = read_plan(folder / "reconstruct.yaml", definitions, lists)
    _check_units(folder / "organisation.yaml", organisation, lists)
    found = DataFolder(
        organisation,
        lists,
        definitions,
        plan,
        read_records(folder, plan, lists),
        read_published(folder, definitions, lists),
        read_claims(folder / "claims.csv", definitions, lists),
    )
    _check_printed(folder / "reconstruct.yaml", found)
    _check_complete(folder / "reconstruct.yaml", found)
    return found


def _check_units(path: Path, organisation: Organisation, lists: Mapping[str, CodeList]) -> None:
    """Every unit, and whatever persons are counted under, has its label in the list of units."""
    code_list = next(one.code_list for one in KINDS["headcount"].columns if one.name == "unit") or ""
    known = [one.code for one in lists.get(code_list, ())]
    named = [one.code for one in organisation.units] + [one.unit for one in organisation.headcounts]
    for code in named:
        if code not in known:
            raise BadFile(path, 1, 1, f"onderdeel '{code}' staat niet in lists/{code_list}.yaml; zet het erin")


def _check_printed(path: Path, found: DataFolder) -> None:
    """Every printed figure is used in its year, and every table of the plan was printed."""
    for table, figures in found.printed.items():
        planned = {entry.year for entry in found.plan.facts if table in entry.tables}
        years = {figure.year for figure in figures if figure.year is not None}
        if not planned or years - planned:
            which = min(years - planned, default="geen enkel jaar")
            message = f"tabel {table} is gedrukt voor {which}; noem hem bij het feit en dat jaar"
            raise BadFile(path, 1, 1, message)
    for entry in found.plan.facts:
        for table in entry.tables:
            if table not in found.printed:
                raise BadFile(path, 1, 1, f"published/{table}.csv ontbreekt; maak het, of haal de tabel weg")


def _check_complete(path: Path, found: DataFolder) -> None:
    """Every fact gets each of its columns once: from a record or from the plan."""
    for kind in KINDS.values():
        given = {int(str(one["year"])): set(one) - {"year"} for one in found.records.get(kind.id, ())}
        planned = {entry.year: entry.made for entry in found.plan.facts if entry.fact == kind.id}
        for year in sorted({*given, *planned}):
            has, gets = given.get(year, set()), planned.get(year, set())
            wrong = set(kind.names).difference(has, gets) or has & gets
            if wrong:
                message = (
                    f"{kind.id} {year}: kolom {min(wrong)} staat niet op precies één plek; "
                    f"zet hem in records/{kind.id}.csv of hier bij columns"
                )
                raise BadFile(path, 1, 1, message)


def digest(folder: Path) -> str:
    """SHA-256 over all inputs, with their names. Raises ``BadFile`` for a file over the limit, unread."""
    total = hashlib.sha256(_FORMAT)
    for path in _paths(folder):
        content = hashlib.sha256(read_bytes(path, limit=LIMIT)).hexdigest()
        total.update(f"{path.relative_to(folder)} {content}\n".encode())
    return total.hexdigest()


def _paths(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise BadFile(folder, 1, 1, "dit is geen map; geef een gegevensmap (docs/data-folder.md)")
    for pattern in _INPUTS:
        yield from sorted(folder.glob(pattern))

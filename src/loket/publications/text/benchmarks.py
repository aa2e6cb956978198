"""``benchmarks.yaml``: of what a publication gives a rate, and whether what others count is the same thing.

A rate invites a comparison, and a comparison of unlike things misleads. So for each measure the file says what is
counted and who can be in it, what others count under that name, and whether the two can be laid side by side. It holds
words, no figures of others.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from loket.core.located import CodeName, Located, Strict, Text, Texts, Where, check_languages, read_located
from loket.organisation.reading import read_organisation

FILE = "benchmarks.yaml"

Kind = Literal["requests", "reports", "complaints", "suspicions", "established", "measures", "not_established"]
"""What is counted: requests for advice, reports, complaints, violations suspected or proven, only proven ones, or
measures."""

Comparable = Literal["yes", "no", "not_established"]


class Staff(Strict):
    """The employees that a rate is of: a table with the dimension ``unit`` only. ``counted_on``: the day; left out when
    the source does not say. ``who`` counts, in words; ``no_units``: codes that are no unit, whose employees are in the
    total only.
    """

    table: CodeName
    counted_on: date | None = None
    who: Texts
    no_units: list[CodeName] = []


class Other(Strict):
    """What somebody else counts, ``beside`` these measures of ours. ``staff``: among which employees, counted when and
    how, in words; ``why`` it is the same thing, or not."""

    name: Texts
    beside: Annotated[list[CodeName], Field(min_length=1)]
    counts: Kind
    staff: Texts
    source: Texts
    comparable: Comparable
    why: Texts


class Measure(Strict):
    """Something that is counted: a cell of a table (``at``: a code for each dimension; what is not named stands at its
    total, or at the year of the report), by whom it can concern (``people``). ``no_rate`` says why no rate of it can be
    given: not everyone of the employees can be in it, or others can.
    """

    id: CodeName
    label: Texts
    table: CodeName
    at: dict[str, Text] = Field(default_factory=dict)
    counts: Kind
    people: Texts
    no_rate: Texts | None = None


class BenchmarksFile(Strict):
    """docs/data-folder.md says what each field means."""

    staff: Staff
    measures: Annotated[list[Measure], Field(min_length=1)]
    others: list[Other] = []


Benchmarks = Located[BenchmarksFile]


def read(folder: Path) -> Benchmarks | None:
    """The benchmarks of an organisation's folder; None when it has none. Raises ``BadFile`` at the first mistake: a
    measure twice, a language too many or too few, something comparable that counts another thing."""
    path = folder / FILE
    if not path.exists():
        return None
    found = read_located(path, BenchmarksFile)
    check_languages(found, _texts(found.value), read_organisation(folder / "organisation.yaml").languages)
    _check(found)
    return found


def _texts(file: BenchmarksFile) -> Iterator[tuple[Texts, Where]]:
    yield file.staff.who, ("staff", "who")
    for place, one in enumerate(file.measures):
        yield one.label, ("measures", place, "label")
        yield one.people, ("measures", place, "people")
        if one.no_rate:
            yield one.no_rate, ("measures", place, "no_rate")
    for place, other in enumerate(file.others):
        for name in ("name", "staff", "source", "why"):
            yield getattr(other, name), ("others", place, name)


def _check(found: Benchmarks) -> None:
    counts: dict[str, Kind] = {}
    for place, one in enumerate(found.value.measures):
        if one.id in counts:
            raise found.bad(f"'{one.id}' staat er twee keer; geef elk een eigen naam", "measures", place, "id")
        if one.counts == "not_established":
            raise found.bad("wat wij zelf tellen, staat vast; kies wat er wordt geteld", "measures", place, "counts")
        counts[one.id] = one.counts
    for place, other in enumerate(found.value.others):
        for number, beside in enumerate(other.beside):
            if beside not in counts:
                message = f"'{beside}' staat niet onder measures; kies uit {', '.join(counts)}"
                raise found.bad(message, "others", place, "beside", number)
            if other.comparable == "yes" and other.counts != counts[beside]:
                message = f"{other.counts} is iets anders dan {counts[beside]}; zet comparable op no"
                raise found.bad(message, "others", place, "comparable")

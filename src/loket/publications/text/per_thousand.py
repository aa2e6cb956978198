"""A table of rates: what ``benchmarks.yaml`` names, for each thousand employees, laid out for reading.

It is made of the same tables as all the rest of a publication: a rate of a hidden count is hidden. A unit has a row
where the number of its own employees is known; its rate is compared with that of all others together.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from loket.figures import formats, rates
from loket.figures.model import TOTAL, Coordinates, FiguresError, Labels, Table, in_language, is_hidden
from loket.figures.rates import Difference, Rate
from loket.publications.text.benchmarks import FILE, Benchmarks, Measure, Other, read
from loket.publications.text.document import Column, PrintedRow, PrintedTable
from loket.publications.text.filling import plain, sentence
from loket.publications.text.protected import notes
from loket.publications.text.rate_words import KINDS, WORDS
from loket.publications.text.references import Scope
from loket.publications.text.years import the_year

UNIT = "unit"
"""The dimension of the units, in the table of the employees and in that of a measure."""
NO_RATE = "–"

Say = Callable[..., str]
"""Texts and their place in the file, to a sentence in the language of the publication."""


@dataclass(frozen=True)
class _Line:
    """A row on its way: a measure, or a unit of it."""

    head: str
    count: float
    rate: Rate | None
    rest: Rate | None = None
    measure: Measure | None = None


def print_rates(
    folder: Path, tables: Mapping[str, Table], scope: Scope, number: str, language: str, more: str = ""
) -> PrintedTable:
    """The rates of an organisation's folder in one language; ``more`` says where to read how small numbers are
    protected. Raises ``FiguresError`` when it has no such file, and ``BadFile`` for a table or a code that is not
    there, or a number in a sentence that refers to nothing.
    """
    found = read(folder)
    if found is None:
        raise FiguresError(f"hier hoort {FILE} bij; maak dat bestand of haal per_thousand weg")

    def say(texts: Labels, *where: str | int) -> str:
        said = in_language(texts, language)
        return plain(sentence(said, scope, language, lambda _, message: found.bad(message, *where, language)))

    return _Printer(found, tables, language, say).printed(number, more)


class _Printer:
    def __init__(self, found: Benchmarks, tables: Mapping[str, Table], language: str, say: Say) -> None:
        self._found, self._file, self._tables, self._language, self._say = found, found.value, tables, language, say
        self._words = WORDS.get(language, WORDS["en"])
        self._kinds = KINDS.get(language, KINDS["en"])
        self._staff = self._table(self._file.staff.table, "staff", "table")
        if [one.name for one in self._staff.definition.dimensions] != [UNIT]:
            raise found.bad(f"kies een tabel met alleen de dimensie {UNIT}", "staff", "table")
        self._units = self._units_with_staff()

    def printed(self, number: str, more: str) -> PrintedTable:
        lines = [line for place in range(len(self._file.measures)) for line in self._lines(place)]
        judged = iter(rates.compared([(one.rate, one.rest) for one in lines if one.rate and one.rest]))
        heads = [self._words[name] for name in ("count", "rate", "between")]
        columns = [Column(self._words["head"], numeric=False), *map(Column, heads)]
        if self._units:
            columns.append(Column(self._words["rest"], numeric=False))
        columns.append(Column(self._words["comparable"], numeric=False))
        rows = tuple(self._row(line, next(judged) if line.rate and line.rest else None) for line in lines)
        return PrintedTable(
            id=self._staff.id,
            number=number,
            title=self._words["title"],
            columns=tuple(columns),
            rows=rows,
            notes=(*self._notes(), *self._protected(more, hidden=any(any(row.hidden) for row in rows))),
            rule=self._words["rule"],
            source=self._staff.definition.source,
            reconstructed=any(self._tables[one.table].reconstructed for one in self._file.measures),
            others=tuple(dict.fromkeys(one.table for one in self._file.measures)),
        )

    def _lines(self, place: int) -> Iterator[_Line]:
        measure = self._file.measures[place]
        table = self._table(measure.table, "measures", place, "table")
        self._refuse_unlike(table, place)
        whole, staff = self._count(table, place, TOTAL), self._employees(TOTAL)
        label = self._say(measure.label, "measures", place, "label")
        yield _Line(label, whole, None if measure.no_rate else self._rate(table, whole, staff), measure=measure)
        for unit in self._units if not measure.no_rate else ():
            if not self._knows(table, unit):
                continue
            count, own = self._count(table, place, unit), self._employees(unit)
            rest = self._rate(table, whole - count, staff - own)
            yield _Line(self._unit_name(unit), count, self._rate(table, count, own), rest)

    def _refuse_unlike(self, table: Table, place: int) -> None:
        """Raises ``BadFile`` for what is no count, a dimension that cannot be chosen, or a count of another year or in
        other units than the employees."""
        at, where = self._file.measures[place].at, ("measures", place)
        names = [one.name for one in table.definition.dimensions if one.name != UNIT]
        if table.definition.measure is not None:
            raise self._found.bad(f"tabel '{table.id}' telt niet; kies een andere", *where, "table")
        if strange := [name for name in at if name not in names]:
            message = f"'{strange[0]}' is hier niet te kiezen; kies uit {', '.join(names)}, of laat at weg"
            raise self._found.bad(message, *where, "at", strange[0])
        if (at_year := self._year_of(table, place)) != str(self._staff.year):
            message = f"het aantal medewerkers is van {self._staff.year}, dit aantal van {at_year}; laat het jaar weg"
            raise self._found.bad(message, *where, "at")
        if any(one.name == UNIT and one.roll_up != self._roll_up for one in table.definition.dimensions):
            message = f"tabel '{table.id}' deelt de onderdelen anders in dan '{self._staff.id}'; kies een andere"
            raise self._found.bad(message, *where, "table")

    def _year_of(self, table: Table, place: int) -> str:
        """The year that a measure counts."""
        year = table.definition.year_place
        at = self._coordinates(table, self._file.measures[place].at)
        return str(table.year) if year is None else at[year]

    @property
    def _roll_up(self) -> str:
        return self._staff.definition.dimensions[0].roll_up

    def _row(self, line: _Line, found: Difference | None) -> PrintedRow:
        cells = [formats.count(line.count, self._language), *self._told(line.rate)]
        if self._units:
            cells.append(self._beside(line, found))
        cells.append(self._verdict(line.measure) if line.measure else "")
        return PrintedRow(line.head, tuple(cells), "item" if line.measure else "sub")

    def _told(self, rate: Rate | None) -> tuple[str, str]:
        """The rate and its interval, which stays on one line."""
        if rate is None:
            return NO_RATE, NO_RATE
        if is_hidden(rate.value):
            return (formats.count(rate.value, self._language),) * 2
        low, high = (rates.in_words(one, self._language) for one in (rate.low, rate.high))
        return rates.in_words(rate.value, self._language), f"{low}\u00a0{self._words['and']}\u00a0{high}"

    def _beside(self, line: _Line, found: Difference | None) -> str:
        if line.rate and is_hidden(line.rate.value):
            return formats.count(line.rate.value, self._language)
        if found is None:
            return "" if line.measure else NO_RATE
        return self._words["chance" if found.can_be_chance or found.direction == "equal" else found.direction]

    def _verdict(self, measure: Measure) -> str:
        """Whether anything that others count is the same; no when all of it is something else."""
        verdicts = {other.comparable for other in self._file.others if measure.id in other.beside}
        return self._words["yes" if "yes" in verdicts else "no" if verdicts == {"no"} else "not_established"]

    def _notes(self) -> Iterator[str]:
        yield self._about_staff()
        yield self._words["chance_note"]
        if self._units:
            yield self._words["rest_note"]
            yield self._words["few_note"]
        for place, measure in enumerate(self._file.measures):
            yield self._about(measure, "measures", place)
        for place, other in enumerate(self._file.others):
            yield self._beside_ours(other, "others", place)

    def _protected(self, more: str, *, hidden: bool) -> list[str]:
        """What is said of numbers that are not told, and of rounded ones."""
        used = [self._tables[one.table] for one in self._file.measures]
        rounded = next((table for table in used if table.base), self._staff)
        return notes(rounded, (), self._language, hidden=hidden, more=more)

    def _about_staff(self) -> str:
        day = self._file.staff.counted_on
        said = formats.day(day, self._language) if day else self._words["not_established"]
        who = self._say(self._file.staff.who, "staff", "who")
        return f"{self._words['employees']}: {who} {self._words['counted_on']}: {said}."

    def _about(self, measure: Measure, *where: str | int) -> str:
        """Whom it can concern, and why it has no rate."""
        said = f"{self._say(measure.label, *where, 'label')}: {self._say(measure.people, *where, 'people')}"
        return f"{said} {self._say(measure.no_rate, *where, 'no_rate')}" if measure.no_rate else said

    def _beside_ours(self, other: Other, *where: str | int) -> str:
        """What somebody else counts, and whether it can be laid beside ours."""
        name, staff, source, why = (
            self._say(getattr(other, one), *where, one) for one in ("name", "staff", "source", "why")
        )
        ours = [
            f"‘{self._say(one.label, 'measures', place, 'label')}’"
            for place, one in enumerate(self._file.measures)
            if one.id in other.beside
        ]
        said = self._words["all"] if len(ours) == len(self._file.measures) else ", ".join(ours)
        counts = f"{name} ({source}): {self._kinds[other.counts]}. {staff}"
        return f"{counts} {self._words['why']} {said}: {self._words[other.comparable]}. {why}"

    def _rate(self, table: Table, count: float, staff: float) -> Rate | None:
        """None where there are too few employees."""
        try:
            return rates.rate(count, staff, base=table.base)
        except rates.NoRate:
            return None

    def _table(self, name: str, *where: str | int) -> Table:
        if name not in self._tables:
            raise self._found.bad(f"tabel '{name}' bestaat niet", *where)
        return self._tables[name]

    def _knows(self, table: Table, unit: str) -> bool:
        """Whether a table has this unit, by itself or counted together with others: one without cases may be left out,
        as in the printed table itself."""
        dimensions = [one.name for one in table.definition.dimensions]
        if UNIT not in dimensions:
            return False
        held, codes = table.held(UNIT), table.labels[dimensions.index(UNIT)]
        return any(unit in (code.code, *held.get(code.code, ())) for code in codes)

    def _count(self, table: Table, place: int, unit: str) -> float:
        """The cell of a measure, in one unit or in all."""
        at = {**self._file.measures[place].at, **({UNIT: unit} if unit != TOTAL else {})}
        try:
            return table.cell(*self._coordinates(table, at)).n
        except FiguresError as error:
            raise self._found.bad(str(error), "measures", place, "at") from error

    def _coordinates(self, table: Table, at: Mapping[str, str]) -> Coordinates:
        named = {name: the_year(code, table.year) for name, code in at.items()}
        standing = [str(table.year) if dimension.codes is None else TOTAL for dimension in table.definition.dimensions]
        names = [dimension.name for dimension in table.definition.dimensions]
        return tuple(named.get(name, other) for name, other in zip(names, standing, strict=True))

    def _employees(self, unit: str) -> float:
        return self._staff.cells.get((unit,), 0)

    def _units_with_staff(self) -> list[str]:
        """The units of which the employees are known apart."""
        none = {TOTAL, *self._file.staff.no_units}
        return [unit for (unit,) in self._staff.cells if unit not in none and self._employees(unit)]

    def _unit_name(self, unit: str) -> str:
        return next(code.name(self._language) for code in self._staff.labels[0] if code.code == unit)

"""A computed table laid out for reading: heads, rows, shares and changes as text in one language.

A number that is not told prints as "x", and so does every sum, share and change of it. All that is printed, also the
order of the rows, follows from what the table tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from loket.figures import formats
from loket.figures.compare import change, family_level, table_level
from loket.figures.model import (
    HIDDEN,
    TOTAL,
    Code,
    CodeList,
    Coordinates,
    FiguresError,
    Labels,
    Merged,
    Table,
    in_language,
    is_hidden,
)
from loket.figures.percent import SMALLEST_BASE, TOO_FEW, shares
from loket.publications.text.definition import Group, TableText
from loket.publications.text.document import Column, PrintedRow, PrintedTable
from loket.publications.text.protected import NO_WHOLE, apart, taken, together
from loket.publications.text.protected import notes as protected_notes
from loket.publications.text.years import is_relative, spread, the_year

NO_VALUE = "–"
"""Printed where a table has no cell: nothing was measured there."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "share": "Aandeel",
        "change": "Verschil",
        "chance": "Meer dan toeval",
        "yes": "ja",
        "no": "nee",
        "test": "Meer dan toeval: zo'n verschil zou zelden ontstaan als er niets veranderd was "
        "(exacte toets op twee Poisson-aantallen). Alle verschillen van de tabel zijn samen bekeken: van wat opvalt, "
        "is gemiddeld hooguit 1 op 20 toeval.",
    },
    "en": {
        "share": "Share",
        "change": "Change",
        "chance": "More than chance",
        "yes": "yes",
        "no": "no",
        "test": "More than chance: such a difference would rarely arise if nothing had changed "
        "(exact test of two Poisson counts). All changes of the table were looked at together: of what stands out, "
        "on average at most 1 in 20 is chance.",
    },
}


@dataclass(frozen=True)
class Line:
    """One row or column to print: the codes that it joins. ``of`` is the main row of an indented one; ``is_whole``:
    none of the codes that were asked for is counted elsewhere.
    """

    label: str
    codes: tuple[str, ...]
    kind: str = "item"
    of: tuple[str, ...] = ()
    is_whole: bool = True


def print_table(
    spec: TableText,
    table: Table,
    lists: Mapping[str, CodeList],
    number: str,
    notes: Sequence[str],
    language: str,
    more: str = "",
) -> PrintedTable:
    """Lay out a table; ``more`` says where to read how small numbers are protected. Raises ``FiguresError`` when the
    table has no such dimension or code."""
    found = _Printer(spec, table, language).printed(number, notes, _head(spec, table, lists, language))
    hidden = any(any(row.hidden) for row in found.rows)
    met = {at for row in found.rows for source in row.sources for at in source}
    told = protected_notes(table, met, language, lists, hidden=hidden, more=more)
    return replace(found, notes=(*found.notes, *told))


class _Printer:
    """One table on its way to paper."""

    def __init__(self, spec: TableText, table: Table, language: str) -> None:
        self._spec, self._table, self._language = spec, table, language
        self._words = WORDS.get(language, WORDS["en"])
        self._names = [dimension.name for dimension in table.definition.dimensions]
        self._form = formats.form_of(table)
        self._year = table.definition.year_place
        self._at = {name: the_year(code, table.year) for name, code in spec.at.items()}
        self._is_elsewhere = any(self._at.get(one.dimension) in one.codes for one in table.merged)
        self._by_code = [{code.code: code for code in codes} for codes in table.labels]
        self._columns = list(self._lines(spec.columns, spec.column_groups, short=spec.short)) if spec.columns else []
        self._rows = self._sorted([row for row in self._row_lines() if self._is_printed(row)])

    def printed(self, number: str, notes: Sequence[str], head: str) -> PrintedTable:
        values = [self._values(row) for row in self._rows]
        columns = [Column(column.label) for column in self._columns] or [Column(self._unit())]
        cells = [[self._written(n) for n in row] for row in values]
        extra: list[str] = []
        if self._spec.shares:
            extra += self._add_shares(columns, cells, values)
        if self._spec.change and len(self._columns) > 1:
            extra += self._add_change(columns, cells, values)
        definition = self._table.definition
        return PrintedTable(
            id=self._table.id,
            number=number,
            title=in_language(self._spec.title or definition.title, self._language),
            columns=(Column(head, numeric=False), *columns),
            rows=tuple(
                PrintedRow(row.label, tuple(line), row.kind, tuple(self._sources(row)))
                for row, line in zip(self._rows, cells, strict=True)
            ),
            notes=(*notes, *extra),
            rule=in_language(definition.rule, self._language),
            source=definition.source,
            reconstructed=self._table.reconstructed,
        )

    def _lines(self, dimension: str, groups: Sequence[Group], *, short: bool) -> Iterator[Line]:
        codes = {code.code: code for code in self._codes(dimension)}
        merged = [one for one in self._table.merged if one.dimension == dimension]
        known = {code.code: code for code in apart(self._codes(dimension), merged)}
        chosen = list(self._of_this_year(groups, known, merged)) if groups else [Group(codes=[one]) for one in codes]
        for found in together([[one for one in group.codes if one != TOTAL] for group in chosen], merged):
            if strange := [code for code in found.codes if code not in codes]:
                raise FiguresError(f"'{strange[0]}' is geen code van {dimension} in tabel {self._table.id}")
            given = None if found.place is None else chosen[found.place].label
            label = (
                in_language(given, self._language) if given else codes[found.codes[0]].name(self._language, short=short)
            )
            yield Line(label, found.codes, is_whole=found.is_whole)
        if self._spec.total and TOTAL in codes:
            yield Line(codes[TOTAL].name(self._language), (TOTAL,), "total")

    def _row_lines(self) -> Iterator[Line]:
        within = self._spec.within
        for row in self._lines(self._spec.rows, self._spec.row_groups, short=self._spec.short_rows):
            if within is None or row.kind == "total":
                yield row
                continue
            yield replace(row, kind="main")
            for code in self._codes(within) if len(row.codes) == 1 else ():
                if code.code != TOTAL:
                    yield Line(code.name(self._language), (code.code,), "sub", row.codes)

    def _is_printed(self, row: Line) -> bool:
        """Rows without any cell do not exist; empty ones may be left out."""
        values = self._values(row)
        return any(values) or (self._spec.zeros and any(n is not None for n in values))

    def _sorted(self, rows: list[Line]) -> list[Line]:
        if not self._spec.sort:
            return rows
        return sorted(rows, key=self._order)

    def _order(self, row: Line) -> tuple[bool, bool, bool, float]:
        """The total last, then what joins codes, then what is not told; these in print order."""
        n = self._values(row)[-1] or 0
        return row.kind == "total", len(row.codes) > 1, is_hidden(n), 0 if is_hidden(n) else -n

    def _codes(self, dimension: str) -> Sequence[Code]:
        if dimension not in self._names:
            raise FiguresError(f"tabel {self._table.id} heeft geen dimensie '{dimension}', wel: {self._names}")
        return self._table.labels[self._names.index(dimension)]

    def _of_this_year(
        self, groups: Sequence[Group], codes: Mapping[str, Code], merged: Sequence[Merged]
    ) -> Iterator[Group]:
        """The groups with their relative years and their rest filled in; one of years that the table lacks, or
        without a rest, is left out."""
        every = [group.codes for group in groups]
        for place, group in enumerate(groups):
            codes_of = spread(group.codes, taken(every, place, merged), codes.values())
            if not codes_of:
                continue
            named = [the_year(code, self._table.year) for code in codes_of]
            if set(named) <= set(codes) or not all(map(is_relative, group.codes)):
                yield Group(codes=named, label=group.label)

    def _values(self, row: Line) -> list[float | None]:
        """The sum of the cells that a row joins with each column; None where the table has no cell."""
        columns = self._columns or [Line("", ())]
        return [
            self._sum(found, is_whole=row.is_whole and column.is_whole) if found else None
            for column, found in zip(columns, self._sources(row), strict=True)
        ]

    def _sum(self, found: tuple[Coordinates, ...], *, is_whole: bool) -> float:
        """Not told when the table does not tell it, or when some of what was asked for is counted elsewhere."""
        return self._table.together(found) if is_whole and not self._is_elsewhere else HIDDEN

    def _sources(self, row: Line) -> list[tuple[Coordinates, ...]]:
        return [self._joined(row, column) for column in self._columns or [Line("", ())]]

    def _joined(self, row: Line, column: Line) -> tuple[Coordinates, ...]:
        """The cells that a row and a column join."""
        chosen: dict[str, tuple[str, ...]] = {name: (code,) for name, code in self._at.items()}
        if self._spec.columns:
            chosen[self._spec.columns] = column.codes
        if self._spec.within and row.of:
            chosen |= {self._spec.rows: row.of, self._spec.within: row.codes}
        else:
            chosen[self._spec.rows] = row.codes
        sought = map(self._table.home, product(*(chosen.get(name, (self._standing(name),)) for name in self._names)))
        return tuple(one for one in sought if one in self._table.cells and self._existed(one))

    def _existed(self, at: Coordinates) -> bool:
        """Whether the codes of an empty cell were in use in its year: what could not be counted is no zero."""
        found = [codes[part] for part, codes in zip(at, self._by_code, strict=True) if part in codes]
        year = None if self._year is None else int(at[self._year])
        return bool(self._table.cells[at]) or year is None or all(code.holds_in(year) for code in found)

    def _standing(self, dimension: str) -> str:
        """Where a dimension stands that is not printed: its total, else the year of the table."""
        codes = [code.code for code in self._codes(dimension)]
        return TOTAL if TOTAL in codes else str(self._table.year)

    def _add_shares(self, columns: list[Column], cells: list[list[str]], values: list[list[float | None]]) -> list[str]:
        """A column of percentages for each column of numbers; rows that are not indented add up to 100. A small base
        gets none, and neither does one that is not told."""
        several = len(values[0]) > 1 if values else False
        notes: list[str] = []
        for index in range(len(columns)):
            parts = [n or 0 for row, n in self._column(values, index) if row.kind in ("item", "main")]
            percentages, said = self._percentages(parts, index)
            columns.append(
                Column(
                    f"{self._words['share']} {columns[index].head}" if several else self._words["share"],
                    share=True,
                )
            )
            for line, row in zip(cells, self._rows, strict=True):
                line.append(self._percentage(row, percentages))
            if said:
                notes.append(formats.ours(said, self._language))
        return list(dict.fromkeys(notes))

    def _percentages(self, parts: list[float], index: int) -> tuple[Iterator[float] | None, Labels | None]:
        """Of each part, or of none; and what has to be said of them. Where one is not told, the others are rounded each
        by itself, as a part of the total that the table tells."""
        is_whole = not any(map(is_hidden, parts))
        whole = sum(parts) if is_whole else self._whole(index)
        if is_hidden(whole):
            return None, NO_WHOLE
        if whole < SMALLEST_BASE:
            return None, TOO_FEW
        if not is_whole:
            return iter([100 * n / whole for n in parts]), None
        found = shares(parts)
        return iter(found.values), found.adds_up

    def _whole(self, index: int) -> float:
        """What the table tells of all rows together; not told when they are not all printed."""
        printed = {code for row in self._row_lines() if row.kind != "total" for code in row.codes}
        codes = {code.code for code in self._codes(self._spec.rows)}
        if TOTAL not in codes or not codes <= {*printed, TOTAL}:
            return HIDDEN
        return self._values(Line("", (TOTAL,), "total"))[index] or 0

    def _percentage(self, row: Line, percentages: Iterator[float] | None) -> str:
        if row.kind == "sub":
            return ""
        if percentages is None:
            return NO_VALUE
        found = 100 if row.kind == "total" else next(percentages)
        return formats.percent(found, self._language)

    def _column(self, values: list[list[float | None]], index: int) -> list[tuple[Line, float | None]]:
        return [(row, line[index]) for row, line in zip(self._rows, values, strict=True)]

    def _add_change(self, columns: list[Column], cells: list[list[str]], values: list[list[float | None]]) -> list[str]:
        columns += [Column(self._words["change"]), Column(self._words["chance"], numeric=False)]
        level = self._level(values)
        for line, (*_, before, now) in zip(cells, values, strict=True):
            if now is None or before is None:
                line += [NO_VALUE, NO_VALUE]
                continue
            if is_hidden(now) or is_hidden(before):
                line += [formats.SIGN, formats.SIGN]
                continue
            found = change(now, before, level)
            line += [
                formats.signed(found.difference, self._language),
                self._words["no" if found.can_be_chance else "yes"],
            ]
        return [self._words["test"]]

    def _level(self, values: list[list[float | None]]) -> float:
        """The level of the changes between the last two columns: of the whole table when those are years, as the text
        has it too; else of what is printed."""
        (*_, before), (*_, now) = (column.codes for column in self._columns[-2:])
        if self._year is not None and self._names[self._year] == self._spec.columns:
            return table_level(self._table, now, before)
        last = [(now, before) for *_, before, now in values]
        return family_level((now, before) for now, before in last if now is not None and before is not None)

    def _written(self, n: float | None) -> str:
        return NO_VALUE if n is None else self._form(n, self._language)

    def _unit(self) -> str:
        unit = in_language(self._table.definition.unit, self._language)
        return unit[:1].upper() + unit[1:]


def _head(spec: TableText, table: Table, lists: Mapping[str, CodeList], language: str) -> str:
    """The head of the first column: as asked, else what the list of the rows is called."""
    codes = next((one.codes for one in table.definition.dimensions if one.name == spec.rows), None)
    known = lists.get(codes or "")
    label = spec.head or (known.label if known else None)
    return in_language(label, language) if label else ""

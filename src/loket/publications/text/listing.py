"""A list of single cases laid out for reading: grouped, with what that cost in words, or row by row.

Of a grouped list all that is printed follows from the protected table, but for two measures of the loss: how many
different rows the full list has, and how much of its differences is left. They are told in tens, and only of a list of
many cases, so that nothing about one of them follows.
"""

from collections.abc import Iterator, Mapping, Sequence

from loket.figures import formats
from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, Table, in_language, is_hidden
from loket.figures.protection.line_lists import ToldLoss
from loket.publications.text.definition import ListText
from loket.publications.text.document import Column, PrintedRow, PrintedTable
from loket.publications.text.protected import notes as protected_notes

MANY = 50
"""From so many cases on the measures are told."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "grouped": "De volledige lijst heeft een regel voor elke zaak. Wij tonen die niet: dan kan iemand een collega "
        "herkennen. Hier zijn zaken samengenomen tot elke regel er minstens {threshold} telt: "
        "{cases} zaken, {rows} regels.",
        "none": "De volledige lijst heeft een regel voor elke zaak. Er is geen manier om zaken samen te nemen tot elke "
        "regel er minstens {threshold} telt: alleen het totaal blijft over.",
        "left_out": "Weggelaten: {}.",
        "coarser": "Samengenomen: {}.",
        "of": "{} ({} in plaats van {})",
        "rest": "Bij {} horen: {}.",
        "combinations": "De volledige lijst heeft ongeveer {} verschillende regels.",
        "kept": "Neem twee zaken die in een kolom van de volledige lijst verschillen: in ongeveer {} van de 10 "
        "gevallen zie je dat verschil hier ook.",
        "each": "Elke regel is één zaak.",
    },
    "en": {
        "grouped": "The full list has a row for each case. We do not show it: someone could recognise a colleague. "
        "Here cases were taken together until each row counts at least {threshold}: {cases} cases, {rows} rows.",
        "none": "The full list has a row for each case. There is no way to take cases together until each row counts "
        "at least {threshold}: only the total is left.",
        "left_out": "Left out: {}.",
        "coarser": "Taken together: {}.",
        "of": "{} ({} instead of {})",
        "rest": "{} stands for: {}.",
        "combinations": "The full list has about {} different rows.",
        "kept": "Take two cases that differ in a column of the full list: in about {} out of 10 you see that "
        "difference here too.",
        "each": "Each row is one case.",
    },
}


def print_list(
    spec: ListText,
    table: Table,
    lists: Mapping[str, CodeList],
    loss: ToldLoss | None,
    number: str,
    notes: Sequence[str],
    language: str,
    more: str = "",
) -> PrintedTable:
    """Lay out a list: grouped, with its ``loss`` in words, or a row for each case when the table was not grouped.
    ``more`` says where to read how small numbers are protected.
    """
    printer = _Printer(table, lists, language)
    rows = list(printer.grouped() if printer.is_grouped else printer.cases())
    said = [] if printer.is_grouped else [printer.words["each"]]
    if printer.is_grouped and loss:
        said = printer.loss(loss, sum(row.kind != "total" for row in rows))
    hidden = any(any(row.hidden) for row in rows)
    told = protected_notes(table, (), language, hidden=hidden, more=more)
    definition = table.definition
    return PrintedTable(
        id=table.id,
        number=number,
        title=in_language(spec.title or definition.title, language),
        columns=tuple(printer.columns()),
        rows=tuple(rows),
        notes=(*said, *notes, *told),
        rule=in_language(definition.rule, language),
        source=definition.source,
        reconstructed=table.reconstructed,
    )


class _Printer:
    """One list on its way to paper."""

    def __init__(self, table: Table, lists: Mapping[str, CodeList], language: str) -> None:
        self._table, self._lists, self._language = table, lists, language
        self.words = WORDS.get(language, WORDS["en"])
        self.shown = [[code for code in codes if code.code != TOTAL] for codes in table.labels]
        self._names = [
            {code.code: code.name(language, short=self.is_grouped) for code in codes} for codes in table.labels
        ]

    @property
    def is_grouped(self) -> bool:
        """Whether there is a total: a list as it was counted has none."""
        return self._whole in self._table.cells

    @property
    def _whole(self) -> Coordinates:
        return (TOTAL,) * len(self.shown)

    def columns(self) -> Iterator[Column]:
        for dimension in self._table.definition.dimensions:
            yield Column(self._head(dimension), numeric=False)
        if self.is_grouped:
            unit = in_language(self._table.definition.unit, self._language)
            yield Column(unit[:1].upper() + unit[1:])

    def _head(self, dimension: Dimension) -> str:
        return in_language(self._lists[dimension.codes or ""].label, self._language)

    def _sorted(self) -> list[tuple[Coordinates, float]]:
        """What counts somebody, or is not told, in print order."""
        order = [{code.code: place for place, code in enumerate(codes)} for codes in self.shown]
        inner = [(at, n) for at, n in self._table.cells.items() if TOTAL not in at and (n or is_hidden(n))]
        return sorted(inner, key=lambda one: [places[code] for places, code in zip(order, one[0], strict=True)])

    def grouped(self) -> Iterator[PrintedRow]:
        """A row for each combination, with how many cases it stands for, and the total."""
        for at, _ in self._sorted():
            yield self._row(self._called(at), at)
        yield self._row([*self._called(self._whole)[:1], *[""] * (len(self.shown) - 1)], self._whole, "total")

    def cases(self) -> Iterator[PrintedRow]:
        """A row for each case."""
        for at, n in self._sorted():
            head, *others = self._called(at)
            for _ in range(int(n)):
                yield PrintedRow(head, tuple(others))

    def _called(self, at: Coordinates) -> list[str]:
        return [names[code] for names, code in zip(self._names, at, strict=True)]

    def _row(self, called: Sequence[str], at: Coordinates, kind: str = "item") -> PrintedRow:
        head, *others = called
        count = formats.count(self._table.cells[at], self._language)
        return PrintedRow(head, (*others, count), kind, (*[() for _ in others], (at,)))

    def loss(self, loss: ToldLoss, rows: int) -> list[str]:
        """What was lost, and how much."""
        if not loss.left_out and not self._table.merged:
            return []
        cases = self._table.cells[self._whole]
        told = formats.count(cases, self._language)
        said = [self.words["grouped" if rows else "none"].format(threshold=loss.threshold, cases=told, rows=rows)]
        if loss.left_out:
            said.append(self.words["left_out"].format(", ".join(map(self._head, loss.left_out))))
        if coarser := list(self._coarser()):
            said.append(self.words["coarser"].format("; ".join(coarser)))
        return [" ".join(said), *self._rests(), *(self._measures(loss) if cases >= MANY else ())]

    def _coarser(self) -> Iterator[str]:
        for dimension, codes in zip(self._table.definition.dimensions, self.shown, strict=True):
            every = sum(len(self._members(dimension, code)) for code in codes)
            if every > len(codes):
                yield self.words["of"].format(self._head(dimension), len(codes), every)

    def _rests(self) -> Iterator[str]:
        """Of each name that does not say itself what is in it."""
        columns = zip(self._table.definition.dimensions, self.shown, self._names, strict=True)
        for dimension, codes, called in columns:
            known = {one.code: one for one in self._lists[dimension.codes or ""]}
            for code in codes:
                names = [known[part].name(self._language, short=True) for part in self._members(dimension, code)]
                if len(names) > 1 and not all(name in called[code.code] for name in names):
                    yield self.words["rest"].format(called[code.code], ", ".join(names))

    def _members(self, dimension: Dimension, code: Code) -> Sequence[str]:
        return self._table.held(dimension.name).get(code.code, (code.code,))

    def _measures(self, loss: ToldLoss) -> Iterator[str]:
        combinations = self.words["combinations"].format(formats.count(loss.combinations, self._language))
        yield f"{combinations if loss.combinations else ''} {self.words['kept'].format(loss.kept)}".strip()

"""From what a report declares to checks: rules over figures, each with what it shows when it does not hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from loket.figures.checking import model
from loket.figures.checking.model import At, Declaration, Report, UnknownReference, dutch, listed
from loket.figures.checking.references import Amount, Binding, World
from loket.figures.checking.rules import Cells, Condition, Linear, Listed, Pointing, Range, Rule, Values
from loket.figures.model import TOTAL

Severity = Literal["error", "warning", "note"]
"""``error``: two printed figures cannot both be right. ``warning``: words, an arrow or an order do not fit the figures.
``note``: off by rounding only.
"""


WORDING = ("words", "rank")
"""The kinds of checks of which the words are at fault when nothing else is."""


@dataclass(frozen=True)
class Check:
    """``left`` is what was printed, ``right`` what it should be by the others. ``place`` is where left stands,
    ``says`` the contradiction in a sentence. ``percent``: percentage, part and base, to look for another base.
    ``note``: what the declaration says about it; ``explained``: why the report says that it need not hold.
    """

    kind: str
    rule: Rule
    cells: tuple[At, ...]
    left: Fraction | str
    right: Fraction | str
    place: str
    says: str
    severity: Severity = "error"
    quote: str = ""
    percent: tuple[Amount, Amount, Amount] | None = None
    note: str = ""
    explained: str = ""

    def holds(self, values: Values) -> bool:
        return self.rule.holds(values)

    def allowed(self, cells: Cells, values: Values) -> Range | None:
        """Which values these cells may all have, when all others stay."""
        return self.rule.allowed(cells, {at: values[at] for at in self.cells})


class NotPrinted(Exception):
    """A check needs a figure that was not printed; the text says which, in Dutch."""


@dataclass(frozen=True)
class Builder:
    """Makes the checks of one report."""

    world: World
    values: Mapping[At, Fraction]

    def name(self, amount: Amount) -> str:
        """Where these figures stand; what is taken off comes last, after "min"."""
        plus, minus = ([self.world.figures[at] for factor, at in amount.terms if factor * sign > 0] for sign in (1, -1))
        constant = amount.constant
        added = filter(None, (listed(plus), dutch(constant) if constant > 0 or not amount.cells else ""))
        off = listed(minus).removeprefix(f"{plus[-1].within}: " if plus else "")
        taken = filter(None, (off, dutch(-constant) if constant < 0 else ""))
        whole, less = " + ".join(added), " + ".join(taken)
        if not less:
            return whole
        return f"{whole} min {f'({less})' if ' + ' in less else less}".lstrip()

    def place(self, amount: Amount) -> str:
        """As ``name``, shorter: of more than two figures of one table, only the table."""
        figures = [self.world.figures[at] for at in amount.cells]
        added = all(factor > 0 for factor, _ in amount.terms) and not amount.constant
        if added and len(figures) > 2 and len({one.within for one in figures}) == 1:
            return f"{figures[0].within} (samen)"
        return self.name(amount)

    def shown(self, amount: Amount) -> str:
        return dutch(amount.of(self.values), max((self.world.figures[at].decimals for at in amount.cells), default=0))

    def half(self, *amounts: Amount) -> Fraction:
        """How far rounding may move the sum of these: only percentages are rounded by nature."""
        figures = [self.world.figures[at] for amount in amounts for at in amount.cells]
        return sum((one.half for one in figures if one.kind == "percent"), Fraction(0))

    def coarser(self, one: Amount, other: Amount) -> Fraction:
        """Rounding between two prints of one figure with different decimals; nothing when they have the same."""
        half = [max((self.world.figures[at].half for at in amount.cells), default=None) for amount in (one, other)]
        return Fraction(0) if None in half or half[0] == half[1] else max(known for known in half if known is not None)

    def need(self, *amounts: Amount) -> None:
        """Raises ``NotPrinted`` for the first figure that has no value."""
        for amount in amounts:
            for at in amount.cells:
                if at not in self.values:
                    raise NotPrinted(f"{self.world.figures[at].place}: hier is geen getal gedrukt")

    def declared(self, declaration: Declaration) -> Iterator[Check]:
        """The checks of one declaration, one for each choice of its variables. Raises ``UnknownReference``."""
        for binding in self.world.bindings(declaration, _texts(declaration)):
            try:
                for check in _made(self, declaration, binding):
                    yield replace(check, note=declaration.note, explained=declaration.explained)
            except NotPrinted:
                continue

    def sums(self, report: Report) -> Iterator[Check]:
        """The margins of every table, along the dimensions in which it adds up."""
        for table in report.tables.values():
            for axis, dimension in enumerate(table.dimensions):
                if dimension in table.adds:
                    for measure, kind in table.measures.items():
                        if kind != "arrow":
                            yield from self._margins(table, axis, measure)

    def _margins(self, table: model.PrintedTable, axis: int, measure: str) -> Iterator[Check]:
        beside: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for row in table.rows:
            if row[axis] != TOTAL:
                beside[_others(row, axis)].append(row)
        for row in table.rows:
            parts = beside.get(_others(row, axis), [])
            whole = At("", table.id, row, measure)
            if row[axis] == TOTAL and parts and whole in self.values:
                cells = tuple((1, At("", table.id, part, measure)) for part in parts)
                yield from self.total(Amount(((1, whole),)), Amount(cells))

    def total(self, whole: Amount, parts: Amount) -> Iterator[Check]:
        """The whole is the sum of its parts; where a part is not printed, at least the sum of the others."""
        self.need(whole)
        printed = tuple((factor, at) for factor, at in parts.terms if at in self.values)
        known = Amount(printed, parts.constant)
        if len(printed) < len(parts.terms):
            yield self.at_least(whole, known)
            return
        yield Check(
            "sum",
            near(whole, known, self.half(whole, parts)),
            whole.cells + known.cells,
            whole.of(self.values),
            known.of(self.values),
            self.place(whole if whole.cells else known),
            self._unequal(whole, known),
        )

    def _unequal(self, whole: Amount, parts: Amount) -> str:
        if not parts.cells:
            return f"{self.name(whole)} is samen {self.shown(whole)}, niet {self.shown(parts)}."
        return f"De delen ({self.name(parts)}) zijn samen {self.shown(parts)}, niet {self.shown(whole)}."

    def at_least(self, whole: Amount, parts: Amount) -> Check:
        """The parts are together no more than the whole."""
        return Check(
            "part",
            Linear((Condition(lambda now: whole.of(now) - parts.of(now) + self.half(whole, parts)),)),
            whole.cells + parts.cells,
            whole.of(self.values),
            parts.of(self.values),
            self.name(whole),
            f"De delen ({self.name(parts)}) zijn samen {self.shown(parts)}: meer dan het geheel, {self.shown(whole)}.",
        )

    def rounded(self, percent: Amount, part: Amount, base: Amount, half: Fraction) -> Check:
        """The percentage is 100 x part / base, rounded to its last decimal (a half may go either way)."""
        self.need(percent, part, base)
        if base.of(self.values) == 0:
            raise NotPrinted(f"{self.name(base)}: het geheel is nul")
        exact = 100 * part.of(self.values) / base.of(self.values)
        printed = percent.of(self.values)
        conditions = (
            Condition(lambda now: 100 * part.of(now) - (percent.of(now) - half) * base.of(now)),
            Condition(lambda now: (percent.of(now) + half) * base.of(now) - 100 * part.of(now)),
        )
        says = f"{self.shown(part)} van de {self.shown(base)} is {dutch(exact, 1)}%, niet {self.shown(percent)}%."
        return Check(
            "percent",
            Linear(conditions),
            percent.cells + part.cells + base.cells,
            printed,
            exact,
            self.name(percent),
            says,
            "note" if abs(exact - printed) < 2 * half else "error",
            percent=(percent, part, base),
        )


def near(one: Amount, other: Amount, half: Fraction) -> Linear:
    """Both amounts are equal but for rounding."""
    return Linear(
        (
            Condition(lambda now: one.of(now) - other.of(now) + half),
            Condition(lambda now: other.of(now) - one.of(now) + half),
        )
    )


def _others(row: tuple[str, ...], axis: int) -> tuple[str, ...]:
    """The codes of a row along the other dimensions."""
    return (*row[:axis], *row[axis + 1 :])


def _sum(builder: Builder, declared: model.Sum, binding: Binding) -> Iterator[Check]:
    whole = builder.world.amount(declared.whole, binding)
    parts = [builder.world.amount(text, binding) for text in declared.parts]
    joined = Amount(
        tuple(term for one in parts for term in one.terms), sum((one.constant for one in parts), Fraction(0))
    )
    if declared.kind == "exact":
        yield from builder.total(whole, joined)
        return
    builder.need(whole)
    known = Amount(tuple(term for term in joined.terms if term[1] in builder.values), joined.constant)
    if declared.kind == "part":
        yield builder.at_least(whole, known)
    else:
        yield from (replace(builder.at_least(whole, Amount((term,))), kind="overlap") for term in known.terms)


def _same(builder: Builder, declared: model.Same, binding: Binding) -> Iterator[Check]:
    first, *others = (builder.world.amount(text, binding) for text in declared.cells)
    for other in others:
        builder.need(first, other)
        yield Check(
            "same",
            near(first, other, builder.coarser(first, other)),
            first.cells + other.cells,
            first.of(builder.values),
            other.of(builder.values),
            f"{builder.place(first)}; {builder.place(other)}",
            f"{builder.name(first)} is {builder.shown(first)}, {builder.name(other)} is {builder.shown(other)}.",
        )


def _percent(builder: Builder, declared: model.Percent, binding: Binding) -> Iterator[Check]:
    percent, part, base = (
        builder.world.amount(text, binding) for text in (declared.percent, declared.part, declared.base)
    )
    half = max((builder.world.figures[at].half for at in percent.cells), default=Fraction(1, 2))
    yield builder.rounded(percent, part, base, half)


def _arrow(builder: Builder, declared: model.Arrow, binding: Binding) -> Iterator[Check]:
    arrow, now, before = (
        builder.world.amount(text, binding) for text in (declared.arrow, declared.now, declared.before)
    )
    if len(arrow.cells) != 1 or builder.world.figures[arrow.cells[0]].kind != "arrow":
        raise UnknownReference(f"'{declared.arrow}' is geen pijl; noem één kolom van de soort arrow")
    builder.need(arrow, now, before)
    change = now.of(builder.values) - before.of(builder.values)
    sign = {1: "gestegen", -1: "gedaald", 0: "gelijk gebleven"}
    shown, right = sign[int(arrow.of(builder.values))], sign[(change > 0) - (change < 0)]
    yield Check(
        "arrow",
        Pointing(arrow.cells[0], lambda values: now.of(values) - before.of(values)),
        arrow.cells + now.cells + before.cells,
        shown,
        right,
        builder.name(arrow),
        f"De pijl zegt {shown}, maar van {builder.shown(before)} naar {builder.shown(now)} is {right}.",
        "warning",
    )


def _order(builder: Builder, declared: model.Order, binding: Binding) -> Iterator[Check]:
    amounts = [builder.world.amount(text, binding) for text in declared.cells]
    builder.need(*amounts)
    cells = tuple(at for amount in amounts for at in amount.cells)
    rule = Listed(cells, 1 if declared.direction == "descending" else -1)
    wrong = [builder.world.figures[at].place for at in rule.misplaced(builder.values)]
    way = "aflopend" if declared.direction == "descending" else "oplopend"
    yield Check(
        "order",
        rule,
        cells,
        f"{len(wrong)} niet op volgorde",
        way,
        wrong[0] if wrong else builder.world.figures[cells[0]].place,
        f"De lijst staat {way}, behalve: {'; '.join(wrong)}.",
        "warning",
    )


def _made(builder: Builder, declared: Declaration, binding: Binding) -> Iterator[Check]:
    match declared:
        case model.Sum():
            return _sum(builder, declared, binding)
        case model.Same():
            return _same(builder, declared, binding)
        case model.Percent():
            return _percent(builder, declared, binding)
        case model.Arrow():
            return _arrow(builder, declared, binding)
        case model.Order():
            return _order(builder, declared, binding)
    raise TypeError(declared)


def _texts(declared: Declaration) -> list[str]:
    """Every reference in a declaration."""
    match declared:
        case model.Sum():
            return [declared.whole, *declared.parts]
        case model.Same() | model.Order():
            return list(declared.cells)
        case model.Percent():
            return [declared.percent, declared.part, declared.base]
        case model.Arrow():
            return [declared.arrow, declared.now, declared.before]
    raise TypeError(declared)

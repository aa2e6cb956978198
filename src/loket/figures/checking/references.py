"""What a declaration points at: ``table[code,code].measure``, added and subtracted, with variables for many at once.

The grammar stands in docs/check-report.md. A text is read once (``parse``); ``World.bindings`` finds the codes that its
variables can have, ``World.amount`` the figures for one choice of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod

from loket.figures.checking.model import STATEMENT, At, Declaration, Figure, PrintedTable, Report, UnknownReference
from loket.figures.model import TOTAL

Binding = Mapping[str, str]

MOST = 1_000_000
"""Combinations of codes that one declaration may try."""

_NAME = r"[A-Za-z0-9_-]+"
_TERM = re.compile(
    rf"\s*(?P<sign>[+-])?\s*(?:(?P<report>{_NAME}):)?"
    rf"(?:@(?P<statement>{_NAME})|(?P<table>{_NAME})\[(?P<codes>[^\]]*)\](?:\.(?P<measure>{_NAME}))?"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z0-9_:\[]))\s*"
)
_MAPPED = re.compile(rf"({_NAME})\(\s*\$({_NAME})\s*\)")


@dataclass(frozen=True)
class Position:
    """What stands for one dimension: these codes, any code but total (``codes`` and ``variable`` empty), or a variable,
    through a map or not.
    """

    codes: tuple[str, ...] = ()
    variable: str = ""
    map: str = ""


@dataclass(frozen=True)
class Term:
    """One part of an amount: a number, or the cells of a table (for a statement the table ``@``)."""

    sign: int
    number: Fraction | None = None
    report: str = ""
    table: str = ""
    positions: tuple[Position, ...] = ()
    measure: str = ""


@dataclass(frozen=True)
class Amount:
    """A sum of figures, each times a factor, and a constant."""

    terms: tuple[tuple[int, At], ...] = ()
    constant: Fraction = Fraction(0)

    @property
    def cells(self) -> tuple[At, ...]:
        return tuple(at for _, at in self.terms)

    def of(self, values: Mapping[At, Fraction]) -> Fraction:
        """The amount with these values; KeyError for a figure that was not printed."""
        return self.constant + sum((factor * values[at] for factor, at in self.terms), Fraction(0))


def parse(text: str) -> tuple[Term, ...]:
    """The terms of an amount. Raises ``UnknownReference`` for a text that is none."""
    found: list[Term] = []
    at = 0
    while at < len(text) or not found:
        match = _TERM.match(text, at)
        if match is None or not match.end() or (found and not match["sign"]):
            raise UnknownReference(f"'{text}' is geen verwijzing; schrijf tabel[code,code], @uitspraak of een getal")
        found.append(_term(match))
        at = match.end()
    return tuple(found)


def _term(match: re.Match[str]) -> Term:
    sign, report = -1 if match["sign"] == "-" else 1, match["report"] or ""
    if match["number"]:
        return Term(sign, Fraction(match["number"]))
    if match["statement"]:
        return Term(sign, None, report, STATEMENT, (Position((match["statement"],)),))
    positions = tuple(_position(part.strip()) for part in match["codes"].split(","))
    return Term(sign, None, report, match["table"], positions, match["measure"] or "")


def _position(text: str) -> Position:
    if text == "*":
        return Position()
    if re.fullmatch(rf"\${_NAME}", text):
        return Position(variable=text[1:])
    if mapped := _MAPPED.fullmatch(text):
        return Position(variable=mapped[2], map=mapped[1])
    codes = tuple(code.strip() for code in text.split("|"))
    if not all(re.fullmatch(_NAME, code) for code in codes):
        raise UnknownReference(f"'{text}' is geen code; schrijf een code, a|b, *, $naam of lijst($naam)")
    return Position(codes)


@dataclass(frozen=True)
class World:
    """The report that is checked (under the empty name) and the reports that it is compared with."""

    reports: Mapping[str, Report]
    figures: Mapping[At, Figure] = field(init=False)

    def __post_init__(self) -> None:
        every = {
            at._replace(report=name): replace(figure, within=f"{report.title}, {figure.within}") if name else figure
            for name, report in self.reports.items()
            for at, figure in report.figures.items()
        }
        object.__setattr__(self, "figures", every)

    def values(self) -> dict[At, Fraction]:
        """The value of every figure that was printed."""
        return {at: one.value for at, one in self.figures.items() if one.value is not None}

    def bindings(self, declaration: Declaration, texts: Sequence[str]) -> Iterator[Binding]:
        """Every choice of codes for the variables for which all these texts have cells. Raises ``UnknownReference``
        when there is none.
        """
        terms = [term for text in texts for term in parse(text)]
        for term in terms:
            self._check(term)
        domains = {name: self._domain(name, terms, declaration) for name in _variables(terms)}
        for name in {*declaration.where, *declaration.without} - set(domains):
            raise UnknownReference(f"${name} komt niet voor in deze opgave; haal hem weg bij where of except")
        if prod(map(len, domains.values())) > MOST:
            raise UnknownReference(f"deze opgave heeft meer dan {MOST} cellen; beperk haar met where")
        chosen = (dict(zip(domains, codes, strict=True)) for codes in product(*domains.values()))
        possible = [one for one in chosen if all(term.number is not None or self._cells(term, one) for term in terms)]
        if not possible:
            raise UnknownReference(f"geen enkele cel past bij {' en '.join(texts)}; kijk de codes na")
        yield from possible

    def amount(self, text: str, binding: Binding) -> Amount:
        """The amount that this text means for this choice of codes."""
        constant, cells = Fraction(0), []
        for term in parse(text):
            if term.number is not None:
                constant += term.sign * term.number
            else:
                cells += [(term.sign, at) for at in self._cells(term, binding)]
        return Amount(tuple(cells), constant)

    def _cells(self, term: Term, binding: Binding) -> list[At]:
        table = self._table(term)
        if table is None:
            return [At(term.report, STATEMENT, term.positions[0].codes, "")]
        allowed = [self._allowed(position, binding) for position in term.positions]
        measure = term.measure or next(iter(table.measures))
        rows = _matching(table, allowed) or _matching(table, [_unprinted(table, *one) for one in enumerate(allowed)])
        return [At(term.report, table.id, row, measure) for row in rows]

    def _allowed(self, position: Position, binding: Binding) -> tuple[str, ...]:
        """The codes that a position means; empty for any code but total."""
        if not position.variable:
            return position.codes
        code = binding[position.variable]
        return self._map(position.map)[code] if position.map else (code,)

    def _domain(self, name: str, terms: Sequence[Term], declaration: Declaration) -> list[str]:
        """The codes that a variable can have: those that every bare place of it knows, less what was excluded."""
        known: list[list[str]] = []
        for term in terms:
            for axis, position in enumerate(term.positions):
                table = self._table(term)
                if position.variable == name and table is not None:
                    known.append(list(self._map(position.map)) if position.map else table.codes(axis))
        for code in (*declaration.where.get(name, ()), *declaration.without.get(name, ())):
            if not any(code in codes for codes in known):
                raise UnknownReference(f"code '{code}' bestaat niet voor ${name}; kies een code uit de tabel")
        only = declaration.where.get(name)
        return [
            code
            for code in known[0]
            if all(code in codes for codes in known[1:])
            and (only is None or code in only)
            and code not in declaration.without.get(name, ())
        ]

    def _map(self, name: str) -> Mapping[str, tuple[str, ...]]:
        try:
            return self.reports[""].maps[name]
        except KeyError:
            raise UnknownReference(f"lijst map.{name} bestaat niet; voeg [map.{name}] toe") from None

    def _table(self, term: Term) -> PrintedTable | None:
        """The table of a term; None for a statement."""
        report = self.reports.get(term.report)
        if report is None:
            raise UnknownReference(f"verslag '{term.report}' is niet genoemd; zet het onder [other]")
        return None if term.table == STATEMENT else report.tables.get(term.table)

    def _check(self, term: Term) -> None:
        """Refuse a term that names what is not there."""
        if term.number is not None:
            return
        table = self._table(term)
        if term.table == STATEMENT:
            at = At(term.report, STATEMENT, term.positions[0].codes, "")
            if at not in self.figures:
                raise UnknownReference(f"uitspraak @{at.codes[0]} is er niet, of noemt geen getal (kolom value)")
            return
        if table is None:
            known = ", ".join(self.reports[term.report].tables)
            raise UnknownReference(f"er is geen tabel '{term.table}'; kies uit: {known}")
        if len(term.positions) != len(table.dimensions):
            raise UnknownReference(f"tabel {table.id} vraagt om [{','.join(table.dimensions)}]")
        if term.measure and term.measure not in table.measures:
            raise UnknownReference(
                f"tabel {table.id} heeft geen kolom '{term.measure}'; kies uit {', '.join(table.measures)}"
            )
        for axis, position in enumerate(term.positions):
            for code in position.codes:
                if code != TOTAL and code not in table.codes(axis):
                    raise UnknownReference(f"tabel {table.id} heeft geen code '{code}' bij {table.dimensions[axis]}")


def _matching(table: PrintedTable, allowed: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows with these codes; no codes stand for any but total."""
    if all(len(codes) == 1 for codes in allowed):
        row = tuple(codes[0] for codes in allowed)
        return [row] if row in table.known else []
    return [
        row
        for row in table.rows
        if all(code in codes if codes else code != TOTAL for code, codes in zip(row, allowed, strict=True))
    ]


def _unprinted(table: PrintedTable, axis: int, codes: tuple[str, ...]) -> tuple[str, ...]:
    """A margin that is not printed is the sum of what it is a margin of, where the table adds up."""
    return () if codes == (TOTAL,) and table.dimensions[axis] in table.adds else codes


def _variables(terms: Sequence[Term]) -> list[str]:
    return list(dict.fromkeys(one.variable for term in terms for one in term.positions if one.variable))

"""A report as it was printed: its tables, its statements, and every figure in them with the place where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from loket.figures.model import TOTAL, FiguresError

Kind = Literal["count", "percent", "score", "arrow"]

ARROWS: Mapping[str, Fraction] = {"up": Fraction(1), "down": Fraction(-1), "equal": Fraction(0)}
"""An arrow as a number: the sign of the change that it shows."""

STATEMENT = "@"
"""The table under which the figure of a statement is found; its only code is the id of the statement."""


class UnknownReference(FiguresError):
    """A declaration that cannot be read, or that names what the report does not have."""


class At(NamedTuple):
    """Which figure: the report (empty for the one that is checked), table, a code for each dimension, measure."""

    report: str
    table: str
    codes: tuple[str, ...]
    measure: str


@dataclass(frozen=True)
class Figure:
    """One printed figure. ``value`` None: nothing was printed, and that does not mean zero. ``within`` and ``labels``
    say in Dutch where a reader finds it: section and table (or only the section), and what its codes are called (or
    the sentence); ``column`` which of its columns, when there are more.
    """

    value: Fraction | None
    decimals: int
    kind: Kind
    within: str
    labels: tuple[str, ...]
    column: str = ""

    @property
    def label(self) -> str:
        return ", ".join(self.labels) + (f" ({self.column})" if self.column else "")

    @property
    def place(self) -> str:
        return f"{self.within}: {self.label}"

    @property
    def half(self) -> Fraction:
        """Half a unit of the last printed decimal: how far rounding may have moved it."""
        return Fraction(1, 2 * 10**self.decimals)


@dataclass(frozen=True)
class PrintedTable:
    """``measures`` gives the kind of each column, the first being meant when none is named. ``rows`` are the codes in
    the order of printing. Along a dimension of ``adds`` the code total is the sum of the other codes.
    """

    id: str
    title: str
    source: str
    dimensions: tuple[str, ...]
    measures: Mapping[str, Kind]
    rows: tuple[tuple[str, ...], ...]
    adds: tuple[str, ...] = ()

    @cached_property
    def known(self) -> frozenset[tuple[str, ...]]:
        """The rows, to look one up."""
        return frozenset(self.rows)

    def codes(self, axis: int) -> list[str]:
        """The codes of one dimension, without the margin, in the order of printing."""
        return [code for code in dict.fromkeys(row[axis] for row in self.rows) if code != TOTAL]


@dataclass(frozen=True)
class Statement:
    """A sentence that claims something about figures; ``value`` is the figure that it prints, if any."""

    id: str
    source: str
    quote: str
    claim: str
    left: str
    right: str


@dataclass(frozen=True)
class Report:
    """Everything that one report prints, and how codes of one list stand in terms of another (``maps``)."""

    title: str
    tables: Mapping[str, PrintedTable]
    figures: Mapping[At, Figure]
    statements: Mapping[str, Statement] = field(default_factory=dict)
    maps: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """How figures hang together. ``where`` and ``without`` limit the codes of a variable; ``note`` is told with what
    does not hold; ``explained`` is the reason that the report itself gives for a difference.
    """

    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    without: Mapping[str, Sequence[str]] = field(default_factory=dict)
    note: str = ""
    explained: str = ""


@dataclass(frozen=True, kw_only=True)
class Sum(Declaration):
    """The whole is the sum of the parts; or at least that (``part``); or at least each of them (``overlap``)."""

    whole: str
    parts: Sequence[str]
    kind: Literal["exact", "part", "overlap"] = "exact"


@dataclass(frozen=True, kw_only=True)
class Same(Declaration):
    """One thing that is printed in several places."""

    cells: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Percent(Declaration):
    """A printed percentage of a base."""

    percent: str
    part: str
    base: str


@dataclass(frozen=True, kw_only=True)
class Arrow(Declaration):
    """A printed arrow between an earlier figure and the one of now."""

    arrow: str
    now: str
    before: str


@dataclass(frozen=True, kw_only=True)
class Order(Declaration):
    """A list that is printed in the order of its figures."""

    cells: Sequence[str]
    direction: Literal["descending", "ascending"] = "descending"


def listed(figures: Sequence[Figure], most: int = 4) -> str:
    """Where these figures stand, what they have in common named once, and of many only the first."""
    by_table: dict[str, list[Figure]] = {}
    for figure in figures:
        by_table.setdefault(figure.within, []).append(figure)
    return " + ".join(f"{within}: {_together(several, most)}" for within, several in by_table.items())


def _together(figures: Sequence[Figure], most: int) -> str:
    """Figures of one table; the codes that all have stand in front."""
    if len(figures) == 1 or len({len(one.labels) for one in figures}) > 1:
        return " + ".join(one.label for one in figures)
    columns = list(zip(*(one.labels for one in figures), strict=True))
    common = ", ".join(labels[0] for labels in columns if len(set(labels)) == 1)
    own = [", ".join(parts) for parts in zip(*(one for one in columns if len(set(one)) > 1), strict=True)]
    more = len(own) - most
    shown = " + ".join([*own[:most], f"nog {more}"] if more > 1 else own)
    return f"{common}: {shown}" if common else shown


def dutch(value: Fraction, decimals: int = 0) -> str:
    """A number as Dutch prints it: 1.200 and 52,4; with more decimals than these when it has them, at most two."""
    shown = decimals
    while shown < 2 and (value * 10**shown).denominator != 1:
        shown += 1
    return f"{float(value):,.{shown}f}".translate(str.maketrans(",.", ".,"))

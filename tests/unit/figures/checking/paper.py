"""Small reports for tests, made in memory."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from loket.figures.checking.examine import Examination, Examined
from loket.figures.checking.model import (
    ARROWS,
    STATEMENT,
    At,
    Declaration,
    Figure,
    Kind,
    PrintedTable,
    Report,
    Statement,
)
from loket.figures.checking.words import percentage

Rows = Mapping[tuple[str, ...], Sequence[str]]


class Paper:
    """A report that is written down table by table and sentence by sentence."""

    def __init__(self, title: str = "Verslag") -> None:
        self.title = title
        self.tables: dict[str, PrintedTable] = {}
        self.figures: dict[At, Figure] = {}
        self.statements: dict[str, Statement] = {}

    def table(
        self, name: str, rows: Rows, measures: Mapping[str, Kind] | None = None, adds: Sequence[str] = ()
    ) -> "Paper":
        """``rows``: for each combination of codes one text a measure. Dimensions are called a, b, c."""
        kinds = measures or {"n": "count"}
        dimensions = tuple("abc"[: len(next(iter(rows)))])
        self.tables[name] = PrintedTable(name, name, "p. 1", dimensions, kinds, tuple(rows), tuple(adds))
        for codes, texts in rows.items():
            for (measure, kind), text in zip(kinds.items(), texts, strict=True):
                value = ARROWS.get(text) if kind == "arrow" else Fraction(text) if text else None
                decimals = len(text.partition(".")[2])
                self.figures[At("", name, codes, measure)] = Figure(value, decimals, kind, name, codes)
        return self

    def says(self, name: str, claim: str, left: str, right: str = "", value: str = "") -> "Paper":
        self.statements[name] = Statement(name, "p. 2", name, claim, left, right)
        if value:
            kind: Kind = "percent" if percentage(claim) else "count"
            decimals = len(value.partition(".")[2])
            self.figures[At("", STATEMENT, (name,), "")] = Figure(Fraction(value), decimals, kind, "p. 2", (name,))
        return self

    def report(self, maps: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None) -> Report:
        return Report(self.title, self.tables, self.figures, self.statements, maps or {})

    def examine(
        self,
        *declared: Declaration,
        maps: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
        others: Mapping[str, "Paper"] | None = None,
        tolerance: Mapping[str, int] | None = None,
    ) -> Examined:
        reports = {"": self.report(maps), **{name: one.report() for name, one in (others or {}).items()}}
        return Examination(reports, declared, tolerance or {}).run()


def column(values: Mapping[str, int], *, total: bool = True) -> dict[tuple[str, ...], tuple[str]]:
    """A list with its total."""
    rows: dict[tuple[str, ...], tuple[str]] = {(code,): (str(value),) for code, value in values.items()}
    return {**rows, ("total",): (str(sum(values.values())),)} if total else rows

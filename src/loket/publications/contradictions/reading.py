"""Read a folder with a published report, strictly, and examine it: docs/check-report.md describes the files."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from os.path import normpath
from pathlib import Path

from loket.core.badfile import BadFile
from loket.core.csvfiles import Row, read_rows
from loket.core.located import Located, read_located
from loket.figures.checking.examine import BadDeclaration, Examination, Examined
from loket.figures.checking.model import ARROWS, STATEMENT, At, Figure, Kind, PrintedTable, Report, Statement
from loket.figures.checking.words import claim, known, percentage
from loket.figures.model import TOTAL
from loket.publications.contradictions.schema import ReportFile, TableFile

REPORT = "report.toml"
STATEMENTS = "statements.csv"
_COLUMNS = ("id", "source", "quote", "claim", "left", "right", "value")
_CODE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class ReportFolder:
    """A report as its folder has it."""

    folder: Path
    file: Located[ReportFile]
    report: Report
    lines: dict[str, int]
    """The line of each statement."""

    @property
    def title(self) -> str:
        return self.file.value.title


def examine(folder: Path) -> tuple[ReportFolder, Examined]:
    """Every contradiction in the report of this folder. Raises ``BadFile`` at the first thing that is wrong in it."""
    found = read(folder)
    with _located(found):
        return found, _examination(found).run()


def check(folder: Path) -> None:
    """Raises ``BadFile`` at the first thing that is wrong in this folder, and looks for no contradictions."""
    found = read(folder)
    with _located(found):
        _examination(found).checks()


def _examination(found: ReportFolder) -> Examination:
    others = {name: read(Path(normpath(found.folder / path))).report for name, path in _others(found.file)}
    declared = [one for _, _, one in found.file.value.declarations()]
    return Examination({"": found.report, **others}, declared, dict(found.file.value.tolerance))


@contextmanager
def _located(found: ReportFolder) -> Iterator[None]:
    """What is wrong in a declaration as a ``BadFile``, at its line."""
    try:
        yield
    except BadDeclaration as error:
        if isinstance(error.which, str):
            raise BadFile(found.folder / STATEMENTS, found.lines[error.which], 1, str(error)) from error
        kind, number, _ = found.file.value.declarations()[error.which]
        raise found.file.bad(str(error), kind, number) from error


def _others(file: Located[ReportFile]) -> Iterator[tuple[str, str]]:
    for name, path in file.value.other.items():
        if not (file.path.parent / path / REPORT).is_file():
            raise file.bad(f"in map '{path}' staat geen {REPORT}; wijs naar een ander verslag", "other", name)
        yield name, path


def read(folder: Path) -> ReportFolder:
    """The report in this folder. Raises ``BadFile``."""
    if not folder.is_dir():
        raise BadFile(folder, 1, 1, f"dit is geen map; geef een map met {REPORT} (docs/check-report.md)")
    file = read_located(folder / REPORT, ReportFile)
    figures: dict[At, Figure] = {}
    tables: dict[str, PrintedTable] = {}
    for number, one in enumerate(file.value.table):
        if one.id in tables:
            raise file.bad(f"tabel {one.id} staat er twee keer; geef elke tabel een eigen id", "table", number, "id")
        tables[one.id] = _table(file, number, one, figures)
    _check_words(file)
    statements, lines = _statements(folder / STATEMENTS, figures) if (folder / STATEMENTS).exists() else ({}, {})
    maps = {name: {code: _codes(to) for code, to in pairs.items()} for name, pairs in file.value.map.items()}
    _check_maps(file, maps, tables)
    return ReportFolder(folder, file, Report(file.value.title, tables, figures, statements, maps), lines)


def _codes(to: str | list[str]) -> tuple[str, ...]:
    return (to,) if isinstance(to, str) else tuple(to)


def _check_words(file: Located[ReportFile]) -> None:
    for words in file.value.tolerance:
        if claim(words) is None:
            raise file.bad(f"'{words}' is geen bewering; kies uit: {known()}", "tolerance", words)


def _check_maps(
    file: Located[ReportFile], maps: dict[str, dict[str, tuple[str, ...]]], tables: dict[str, PrintedTable]
) -> None:
    """Every code that a map gives is a code of a table; one that it starts from may be of another report."""
    every = {code for table in tables.values() for row in table.rows for code in row}
    for name, pairs in maps.items():
        for code, to in pairs.items():
            for one in to:
                if one not in every:
                    raise file.bad(f"code '{one}' staat in geen enkele tabel", "map", name, code)


def _table(file: Located[ReportFile], number: int, one: TableFile, figures: dict[At, Figure]) -> PrintedTable:
    """One table, its figures added to ``figures``."""
    for name in one.adds:
        if name not in one.dimensions:
            raise file.bad(f"'{name}' is geen dimensie; kies uit {', '.join(one.dimensions)}", "table", number, "adds")
    path = file.path.parent / (one.file or f"{one.id}.csv")
    if path.parent != file.path.parent:
        raise file.bad("noem een bestand in deze map, zonder pad", "table", number, "file")
    rows: list[tuple[str, ...]] = []
    for row in read_rows(path, [*one.dimensions, *one.measures], key=one.dimensions):
        codes = tuple(_code(row, name) for name in one.dimensions)
        rows.append(codes)
        for measure in one.measures:
            figures[At("", one.id, codes, measure)] = _figure(row, measure, one, _labels(file.value, codes))
    if not rows:
        raise BadFile(path, 1, 1, "de tabel is leeg; zet er ten minste één regel in")
    return PrintedTable(
        one.id, one.title, one.source, tuple(one.dimensions), one.measures, tuple(rows), tuple(one.adds)
    )


def _labels(file: ReportFile, codes: tuple[str, ...]) -> tuple[str, ...]:
    """What the codes of a cell are called."""
    return tuple(file.labels.get(code, "totaal" if code == TOTAL else code) for code in codes)


def _code(row: Row, column: str) -> str:
    code = row.code(column)
    if not _CODE.fullmatch(code):
        raise row.bad(column, f"'{code}' is geen code; gebruik letters, cijfers, _ en -")
    return code


def _figure(row: Row, column: str, one: TableFile, labels: tuple[str, ...]) -> Figure:
    kind, text, within = one.measures[column], row.values[column], f"{one.source}, {one.title}"
    if kind == "arrow":
        if text and text not in ARROWS:
            raise row.bad(column, f"'{text}' is geen pijl; kies uit {', '.join(ARROWS)}, of laat leeg")
        return Figure(ARROWS.get(text), 0, kind, within, labels, "pijl")
    called = "percentage" if kind == "percent" else column
    shown = "" if column == next(iter(one.measures)) else called
    if not text:
        return Figure(Fraction(0) if one.blank == "zero" else None, 0, kind, within, labels, shown)
    value, decimals = _number(row, column)
    return Figure(value, decimals, kind, within, labels, shown)


def _number(row: Row, column: str) -> tuple[Fraction, int]:
    """A number and its printed decimals."""
    text = row.values[column]
    if not _NUMBER.fullmatch(text):
        raise row.bad(
            column, f"'{text}' is geen getal; schrijf cijfers met een punt voor decimalen, zoals 1200 of 52.4"
        )
    return Fraction(text), len(text.partition(".")[2])


def _statements(path: Path, figures: dict[At, Figure]) -> tuple[dict[str, Statement], dict[str, int]]:
    """The statements, their figures added to ``figures``, and the line of each."""
    found: dict[str, Statement] = {}
    lines: dict[str, int] = {}
    for row in read_rows(path, _COLUMNS, key=["id"]):
        name, words = _code(row, "id"), row.code("claim")
        statement = Statement(
            name, row.code("source"), row.code("quote"), words, row.values["left"], row.values["right"]
        )
        found[name], lines[name] = statement, row.line
        if row.values["value"]:
            value, decimals = _number(row, "value")
            kind: Kind = "percent" if percentage(words) else "count"
            figure = Figure(value, decimals, kind, statement.source, (f"“{statement.quote}”",))
            figures[At("", STATEMENT, (name,), "")] = figure
    return found, lines

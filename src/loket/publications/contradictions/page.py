"""What a reader sees of a printed report that was checked: how much holds, what does not, and what nobody can tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from loket.figures.checking.examine import Examined
from loket.figures.checking.findings import Finding
from loket.figures.checking.model import dutch
from loket.publications.contradictions.reading import REPORT, ReportFolder, examine

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Line:
    """One finding, its numbers as Dutch writes them: what explains it, and each relation that is broken. The texts do
    not name the table of its place again.
    """

    finding: Finding
    left: str
    right: str
    difference: str
    told: str
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A report and what was found in it."""

    year: int
    title: str
    examined: Examined

    @property
    def holding(self) -> int:
        """How many relations hold."""
        return self.examined.checked - self.broken

    @property
    def broken(self) -> int:
        return sum(len(one.contradictions) for one in self.examined.findings)

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        return {severity: sum(one.severity == severity for one in self.examined.findings) for severity in SEVERITIES}

    def lines(self, severity: str) -> list[Line]:
        """The findings of one severity, of all when it is empty."""
        return [_line(one) for one in self.examined.findings if severity in ("", one.severity)]


def years(data: Path) -> list[int]:
    """The years of which a printed report stands in this data folder, newest first."""
    found = (path.parent.name for path in (data / "published").glob(f"*/{REPORT}"))
    return sorted((int(name) for name in found if name.isdecimal()), reverse=True)


def checked(data: Path, year: int) -> Checked | None:
    """The report about this year, as it was printed; None when there is none. Raises ``BadFile``."""
    folders = {one: data / "published" / str(one) for one in years(data)}
    if year not in folders:
        return None
    report, examined = _examined(folders[year], _stamp(folders.values()))
    return Checked(year, report.title, examined)


def _stamp(folders: Iterable[Path]) -> tuple[tuple[str, int], ...]:
    """Changes when a file of a report does: reports are compared with each other."""
    files = sorted(path for folder in folders for path in folder.iterdir())
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=8)
def _examined(folder: Path, _stamped: tuple[tuple[str, int], ...]) -> tuple[ReportFolder, Examined]:
    return examine(folder)


def _line(one: Finding) -> Line:
    table = one.place.rpartition(": ")[0] or one.place
    why = " ".join(filter(None, (one.remedy or one.undecided, one.note)))
    told, *relations = (
        text.replace(f"{table}: ", "") for text in (why, *(broken.says for broken in one.contradictions))
    )
    difference = "" if one.difference is None else _signed(one.difference)
    return Line(one, shown(one.left), shown(one.right), difference, told, tuple(relations))


def shown(value: float | str) -> str:
    """A side of a finding, as Dutch writes it."""
    return value if isinstance(value, str) else dutch(Fraction(str(value)))


def _signed(value: float) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{dutch(abs(Fraction(str(value))))}"

"""What may stand in a report.toml (docs/check-report.md)."""

from typing import Annotated, Literal

from pydantic import Field

from loket.core.located import Strict, Text, Year
from loket.figures.checking import model
from loket.figures.checking.model import Declaration, Kind

Codes = list[Text]


class TableFile(Strict):
    """A table of the report; ``file`` is its file when that is not named after it."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    file: str = ""
    title: Text
    source: Text
    dimensions: Annotated[list[Text], Field(min_length=1)]
    measures: Annotated[dict[Text, Kind], Field(min_length=1)]
    blank: Literal["zero", "unknown"] = "unknown"
    adds: Codes = []


class Declared(Strict):
    """What every declaration may say besides."""

    where: dict[str, Codes] = {}
    without: dict[str, Codes] = Field(default={}, alias="except")
    note: str = ""
    explained: str = ""


class SumDeclared(Declared):
    whole: Text
    parts: Annotated[Codes, Field(min_length=1)]
    kind: Literal["exact", "part", "overlap"] = "exact"


class SameDeclared(Declared):
    cells: Annotated[Codes, Field(min_length=2)]


class PercentDeclared(Declared):
    percent: Text
    part: Text
    base: Text


class ArrowDeclared(Declared):
    arrow: Text
    now: Text
    before: Text


class OrderDeclared(Declared):
    cells: Annotated[Codes, Field(min_length=1)]
    direction: Literal["descending", "ascending"] = "descending"


class ReportFile(Strict):
    """The whole file."""

    title: Text
    year: Year
    labels: dict[str, Text] = {}
    other: dict[str, Text] = {}
    map: dict[str, dict[str, Text | Codes]] = {}
    tolerance: dict[str, Annotated[int, Field(ge=0, le=100)]] = {}
    table: Annotated[list[TableFile], Field(min_length=1)]
    sum: list[SumDeclared] = []
    same: list[SameDeclared] = []
    percent: list[PercentDeclared] = []
    arrow: list[ArrowDeclared] = []
    order: list[OrderDeclared] = []

    def declarations(self) -> list[tuple[str, int, Declaration]]:
        """Every declaration, with its kind and its number (from 0) in the file."""
        return [
            (kind, number, _MODELS[kind](**one.model_dump()))
            for kind in _MODELS
            for number, one in enumerate(getattr(self, kind))
        ]


_MODELS: dict[str, type[Declaration]] = {
    "sum": model.Sum,
    "same": model.Same,
    "percent": model.Percent,
    "arrow": model.Arrow,
    "order": model.Order,
}

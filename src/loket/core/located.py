"""Reading the organisation's YAML files: a typed value, or one clear message with file, line and column.

    class Unit(Strict):
        code: CodeName
        label: Texts

    unit = read_yaml(path, Unit)

Fields hold ``list[...]`` and ``dict[str, ...]`` (the models are strict: no silent conversion).
Checks that need more than one value use ``read_located``; ``raise found.bad(message, "units", 3, "code")``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from loket.core import tomlfiles, yamlfiles
from loket.core.badfile import BadFile
from loket.core.dutch_errors import in_dutch
from loket.core.yamlfiles import KEY, Places, Where

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "BadFile",
    "CodeName",
    "Language",
    "Located",
    "Strict",
    "Text",
    "Texts",
    "Where",
    "Year",
    "check_languages",
    "read_located",
    "read_yaml",
]


class Strict(BaseModel):
    """A model of a file: no unknown fields, no conversion of types, never changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _code_name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"'{name}' is geen code; gebruik kleine letters, cijfers en _, met een letter voorop")
    return name


def _language(tag: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
        raise ValueError(f"'{tag}' is geen taal; gebruik een taalcode zoals nl of en (BCP 47)")
    return tag


CodeName = Annotated[str, AfterValidator(_code_name)]
"""What a code, a column or a table is called."""

Language = Annotated[str, AfterValidator(_language)]
"""A BCP 47 language tag."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years that facts may have."""

Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
"""A year in a file."""

Text = Annotated[str, Field(min_length=1)]
"""Text that is not empty."""

Texts = Annotated[dict[Language, Text], Field(min_length=1)]
"""The same text in one or more languages."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Located(Generic[M]):
    """A value, and where each part of it stands in its file."""

    path: Path
    value: M
    places: Places

    def bad(self, message: str, *where: str | int) -> BadFile:
        """The error to raise about the part at ``where``: field names and item numbers (from 0)."""
        return BadFile(self.path, *_place(self.places, where), message)


def read_yaml(path: Path, model: type[M]) -> M:
    """The content of a YAML file as ``model``. Raises ``BadFile`` with the first thing that is wrong."""
    return read_located(path, model).value


def read_located(path: Path, model: type[M]) -> Located[M]:
    """As ``read_yaml``, with the places kept for further checks. A file that ends in ``.toml`` is read as TOML."""
    toml = path.suffix == ".toml"
    value, places = (tomlfiles if toml else yamlfiles).parse(path)
    try:
        return Located(path, model.model_validate(value), places)
    except ValidationError as error:
        first = min(error.errors(), key=lambda one: (one["type"] == "missing", _place(places, _where(one))))
        raise BadFile(path, *_place(places, _where(first)), in_dutch(first, model, toml=toml)) from error


def check_languages(
    found: Located[Any], texts: Iterable[tuple[Mapping[str, str], Where]], languages: Sequence[str]
) -> None:
    """Raises ``BadFile`` at the first text (with its place) that is not in exactly these languages."""
    for text, where in texts:
        if missing := [language for language in languages if language not in text]:
            raise found.bad(f"de tekst in '{missing[0]}' ontbreekt; geef hem in {', '.join(languages)}", *where)
        if extra := [language for language in text if language not in languages]:
            message = f"de taal '{extra[0]}' kent deze organisatie niet; haal hem weg"
            raise found.bad(message, *where, extra[0])


def _where(error: ErrorDetails) -> Where:
    """The place to point at: the key when the field itself is the mistake."""
    return (*error["loc"], KEY) if error["type"] == "extra_forbidden" else error["loc"]


def _place(places: Places, where: Where) -> tuple[int, int]:
    """The place of the nearest value; parts that the file does not have (union tags) are passed over."""
    known: Where = ()
    for part in where:
        if (*known, part) in places:
            known = (*known, part)
    return places[known]

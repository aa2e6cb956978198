"""Where people may go outside the organisation (WBK-12): a list of the organisation's data folder."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import AfterValidator

from loket.core.located import CodeName, Strict, Texts, read_yaml
from loket.figures.model import in_language

FILE = "external_routes.yaml"


def _https(address: str) -> str:
    if not address.startswith("https://"):
        raise ValueError(f"'{address}' is geen veilig adres; begin met https://")
    return address


class RouteEntry(Strict):
    """One authority as the file has it."""

    code: CodeName
    label: Texts
    topic: Texts
    url: Annotated[str, AfterValidator(_https)]
    featured: bool = False


class RoutesFile(Strict):
    routes: list[RouteEntry]


@dataclass(frozen=True)
class Route:
    """One authority, in one language."""

    label: str
    topic: str
    url: str
    featured: bool


def external_routes(language: str) -> tuple[Route, ...]:
    """The authorities in the order of the file, in this language or else in the file's first.

    Raises ``BadFile`` when the file is wrong; none when the organisation has no such file.
    """
    path = settings.DATA / FILE
    if not path.exists():
        return ()
    return tuple(
        Route(in_language(entry.label, language), in_language(entry.topic, language), entry.url, entry.featured)
        for entry in _read(path).routes
    )


@lru_cache(maxsize=4)
def _read(path: Path) -> RoutesFile:
    return read_yaml(path, RoutesFile)

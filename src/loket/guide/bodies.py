"""The organisation as its visitors see it: its name, its disclaimer, and the bodies that they can go to."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from loket.figures.model import in_language
from loket.organisation.model import Organisation
from loket.organisation.reading import read_organisation

FILE = "organisation.yaml"


@dataclass(frozen=True)
class BodyOnPage:
    """``description`` says who may come to it, in words; empty when the organisation does not say."""

    label: str
    description: str


def house_of(language: str) -> dict[str, str]:
    """The name and the disclaimer for every page, in this language or else in the organisation's first."""
    found = _organisation()
    return {"organisation": in_language(found.name, language), "disclaimer": in_language(found.disclaimer, language)}


def bodies_for(language: str) -> list[BodyOnPage]:
    """The bodies that stand, in the order of the organisation's file, as far as people can go to them now."""
    return [
        BodyOnPage(in_language(body.label, language), in_language(body.open_to, language))
        for body in _organisation().bodies
        if body.open_to and body.kind != "planned"
    ]


def body_names() -> dict[str, str]:
    """Code and name of every body of the organisation itself that stands, in the language of the request."""
    language = get_language() or settings.LANGUAGE_CODE
    bodies = (body for body in _organisation().bodies if body.kind not in ("external", "planned"))
    return {body.code: in_language(body.label, language) for body in bodies}


def _organisation() -> Organisation:
    return _read(settings.DATA / FILE)


@lru_cache(maxsize=4)
def _read(path: Path) -> Organisation:
    return read_organisation(path)

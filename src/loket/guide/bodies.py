"""The organisation as its visitors see it: its name, its disclaimer, and the bodies that they can go to."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

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


def _organisation() -> Organisation:
    return _read(settings.DATA / FILE)


@lru_cache(maxsize=4)
def _read(path: Path) -> Organisation:
    return read_organisation(path)

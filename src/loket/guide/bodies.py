"""The organisation as its visitors see it: its name, its disclaimer, and the bodies that they can go to."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings
from pydantic import BaseModel

from loket.core.language import page_language
from loket.figures.model import in_language
from loket.organisation.model import Organisation
from loket.organisation.reading import read_organisation
from loket.taxonomy.current import code_list

FILE, INTAKE, UNITS = "organisation.yaml", "intake.yaml", "unit"


class _Taking(BaseModel):
    code: str


class _IntakeFile(BaseModel):
    """What the signpost reads of ``intake.yaml``: who takes reports. Its own room holds it to its rules."""

    bodies: list[_Taking] = []


@dataclass(frozen=True)
class BodyOnPage:
    """``description`` says who may come to it, in words; empty when the organisation does not say."""

    code: str
    label: str
    description: str


def house_of(language: str) -> dict[str, str]:
    """The name and the disclaimer for every page, in this language or else in the organisation's first."""
    found = _organisation()
    return {"organisation": in_language(found.name, language), "disclaimer": in_language(found.disclaimer, language)}


def bodies_for(language: str) -> list[BodyOnPage]:
    """The bodies that stand, in the order of the organisation's file, as far as people can go to them now."""
    return [
        BodyOnPage(body.code, in_language(body.label, language), in_language(body.open_to, language))
        for body in _organisation().bodies
        if body.open_to and body.kind != "planned"
    ]


def body_names() -> dict[str, str]:
    """Code and name of every body of the organisation itself that stands, in the language of the request."""
    language = page_language()
    bodies = (body for body in _organisation().bodies if body.kind not in ("external", "planned"))
    return {body.code: in_language(body.label, language) for body in bodies}


def unit_names() -> dict[str, str]:
    """Code and name of every unit of the organisation, in the order of its file, in the language of the request."""
    language = page_language()
    labels = {code.code: code.label for code in code_list(UNITS)}
    return {unit.code: in_language(labels[unit.code], language) for unit in _organisation().units}


def reporting_bodies(language: str) -> tuple[list[BodyOnPage], list[BodyOnPage]]:
    """Those that take reports on this site, in the order of ``intake.yaml``, and those where people go themselves."""
    here = _taking(settings.DATA / INTAKE)
    bodies = bodies_for(language)
    taking = sorted((body for body in bodies if body.code in here), key=lambda body: here.index(body.code))
    return taking, [body for body in bodies if body.code not in here]


def _organisation() -> Organisation:
    return _read(settings.DATA / FILE)


@lru_cache(maxsize=4)
def _read(path: Path) -> Organisation:
    return read_organisation(path)


def _taking(path: Path) -> list[str]:
    """Codes; none when the organisation takes no reports on this site."""
    return _read_taking(path, path.stat().st_mtime_ns) if path.exists() else []


@lru_cache(maxsize=4)
def _read_taking(path: Path, _changed: int) -> list[str]:
    found = _IntakeFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    return [body.code for body in found.bodies]

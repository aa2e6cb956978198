"""A procedure as a picture: whole, readable without seeing it, and the same each time."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.casework.drawing import draw
from loket.casework.procedure import Procedure
from loket.casework.reading import procedures
from loket.figures.charts.text import width
from loket.figures.model import in_language

ROOT = Path(__file__).resolve().parents[3]
CODES = ("meldpunt", "incident_desk", "oif", "wrongdoing", "authority")
SVG = "{http://www.w3.org/2000/svg}"
BOTH = [(code, language) for code in CODES for language in ("nl", "en")]


def picture(code: str, language: str) -> str:
    names = {other: in_language(one.label, language) for other, one in procedures().items()}
    return draw(procedures()[code], language, names)


def texts(svg: str) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom and words of each text."""
    found = []
    for mark in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314 (our own picture)
        x, y, size, said = float(mark.attrib["x"]), float(mark.attrib["y"]), float(mark.attrib["font-size"]), mark.text
        wide = width(said or "", size)
        left = x - wide if mark.get("text-anchor") == "end" else x
        found.append((left, y - size * 0.7, left + wide, y + size * 0.2, said or ""))
    return found


@pytest.mark.parametrize(("code", "language"), BOTH)
def test_every_stage_and_every_step_stands_in_the_picture_and_in_its_description(code: str, language: str) -> None:
    p: Procedure = procedures()[code]
    svg = picture(code, language)
    root = ET.fromstring(svg)  # noqa: S314 (our own picture)
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert p.label[language] in (title.text or "")
    shown = " ".join(words for *_place, words in texts(svg))
    for label in [stage.label for stage in p.stages] + [act.label for act in p.acts]:
        assert label[language] in shown
        assert label[language] in (told.text or "")
    for term in p.terms:
        assert term.label[language] in shown


@pytest.mark.parametrize(("code", "language"), BOTH)
def test_no_words_run_over_each_other_or_over_the_edge(code: str, language: str) -> None:
    svg = picture(code, language)
    x, y, wide, high = map(float, ET.fromstring(svg).attrib["viewBox"].split())  # noqa: S314 (our own picture)
    placed = texts(svg)
    for number, (left, top, right, bottom, said) in enumerate(placed):
        assert x <= left < right <= x + wide, said
        assert y <= top < bottom <= y + high, said
        for other_left, other_top, other_right, other_bottom, other in placed[:number]:
            apart = right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
            assert apart, (said, other)


@pytest.mark.parametrize(("code", "language"), BOTH)
def test_the_pictures_in_the_documentation_are_those_of_today(code: str, language: str) -> None:
    """Draw them anew with ``./loket procedures draw --out docs/procedures``."""
    kept = ROOT / "docs" / "procedures" / f"{code}.{language}.svg"
    assert kept.read_text("utf-8") == picture(code, language)
    assert kept.name in (ROOT / "docs" / "procedures.md").read_text("utf-8") or language == "nl"


def test_a_language_of_its_own_gets_its_own_words(settings: LazySettings) -> None:
    settings.DATA = ROOT / "tests" / "data" / "voorbeeldland"
    svg = draw(procedures()["desk"], "de", {})
    assert "Eingang bestätigen" in svg
    assert "at most 30 days" in svg
    assert "to: council" in svg

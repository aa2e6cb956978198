"""Cells, their codes and their dimensions in words."""

from collections.abc import Mapping, Sequence

from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, Table, in_language
from loket.publications.layout.site.words import words


def unit(table: Table, language: str) -> str:
    """What a table counts: "adviesvragen"."""
    return in_language(table.definition.unit, language)


def of_cell(table: Table, at: Coordinates, language: str) -> str:
    """The codes of a cell that are no total: "2024, klankbordgesprek"; else that it is the total. What was merged into
    another has the name of that other."""
    named = zip(table.labels, table.home(at), strict=True)
    return (
        ", ".join(_name(codes, wanted, language) for codes, wanted in named if wanted != TOTAL)
        or (words(language)["total"])
    )


def of_dimension(dimension: Dimension, lists: Mapping[str, CodeList], language: str) -> str:
    """What the list of its codes is called; the years have no list."""
    if dimension.codes is None:
        return words(language)["year"]
    known = lists.get(dimension.codes)
    return in_language(known.label, language) if known else dimension.name


def of_codes(codes: Sequence[str], known: CodeList | None, language: str) -> list[str]:
    """The names of codes in their list; a code that it lacks has its code only."""
    return [_name(tuple(known or ()), code, language) for code in codes]


def _name(codes: Sequence[Code], wanted: str, language: str) -> str:
    return next((code.name(language) for code in codes if code.code == wanted), wanted)

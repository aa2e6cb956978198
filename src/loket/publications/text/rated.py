"""Rates in a sentence: ``a | rate(of=headcount[total])`` and ``a | between(of=headcount[total])``.

``of`` is the number of employees of the same unit in the same year; anything else is refused, since a rate of other
people says nothing.
"""

from collections.abc import Callable, Mapping

from loket.figures import formats
from loket.figures.model import TOTAL
from loket.figures.rates import PER, Rate, in_words, rate
from loket.publications.text.values import BadReference, Reference, not_told, reference

HEADCOUNT = "headcount"
"""The kind of facts that says how many people work somewhere."""
UNIT = "unit"

_PER = {"nl": "per {} medewerkers", "en": "per {} employees"}
_BETWEEN = {"nl": "tussen {} en {}", "en": "between {} and {}"}
_NO_INTERVAL = {"nl": "niet te schatten", "en": "not to be estimated"}


def per_employees(count: object, of: object) -> Reference:
    """``4,5 per 1.000 medewerkers``. Raises ``BadReference``, and ``NoRate`` for too few employees."""
    untold = {language: f"{formats.SIGN} {_per(language)}" for language in _PER}
    return _rated(count, of, lambda one, language: f"{in_words(one.value, language)} {_per(language)}", untold)


def between(count: object, of: object) -> Reference:
    """How far chance can bring that rate: ``tussen 3,9 en 5,2``. Raises as ``per_employees``."""

    def written(one: Rate, language: str) -> str:
        return _BETWEEN.get(language, _BETWEEN["en"]).format(in_words(one.low, language), in_words(one.high, language))

    return _rated(count, of, written, _NO_INTERVAL)


def _rated(count: object, of: object, written: Callable[[Rate, str], str], untold: Mapping[str, str]) -> Reference:
    one, staff = reference(count), reference(of)
    _refuse_others(one, staff)
    if one.is_hidden or staff.is_hidden:
        return not_told(one, staff, said=untold)
    found = rate(one.value, staff.value, base=one.source[0].base if one.source else 0)
    return Reference(found.value, lambda _, language: written(found, language))


def _per(language: str) -> str:
    return _PER.get(language, _PER["en"]).format(formats.count(PER, language))


def _refuse_others(one: Reference, staff: Reference) -> None:
    """Raises ``BadReference`` unless ``staff`` is one number of employees, of the unit and the year of the count."""
    if staff.source is None or staff.source[0].definition.fact != HEADCOUNT or not _is_one_cell(staff):
        raise BadReference(f"hier hoort een aantal medewerkers; schrijf rate(of={HEADCOUNT}[total])")
    if one.source is None or (_at(one, UNIT) is not None and not _is_one_cell(one)):
        raise BadReference("schrijf een cel van één onderdeel of van allemaal samen; tel geen onderdelen op")
    if (_at(one, UNIT) or TOTAL) != (_at(staff, UNIT) or TOTAL) or _year(one) != _year(staff):
        raise BadReference("het aantal medewerkers is van een ander onderdeel of een ander jaar; kies hetzelfde")


def _is_one_cell(found: Reference) -> bool:
    """Whether it is the cell that it began with; what is not told stays so, whatever is added to it."""
    return found.source is not None and (found.is_hidden or found.source[0].cells.get(found.source[1]) == found.value)


def _at(found: Reference, name: str) -> str | None:
    """The code of a dimension of its cell; None when its table does not have it."""
    if found.source is None:
        return None
    table, coordinates = found.source
    return next(
        (code for one, code in zip(table.definition.dimensions, coordinates, strict=True) if one.name == name), None
    )


def _year(found: Reference) -> str:
    if found.source is None:
        return ""
    table, coordinates = found.source
    place = table.definition.year_place
    return str(table.year) if place is None else coordinates[place]

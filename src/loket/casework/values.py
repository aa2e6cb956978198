"""What an act asks, held to the procedure: only fields that it has, each filled in as its kind is."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from loket.casework.errors import Unfilled
from loket.casework.procedure import Act, FieldDefinition
from loket.core import clock
from loket.intake.content import ANSWER, LINE, STORY
from loket.taxonomy.current import code_list

CODED = ("choice", "code", "yes_no")
"""Kinds of field whose value is a code, which later acts and facts may need."""
YES_NO = ("yes", "no")
OLDEST = dt.date(1950, 1, 1)
YEARS_AHEAD = 10


def checked(act: Act, values: Mapping[str, str], text: str = "", *, is_letter: bool = False) -> dict[str, str]:
    """What was filled in, by field: texts without spaces around them, codes of the right list, days as ISO dates; what
    was left empty is left out. Values of fields that the act does not have are not taken. ``text`` goes with it: it
    must be there when it is a letter. Raises ``Unfilled``."""
    filled, errors = {}, {}
    for field in act.fields:
        value = values.get(field.code, "").strip()
        if value and (problem := _problem(field, value)):
            errors[field.code] = problem
        elif value:
            filled[field.code] = value
        elif field.required:
            errors[field.code] = _("Vul dit in")
    if is_letter and not text.strip():
        errors["text"] = _("Schrijf eerst je bericht")
    if len(text.strip()) > STORY:
        errors["text"] = _("Gebruik hooguit %d tekens") % STORY
    if errors:
        raise Unfilled(errors)
    return filled


def known(**codes: str) -> None:
    """Hold codes to the lists that they are named after; empty is "not known". Raises ``Unfilled`` for a code that its
    list never had."""
    wrong = [name for name, code in codes.items() if code and code not in {one.code for one in code_list(name)}]
    if wrong:
        raise Unfilled(dict.fromkeys(wrong, _("Kies een van de mogelijkheden")))


def codes_of(act: Act, filled: Mapping[str, str]) -> dict[str, str]:
    """The codes among them, as a card keeps them: ``act.field``."""
    kinds = {field.code: field.kind for field in act.fields}
    return {f"{act.code}.{code}": value for code, value in filled.items() if kinds[code] in CODED}


def choices_of(field: FieldDefinition) -> list[str]:
    """The codes that a coded field takes now."""
    if field.kind == "yes_no":
        return list(YES_NO)
    if field.kind == "choice":
        return [option.code for option in field.options]
    year = clock.today().year
    return [code.code for code in code_list(field.code_list or "") if code.holds_in(year)]


def _problem(field: FieldDefinition, value: str) -> str:
    """What is wrong with a value that is there; empty when nothing is."""
    if "\0" in value:
        return _("Hier staat een teken in dat niet kan. Typ de tekst opnieuw")
    if field.kind in CODED:
        return "" if value in choices_of(field) else _("Kies een van de mogelijkheden")
    if field.kind == "date":
        return _problem_of_day(value)
    most = LINE if field.kind == "line" else ANSWER
    return "" if len(value) <= most else _("Gebruik hooguit %d tekens") % most


def _problem_of_day(value: str) -> str:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:  # also read: a day written without hyphens, or in a numbered week
        return _("Vul de dag in als dag, maand en jaar, bijvoorbeeld 20-11-2026")
    today = clock.today()
    if not OLDEST <= day <= today.replace(year=today.year + YEARS_AHEAD, day=1):
        return _("Deze dag kan niet kloppen. Kijk het jaar na")
    if day > today:
        return _("Deze dag moet nog komen. Vul in wanneer het gebeurde")
    return ""

"""The forms of a number from cells: what stands after the bar in an expression (``references`` lists them).

Of a number that is not told a form is not told either: "x", "x meer of minder", "is niet te vergelijken".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from loket.figures import formats
from loket.figures.compare import SIGNIFICANT, Change, change, table_level
from loket.figures.percent import SMALLEST_BASE
from loket.publications.text.rated import between, per_employees
from loket.publications.text.values import BadReference, Reference, not_told, reference

_OF = {"nl": "van", "en": "of"}
_THAN = {"nl": {True: "als", False: "dan"}, "en": {True: "as", False: "than"}}
_TREND = {
    "nl": {"up": "is gestegen", "down": "is gedaald", "equal": "is ongeveer gelijk gebleven"},
    "en": {"up": "rose", "down": "fell", "equal": "stayed about the same"},
}


def _share(part: object, of: object) -> Reference:
    """A percentage; of a small base the counts themselves are printed."""
    one, base = reference(part), reference(of)
    n, whole = one.value, base.value
    if one.is_hidden or base.is_hidden:
        return not_told(one, base)
    if not whole:
        raise BadReference("een aandeel van nul bestaat niet; kies een ander geheel")
    return Reference(100 * n / whole, formats.percent if whole >= SMALLEST_BASE else _counts(n, whole))


def _counts(n: float, whole: float) -> formats.Form:
    """``7 (van 12)``."""
    return lambda _, language: (
        f"{formats.count(n, language)} ({_OF.get(language, _OF['en'])} {formats.count(whole, language)})"
    )


def _compared(
    written: Callable[[Change, str], str], untold: Mapping[str, str]
) -> Callable[[object, object], Reference]:
    """A filter that prints a change against an earlier count, and what is ``untold`` when one of both is not told."""

    def filtered(now: object, earlier: object) -> Reference:
        one, other = reference(now), reference(earlier)
        if one.is_hidden or other.is_hidden:
            return not_told(one, other, said=untold)
        found = change(one.value, other.value, _level(one, other))
        return Reference(found.difference, lambda _, language: written(found, language))

    return filtered


def _level(now: Reference, earlier: Reference) -> float:
    """Two years of one table are judged with all its other changes between them, as the table itself is."""
    if now.source is None or earlier.source is None or now.source[0].id != earlier.source[0].id:
        return SIGNIFICANT
    table, at = now.source
    place = table.definition.year_place
    if place is None or at[place] == earlier.source[1][place]:
        return SIGNIFICANT
    return table_level(table, at[place], earlier.source[1][place])


def _amount(found: Change, language: str) -> str:
    """``77 meer``, ``81 minder``, ``evenveel``."""
    amount = f"{formats.count(abs(found.difference), language)} " if found.difference else ""
    return amount + found.direction_in(language)


def _chance(found: Change, language: str) -> str:
    """A predicate: ``kan toeval zijn``, ``is meer dan toeval kan verklaren``."""
    return ("" if found.can_be_chance else "is ") + found.chance_in(language)


def _than(found: Change, language: str) -> str:
    """``77 meer dan``, ``evenveel als``."""
    return f"{_amount(found, language)} {_THAN.get(language, _THAN['en'])[found.direction == 'equal']}"


def _trend(found: Change, language: str) -> str:
    """A predicate; a difference that can be chance is no rise."""
    return _TREND.get(language, _TREND["en"])["equal" if found.can_be_chance else found.direction]


def _counted(number: object, one: str, more: str) -> Reference:
    """``1 vraag``, ``12 vragen``, ``x vragen``."""
    return replace(reference(number), after=(one, more))


def _hours(minutes: object) -> Reference:
    found = reference(minutes)
    return not_told(found) if found.is_hidden else Reference(round(found.value / 60))


def _shown_as(form: formats.Form) -> Callable[[object], Reference]:
    return lambda number: replace(reference(number), form=form)


FORMS: Mapping[str, Callable[..., Reference]] = {
    "share": _share,
    "percent": _shown_as(formats.percent),
    "words": _shown_as(formats.words),
    "change": _compared(_amount, {"nl": f"{formats.SIGN} meer of minder", "en": f"{formats.SIGN} more or fewer"}),
    "direction": _compared(Change.direction_in, {"nl": "meer of minder", "en": "more or fewer"}),
    "chance": _compared(_chance, {"nl": "is niet te beoordelen", "en": "cannot be judged"}),
    "than": _compared(_than, {"nl": f"{formats.SIGN} meer of minder dan", "en": f"{formats.SIGN} more or fewer than"}),
    "trend": _compared(_trend, {"nl": "is niet te vergelijken", "en": "cannot be compared"}),
    "counted": _counted,
    "hours": _hours,
    "rate": per_employees,
    "between": between,
}
"""By name; ``change`` and the like raise ``ValueError`` for what is no count."""

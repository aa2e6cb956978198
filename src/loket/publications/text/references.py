"""Expressions over cells: ``advice_by_category[2024, undesirable_conduct, total]``.

Jinja expressions in a sandbox with nothing in it but the tables and a few words. A bare name between brackets
is a code (also ``none``). What an expression looked up is recorded, so that a printed number knows its cells.

``a + b``, ``a - b``        a number from more than one cell
``a | share(of=b)``         54%; 7 (van 12), of a small base
``a | percent``             32%, when the cell is a percentage itself
``a | words``               twaalf
``a | change(b)``           77 meer
``a | direction(b)``        meer
``a | chance(b)``           kan toeval zijn; is meer dan toeval kan verklaren
``a | than(b)``             77 meer dan; evenveel als
``a | trend(b)``            is gestegen; is gedaald; is ongeveer gelijk gebleven (when it can be chance)
``a | counted("vraag", "vragen")``  1 vraag; 12 vragen
``a | hours``               minutes as whole hours
``says("de helft", a > b)``  words that are refused when the cells do not bear them out
``word(a > b, "meer", "minder")``  one of two words, as the cells have it
``has(table)``, ``has(table, 2024, code)``  whether there is such a table, or such a cell
``year``, ``year - 1``      the year of the report, and the one before it: for a text that serves any year
``label(unit, workshop)``   what a code is called
``fixed("112")``            what counts nothing: a telephone number, a term in a law
``quoted("63")``            what another source prints
``figure("id")``, ``table("id")``  where a figure or a table stands
``recommendations("everyone")``, ``follow_up()``  where recommendations stand; ``recommended("everyone")`` and
                            ``followed_up()`` say whether there are any
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Literal, NoReturn

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from loket.figures import formats
from loket.figures.compare import SIGNIFICANT, Change, change, table_level
from loket.figures.model import TOTAL, Cell, CodeList, Coordinates, FiguresError, Table, UnknownCell, UnknownTable
from loket.figures.percent import SMALLEST_BASE
from loket.publications.text.recommended import Recommendations


class BadReference(Exception):
    """An expression that cannot be printed; ``str()`` says in Dutch what is wrong and how to mend it."""


@dataclass(frozen=True)
class Fixed:
    """Text that is printed as it is."""

    text: str


@dataclass(frozen=True)
class Word(Fixed):
    """A word that follows from cells by its rule, and is no number of them."""


class Year(int):
    """The year of the report, or one before or after it."""

    def __sub__(self, other: int) -> "Year":
        return Year(int(self) - other)

    def __add__(self, other: int) -> "Year":
        return Year(int(self) + other)


Placed = Literal["figure", "table", "recommendations", "follow_up"]


@dataclass(frozen=True)
class Placement:
    """Where a figure, a table or a list of recommendations stands in the text."""

    kind: Placed
    id: str


@dataclass(frozen=True)
class Reference:
    """A number from cells, and the form in which it prints."""

    value: float
    form: formats.Form = formats.count
    after: tuple[str, str] | None = None
    """The words that follow it: with one, and with any other number."""
    source: tuple[Table, Coordinates] | None = None
    """The cell that it comes from; the first, when it comes from more."""

    @property
    def tail(self) -> str:
        """What follows the number as plain words."""
        return f" {self.after[self.value != 1]}" if self.after else ""

    def __add__(self, other: object) -> "Reference":
        return replace(self, value=self.value + _reference(other).value)

    def __sub__(self, other: object) -> "Reference":
        return replace(self, value=self.value - _reference(other).value)

    def __lt__(self, other: object) -> bool:
        return self.value < _value(other)

    def __le__(self, other: object) -> bool:
        return self.value <= _value(other)

    def __gt__(self, other: object) -> bool:
        return self.value > _value(other)

    def __ge__(self, other: object) -> bool:
        return self.value >= _value(other)

    def __eq__(self, other: object) -> bool:
        return self.value == _value(other)

    def __hash__(self) -> int:
        return hash(self.value)


class BareName(StrictUndefined):
    """A name that is no table: a code between brackets, a mistake elsewhere."""

    def __getitem__(self, *_: Any, **__: Any) -> NoReturn:
        raise UnknownTable(str(self._undefined_name))


@dataclass(frozen=True)
class TableReference:
    """A table in an expression: brackets give one of its cells, and note it in ``seen``."""

    table: Table
    seen: list[Cell]

    def __getitem__(self, key: object) -> Reference:
        coordinates = tuple(_code(part) for part in (key if isinstance(key, tuple) else (key,)))
        try:
            cell = self.table.cell(*coordinates)
        except UnknownCell as error:
            raise BadReference(f"{error}{_nearest_codes(self.table, coordinates)}") from error
        self.seen.append(cell)
        return Reference(cell.n, formats.form_of(self.table), source=(self.table, coordinates))


FORM = "schrijf tabel[code, code], met wat erachter mag volgens docs/data-folder.md"
"""How to mend an expression that cannot be read."""

Value = Reference | Fixed | Placement | bool


class Scope:
    """The tables that expressions may refer to."""

    def __init__(
        self,
        tables: Mapping[str, Table],
        *,
        year: int | None = None,
        unit: str = "",
        lists: Mapping[str, CodeList] | None = None,
        language: str = "",
        recommendations: Recommendations | None = None,
    ) -> None:
        """``year`` is that of the report and ``unit`` the code of the unit that it is about, if it is about one;
        ``lists`` say in ``language`` what codes are called."""
        self._seen: list[Cell] = []
        self._tables = tables
        self._lists, self._language = lists or {}, language
        found = recommendations or Recommendations()
        self._names: dict[str, object] = {
            **{name: TableReference(table, self._seen) for name, table in tables.items()},
            "fixed": _fixed,
            "quoted": _fixed,
            "says": _says,
            "word": _word,
            "has": _has,
            "label": self._label,
            "codes": _codes,
            "figure": _placing("figure"),
            "table": _placing("table"),
            "recommendations": _placing("recommendations"),
            "follow_up": lambda: Placement("follow_up", ""),
            "recommended": lambda audience: bool(found.to(str(audience))),
            "followed_up": lambda: any(one.came_of_it for one in found.of_last_year),
        }
        if year is not None:
            self._names["year"] = Year(year)
        if unit:
            self._names["this_unit"] = unit

    def evaluate(self, expression: str) -> tuple[Value, tuple[Cell, ...]]:
        """The value, and every cell that was looked up for it. Raises ``BadReference``."""
        self._seen.clear()
        value = self._computed(expression)
        if isinstance(value, Year):
            value = Fixed(str(value))
        if isinstance(value, Undefined):
            near = _nearest(str(value._undefined_name), self._names)
            raise BadReference(f"'{value._undefined_name}' bestaat niet{near}")
        if not isinstance(value, Value):
            raise BadReference("dit is geen verwijzing naar een cel; schrijf tabel[code, code]")
        return value, tuple(dict.fromkeys(self._seen))

    def _computed(self, expression: str) -> object:
        try:
            return _compiled(expression.strip())(self._names)
        except UnknownTable as error:
            near = _nearest(str(error), self._tables)
            raise BadReference(f"tabel '{error}' bestaat niet{near}") from error
        except (
            TemplateSyntaxError,
            UndefinedError,
            SecurityError,
            TypeError,
            ArithmeticError,
        ) as error:
            raise BadReference(f"'{expression.strip()}' is geen goede verwijzing; {FORM}") from error
        except FiguresError as error:
            raise BadReference(str(error)) from error

    def holds(self, condition: str) -> bool:
        """Whether a condition over cells is true. Raises ``BadReference`` when it is not a condition."""
        value, cells = self.evaluate(condition)
        if not isinstance(value, bool) or not cells:
            raise BadReference("dit is geen bewering over cellen; schrijf tabel[a] > tabel[b]")
        return value

    def decides(self, condition: str) -> bool:
        """Whether a part of a narrative is printed: as ``holds``, but it may ask about the year alone, or for a table.
        Raises ``BadReference``."""
        value, _ = self.evaluate(condition)
        if not isinstance(value, bool):
            raise BadReference("hier hoort een voorwaarde; schrijf has(tabel) of tabel[a] > tabel[b]")
        return value

    def codes(self, start: str) -> tuple[str, ...]:
        """The codes that stand after these in a table, in print order and without the total: ``table, code``.

        Raises ``BadReference``.
        """
        found = self._computed(f"codes({start})")
        if not isinstance(found, tuple):
            raise BadReference(f"'{start}' is geen begin van een cel; schrijf tabel, code")
        return found

    def _label(self, list_name: object, code: object) -> Fixed:
        name, wanted = _code(list_name), _code(code)
        if name not in self._lists or wanted not in {one.code for one in self._lists[name]}:
            raise BadReference(f"lijst '{name}' heeft geen code '{wanted}'; schrijf label(lijst, code)")
        return Fixed(self._lists[name].get(wanted).name(self._language))


def _placing(kind: Placed) -> Callable[[object], Placement]:
    """``figure("id")`` and such: where a figure, a table or a list stands."""

    def placed(name: object) -> Placement:
        if isinstance(name, str):
            return Placement(kind, name)
        raise BadReference(f'hier hoort een naam tussen aanhalingstekens; schrijf {kind}("naam")')

    return placed


def _fixed(text: object) -> Fixed:
    if isinstance(text, str):
        return Fixed(text)
    raise BadReference('hier hoort tekst tussen aanhalingstekens; schrijf fixed("112")')


def _says(text: str, condition: object) -> Reference | Fixed:
    if not isinstance(condition, bool):
        raise BadReference('says heeft een bewering nodig; schrijf says("de meeste", tabel[a] > tabel[b])')
    if not condition:
        raise BadReference(f"'{text}' is niet waar volgens de cellen; pas de tekst of de bewering aan")
    return Fixed(text)


def _word(condition: object, then: str, otherwise: str) -> Word:
    if not isinstance(condition, bool):
        raise BadReference('word heeft een bewering nodig; schrijf word(tabel[a] > tabel[b], "meer", "minder")')
    return Word(then if condition else otherwise)


def _has(table: object, *codes: object) -> bool:
    if not isinstance(table, TableReference):
        return False
    return not codes or tuple(_code(part) for part in codes) in table.table.cells


def _codes(table: object, *before: object) -> tuple[str, ...]:
    if not isinstance(table, TableReference):
        raise BadReference(f"tabel '{_code(table)}' bestaat niet; kies een tabel van deze publicatie")
    codes, place = tuple(_code(part) for part in before), len(before)
    if place >= len(table.table.labels):
        raise BadReference(f"tabel '{table.table.id}' heeft niet zoveel dimensies; haal een code weg")
    found = {at[place] for at in table.table.cells if at[:place] == codes}
    return tuple(one.code for one in table.table.labels[place] if one.code in found and one.code != TOTAL)


def _share(part: object, of: object) -> Reference:
    """A percentage; of a small base the counts themselves are printed."""
    n, whole = _reference(part).value, _reference(of).value
    if not whole:
        raise BadReference("een aandeel van nul bestaat niet; kies een ander geheel")
    return Reference(100 * n / whole, formats.percent if whole >= SMALLEST_BASE else _counts(n, whole))


def _counts(n: float, whole: float) -> formats.Form:
    """``7 (van 12)``."""
    return lambda _, language: (
        f"{formats.count(n, language)} ({_OF.get(language, _OF['en'])} {formats.count(whole, language)})"
    )


def _compared(written: Callable[[Change, str], str]) -> Callable[[object, object], Reference]:
    """A filter that prints a change against an earlier count."""

    def filtered(now: object, earlier: object) -> Reference:
        one, other = _reference(now), _reference(earlier)
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


_OF = {"nl": "van", "en": "of"}
_THAN = {"nl": {True: "als", False: "dan"}, "en": {True: "as", False: "than"}}
_TREND = {
    "nl": {"up": "is gestegen", "down": "is gedaald", "equal": "is ongeveer gelijk gebleven"},
    "en": {"up": "rose", "down": "fell", "equal": "stayed about the same"},
}


def _than(found: Change, language: str) -> str:
    """``77 meer dan``, ``evenveel als``."""
    return f"{_amount(found, language)} {_THAN.get(language, _THAN['en'])[found.direction == 'equal']}"


def _trend(found: Change, language: str) -> str:
    """A predicate; a difference that can be chance is no rise."""
    return _TREND.get(language, _TREND["en"])["equal" if found.can_be_chance else found.direction]


def _counted(number: object, one: str, more: str) -> Reference:
    """``1 vraag``, ``12 vragen``."""
    return replace(_reference(number), after=(one, more))


def _hours(minutes: object) -> Reference:
    return Reference(round(_reference(minutes).value / 60))


def _shown_as(form: formats.Form) -> Callable[[object], Reference]:
    return lambda number: replace(_reference(number), form=form)


def _reference(value: object) -> Reference:
    if isinstance(value, Reference):
        return value
    raise BadReference("hier hoort een cel; schrijf tabel[code, code]")


def _value(other: object) -> float:
    """The other side of a comparison: a cell, or a number such as 50 in ``> 50``."""
    return float(other) if isinstance(other, int | float) else _reference(other).value


def _code(part: object) -> str:
    """A coordinate: a bare name, a year, ``none`` (a word of Jinja's), or a code that names a table too."""
    if isinstance(part, Undefined):
        return str(part._undefined_name)
    if isinstance(part, TableReference):
        return part.table.id
    return "none" if part is None else str(part)


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(name, known, 3)
    return f"; bedoel je {' of '.join(near)}?" if near else "; kies een tabel van deze publicatie"


def _nearest_codes(table: Table, coordinates: tuple[str, ...]) -> str:
    """For the first coordinate that its dimension lacks: the codes that look like it, else all."""
    for part, codes in zip(coordinates, table.labels, strict=False):
        names = [code.code for code in codes]
        if part not in names:
            return f"; '{part}' kan zijn: {', '.join(get_close_matches(part, names, 3) or names)}"
    return ""


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=BareName)
    environment.globals.clear()
    environment.tests.clear()
    environment.filters.clear()
    environment.filters.update(
        share=_share,
        percent=_shown_as(formats.percent),
        words=_shown_as(formats.words),
        change=_compared(_amount),
        direction=_compared(Change.direction_in),
        chance=_compared(_chance),
        than=_compared(_than),
        trend=_compared(_trend),
        counted=_counted,
        hours=_hours,
    )
    return environment


_ENVIRONMENT = _environment()


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> Callable[[Mapping[str, object]], object]:
    return _ENVIRONMENT.compile_expression(expression, undefined_to_none=False)

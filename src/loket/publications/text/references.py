"""Expressions over cells: ``advice_by_category[2024, undesirable_conduct, total]``.

Jinja expressions in a sandbox with nothing in it but the tables and a few words. A bare name between brackets
is a code (also ``none``); codes that are counted as one are written in quotes: ``cases["none+measure"]``. What an
expression looked up is recorded, so that a printed number knows its cells.
A number from a cell that is not told prints as "x" in every form, and a sentence cannot rest on it (``values``).

``a + b``, ``a - b``        a number from more than one cell; a sum is told when the table tells it (``Table.together``)
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
``a | rate(of=b)``          4,5 per 1.000 medewerkers, when b is the number of employees; ``a | between(of=b)``: tussen
                            3,9 en 5,2, as far as chance can bring it
``says("de helft", a > b)``  words that are refused when the cells do not bear them out
``word(a > b, "meer", "minder")``  one of two words, as the cells have it; the second when one of them is not told
``shown(a, b)``             whether these are told: for ``if``, ``when``, ``word`` and ``... if ... else ...``;
                            of a table: whether it tells more than totals and zeros
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
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from loket.figures import formats
from loket.figures.model import TOTAL, Cell, Code, CodeList, FiguresError, Table, UnknownCell, UnknownTable, is_hidden
from loket.publications.text.forms import FORMS
from loket.publications.text.recommended import Recommendations
from loket.publications.text.values import (
    BadReference,
    Fixed,
    Placed,
    Placement,
    Reference,
    Undecided,
    Word,
    Year,
    in_words,
    reference,
)


class BareName(StrictUndefined):
    """A name that is no table: a code between brackets, a mistake elsewhere."""

    def __getitem__(self, *_: Any, **__: Any) -> NoReturn:
        raise UnknownTable(str(self._undefined_name))


@dataclass(frozen=True)
class TableReference:
    """A table in an expression: brackets give one of its cells, and note in ``seen`` where that is counted."""

    table: Table
    seen: list[Cell]

    def __getitem__(self, key: object) -> Reference:
        coordinates = tuple(_code(part) for part in (key if isinstance(key, tuple) else (key,)))
        try:
            cell = self.table.cell(*coordinates)
        except UnknownCell as error:
            raise BadReference(f"{error}{_nearest_codes(self.table, coordinates)}") from error
        home = self.table.home(coordinates)
        self.seen.append(Cell(self.table.id, home, self.table.cells[home]))
        hidden = (in_words(self.table, coordinates),) if is_hidden(cell.n) else ()
        source, terms = (self.table, coordinates), ((self.table, frozenset({coordinates})),)
        return Reference(cell.n, formats.form_of(self.table), source=source, hidden=hidden, terms=terms)


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
            "shown": _shown,
            "has": _has,
            "label": self._label,
            "codes": _codes,
            "figure": _placing("figure"),
            "table": _placing("table"),
            "list": _placing("list"),
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
        """The value, and every cell that was looked up for it. Raises ``BadReference``; ``HiddenCell`` when it would
        decide something by a number that is not told."""
        self._seen.clear()
        value = self._computed(expression)
        if isinstance(value, Undecided):
            bool(value)
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
            ValueError,
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
        if one := self._merged(name, wanted):
            return Fixed(one.name(self._language))
        if name not in self._lists or wanted not in {one.code for one in self._lists[name]}:
            raise BadReference(f"lijst '{name}' heeft geen code '{wanted}'; schrijf label(lijst, code)")
        return Fixed(self._lists[name].get(wanted).name(self._language))

    def _merged(self, list_name: str, code: str) -> Code | None:
        """What a table calls the codes of a list that it counts as one."""
        return next(
            (
                one
                for table in self._tables.values()
                for dimension, codes in zip(table.definition.dimensions, table.labels, strict=True)
                for one in codes
                if dimension.codes == list_name and one.code == code in {merged.into for merged in table.merged}
            ),
            None,
        )


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
    if not isinstance(condition, bool | Undecided):
        raise BadReference('says heeft een bewering nodig; schrijf says("de meeste", tabel[a] > tabel[b])')
    if not condition:
        raise BadReference(f"'{text}' is niet waar volgens de cellen; pas de tekst of de bewering aan")
    return Fixed(text)


def _word(condition: object, then: str, otherwise: str) -> Word:
    if isinstance(condition, Undecided):
        return Word(otherwise)
    if not isinstance(condition, bool):
        raise BadReference('word heeft een bewering nodig; schrijf word(tabel[a] > tabel[b], "meer", "minder")')
    return Word(then if condition else otherwise)


def _shown(*numbers: object) -> bool:
    if not numbers:
        raise BadReference("shown heeft een cel nodig; schrijf shown(tabel[code, code])")
    return all(
        _tells(one.table) if isinstance(one, TableReference) else not reference(one).is_hidden for one in numbers
    )


def _tells(table: Table) -> bool:
    """Whether a table tells anything but its totals and its zeros."""
    return any(n and not is_hidden(n) for at, n in table.cells.items() if TOTAL not in at)


def _has(table: object, *codes: object) -> bool:
    if not isinstance(table, TableReference):
        return False
    return not codes or table.table.home(tuple(_code(part) for part in codes)) in table.table.cells


def _codes(table: object, *before: object) -> tuple[str, ...]:
    if not isinstance(table, TableReference):
        raise BadReference(f"tabel '{_code(table)}' bestaat niet; kies een tabel van deze publicatie")
    codes, place = tuple(_code(part) for part in before), len(before)
    if place >= len(table.table.labels):
        raise BadReference(f"tabel '{table.table.id}' heeft niet zoveel dimensies; haal een code weg")
    found = {at[place] for at in table.table.cells if at[:place] == codes}
    return tuple(one.code for one in table.table.labels[place] if one.code in found and one.code != TOTAL)


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
    environment.filters.update(FORMS)
    return environment


_ENVIRONMENT = _environment()


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> Callable[[Mapping[str, object]], object]:
    return _ENVIRONMENT.compile_expression(expression, undefined_to_none=False)

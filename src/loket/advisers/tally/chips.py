"""Choices as chips: radio buttons of one tap each, the likely ones in sight and the others one tap further (picture 08
of the look)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import Advisers, configuration
from loket.core.forms import rows

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = list[tuple[str, "StrOrPromise"]]
_EACH = {"id", "checked"}
"""Attributes of a radio button that are its own."""


@dataclass(frozen=True)
class Option:
    """One answer. ``attrs``: what its radio button has in common with the others of the question, as it stands in the
    page. A page has close to a hundred of them, and Django's own template for each took most of its time."""

    id: str
    value: str
    label: str
    attrs: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Chips:
    """One question. ``first``: what is in sight, ``rest`` what one tap opens. Among the first is always what is chosen
    now."""

    field: BoundField
    first: Sequence[Option]
    rest: Sequence[Option] = ()

    @property
    def count(self) -> int:
        """How many real answers there are."""
        return sum(bool(option.value) for option in (*self.first, *self.rest))


@dataclass(frozen=True)
class Group:
    """A main category with its subcategories."""

    code: str
    label: str
    options: Sequence[Option]

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in self.options)


def chip_field(choices: "Choices | None" = None, **options: Any) -> forms.ChoiceField:
    """A question that is answered with one tap. Without choices: the form offers them."""
    return rows(choices or [], **options)


def choices_of(name: str, year: int, language: str, standing: str = "") -> Choices:
    """What an adviser chooses from in a year, with the short names; and what stands already."""
    known = configuration()
    codes = known.offered(name, year)
    more = [standing] if standing and standing not in codes else []
    return [(code, known.label(name, code, language, short=True)) for code in [*codes, *more]]


def options_of(field: BoundField) -> list[Option]:
    """The answers of a question, in the order in which it offers them."""
    found = [widget.data for widget in field]
    same = {name: value for data in found[:1] for name, value in data["attrs"].items() if name not in _EACH}
    attrs = flatatt({"name": field.html_name, **same})
    return [Option(one["attrs"].get("id", ""), one["value"], one["label"], attrs, one["selected"]) for one in found]


def chips(field: BoundField, first: Iterable[str] | None = None) -> Chips:
    """A question of which ``first`` are in sight, in that order; all of them when not given."""
    options = options_of(field)
    if first is None:
        return Chips(field, options)
    wanted = list(first)
    seen = sorted(
        (one for one in options if one.is_chosen or one.value in wanted),
        key=lambda one: wanted.index(one.value) if one.value in wanted else -1,
    )
    return Chips(field, seen, [one for one in options if one not in seen])


def groups(field: BoundField, known: Advisers, year: int, language: str) -> list[Group]:
    """The subcategories under their main categories, in the order of the lists."""
    parents = {code.code: code.parent for code in known.lists["subcategory"]}
    everything, found = options_of(field), []
    for category in known.offered("category", year):
        options = [one for one in everything if parents.get(one.value) == category]
        if options:
            found.append(Group(category, known.label("category", category, language), options))
    return found


def open_first(found: Sequence[Group], likely: Sequence[str]) -> tuple[list[Group], list[Group]]:
    """The groups that stand open: of what is chosen, and the ``likely`` ones in that order; and the others."""
    in_sight = [one for one in found if one.is_chosen or one.code in likely]
    in_sight.sort(key=lambda one: likely.index(one.code) if one.code in likely else -1)
    return in_sight, [one for one in found if one not in in_sight]


NOTHING: Choices = [("", _("Nog niets"))]

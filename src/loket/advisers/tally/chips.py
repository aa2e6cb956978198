"""Choices as chips: radio buttons of one tap each, the likely ones in sight and the others one tap further (picture 08
of the look)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import Advisers, configuration
from loket.core.forms import rows

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = list[tuple[str, "StrOrPromise"]]


@dataclass(frozen=True)
class Chips:
    """One question. ``first``: what is in sight, ``rest`` what one tap opens. Among the first is always what is chosen
    now."""

    field: BoundField
    first: Sequence[BoundWidget]
    rest: Sequence[BoundWidget] = ()

    @property
    def count(self) -> int:
        """How many real answers there are."""
        return sum(bool(option.data["value"]) for option in (*self.first, *self.rest))


@dataclass(frozen=True)
class Group:
    """A main category with its subcategories."""

    code: str
    label: str
    options: Sequence[BoundWidget]

    @property
    def is_chosen(self) -> bool:
        return any(is_chosen(option) for option in self.options)


def chip_field(choices: "Choices | None" = None, **options: Any) -> forms.ChoiceField:
    """A question that is answered with one tap. Without choices: the form offers them."""
    return rows(choices or [], **options)


def choices_of(name: str, year: int, language: str, standing: str = "") -> Choices:
    """What an adviser chooses from in a year, with the short names; and what stands already."""
    known = configuration()
    codes = known.offered(name, year)
    more = [standing] if standing and standing not in codes else []
    return [(code, known.label(name, code, language, short=True)) for code in [*codes, *more]]


def offer(form: forms.Form, name: str, choices: "Sequence[tuple[str, StrOrPromise]]") -> None:
    """Give a question its answers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # every question here is one
    field.choices = list(choices)


def is_chosen(option: BoundWidget) -> bool:
    """Whether this one is marked on the page."""
    return bool(option.data["selected"])


def chips(field: BoundField, first: Iterable[str] | None = None) -> Chips:
    """A question of which ``first`` are in sight, in that order; all of them when not given."""
    options = list(field)
    if first is None:
        return Chips(field, options)
    wanted = list(first)
    seen = sorted(
        (one for one in options if is_chosen(one) or one.data["value"] in wanted),
        key=lambda one: wanted.index(one.data["value"]) if one.data["value"] in wanted else -1,
    )
    return Chips(field, seen, [one for one in options if one not in seen])


def groups(field: BoundField, known: Advisers, year: int, language: str) -> list[Group]:
    """The subcategories under their main categories, in the order of the lists."""
    parents = {code.code: code.parent for code in known.lists["subcategory"]}
    found = []
    for category in known.offered("category", year):
        options = [one for one in field if parents.get(one.data["value"]) == category]
        if options:
            found.append(Group(category, known.label("category", category, language), options))
    return found


def open_first(found: Sequence[Group], likely: Sequence[str]) -> tuple[list[Group], list[Group]]:
    """The groups that stand open: of what is chosen, and the ``likely`` ones in that order; and the others."""
    in_sight = [one for one in found if one.is_chosen or one.code in likely]
    in_sight.sort(key=lambda one: likely.index(one.code) if one.code in likely else -1)
    return in_sight, [one for one in found if one not in in_sight]


NOTHING: Choices = [("", _("Nog niets"))]

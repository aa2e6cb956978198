"""The details of an entry in words: codes as the lists of ``trail_words`` call them, and as the rooms and the
organisation do."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from loket.accounts.bodies import body_choices, unit_choices
from loket.accounts.trail_words import ACTIONS, DETAILS, FLAGS, NUMBERS, VALUES, YES_NO
from loket.core.errors import UserError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Known = Mapping[tuple[str, str], Mapping[str, StrOrPromise]]
    """Of an action and the name of a detail: its codes in words. Without an action it holds for every action."""


def known() -> "Known":
    """What codes are called now, in the language of the page. Rooms on a higher floor join in with
    ``settings.TRAIL_CODES``: names of functions that give such a mapping. The codes of a room whose file is wrong stay
    as they are: the trail can always be read."""
    bodies = body_choices()
    found: dict[tuple[str, str], Mapping[str, StrOrPromise]] = {
        ("", "body"): bodies,
        ("", "unit"): unit_choices(),
        ("report.hand-over", "from"): bodies,
        ("report.hand-over", "to"): bodies,
        ("audit.export", "wat"): ACTIONS,
    }
    for name in settings.TRAIL_CODES:
        with suppress(UserError):
            found |= import_string(name)()
    return found


def in_words(action: str, summary: Mapping[str, int | str], codes: "Known") -> Iterator[tuple[str, str | int]]:
    """The name and the value of each detail that says something. What nothing has words for stays as it is."""
    for name, value in summary.items():
        if value != "":
            yield str(DETAILS.get(name, name)), _value(action, name, value, codes)


def _value(action: str, name: str, value: int | str, codes: "Known") -> str | int:
    if isinstance(value, int):
        return str(YES_NO[bool(value)]) if name in FLAGS else str(value) if name in NUMBERS else value
    for words in (codes.get((action, name), {}), codes.get(("", name), {}), VALUES):
        if value in words:
            return str(words[value])
    return value

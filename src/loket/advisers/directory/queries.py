"""Who stands in the public directory: advisers of today who are listed, by name, and whether the loket reaches them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from loket.accounts.models import DESK, Grant, Role
from loket.advisers.configuration import configuration
from loket.advisers.models import Adviser
from loket.core import clock
from loket.keys import queries as keys


@dataclass(frozen=True)
class Listed:
    """One adviser as the directory shows them, in one language. ``desk``: where to write through the loket, empty when
    nobody could read that now. ``unit_code`` and ``language_codes`` are what is chosen by."""

    slug: str
    name: str
    unit_code: str
    unit: str
    location: str
    language_codes: tuple[str, ...]
    languages: str
    reach: str
    profile: str
    is_coordinating: bool
    desk: str


def listed(language: str) -> list[Listed]:
    """Everybody in the directory, by name."""
    open_desks = keys.desks_that_open()
    found = [_listed(adviser, language, open_desks) for adviser in _today()]
    return sorted(found, key=lambda person: (_plain(person.name), person.slug))


def one(slug: str, language: str) -> Listed | None:
    """Who has this address in the directory."""
    adviser = _today().filter(slug=slug).first() if "\0" not in slug else None
    return _listed(adviser, language, keys.desks_that_open()) if adviser else None


def matching(
    people: Iterable[Listed], *, unit: str = "", location: str = "", language: str = "", name: str = ""
) -> list[Listed]:
    """Those who answer to all that is asked; what is empty is not asked. A part of a name will do, without its accents
    and capitals."""
    wanted = _plain(name)
    return [
        person
        for person in people
        if (not unit or person.unit_code == unit)
        and (not location or person.location == location)
        and (not language or language in person.language_codes)
        and wanted in _plain(person.name)
    ]


def language_name(code: str) -> str:
    """The name of a language in the language of the page; its code when we have no name for it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(_NAMES.get(code, code))


_NAMES = {"pap": _("Papiaments")}
"""Languages that Django has no name for."""


def _today() -> QuerySet[Adviser]:
    """Listed, appointed and not ended, and an adviser by their role of today."""
    today = clock.today()
    advisers = Grant.objects.in_force(today).filter(role=Role.ADVISER).values("account")
    not_ended = Q(ended_on=None) | Q(ended_on__gte=today)
    found = Adviser.objects.filter(not_ended, is_listed=True, appointed_on__lte=today)
    return found.filter(account__in=advisers, account__is_active=True).select_related("account")


def _listed(adviser: Adviser, language: str, open_desks: set[str]) -> Listed:
    codes = tuple(adviser.languages.split())
    desk = f"{DESK}{adviser.account_id}"
    return Listed(
        slug=adviser.slug,
        name=adviser.account.display_name,
        unit_code=adviser.unit,
        unit=configuration().label("unit", adviser.unit, language),
        location=adviser.location,
        language_codes=codes,
        languages=", ".join(language_name(code) for code in codes),
        reach=adviser.reach,
        profile=(adviser.profile_en if language == "en" else "") or adviser.profile,
        is_coordinating=adviser.is_coordinating,
        desk=desk if desk in open_desks else "",
    )


def _plain(text: str) -> str:
    """Without accents and capitals."""
    return "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))

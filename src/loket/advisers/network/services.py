"""Writes to the network: who is an adviser, from when to when, how far their certificate is, and what they tell of
themselves. Each stands in the trail with the name of who did it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from loket.accounts.models import Account, Role
from loket.advisers.configuration import configuration
from loket.advisers.models import Adviser, PeerGroup
from loket.advisers.network.errors import AlreadyAppointed, BadPeriod, NoRole, UnknownCode
from loket.core import audit, clock
from loket.taxonomy.current import code_list

LONGEST_SLUG = 50


@dataclass(frozen=True)
class State:
    """How far somebody is: a code of ``certification``, the days of the certificate and of the certificate of
    conduct."""

    certification: str
    certified_on: dt.date | None = None
    vog_on: dt.date | None = None


@dataclass(frozen=True)
class Place:
    """Where somebody works in the network: a code of ``unit``, whether they coordinate, their group."""

    unit: str
    is_coordinating: bool = False
    group: PeerGroup | None = None


@dataclass(frozen=True)
class Profile:
    """What somebody tells of themselves in the public directory."""

    location: str = ""
    languages: tuple[str, ...] = ()
    reach: str = ""
    profile: str = ""
    profile_en: str = ""
    is_listed: bool = False


@transaction.atomic
def appoint(*, account: Account, appointed_on: dt.date, place: Place, state: State, actor: str) -> Adviser:
    """Take somebody into the network; who was in it before comes back with their file. The role itself is given by the
    functional administrator. Raises ``NoRole``, ``AlreadyAppointed``, ``BadPeriod``, ``UnknownCode``."""
    Account.objects.select_for_update().get(pk=account.pk)
    if not account.is_active or Role.ADVISER not in account.roles:
        raise NoRole(_("Deze persoon heeft de rol vertrouwenspersoon niet. Vraag die eerst aan"), "account")
    adviser = Adviser.objects.filter(account=account).first() or Adviser(account=account, slug=_slug(account))
    check_unit(place.unit)
    if adviser.pk:
        _check_return(adviser, appointed_on)
    adviser.appointed_on, adviser.ended_on = appointed_on, None
    _put_at(adviser, place)
    _put_in(adviser, state)
    adviser.save()
    _note(actor, "network.appoint", adviser)
    return adviser


@transaction.atomic
def end(*, adviser: Adviser, last_day: dt.date, actor: str) -> None:
    """Let somebody leave the network after a day; they go out of the directory at once when that day is over, and their
    own tally stays theirs. Raises ``BadPeriod``."""
    adviser = _locked(adviser)
    if last_day < adviser.appointed_on:
        raise BadPeriod(_("Deze dag ligt voor de dag van aanstelling. Kies een latere dag"), "last_day")
    adviser.ended_on = last_day
    if last_day < clock.today():
        adviser.is_listed = False
    adviser.save(update_fields=["ended_on", "is_listed"])
    _note(actor, "network.end", adviser)


@transaction.atomic
def change_place(*, adviser: Adviser, place: Place, actor: str) -> None:
    """Another unit, group or task in the network. Raises ``UnknownCode``."""
    adviser = _locked(adviser)
    if place.unit != adviser.unit:
        check_unit(place.unit)
    _put_at(adviser, place)
    adviser.save(update_fields=["unit", "is_coordinating", "group"])
    _note(actor, "network.change", adviser, what="place")


@transaction.atomic
def change_state(*, adviser: Adviser, state: State, actor: str) -> None:
    """How far somebody is with their certificate. Raises ``UnknownCode``, ``BadPeriod``."""
    adviser = _locked(adviser)
    _put_in(adviser, state)
    adviser.save(update_fields=["certification", "certified_on", "vog_on"])
    _note(actor, "network.change", adviser, what="certificate")


@transaction.atomic
def change_profile(*, adviser: Adviser, profile: Profile, actor: str) -> None:
    """What somebody tells of themselves. Raises ``UnknownCode`` for a language that the organisation does not name."""
    adviser = _locked(adviser)
    if set(profile.languages) - set(configuration().file.languages):
        raise UnknownCode(_("Kies talen uit de lijst"), "languages")
    adviser.languages = " ".join(profile.languages)
    for name in ("location", "reach", "profile", "profile_en", "is_listed"):
        setattr(adviser, name, getattr(profile, name))
    adviser.save(update_fields=["location", "languages", "reach", "profile", "profile_en", "is_listed"])
    _note(actor, "network.change", adviser, what="profile")


def check_unit(code: str) -> None:
    """Raises ``UnknownCode`` for a unit that nobody chooses this year."""
    if code not in configuration().offered("unit", clock.today().year):
        raise UnknownCode(_("Kies een onderdeel uit de lijst"), "unit")


def _check_state(state: State) -> None:
    if state.certification not in {code.code for code in code_list("certification")}:
        raise UnknownCode(_("Kies hoe ver de certificering is"), "certification")
    for field in ("certified_on", "vog_on"):
        day: dt.date | None = getattr(state, field)
        if day and day > clock.today():
            raise BadPeriod(_("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag"), field)


def _check_return(adviser: Adviser, appointed_on: dt.date) -> None:
    """Raises unless somebody who was in the network before left it before this day."""
    if adviser.ended_on is None or adviser.ended_on >= clock.today():
        raise AlreadyAppointed(_("Deze persoon zit al in het netwerk"), "account")
    if appointed_on <= adviser.ended_on:
        raise BadPeriod(_("Kies een dag na de vorige laatste dag in het netwerk"), "appointed_on")


def _put_at(adviser: Adviser, place: Place) -> None:
    adviser.unit, adviser.is_coordinating, adviser.group = place.unit, place.is_coordinating, place.group


def _put_in(adviser: Adviser, state: State) -> None:
    _check_state(state)
    adviser.certification = state.certification
    adviser.certified_on, adviser.vog_on = state.certified_on, state.vog_on


def _slug(account: Account) -> str:
    """An address from the name that nobody else has or had."""
    first = slugify(account.display_name)[:LONGEST_SLUG].strip("-_") or "vertrouwenspersoon"
    taken = set(Adviser.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (first, *numbered) if slug not in taken)


def _locked(adviser: Adviser) -> Adviser:
    return Adviser.objects.select_for_update(of=("self",)).select_related("account", "group").get(pk=adviser.pk)


def _note(actor: str, action: str, adviser: Adviser, **summary: str) -> None:
    audit.record(actor=actor, action=action, target=f"account:{adviser.account.username}", summary=summary)

"""Writes of recommendations. Each locks its year, so that numbers run through from 1 whoever writes at once."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection, transaction

from loket.core import audit, clock
from loket.core.located import FIRST_YEAR
from loket.publications.models import Audience, FollowUp, Recommendation
from loket.publications.recommendations import file
from loket.publications.recommendations.errors import BadYear, Changed, Gone, NoFollowUp
from loket.publications.recommendations.wording import worded

_LOCK = 0x61616E62
"""The advisory lock of a year's recommendations: the letters "aanb"."""

_LAST = 10_000
"""A number behind every other, until the year is numbered anew."""


@transaction.atomic
def load(*, folder: Path, actor: str) -> int:
    """Take over what ``recommendations.yaml`` of the folder holds; gives how many. A year that has any is left as it
    is, so that loading again changes nothing that was edited. Raises ``BadFile``."""
    missing = [one for one in file.read(folder) if not _locked(one.year)]
    for one in missing:
        for number, entry in enumerate(one.recommendations, 1):
            _create(one.year, number, entry)
    count = sum(len(one.recommendations) for one in missing)
    if count:
        audit.record(actor=actor, action="recommendation.load", target="recommendations", summary={"count": count})
    return count


@transaction.atomic
def write(*, year: int, audience: str, text_nl: str, text_en: str, actor: str) -> Recommendation:
    """A new one, behind those for the same audience. Raises ``BadYear``, ``BadWording``, ``ValueError`` for an audience
    that there is not."""
    _refuse_year(year)
    others = _locked(year)
    new = Recommendation(year=year, number=_LAST, audience=Audience(audience))
    new.text_nl, new.text_en = worded(text_nl, "nl"), worded(text_en, "en")
    new.save(force_insert=True)
    _number([*others, new])
    _note(new, "write", actor)
    return new


@transaction.atomic
def change(
    *, recommendation: Recommendation, version: int, audience: str, text_nl: str, text_en: str, actor: str
) -> None:
    """Other words, or for another audience; then it goes behind those. Raises ``Changed``, ``Gone``, ``BadWording``,
    ``ValueError`` for an audience that there is not."""
    others, now = _held(recommendation, version)
    if now.audience != Audience(audience):
        now.audience, now.number = Audience(audience), _LAST
    now.text_nl, now.text_en = worded(text_nl, "nl"), worded(text_en, "en")
    _save(now)
    _number([*others, now])
    _note(now, "change", actor)


@transaction.atomic
def follow_up(
    *, recommendation: Recommendation, version: int, state: str, text_nl: str, text_en: str, actor: str
) -> None:
    """Say what came of it; ``open`` takes back what was said. Raises ``Changed``, ``Gone``, ``BadWording``,
    ``NoFollowUp``, ``ValueError`` for a state that there is not."""
    _others, now = _held(recommendation, version)
    now.follow_up = FollowUp(state)
    now.follow_up_nl, now.follow_up_en = worded(text_nl, "nl"), worded(text_en, "en")
    is_open = now.follow_up == FollowUp.OPEN
    if any(bool(text) == is_open for text in (now.follow_up_nl, now.follow_up_en)):
        raise NoFollowUp
    _save(now)
    _note(now, "follow_up", actor)


@transaction.atomic
def move(*, recommendation: Recommendation, version: int, up: bool, actor: str) -> None:
    """One place up or down among those for the same audience; at the end nothing happens. Raises ``Changed``,
    ``Gone``."""
    others, now = _held(recommendation, version)
    beside = [one for one in others if one.audience == now.audience and (one.number < now.number) == up]
    if not beside:
        return
    other = max(beside, key=_place) if up else min(beside, key=_place)
    now.number, other.number = other.number, now.number
    other.save(update_fields=["number"])
    _save(now)
    _note(now, "move", actor)


@transaction.atomic
def carry_over(*, recommendation: Recommendation, actor: str) -> Recommendation:
    """The same one for the next year, which then says what came of it too; the one that stands when it was carried over
    before. Raises ``BadYear`` when that year has not begun, ``Gone``."""
    _refuse_year(recommendation.year + 1)
    others = _locked(recommendation.year + 1)
    now = Recommendation.objects.filter(pk=recommendation.pk).first()
    if now is None:
        raise Gone
    if standing := next((one for one in others if one.carried_from_id == now.pk), None):
        return standing
    new = Recommendation(year=now.year + 1, number=_LAST, audience=now.audience, carried_from=now)
    new.text_nl, new.text_en = now.text_nl, now.text_en
    new.save(force_insert=True)
    _number([*others, new])
    _note(new, "carry_over", actor)
    return new


@transaction.atomic
def remove(*, recommendation: Recommendation, version: int, actor: str) -> None:
    """Take it away; those behind it move up. Raises ``Changed``, ``Gone``."""
    others, now = _held(recommendation, version)
    _note(now, "remove", actor)
    now.delete()
    _number(others)


def _refuse_year(year: int) -> None:
    if not FIRST_YEAR <= year <= clock.today().year:
        raise BadYear


def _locked(year: int) -> list[Recommendation]:
    """Those of the year, which nobody else writes to until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, year])
    return list(Recommendation.objects.filter(year=year).order_by("number"))


def _held(seen: Recommendation, version: int) -> tuple[list[Recommendation], Recommendation]:
    """The others of its year, and this one as it is now. Raises ``Gone``, ``Changed``."""
    rows = _locked(seen.year)
    now = next((one for one in rows if one.pk == seen.pk), None)
    if now is None:
        raise Gone
    if now.version != version:
        raise Changed
    return [one for one in rows if one.pk != now.pk], now


def _place(one: Recommendation) -> tuple[bool, int]:
    return one.audience != Audience.EVERYONE, one.number


def _number(rows: Iterable[Recommendation]) -> None:
    """Number the year through from 1: those for everyone first."""
    for number, one in enumerate(sorted(rows, key=_place), 1):
        if one.number != number:
            one.number = number
            one.save(update_fields=["number"])


def _save(one: Recommendation) -> None:
    one.version += 1
    one.save()


def _create(year: int, number: int, entry: file.Entry) -> None:
    came = entry.came_of_it
    Recommendation.objects.create(
        year=year,
        number=number,
        audience=entry.audience,
        text_nl=worded(entry.text.nl, "nl"),
        text_en=worded(entry.text.en, "en"),
        follow_up=entry.follow_up,
        follow_up_nl=worded(came.nl, "nl") if came else "",
        follow_up_en=worded(came.en, "en") if came else "",
    )


def _note(one: Recommendation, kind: str, actor: str) -> None:
    """``kind``: what was done with it."""
    target = f"recommendation:{one.year}/{one.number}"
    audit.record(actor=actor, action="recommendation.change", target=target, summary={"kind": kind})

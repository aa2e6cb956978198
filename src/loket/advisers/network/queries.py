"""Reads of the network: who is an adviser, and how far each is with their certificate. Nothing here knows a tally."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from loket.accounts.models import Account, Grant, Role
from loket.advisers.configuration import configuration
from loket.advisers.models import Activity, Adviser, PeerGroup, PeerMeeting, Proposal, Requirement, RequirementKind
from loket.core import clock
from loket.intake.terms import months_later

PAGE = 50
"""Rows of one page of a list."""


@dataclass(frozen=True)
class Progress:
    """How much of one requirement of a certificate was done, in hours."""

    kind: str
    hours: float
    wanted: float


def in_office(day: dt.date) -> QuerySet[Adviser]:
    """Who is an adviser on this day, first and last day included."""
    not_ended = Q(ended_on=None) | Q(ended_on__gte=day)
    return Adviser.objects.filter(not_ended, appointed_on__lte=day).select_related("account")


def people(*, name: str = "", unit: str = "", certification: str = "", has_left: bool = False) -> QuerySet[Adviser]:
    """The network by name: who is in office or will be, or who has left it. What is empty filters nothing."""
    today = clock.today()
    found = Adviser.objects.filter(Q(ended_on__lt=today) if has_left else Q(ended_on=None) | Q(ended_on__gte=today))
    for column, wanted in (
        ("account__display_name__icontains", name),
        ("unit", unit),
        ("certification", certification),
    ):
        found = found.filter(**{column: wanted}) if wanted else found
    return found.select_related("account", "group").order_by("account__display_name", "pk")


def own(account: Account) -> Adviser | None:
    """The file of this person themselves, if they were appointed."""
    return Adviser.objects.filter(account=account).select_related("account", "group").first()


def appointed_on(account: Account) -> dt.date:
    """From which day this person is in the network; the first of all days for who was not appointed."""
    return Adviser.objects.filter(account=account).values_list("appointed_on", flat=True).first() or dt.date.min


def by_slug(slug: str) -> Adviser | None:
    """The file at this address, if there is one."""
    return Adviser.objects.filter(slug=slug).select_related("account", "group").first()


def can_be_appointed() -> QuerySet[Account]:
    """Who holds the role today, and is not in office."""
    today = clock.today()
    holds = Grant.objects.in_force(today).filter(role=Role.ADVISER).values("account")
    busy = Adviser.objects.filter(Q(ended_on=None) | Q(ended_on__gte=today)).values("account")
    return Account.objects.filter(pk__in=holds, is_active=True).exclude(pk__in=busy).order_by("display_name", "pk")


def national() -> list[Account]:
    """The national advisers of today that have a mail address."""
    granted = Grant.objects.in_force(clock.today()).filter(role=Role.NATIONAL_ADVISER).values("account")
    return list(Account.objects.filter(pk__in=granted, is_active=True).exclude(email="").order_by("username"))


def valid_through(adviser: Adviser) -> dt.date | None:
    """The last day of a certificate (advisers' annual report 2024, chapter 6: four years); None without one."""
    if adviser.certified_on is None:
        return None
    return months_later(adviser.certified_on, 12 * configuration().file.certificate.years) - dt.timedelta(days=1)


def lapsing(by: dt.date) -> list[Adviser]:
    """Those in office whose certificate ends on this day or before it, the first to end first."""
    known = in_office(clock.today()).filter(certified_on__lte=months_later(by, -12 * _years()) + dt.timedelta(days=4))
    ends = [(last, one) for one in known.order_by("certified_on", "pk") if (last := valid_through(one))]
    return [one for last, one in ends if last <= by]


def without_vog() -> QuerySet[Adviser]:
    """Those in office who showed no certificate of conduct."""
    return in_office(clock.today()).filter(vog_on=None)


def counted() -> dict[tuple[str, str], int]:
    """How many are in office, by unit and certification."""
    rows = in_office(clock.today()).order_by().values_list("unit", "certification").annotate(Count("pk"))
    return {(unit, certification): n for unit, certification, n in rows}


def certifications(day: dt.date) -> dict[str, int]:
    """How many were in office on a day, by the certification that they have now."""
    rows = in_office(day).order_by().values_list("certification").annotate(Count("pk"))
    return dict(rows)


def requirements(adviser: Adviser) -> QuerySet[Requirement]:
    """What somebody did for the certificate that they have, or are working on."""
    return adviser.requirements.filter(month__gte=_since(adviser))


def progress(adviser: Adviser) -> list[Progress]:
    """How far somebody is with each requirement; meetings of their group count as peer supervision."""
    done = dict(requirements(adviser).order_by().values_list("kind").annotate(Sum("half_hours")))
    met = PeerMeeting.objects.filter(present=adviser, month__gte=_since(adviser)).aggregate(n=Sum("half_hours"))["n"]
    done[RequirementKind.PEER_SUPERVISION] = done.get(RequirementKind.PEER_SUPERVISION, 0) + (met or 0)
    wanted = configuration().file.certificate.requirements
    return [Progress(kind, done.get(kind, 0) / 2, wanted.get(kind, 0) / 2) for kind in RequirementKind.values]


def groups() -> QuerySet[PeerGroup]:
    """Every group with as ``members`` who is in office now."""
    return PeerGroup.objects.prefetch_related(Prefetch("members", in_office(clock.today())))


def meetings(group: PeerGroup) -> QuerySet[PeerMeeting]:
    """When a group met, the last first, with how many were there and for how many hours."""
    return group.meetings.annotate(people=Count("present"), hours=F("half_hours") / 2.0).order_by("-month", "-pk")


def activities() -> QuerySet[Activity]:
    """Information activities, the last month first."""
    return Activity.objects.all()


def names(usernames: Iterable[str]) -> dict[str, str]:
    """What people are called."""
    found = Account.objects.filter(username__in=set(usernames)).values_list("username", "display_name")
    return dict(found)


def proposals() -> QuerySet[Proposal]:
    """What advisers proposed: what waits for an answer first."""
    return Proposal.objects.order_by(F("answered_on").desc(nulls_first=True), "-on", "-pk")


def unanswered() -> int:
    """How many proposals wait for an answer."""
    return Proposal.objects.filter(answered_on=None).count()


def _since(adviser: Adviser) -> dt.date:
    return (adviser.certified_on or adviser.appointed_on).replace(day=1)


def _years() -> int:
    return configuration().file.certificate.years

"""The confidential advisers of a demonstration: a network of fictitious people, and what a few of them counted. The
same network every time: chance has a fixed beginning."""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from django.db import transaction

from loket.accounts.demo import ACTOR, WORKED
from loket.accounts.models import Account, Grant, Role
from loket.advisers import configuration, responses, services
from loket.advisers.access import Desk, desk_of
from loket.advisers.checks import NewEntry, NewRow
from loket.advisers.configuration import Advisers
from loket.advisers.evaluation.queries import choices
from loket.advisers.models import Adviser, PeerGroup, Proposal
from loket.advisers.network import activities, growth
from loket.advisers.network import services as network
from loket.advisers.network.activities import Held
from loket.advisers.network.proposing import answer
from loket.advisers.network.services import Place, Profile, State
from loket.advisers.tally import proposing
from loket.advisers.totals.rises import last_month
from loket.core import clock
from loket.facts import services as facts
from loket.intake.terms import months_later
from loket.keys.demo import prepare
from loket.taxonomy.current import code_list

CERTIFIED = (54, 16, 4, 2)
"""How many of each state of certification, in the order of its list (advisers' annual report 2024, chapter 6)."""
SIZE = sum(CERTIFIED)
FIRST = ("luister", "gehoor")
"""The advisers that a visitor of the demonstration can be."""
AT_WORK, LISTED, GROUPS = 8, 12, 8
"""How many of the network count requests, stand in the directory, and how many groups there are."""
EVERY_MONTH = 5
"""How many of those wrote down their hours in every month of this year: enough for the hours of all to be shown."""
REQUESTS, RISE = 30, 14
"""Requests of one adviser in a year; and how many more come in about one thing in the last month."""
RESPONSES = 9
DONE = {
    "training": "Bijscholing gespreksvoering",
    "peer_supervision": "Intervisie in de regio",
    "extra": "Voorlichting voor nieuwe collega’s",
}
PROPOSALS = (
    "Voeg een subcategorie toe voor reorganisatie. Nu komt dat bij Overig terecht.",
    "Splits roddelen en buitensluiten. Het zijn andere gesprekken.",
)
ANSWER, NATIONAL = "Goed idee. We bespreken het met het netwerk, voor de lijst van volgend jaar.", "landelijk"
PLACES = ("Fictiestad", "Verzonnendorp", "Bedachtstad", "Modelveen")
_NAMES = UUID("1c1d5e0a-5a57-4c7e-9a3b-6b0f2d2b7a11")
"""From this and a number follows the id of each entry."""


def fill(private_keys: Mapping[str, bytes]) -> None:
    """Make the network and its tally, unless there is one. ``private_keys``: of ``FIRST``, by user name. Nothing
    happens where the organisation does not say how its advisers work."""
    if not configuration.is_there() or Adviser.objects.exists():
        return
    chosen = random.Random(7)  # noqa: S311 (the same every time, and no secret)
    usernames = _accounts()
    advisers = _appoint(usernames, chosen)
    keys = {**private_keys, **prepare(people={name: [] for name in usernames[len(FIRST) : AT_WORK]}, actor=ACTOR)}
    desks = [desk_of(Account.objects.get(username=name), keys[name]) for name in usernames[:AT_WORK] if name in keys]
    _profiles(advisers[:LISTED])
    _work(advisers, chosen)
    _proposals(usernames)
    _tally(desks, chosen)
    _evaluations(chosen)


def _accounts() -> list[str]:
    """The user names of the network, those of ``FIRST`` first; accounts that are not there are made."""
    numbers = range(1, SIZE - len(FIRST) + 1)
    made = Account.objects.bulk_create(
        Account(username=f"vertrouwenspersoon{number:02}", display_name=f"Vertrouwenspersoon {number:02}", is_demo=True)
        for number in numbers
    )
    begins = clock.today() - WORKED
    Grant.objects.bulk_create(
        Grant(account=account, role=Role.ADVISER, begins_on=begins, granted_by=ACTOR) for account in made
    )
    return [*FIRST, *(account.username for account in made)]


def _appoint(usernames: Sequence[str], chosen: random.Random) -> list[Adviser]:
    """Everybody, with a certificate of the last years, the first ones of which are about to lapse."""
    today, units = clock.today(), _configured().offered("unit", clock.today().year)
    groups = [growth.add_group(name=f"Groep {number + 1}", actor=ACTOR) for number in range(GROUPS)]
    states = [code.code for code, n in zip(code_list("certification"), CERTIFIED, strict=False) for _number in range(n)]
    found = []
    for number, username in enumerate(usernames):
        lasts = number * 40 + 20 if number < 5 else chosen.randrange(200, 1400)
        certified_on = months_later(today + dt.timedelta(days=lasts), -48) if number < CERTIFIED[0] else None
        vog_on = None if number in {20, 60, 70} else today - dt.timedelta(days=chosen.randrange(100, 1400))
        place = Place(chosen.choices(units[:4], (52, 14, 6, 4))[0], number in {0, 8, 30}, groups[number % GROUPS])
        found.append(
            network.appoint(
                account=Account.objects.get(username=username),
                appointed_on=today - WORKED - dt.timedelta(days=chosen.randrange(1500)),
                place=place,
                state=State(states[number], certified_on, vog_on),
                actor=ACTOR,
            )
        )
    return found


def _profiles(advisers: Sequence[Adviser]) -> None:
    """What the first of them tell in the directory."""
    languages = _configured().file.languages
    for number, adviser in enumerate(advisers):
        told = Profile(
            location=PLACES[number % len(PLACES)],
            languages=tuple(dict.fromkeys([languages[0], languages[number % len(languages)]])),
            reach=f"06 000000{number:02}, op werkdagen",
            profile="Ik luister, denk mee en zet de mogelijkheden met je op een rij. Wat je doet, beslis jij.",
            profile_en="I listen, think along and set out your options. What you do is up to you.",
            is_listed=True,
        )
        network.change_profile(adviser=adviser, profile=told, actor=ACTOR)


def _work(advisers: Sequence[Adviser], chosen: random.Random) -> None:
    """What some of them did for their certificate, and what the network told others."""
    this_month = clock.today().replace(day=1)
    for number, adviser in enumerate(advisers[:2]):
        for place, (kind, title) in enumerate(DONE.items()):
            growth.add_requirement(
                adviser=adviser,
                kind=kind,
                month=months_later(this_month, -place * 4),
                half_hours=chosen.randrange(4, 40),
                title=title,
                token=uuid5(_NAMES, f"requirement {number} {kind}"),
                actor=ACTOR,
            )
    group = PeerGroup.objects.get(members=advisers[0])
    growth.add_meeting(
        group=group,
        month=months_later(this_month, -2),
        half_hours=4,
        present=[one for one in advisers if one.group_id == group.pk],
        token=uuid5(_NAMES, "meeting"),
        actor=ACTOR,
    )
    topics = [code.code for code in code_list("awareness_topic")]
    for number in range(6):
        held = Held(
            advisers[number].unit, topics[number % 3], months_later(this_month, -number),
            "Uitleg over de vertrouwenspersoon", chosen.randrange(8, 60),
        )  # fmt: skip
        activities.add(held=held, token=uuid5(_NAMES, f"activity {number}"), actor=advisers[number].account.username)


def _proposals(usernames: Sequence[str]) -> None:
    """What two of them propose for the lists, of which one waits for an answer."""
    for number, text in enumerate(PROPOSALS):
        token = uuid5(_NAMES, f"proposal {number}")
        proposing.make(code_list="subcategory", text=text, token=token, actor=usernames[number + 1])
    answer(proposal=Proposal.objects.get(text=PROPOSALS[0]), text=ANSWER, actor=NATIONAL)


def _tally(desks: Sequence[Desk], chosen: random.Random) -> None:
    """What each counted last year and this year, with the hours it took; and a rise in the last month."""
    today = clock.today()
    for number, desk in enumerate(desks):
        rows = [*_requests(number, today.year - 1, 12, chosen), *_requests(number, today.year, today.month, chosen)]
        if number >= len(FIRST):
            rows += _rise(number, chosen)
        services.register_many(desk=desk, entries=rows)
        with clock.as_of(dt.date(today.year - 1, 12, 31)):
            _hours(desk, today.year - 1, (6, 12), chosen)
        if number < EVERY_MONTH:
            _hours(desk, today.year, range(1, today.month + 1), chosen)


def _requests(adviser: int, year: int, months: int, chosen: random.Random) -> Iterator[NewRow]:
    for number in range(REQUESTS * months // 12):
        month = chosen.randrange(1, months + 1)
        is_over = chosen.random() < (0.9 if year < clock.today().year else 0.6)
        yield uuid5(_NAMES, f"{adviser} {year} {number}"), _entry(year, chosen, is_over=is_over), f"{year}-{month:02}"


def _rise(adviser: int, chosen: random.Random) -> Iterator[NewRow]:
    """Of all together ``RISE`` requests more about one unit and one category."""
    year, month = last_month()
    known = _configured()
    categories = known.file.first.get("category") or known.offered("category", year)
    unit, category = known.offered("unit", year)[2], categories[0]
    within = _within(known, category, year)
    share = [number for number in range(RISE) if number % (AT_WORK - len(FIRST)) == adviser - len(FIRST)]
    for number in share:
        new = replace(_entry(year, chosen, is_over=False), unit=unit, category=category, subcategory=within[0])
        yield uuid5(_NAMES, f"rise {number}"), new, f"{year}-{month:02}"


def _entry(year: int, chosen: random.Random, *, is_over: bool) -> NewEntry:
    """A request as most are: about a manager or a colleague, in one of the categories that stand first."""
    known = _configured()
    categories = known.offered("category", year)
    first = known.file.first.get("category", [])
    category = chosen.choices(categories, [12 if code in first else 1 for code in categories])[0]
    settlement = chosen.choice(known.file.first.get("settlement") or known.offered("settlement", year))
    ended = known.file.first.get("situation") or known.offered("situation", year)
    return NewEntry(
        unit=chosen.choices(known.offered("unit", year)[:4], (68, 19, 9, 4))[0],
        category=category,
        subcategory=chosen.choice(_within(known, category, year)),
        accused=chosen.choice(known.offered("accused", year)),
        settlement=settlement if is_over or chosen.random() < 0.5 else "",
        situation=chosen.choice(ended) if is_over else "",
        minutes=chosen.randrange(15, 90),
        evaluation=chosen.choice(known.offered("evaluation", year)) if is_over else "",
        asked_other=True,
    )


def _within(known: Advisers, category: str, year: int) -> list[str]:
    parents = {code.code: code.parent for code in known.lists["subcategory"]}
    return [code for code in known.offered("subcategory", year) if parents[code] == category]


def _hours(desk: Desk, year: int, months: Sequence[int], chosen: random.Random) -> None:
    weights = (320, 70, 90, 490)
    for month in months:
        for code, weight in zip(code_list("core_function"), weights, strict=False):
            minutes = weight + chosen.randrange(30)
            services.set_hours(desk=desk, year=year, month=month, function=code.code, minutes=minutes)


def _evaluations(chosen: random.Random) -> None:
    """What a few reporters answered this year, of those who were sent a link."""
    year, known = clock.today().year, _configured()
    lines: list[facts.NewFact] = [
        ("evaluation_answer", year, {"question": question.code, "answer": chosen.choice(choices(known, question.code))})
        for question in known.lists["evaluation_question"]
        for _response in range(RESPONSES)
    ]
    with transaction.atomic():
        facts.stand_in_line()
        responses.hold()
        facts.yield_facts(facts=lines, actor=ACTOR)
        for _response in range(RESPONSES):
            responses.count_one(year, actor=ACTOR)


def _configured() -> Advisers:
    return configuration.configuration()

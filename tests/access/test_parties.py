"""Who is a party to a case: a person concerned, by name or by account, whatever their role; a colleague with a conflict
of interest. For them no page, search, count, file, error or trail tells that it is there (wall 4, WBK-8)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from test_access import LINES, METHODS

from loket.accounts.models import Account, Role
from loket.casework import access, opening, services
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Case, ItemKind
from loket.casework.sealing import OpenCase
from loket.core.models import AuditEntry
from loket.intake import files
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from people import head, officer, person, recovery_key, sign_in

pytestmark = pytest.mark.django_db

NOT_THERE = "99-9999"
NAMED, KNOWN, IN_CONFLICT = "named", "hoofd", "conflict"
PARTIES = (NAMED, KNOWN, IN_CONFLICT)
LISTS = ("worklist", "worklist-csv", "search", "retention", "steering")
SOUGHT = ("Pia Geheim", "named", "hoofd")
_CHANGING = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"')


@dataclass(frozen=True)
class House:
    """An officer with a case, and three colleagues who are a party to it: one of them the head of the body, who is the
    auditor and the administrator too."""

    people: Mapping[str, tuple[Account, bytes]]

    def client(self, who: str) -> Client:
        return sign_in(Client(), *self.people[who])

    def desk(self, who: str) -> access.Desk:
        account, private = self.people[who]
        return access.desk_of(Account.objects.get(pk=account.pk), "oif", private)


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> House:
    settings.VAR = tmp_path
    recovery = recovery_key()
    people = {name: officer(name, "oif", recovery) for name in ("staal", NAMED, IN_CONFLICT)}
    people[KNOWN] = head(KNOWN, "oif", recovery)
    person(KNOWN, Role.AUDITOR, Role.FUNCTIONAL_ADMINISTRATOR)
    return House(people)


def begin_case(house: House) -> tuple[Case, str]:
    """A case in the hands of staal, with a person of each kind and a file; gives the file's id too."""
    intake.raise_report(
        body="oif",
        content=Content(story="verzonnen", unit="douane", category="undesirable_conduct"),
        identity=Identity(disclosure="anonymous"),
        channel="site",
    )
    opening.open_new(body="oif")
    desk, case = house.desk("staal"), Case.objects.get()
    services.take(desk=desk, case=case, actor="staal")
    opened = access.open_at(desk, Case.objects.get(), reading=False)
    for identity in (
        PersonIdentity(name="Named"),
        PersonIdentity(name="Iemand Anders", username=KNOWN),
        PersonIdentity(name="Pia Geheim"),
    ):
        add(opened, identity)
    services.declare_conflict(desk=house.desk(IN_CONFLICT), case=case, actor=IN_CONFLICT)
    upload = files.store([b"inhoud"], name="a.txt", kind="text/plain")
    content = ItemContent(title="Stuk")
    services.add_item(opened=opened, kind=ItemKind.DOCUMENT, content=content, files=[upload], actor="staal")
    return Case.objects.get(), str(upload.id)


def add(opened: OpenCase, identity: PersonIdentity) -> None:
    version = Case.objects.get().version
    services.add_person(opened=opened, version=version, content=PersonContent(), identity=identity, actor="staal")


def answer(client: Client, method: str, address: str) -> tuple[int, str]:
    """Status and text of an answer; what it did is undone."""
    with transaction.atomic():
        got = client.generic(method, address)
        transaction.set_rollback(True)
    return got.status_code, "" if got.streaming else _CHANGING.sub("", got.content.decode())


@pytest.mark.parametrize("who", PARTIES)
def test_every_address_of_the_case_answers_as_if_it_were_not_there(house: House, who: str) -> None:
    case, file = begin_case(house)
    client, entries, wrong = house.client(who), AuditEntry.objects.count(), []
    for view, (text, _allowed, _answers) in LINES.items():
        if "{case}" not in text:
            continue
        real, none = (text.format(case=one, file=file, reference="", build=0) for one in (case.reference, NOT_THERE))
        for method in METHODS:
            theirs, nothing = answer(client, method, real), answer(client, method, none)
            if theirs[0] != nothing[0] or theirs[1].replace(case.reference, NOT_THERE) != nothing[1]:
                wrong.append(f"{method} {view}: {theirs[0]}, and {nothing[0]} for no case")
    assert wrong == []
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("who", PARTIES)
def test_no_list_count_or_search_changes_by_the_case(house: House, who: str) -> None:
    before = lists(house, who)
    begin_case(house)
    assert lists(house, who) == before


def lists(house: House, who: str) -> dict[str, str]:
    """Every page that lists, counts or finds cases, as this person gets it."""
    client = house.client(who)
    found = {}
    for name in LISTS:
        got = client.get(reverse(f"casework:{name}"))
        found[name] = b"".join(got).decode() if got.streaming else got.content.decode()
    for sought in (*SOUGHT, "26-0001"):
        found[sought] = client.post(reverse("casework:search"), {"sought": sought}).content.decode()
    return {name: _CHANGING.sub("", text) for name, text in found.items()}


def test_somebody_else_of_the_body_does_find_it(house: House) -> None:
    """So that the two above can fail."""
    before = lists(house, "staal")
    case, _file = begin_case(house)
    after = lists(house, "staal")
    for name in ("worklist", "worklist-csv", "Pia Geheim"):
        assert case.reference in after[name], name
    assert after != before


def test_the_head_learns_from_the_trail_that_something_was_done_and_not_to_whom(house: House) -> None:
    """An auditor who is a party to a case reads of it what any auditor reads: no name, nothing of content."""
    begin_case(house)
    trail = house.client(KNOWN).get("/beheer/logboek/").content.decode()
    for secret in ("Geheim", "Named", "Iemand Anders", "douane", "undesirable"):
        assert secret not in trail

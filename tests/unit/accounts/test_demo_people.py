"""The people of a demonstration: no password, a link for each that works once and brings their key."""

import pytest
from django.test import Client
from pytest_django import Settings

from loket.accounts import demo, links
from loket.accounts.models import Account, Role
from loket.core.models import AuditEntry
from loket.vault.sealing import new_key

pytestmark = pytest.mark.django_db
BODIES = ["oif", "mib", "cmi", "bevoegd_gezag"]
UNITS = ["belastingdienst", "douane", "toeslagen"]


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> None:
    settings.DEMO = True


def test_there_is_somebody_for_every_role_and_nobody_has_a_password() -> None:
    assert demo.ensure_people(bodies=BODIES, units=UNITS) == {
        "fictie": [],
        "model": [],
        "voorbeeld": [],
        "staal": ["oif"],
        "proef": ["oif"],
        "hoofd": ["oif"],
        "denkbeeld": ["mib"],
        "incident": ["cmi"],
        "gezag": ["bevoegd_gezag"],
        "coordinaat": [],
        "directie": [],
        "luister": [],
        "gehoor": [],
        "landelijk": [],
    }
    accounts = list(Account.objects.all())
    assert {role for account in accounts for role in account.roles} == set(Role.values)
    assert not any(account.has_usable_password() for account in accounts)
    assert all(account.is_demo for account in accounts)
    scopes = {account.username: (account.bodies, account.headed, account.units) for account in accounts}
    assert scopes["hoofd"] == (["oif"], ["oif"], [])
    assert (scopes["coordinaat"], scopes["directie"]) == (([], [], ["belastingdienst"]), ([], [], ["douane"]))


def test_a_second_start_keeps_what_was_changed() -> None:
    demo.ensure_people(bodies=BODIES, units=UNITS)
    Account.objects.get(username="staal").grants.all().delete()
    before = AuditEntry.objects.count()
    demo.ensure_people(bodies=BODIES, units=UNITS)
    assert Account.objects.get(username="staal").roles == []
    assert AuditEntry.objects.count() == before


def test_a_password_of_an_earlier_version_is_taken_away() -> None:
    account = Account(username="fictie", is_demo=True)
    account.set_password("fictief-wachtwoord")
    account.save()
    demo.ensure_people(bodies=BODIES, units=UNITS)
    assert not Account.objects.get(username="fictie").has_usable_password()


def test_an_organisation_with_one_body_and_one_unit_has_nobody_of_a_second() -> None:
    people = demo.ensure_people(bodies=["desk"], units=["nature"])
    assert people["hoofd"] == ["desk"]
    assert not {"denkbeeld", "incident", "gezag", "directie"} & set(people)
    assert Account.objects.get(username="coordinaat").units == ["nature"]


def test_each_start_makes_links_that_take_the_place_of_the_ones_before() -> None:
    demo.ensure_people(bodies=BODIES, units=UNITS)
    first, second = demo.fresh_links({}), demo.fresh_links({})
    assert len(second) == len(demo.PEOPLE)
    assert not any(links.link_holds(token) for token in first.values())
    assert all(links.link_holds(token) for token in second.values())


def test_a_link_brings_the_key_of_its_person_and_works_once() -> None:
    demo.ensure_people(bodies=BODIES, units=UNITS)
    key = new_key()
    by_name = {person.username: token for person, token in demo.fresh_links({"staal": key}).items()}
    assert links.use_link(by_name["staal"]).private_key == key
    assert links.use_link(by_name["fictie"]).private_key is None
    with pytest.raises(links.LinkGone):
        links.use_link(by_name["staal"])


def test_following_a_link_leads_to_the_staff_pages() -> None:
    demo.ensure_people(bodies=BODIES, units=UNITS)
    token = next(iter(demo.fresh_links({}).values()))
    client = Client()
    assert client.get(f"/aanmelden/eenmalig/{token}/").status_code == 200
    assert client.post(f"/aanmelden/eenmalig/{token}/").headers["Location"] == "/beheer/"
    assert client.get("/beheer/").status_code == 200


def test_outside_a_demonstration_nobody_is_made(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(demo.NoDemonstration):
        demo.ensure_people(bodies=BODIES, units=UNITS)
    assert not Account.objects.exists()

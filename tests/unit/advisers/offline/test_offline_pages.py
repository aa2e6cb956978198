"""The devices of an adviser, and what a phone keeps: one page for everybody, with nothing of anybody in it."""

import json
import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from phones import Phone, phone_of
from sealed_forms import CHOSEN, entry_for

from loket.advisers.models import Device
from loket.advisers.offline import queries, sealed, services, shell
from loket.cli import front
from loket.core.models import AuditEntry
from people import person, sign_in

pytestmark = pytest.mark.django_db
HOME = "/beheer/tellijst/"
DEVICES = f"{HOME}toestellen/"


def add(client: Client, **fields: str) -> Any:
    return client.post(f"{DEVICES}nieuw/", {"device": str(uuid4()), "name": "tablet", **fields})


def test_adding_a_device_hands_its_public_key_to_the_browser_and_nothing_more(phone: Phone) -> None:
    answer = add(phone.client)
    assert answer.status_code == 303
    page = phone.client.get(answer["Location"]).content.decode()
    key = json.loads(re.search(r'data-tally-key="([^"]+)"', page)[1].replace("&quot;", '"'))  # type: ignore[index]
    assert set(key) == {"kty", "crv", "x", "y", "kid"}
    assert "data-tally-key" not in phone.client.get(DEVICES).content.decode()


def test_the_browser_gets_the_key_that_was_sealed_whatever_the_database_says_since(phone: Phone) -> None:
    """Who can write to the database would read what the phone seals, if it sealed to a key of theirs."""
    made = add(phone.client)["Location"]
    right = re.search(r'data-tally-key="([^"]+)"', phone.client.get(made).content.decode())
    Device.objects.update(public=sealed.new_key(uuid4())[1])
    shown = re.search(r'data-tally-key="([^"]+)"', phone.client.get(made).content.decode())
    assert right
    assert shown
    assert json.loads(unescape(shown[1])) == json.loads(unescape(right[1]))


def test_a_device_that_is_sent_twice_is_one_device(phone: Phone) -> None:
    one = str(uuid4())
    first, second = add(phone.client, device=one), add(phone.client, device=one)
    assert first["Location"] == second["Location"]
    assert len(queries.devices(phone.desk)) == 2


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "x" * 41}, {"name": "a\x00b"}, {"device": "geen"}, {"device": ""}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(phone: Phone, fields: dict[str, str]) -> None:
    answer = add(phone.client, **fields)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert Device.objects.count() == 1


def test_there_is_a_most_to_what_one_adviser_adds(phone: Phone, other: Phone) -> None:
    for _ in range(services.MOST - 1):
        assert add(phone.client).status_code == 303
    assert add(phone.client).status_code == 422
    assert add(other.client).status_code == 303


def test_the_device_of_another_adviser_is_not_there(phone: Phone, other: Phone) -> None:
    address = f"{DEVICES}{other.device.pk}/weg/"
    assert [phone.client.get(address).status_code, phone.client.post(address).status_code] == [404, 404]
    assert add(phone.client, device=str(other.device.pk)).status_code == 422
    shown = phone.client.get(f"{DEVICES}?nieuw={other.device.pk}").content.decode()
    assert "data-tally-key" not in shown
    assert str(other.device.pk) not in shown


def test_removing_says_what_is_lost_and_forgets_the_key(phone: Phone) -> None:
    address = f"{DEVICES}{phone.device.pk}/weg/"
    assert "kan daarna niemand meer openen" in phone.client.get(address).content.decode()
    assert phone.client.post(address).status_code == 303
    assert Device.objects.count() == 0
    assert phone.client.post(address).status_code == 404


def test_the_database_does_not_tell_whose_a_device_is(phone: Phone) -> None:
    [row] = Device.objects.values()
    said = repr({**row, "content": bytes(row["content"]), "owner": bytes(row["owner"])})
    assert "werktelefoon" not in said
    assert phone.account.username not in said
    assert row["made_on"].day == 1


def test_the_trail_tells_that_a_device_changed_and_not_whose(db: None) -> None:
    before = AuditEntry.objects.filter(action="tally.device").count()
    phone = phone_of("luister")
    services.remove_device(desk=phone.desk, device=phone.device)
    services.remove_device(desk=phone.desk, device=phone.device)
    added = list(AuditEntry.objects.filter(action="tally.device").order_by("position")[before:])
    assert [(one.actor, one.summary) for one in added] == [
        ("vertrouwenspersoon", {"act": "add"}),
        ("vertrouwenspersoon", {"act": "remove"}),
    ]
    assert {one.at.astimezone().minute for one in added} == {0}


def test_the_page_without_a_connection_is_the_same_for_everybody(phone: Phone, other: Phone) -> None:
    address = f"{HOME}zonder-verbinding/"
    pages = [client.get(address).content for client in (phone.client, other.client, Client())]
    assert pages[0] == pages[1] == pages[2]
    assert b'name="csrfmiddlewaretoken" value' not in pages[0]
    assert phone.account.username.encode() not in pages[0]
    assert "Set-Cookie" not in Client().get(address).headers


@pytest.mark.parametrize("language", ["", "/en"])
def test_worker_and_manifest_lead_to_the_tally_in_the_language_of_the_page(language: str) -> None:
    home = f"{language}{HOME}"
    worker = Client().get(f"{home}sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert f'const SHELL = "{home}zonder-verbinding/"' in worker.content.decode()
    manifest = Client().get(f"{home}app.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    found = manifest.json()
    assert (found["start_url"], found["scope"], found["display"]) == (home, home, "standalone")
    assert found["lang"] == (language.strip("/") or "nl")


def test_the_worker_is_the_same_until_something_changes() -> None:
    first, again = (Client().get(f"{HOME}sw.js").content for _ in range(2))
    assert first == again


def test_the_icons_are_the_ones_that_the_front_draws() -> None:
    assert shell.ICONS == front.ICON_SIZES


def mend(client: Client, *texts: str) -> Any:
    return client.post(f"{HOME}wachtrij/", {"entry": list(texts), "mend": "1"})


def test_what_was_refused_comes_back_filled_in(phone: Phone) -> None:
    id = uuid4()
    answer = mend(phone.client, entry_for(phone.device.public, id, unit="bestaat-niet"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(id) in page
    assert re.search(r'value="direct_manager"[^>]*checked', page)
    mended = phone.client.post(f"{HOME}register/", {"id": str(id), **CHOSEN})
    assert mended.status_code == 303
    sent = phone.client.post(f"{HOME}wachtrij/", {"entry": [entry_for(phone.device.public, id, unit="bestaat-niet")]})
    assert sent.json()["entries"][0]["became"] == "standing"


def test_what_is_right_by_now_or_cannot_be_opened_needs_no_mending(phone: Phone, other: Phone) -> None:
    for texts in ([entry_for(phone.device.public)], [entry_for(other.device.public)], ["x"], []):
        assert mend(phone.client, *texts).status_code == 303


def test_only_advisers_come_here() -> None:
    nobody = sign_in(Client(), person("nieuw1"))
    for address in (DEVICES, f"{DEVICES}nieuw/", f"{HOME}wachtrij/"):
        assert nobody.get(address).status_code == 404
        assert Client().get(address).status_code == 302

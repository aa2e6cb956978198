"""What waited on a phone: each entry counts once, in its own month, and what is wrong with one leaves the others."""

import threading
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from phones import Phone
from sealed_forms import CHOSEN, entry_for, sealed_to
from tally_world import registered

from loket.advisers.models import Entry
from loket.advisers.offline import receiving, services
from loket.advisers.queries import entries, open_entry
from loket.core.models import AuditEntry
from loket.facts.models import AdviceRequest
from people import sign_in

pytestmark = pytest.mark.django_db
QUEUE = "/beheer/tellijst/wachtrij/"


def send(client: Client, *texts: str) -> Any:
    return client.post(QUEUE, {"entry": list(texts)})


def became(client: Client, *texts: str) -> list[str]:
    answer = send(client, *texts)
    assert answer.status_code == 200
    return [one["became"] for one in answer.json()["entries"]]


def test_what_waited_counts(phone: Phone) -> None:
    ids = [uuid4(), uuid4()]
    texts = [entry_for(phone.device.public, ids[0]), entry_for(phone.device.public, ids[1], unit="toeslagen")]
    assert became(phone.client, *texts) == ["counted", "counted"]
    content = open_entry(phone.desk, ids[1]).content
    assert (content.unit, content.category, content.subcategory) == ("toeslagen", "undesirable_conduct", "intimidation")


def test_a_phone_could_not_ask_about_other(phone: Phone) -> None:
    id = uuid4()
    assert became(phone.client, entry_for(phone.device.public, id, subcategory="conduct_other")) == ["counted"]
    assert not open_entry(phone.desk, id).content.asked_other


def test_sent_again_it_counts_once(phone: Phone) -> None:
    """The answer got lost: the phone still has them."""
    texts = [entry_for(phone.device.public) for _ in range(3)]
    assert became(phone.client, *texts[:2]) == ["counted", "counted"]
    assert became(phone.client, *texts, texts[0]) == ["standing", "standing", "counted", "standing"]
    assert Entry.objects.count() == 3
    assert AdviceRequest.objects.count() == 3


def test_the_same_request_sealed_twice_counts_once(phone: Phone) -> None:
    """Sent as usual after it was kept, and changed in between: what stands stays."""
    id = uuid4()
    registered(phone.desk, id=id)
    assert became(phone.client, entry_for(phone.device.public, id, unit="toeslagen")) == ["standing"]
    assert open_entry(phone.desk, id).content.unit == "douane"


def test_what_stands_is_let_go_of_even_when_it_would_be_refused_now(phone: Phone) -> None:
    id = uuid4()
    registered(phone.desk, id=id)
    assert became(phone.client, entry_for(phone.device.public, id, unit="bestaat-niet")) == ["standing"]


def test_wrong_ones_say_why_and_leave_the_others(phone: Phone) -> None:
    public = phone.device.public
    texts = [
        entry_for(public),
        entry_for(public, unit="bestaat-niet"),
        "geen verzegeling",
        entry_for(public, month="1999-01"),
        sealed_to(public, "id=\x00&unit=%00"),
        entry_for(public, situation="normalised_and_resolved"),
        entry_for(public),
    ]
    answer = send(phone.client, *texts).json()["entries"]
    assert [one["became"] for one in answer] == [
        "counted", "refused", "unreadable", "refused", "refused", "refused", "counted",
    ]  # fmt: skip
    assert all(one["reason"] for one in answer if one["became"] != "counted")
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": "x" * 1500},
        {"minutes": "9" * 400},
        {"minutes": "-1"},
        {"month": "9999-99"},
        {"month": "\x00"},
        {"subcategory": "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")},
        {"accused": ""},
    ],
)
def test_absurd_values_are_refused_and_nothing_is_written(phone: Phone, changed: dict[str, str]) -> None:
    assert became(phone.client, entry_for(phone.device.public, **changed)) == ["refused"]
    assert Entry.objects.count() == 0


def test_an_entry_of_december_sent_in_january_keeps_its_month(phone: Phone) -> None:
    with time_machine.travel("2027-01-04 10:00:00+01:00", tick=False):
        client = sign_in(Client(), phone.account, None)
        assert client
        [outcome] = receiving.receive(desk=phone.desk, texts=[entry_for(phone.device.public, month="2026-12")])
    assert outcome.became == receiving.Became.COUNTED
    assert [one.content.month for one in entries(phone.desk, 2026)] == ["2026-12"]


def test_another_advisers_entries_stay_closed(phone: Phone, other: Phone) -> None:
    text = entry_for(phone.device.public)
    assert became(other.client, text) == ["unreadable"]
    assert became(phone.client, text) == ["counted"]


def test_an_id_of_another_adviser_is_refused(phone: Phone, other: Phone) -> None:
    id = uuid4()
    registered(other.desk, id=id)
    assert became(phone.client, entry_for(phone.device.public, id)) == ["refused"]


def test_a_device_that_is_gone_opens_nothing(phone: Phone) -> None:
    text = entry_for(phone.device.public)
    services.remove_device(desk=phone.desk, device=phone.device)
    assert became(phone.client, text) == ["unreadable"]


def test_who_has_no_key_unlocked_is_led_to_it(phone: Phone) -> None:
    locked = sign_in(Client(), phone.account)
    assert send(locked, entry_for(phone.device.public)).status_code == 302
    assert Client().get(QUEUE).status_code == 302
    assert Entry.objects.count() == 0


def test_the_script_learns_which_devices_there_are(phone: Phone, other: Phone) -> None:
    answer = phone.client.get(QUEUE).json()
    assert answer["devices"] == [str(phone.device.pk)]
    assert len(answer["token"]) == 64


def test_too_many_at_once_are_refused_whole(phone: Phone) -> None:
    assert send(phone.client, *["x"] * (receiving.MOST + 1)).status_code == 413
    assert send(phone.client, *["x"] * 10_000).status_code == 400
    assert send(phone.client, "x" * 2_000_000).status_code == 400
    assert became(phone.client, *["x"] * receiving.MOST) == ["unreadable"] * receiving.MOST
    assert became(phone.client) == []


def test_a_flood_waits(phone: Phone, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "queue": (1, 2)}
    answers = [send(phone.client) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) >= 1


def test_another_site_cannot_send(phone: Phone) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.client.cookies
    assert send(strict, entry_for(phone.device.public)).status_code == 403
    assert Entry.objects.count() == 0


def test_the_trail_tells_nothing_of_whom_or_what(phone: Phone) -> None:
    before = AuditEntry.objects.count()
    became(phone.client, entry_for(phone.device.public), entry_for(phone.device.public))
    for entry in AuditEntry.objects.order_by("position")[before:]:
        said = f"{entry.actor} {entry.target} {entry.summary}"
        assert phone.account.username not in said
        assert not any(code and code in said for code in CHOSEN.values() if code != "no")


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_the_same_at_once_count_once(phone: Phone) -> None:
    texts = [entry_for(phone.device.public) for _ in range(3)]
    found: list[list[str]] = []

    def act() -> None:
        try:
            found.append([one.became.value for one in receiving.receive(desk=phone.desk, texts=texts)])
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == 3
    assert all({"counted", "standing"} >= set(one) for one in found)
    assert len(found) == 4

"""Passkeys, with an authenticator in software: every part of an answer is held to our question."""

import base64
import json
from typing import Any

import cbor2
import pytest
from authenticator import PRESENT, Authenticator, shown, unshown
from coming_in import come_in, first, later, now_of, second, set_up
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from loket.accounts import passkeys
from loket.accounts.models import Account, Passkey
from loket.core.models import AuditEntry
from people import person

pytestmark = pytest.mark.django_db
ADD = "/beheer/account/passkeys/nieuw/"
IN = "/aanmelden/passkey/"
PRF = shown(bytes(range(32)))
handed_on: list[dict[str, Any]] = []


def hook(_request: object, _response: object, account: Account, **given: Any) -> None:
    """Stands where the room of keys stands."""
    handed_on.append({"account": account.username, **given})


@pytest.fixture(autouse=True)
def hooks(settings: Settings) -> None:
    handed_on.clear()
    settings.AFTER_SIGN_IN = settings.AFTER_PASSKEY_ADDED = settings.AFTER_PASSKEY_REMOVED = "test_passkeys.hook"


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture
def device(client: Client) -> Authenticator:
    """A passkey of fictie, who is signed out again."""
    device = Authenticator()
    _account, app = set_up()
    come_in(client, app)
    add(client, device)
    client.post("/afmelden/")
    handed_on.clear()
    return device


def options(client: Client, path: str = IN) -> dict[str, Any]:
    answer = client.post(f"{path}vraag/")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def add(client: Client, device: Authenticator, **changed: str) -> int:
    answer = device.create(options(client, ADD))
    return client.post(ADD, {"label": "telefoon", "passkey": answer, "prf": PRF, **changed}).status_code


def come_by_passkey(client: Client, device: Authenticator, **changed: str) -> int:
    answer = device.get(options(client))
    return client.post(IN, {"passkey": answer, "prf": PRF, **changed}).status_code


def test_a_passkey_signs_in_without_a_name(client: Client, device: Authenticator) -> None:
    asked = options(client)
    assert (asked["rpId"], asked["userVerification"], asked.get("allowCredentials", [])) == (
        "localhost",
        "required",
        [],
    )
    answer = client.post(IN, {"passkey": device.get(asked), "prf": PRF, "volgende": "/beheer/account/"})
    assert answer.headers["Location"] == "/beheer/account/"
    entry = AuditEntry.objects.latest("position")
    assert (entry.action, entry.summary) == ("account.sign-in", {"way": "passkey"})


def test_what_a_passkey_gives_is_handed_on_and_kept_nowhere(client: Client, device: Authenticator) -> None:
    come_by_passkey(client, device)
    expected = {"account": "fictie", "prf": unshown(PRF), "credential": device.credential, "private_key": None}
    assert handed_on == [expected]
    entries = " ".join(f"{entry.target} {entry.summary}" for entry in AuditEntry.objects.all())
    assert PRF not in entries
    assert PRF not in str(client.session.items())


def test_adding_one_hands_its_key_on(client: Client) -> None:
    _account, app = set_up()
    come_in(client, app)
    handed_on.clear()
    device = Authenticator()
    asked = options(client, ADD)
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    client.post(ADD, {"label": "laptop", "passkey": device.create(asked), "prf": PRF})
    salt = passkeys.PRF_SALT
    assert handed_on == [{"account": "fictie", "credential": device.credential, "prf": unshown(PRF), "salt": salt}]
    assert (Passkey.objects.get().label, Passkey.objects.get().unlocks) == ("laptop", True)


@pytest.mark.parametrize("prf", ["", "x", "AAAA", "é" * 20, shown(bytes(31)), shown(bytes(33))])
def test_one_that_gives_no_key_is_a_passkey_all_the_same(client: Client, prf: str) -> None:
    come_in(client, set_up()[1])
    assert add(client, Authenticator(), prf=prf) == 302
    assert not Passkey.objects.get().unlocks


def test_a_passkey_can_be_the_only_way_in(client: Client) -> None:
    client.force_login(Account.objects.create(username="nieuw", display_name="N."))
    prove(client)
    device = Authenticator()
    assert add(client, device) == 302
    client.post("/afmelden/")
    assert come_by_passkey(client, device) == 302
    assert client.get("/beheer/account/").status_code == 200


def prove(client: Client) -> None:
    """As a sign-in leaves it."""
    session = client.session
    session["proved_at"] = 2**40
    session.save()


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"origin": "https://localhost"},
        {"origin": "http://localhost:81"},
        {"name": "evil.example"},
        {"flags": PRESENT},
        {"handle": b"somebody else"},
    ],
    ids=str,
)
def test_an_answer_for_another_site_or_without_a_check_of_the_person_is_refused(
    client: Client, device: Authenticator, wrong: dict[str, Any]
) -> None:
    for name, value in wrong.items():
        setattr(device, name, value)
    assert come_by_passkey(client, device) == 422
    assert AuditEntry.objects.latest("position").action == "account.sign-in-refused"


@pytest.mark.parametrize(
    "wrong", [{"origin": "http://evil.example"}, {"name": "evil.example"}, {"flags": PRESENT}], ids=str
)
def test_nor_is_such_a_passkey_added(client: Client, wrong: dict[str, Any]) -> None:
    come_in(client, set_up()[1])
    assert add(client, Authenticator(**wrong)) == 422
    assert not Passkey.objects.exists()


def test_another_key_with_the_same_name_is_refused(client: Client, device: Authenticator) -> None:
    forger = Authenticator(credential=device.credential, handle=device.handle)
    assert come_by_passkey(client, forger) == 422


def test_an_answer_counts_once(client: Client, device: Authenticator) -> None:
    answer = device.get(options(client))
    assert client.post(IN, {"passkey": answer}).status_code == 302
    assert Client(headers={"host": "localhost"}).post(IN, {"passkey": answer}).status_code == 422
    client.post("/afmelden/")
    options(client)
    assert client.post(IN, {"passkey": answer}).status_code == 422


def test_a_question_is_of_one_session(client: Client, device: Authenticator) -> None:
    other = Client(headers={"host": "localhost"})
    answer = device.get(options(client))
    options(other)
    assert other.post(IN, {"passkey": answer}).status_code == 422


def test_a_refused_answer_uses_its_question_up(client: Client, device: Authenticator) -> None:
    answer = device.get(options(client))
    assert client.post(IN, {"passkey": "{}"}).status_code == 422
    assert client.post(IN, {"passkey": answer}).status_code == 422


def test_a_question_waits_five_minutes(client: Client, device: Authenticator) -> None:
    answer = device.get(options(client))
    with later(minutes=6):
        assert client.post(IN, {"passkey": answer}).status_code == 422


def test_a_count_that_does_not_rise_is_a_copy(client: Client, device: Authenticator) -> None:
    assert come_by_passkey(client, device) == 302
    client.post("/afmelden/")
    device.count -= 1
    assert come_by_passkey(client, device) == 422


def test_a_closed_account_does_not_come_in(client: Client, device: Authenticator) -> None:
    Account.objects.update(is_active=False)
    assert come_by_passkey(client, device) == 422


def test_passkeys_do_not_wait_for_wrong_passwords(client: Client, device: Authenticator) -> None:
    for _ in range(9):
        first(Client(), "fictie", "verkeerd")
        first(client, "fictie", "verkeerd")
    assert come_by_passkey(client, device) == 302


def test_the_same_passkey_is_not_added_twice(client: Client, device: Authenticator) -> None:
    person("model")
    client.force_login(Account.objects.get(username="model"))
    prove(client)
    assert add(client, device) == 422
    assert Passkey.objects.filter(credential=device.credential).get().account.username == "fictie"


def test_a_passkey_of_a_colleague_does_not_prove_who_i_am(client: Client, device: Authenticator) -> None:
    client.force_login(person("model"))
    asked = options(client, "/beheer/account/bevestigen/")
    assert client.post("/beheer/account/bevestigen/", {"passkey": device.get(asked)}).status_code == 422


def test_the_last_way_in_stays(client: Client, device: Authenticator) -> None:
    Account.objects.update(totp_secret=b"")
    come_by_passkey(client, device)
    path = f"/beheer/account/passkeys/{Passkey.objects.get().pk}/verwijderen/"
    answer = client.post(path)
    assert answer.status_code == 422
    assert "je enige manier" in answer.content.decode()
    assert add(client, Authenticator()) == 302
    handed_on.clear()
    assert client.post(path).status_code == 302
    assert handed_on == [{"account": "fictie", "credential": device.credential}]
    assert client.post(path).status_code == 404


def test_nobody_removes_a_passkey_of_somebody_else(client: Client, device: Authenticator) -> None:
    client.force_login(person("model"))
    prove(client)
    assert client.post(f"/beheer/account/passkeys/{Passkey.objects.first().pk}/verwijderen/").status_code == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_on_an_address_without_a_name_there_are_none_and_the_page_says_so(settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "[::1]"]
    client = Client(headers={"host": host})
    assert client.post(f"{IN}vraag/").status_code == 409
    assert "Passkeys werken alleen op een naam" in client.get("/aanmelden/").content.decode()
    assert client.post(IN, {"passkey": "{}"}).status_code == 422


def test_a_port_is_part_of_the_origin_and_not_of_the_name(settings: Settings) -> None:
    client, device = Client(headers={"host": "localhost:8123"}), Authenticator(origin="http://localhost:8123")
    _account, app = set_up()
    first(client)
    second(client, now_of(app))
    assert add(client, device) == 302


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.binary(max_size=60).map(shown),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)
PARTS = ["id", "rawId", "type", "response"]
INNER = ["clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.sampled_from(PARTS), st.sampled_from(INNER)), anything)
def test_no_answer_breaks_it(client: Client, part: str, value: Any) -> None:
    device, name = Authenticator(), f"x{Account.objects.count()}"
    client.force_login(person(name))
    prove(client)
    answer = json.loads(device.create(options(client, ADD)))
    answer["response"] = {**answer["response"], part: value} if part in INNER else answer["response"]
    answer = {**answer, part: value} if part in PARTS else answer
    status = client.post(ADD, {"label": "x", "passkey": json.dumps(answer)}).status_code
    assert status in (422, 302)
    client.logout()
    answer = {**json.loads(device.get(options(client))), **({part: value} if part in PARTS else {})}
    assert client.post(IN, {"passkey": json.dumps(answer)}).status_code in (422, 302)


@pytest.mark.parametrize(
    "answer", ["", "x", "null", "[]", "[" * 15_000, '{"id": "\\ud800"}', "\0", "9" * 19_000, '"\\u0000"', "{}" * 15_000]
)
def test_no_text_breaks_it(client: Client, answer: str) -> None:
    options(client)
    assert client.post(IN, {"passkey": answer, "prf": answer}).status_code == 422


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_key_that_a_stranger_registers_breaks_a_later_sign_in(client: Client, key: bytes) -> None:
    """A key of nonsense may come in as its owner's problem, but never as a 500."""
    device = Authenticator()
    client.force_login(person(f"y{Account.objects.count()}"))
    prove(client)
    answer = json.loads(device.create(options(client, ADD)))
    attestation = cbor2.loads(base64.urlsafe_b64decode(answer["response"]["attestationObject"] + "=="))
    attestation["authData"] = attestation["authData"][: 37 + 16 + 2 + 32] + key
    answer["response"]["attestationObject"] = shown(cbor2.dumps(attestation))
    assert client.post(ADD, {"label": "x", "passkey": json.dumps(answer)}).status_code in (302, 422)
    client.logout()
    assert come_by_passkey(client, device) == 422

"""The pages of keys, as officers use them."""

import time
from base64 import urlsafe_b64encode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from key_people import BODY, WORDS, given_key, officer

from loket.accounts.models import Account, Role
from loket.core.models import AuditEntry
from loket.keys import queries, services
from loket.keys.models import PersonKey, Share, Unlocker
from loket.vault.keys import fingerprint, new_pair, pair_of
from people import person
from people import sign_in as come_in

UNLOCK, KEYS = "/beheer/ontgrendelen/", "/beheer/sleutels/"


def shown(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def sign_in(client: Client, account: Account, private: bytes | None = None) -> Client:
    """Sign this person in, who has just shown who they are."""
    come_in(client, account, private)
    kept = client.session
    kept["proved_at"] = int(time.time())
    kept.save()
    return client


def refused(answer: object) -> str:
    """The text of a page that says what is wrong."""
    assert answer.status_code == 422  # type: ignore[attr-defined] # the test client's answer has no public type
    text: str = answer.content.decode()  # type: ignore[attr-defined] # as above
    assert "<title>Fout:" in text
    return text


def test_making_a_key_with_a_passphrase_leads_to_where_you_were_going(client: Client, staal: Account) -> None:
    sign_in(client, staal)
    assert "Maak je sleutel" in client.get(UNLOCK).content.decode()
    answer = client.post(UNLOCK, {"passphrase": WORDS, "again": WORDS, "volgende": "/beheer/logboek/"})
    assert (answer.status_code, answer["Location"]) == (302, "/beheer/logboek/")
    assert "Ontgrendeld in deze browser" in client.get(KEYS).content.decode()
    assert client.get(f"{UNLOCK}?volgende={KEYS}")["Location"] == KEYS


@pytest.mark.django_db
def test_who_waits_for_no_colleague_goes_on_to_work(client: Client) -> None:
    sign_in(client, person("luister", Role.ADVISER))
    page = client.get(UNLOCK).content.decode()
    assert "je eerste adviesvraag tellen" in page
    assert "meldpunt" not in page
    assert client.post(UNLOCK, {"passphrase": WORDS, "again": WORDS})["Location"] == "/beheer/tellijst/"


@pytest.mark.parametrize(
    ("words", "again", "says"),
    [("", "", "Vul een wachtzin in"), ("kort", "kort", "ten minste 16 tekens"), (WORDS, WORDS + "x", "twee keer")],
)
def test_a_passphrase_that_will_not_do_makes_nothing(
    client: Client, staal: Account, words: str, again: str, says: str
) -> None:
    sign_in(client, staal)
    assert says in refused(client.post(UNLOCK, {"passphrase": words, "again": again}))
    assert not PersonKey.objects.exists()


def test_making_and_unlocking_with_a_passkey(client: Client, staal: Account) -> None:
    sign_in(client, staal)
    sent = {"credential": shown(b"test staal"), "prf": shown(b"1" * 32)}
    assert client.post(UNLOCK, sent)["Location"] == KEYS
    client.post("/beheer/vergrendelen/")
    page = client.get(UNLOCK, HTTP_HOST="localhost").content.decode()
    assert shown(b"test staal") in page
    assert 'name="passphrase"' not in page
    assert "opent je sleutel niet" in refused(client.post(UNLOCK, {**sent, "prf": shown(b"2" * 32)}))
    assert client.post(UNLOCK, sent).status_code == 302


@pytest.mark.parametrize("sent", [{"prf": ""}, {"prf": "é", "credential": "$$"}, {"prf": shown(b"1" * 32)}])
def test_a_passkey_that_gives_no_key_says_so(client: Client, staal: Account, sent: dict[str, str]) -> None:
    sign_in(client, staal)
    assert "Kies een wachtzin" in refused(client.post(UNLOCK, sent))
    assert not PersonKey.objects.exists()


@pytest.mark.parametrize("away", ["https://elders.example/", "//elders.example/", UNLOCK])
def test_unlocking_leads_nowhere_else(client: Client, staal: Account, away: str) -> None:
    sign_in(client, staal, services.make_person_key(account=staal, actor="staal"))
    assert client.get(UNLOCK, {"volgende": away})["Location"] == KEYS


def test_wrong_tries_get_a_pause_and_an_entry(client: Client, staal: Account) -> None:
    private = services.make_person_key(account=staal, actor="staal")
    services.add_passkey(account=staal, private=private, credential=b"c", prf=b"1" * 32, actor="staal")
    sign_in(client, staal)
    wrong = {"credential": shown(b"c"), "prf": shown(b"2" * 32)}
    for _ in range(5):
        assert "opent je sleutel niet" in refused(client.post(UNLOCK, wrong))
    for path in (UNLOCK, f"{KEYS}vernieuwen/"):
        assert "Wacht nog" in refused(client.post(path, {**wrong, "prf": shown(b"1" * 32)}))
    assert AuditEntry.objects.filter(action="key.unlock-refused").count() == 5


def test_who_has_nothing_to_do_with_keys_finds_no_pages(client: Client, db: None) -> None:
    sign_in(client, person("model", Role.AUDITOR))
    for path in (UNLOCK, KEYS, f"{KEYS}wachtzin/", f"{KEYS}vernieuwen/"):
        assert client.get(path).status_code == 404
    for path in ("/beheer/vergrendelen/", f"{KEYS}{BODY}/geven/", f"{KEYS}{BODY}/terugnemen/", f"{KEYS}passkey/"):
        assert client.post(path).status_code == 404


def test_what_needs_an_open_key_leads_to_unlocking(client: Client, staal: Account) -> None:
    services.make_person_key(account=staal, actor="staal")
    sign_in(client, staal)
    assert client.get(f"{KEYS}wachtzin/")["Location"] == f"{UNLOCK}?volgende=%2Fbeheer%2Fsleutels%2Fwachtzin%2F"
    for path in (f"{KEYS}{BODY}/geven/", f"{KEYS}{BODY}/terugnemen/", f"{KEYS}passkey/"):
        assert client.post(path)["Location"] == f"{UNLOCK}?volgende=%2Fbeheer%2Fsleutels%2F"


@pytest.fixture
def giver(client: Client, staal: Account, body_private: bytes) -> Client:
    """An officer who has the body's key, unlocked."""
    return sign_in(client, staal, given_key(staal, body_private))


def test_giving_the_key_after_comparing_the_fingerprint(giver: Client, proef: Account, body_private: bytes) -> None:
    private = services.make_person_key(account=proef, actor="proef")
    mark = fingerprint(bytes(PersonKey.objects.get(account=proef).public))
    page = giver.get(KEYS).content.decode()
    assert mark in page
    sent = {"username": "proef", "fingerprint": mark}
    assert "Bel eerst je collega" in refused(giver.post(f"{KEYS}{BODY}/geven/", sent))
    assert giver.post(f"{KEYS}{BODY}/geven/", {**sent, "compared": "on"})["Location"] == KEYS
    assert services.open_body(body=BODY, account=proef, private=private) == body_private


def test_a_key_that_was_replaced_after_the_call_is_not_given(giver: Client, proef: Account) -> None:
    services.make_person_key(account=proef, actor="proef")
    sent = {"username": "proef", "fingerprint": "0000 0000 0000 0000", "compared": "on"}
    assert "intussen vervangen" in refused(giver.post(f"{KEYS}{BODY}/geven/", sent))
    assert not Share.objects.filter(account=proef).exists()


@pytest.mark.parametrize("username", ["nobody", "denkbeeld", "staal", "\0", "x" * 80])
def test_only_who_waits_is_given_the_key(giver: Client, username: str) -> None:
    services.make_person_key(account=officer("denkbeeld", "mib"), actor="denkbeeld")
    sent = {"username": username, "fingerprint": "x", "compared": "on"}
    for path in (f"{KEYS}{BODY}/geven/", f"{KEYS}mib/geven/"):
        assert giver.post(path, sent).status_code in (404, 422)
    assert Share.objects.count() == 1


def test_taking_back_is_for_who_left(giver: Client, proef: Account, body_private: bytes) -> None:
    given_key(proef, body_private)
    path = f"{KEYS}{BODY}/terugnemen/"
    assert giver.post(path, {"username": "proef"}).status_code == 404
    proef.grants.all().delete()
    assert "Neem de sleutel terug" in giver.get(KEYS).content.decode()
    assert giver.post(path, {"username": "proef"})["Location"] == KEYS
    assert not Share.objects.filter(account=proef).exists()
    assert "./loket vault rotate-body" in giver.get(KEYS).content.decode()


def test_another_passphrase_and_one_more_passkey(giver: Client, staal: Account) -> None:
    assert giver.post(f"{KEYS}wachtzin/", {"passphrase": WORDS, "again": WORDS})["Location"] == KEYS
    sent = {"credential": shown(b"test staal"), "prf": shown(b"1" * 32)}
    assert giver.post(f"{KEYS}passkey/", sent)["Location"] == KEYS
    assert Unlocker.objects.filter(person_key__account=staal).count() == 2
    assert "hoort niet bij je account" in refused(
        giver.post(f"{KEYS}passkey/", {**sent, "credential": shown(b"another")})
    )
    assert "Vul een wachtzin in" in refused(giver.post(f"{KEYS}wachtzin/", {}))


def test_renewing_your_key_keeps_what_you_can_open(giver: Client, staal: Account, body_private: bytes) -> None:
    sent = {"credential": shown(b"test staal"), "prf": shown(b"1" * 32)}
    giver.post(f"{KEYS}passkey/", sent)
    before = bytes(PersonKey.objects.get(account=staal).public)
    assert "opent je sleutel niet" in refused(giver.post(f"{KEYS}vernieuwen/", {**sent, "prf": shown(b"2" * 32)}))
    assert giver.post(f"{KEYS}vernieuwen/", sent)["Location"] == KEYS
    assert bytes(PersonKey.objects.get(account=staal).public) != before
    private = services.open_with_prf(staal, b"test staal", b"1" * 32)
    assert services.open_body(body=BODY, account=staal, private=private) == body_private
    assert "Ontgrendeld in deze browser" in giver.get(KEYS).content.decode()


def test_no_page_holds_a_key(giver: Client, body_private: bytes) -> None:
    share = Share.objects.get()
    for path in (KEYS, UNLOCK, f"{KEYS}wachtzin/", f"{KEYS}vernieuwen/"):
        content = giver.get(path, follow=True).content
        for secret in (body_private, bytes(share.sealed)):
            assert secret.hex().encode() not in content
            assert shown(secret).encode() not in content


def test_the_page_asks_as_much_for_ten_colleagues_as_for_one(giver: Client) -> None:
    counted = []
    for count in (1, 10):
        for number in range(count):
            account = officer(f"collega{number}")
            if queries.person_key(account) is None:
                services.make_person_key(account=account, actor="test")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            giver.get(KEYS)
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_the_cookie_stands_beside_no_store(giver: Client) -> None:
    assert "no-store" in giver.get(KEYS)["Cache-Control"]
    assert settings.KEY_COOKIE_NAME in giver.cookies


def test_every_page_says_how_your_key_stands_and_offers_what_fits(client: Client, staal: Account) -> None:
    sign_in(client, staal)
    assert "Maak je sleutel</h2>" in client.get("/beheer/").content.decode()
    client.post(UNLOCK, {"passphrase": WORDS, "again": WORDS})
    page = client.get("/beheer/").content.decode()
    assert "Vergrendel je sleutel</button>" in page
    assert "next-step" not in page
    client.post("/beheer/vergrendelen/")
    assert "Ontgrendel je sleutel</h2>" in client.get("/beheer/").content.decode()


def test_who_waits_for_the_body_s_key_is_told_whom_to_call_and_gives_it_to_nobody(
    client: Client, staal: Account, proef: Account, body_private: bytes
) -> None:
    given_key(proef, body_private)
    services.make_person_key(account=person("nieuw", Role.OFFICER, body=BODY), actor="nieuw")
    sign_in(client, staal, services.make_person_key(account=staal, actor="staal"))
    page = client.get(KEYS).content.decode()
    assert f"Bel {proef.display_name} en lees je vingerafdruk voor." in page
    assert "/geven/" not in page


def test_the_keys_are_the_current_page_of_the_menu_only_on_their_own(client: Client, staal: Account) -> None:
    sign_in(client, staal)
    current = [client.get(path).content.decode().count('aria-current="page"') for path in ("/beheer/", UNLOCK, KEYS)]
    assert current == [0, 0, 1]


def test_a_fingerprint_of_your_own_is_only_that_of_the_key_that_you_unlocked(
    client: Client, staal: Account, body_private: bytes
) -> None:
    """Whoever can write to the database puts their own public half there, and waits until it is read out."""
    private = services.make_person_key(account=staal, actor="staal")
    services.add_passphrase(account=staal, private=private, passphrase=WORDS, actor="staal")
    mine, stranger = fingerprint(pair_of(private).public), new_pair()
    sign_in(client, staal, private)
    assert mine in client.get(KEYS).content.decode()
    PersonKey.objects.update(public=stranger.public)
    page = client.get(KEYS).content.decode()
    assert fingerprint(stranger.public) not in page
    assert "Ontgrendel eerst je sleutel" in page
    assert "buiten het loket om vervangen" in refused(client.post(UNLOCK, {"passphrase": WORDS}))


@pytest.mark.parametrize("path", [f"{KEYS}wachtzin/", f"{KEYS}passkey/"])
def test_a_key_that_was_left_open_gets_no_way_in_for_whoever_comes_by(giver: Client, path: str) -> None:
    """With a way to unlock that is theirs, an administrator who resets the owner's sign-in would read everything."""
    kept = giver.session
    del kept["proved_at"]
    kept.save()
    sent = {"passphrase": WORDS, "again": WORDS, "credential": shown(b"test staal"), "prf": shown(b"1" * 32)}
    assert giver.post(path, sent)["Location"].startswith("/beheer/account/bevestigen/")
    assert not Unlocker.objects.exists()

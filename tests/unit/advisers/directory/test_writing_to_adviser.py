"""Writing to an adviser from the directory: once, sealed, with words that lead back."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contact_world import SENT, STORY, at_desk, listed, opened, with_key
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from loket.advisers.models import Adviser
from loket.cli import vault_search
from loket.core.models import AuditEntry
from loket.intake.models import Draft, Report
from loket.intake.raising import Raised
from loket.intake.sealing import read_identity
from loket.keys import services as keys
from loket.vault.receipts import read_receipt

WHERE = "/vertrouwenspersonen/luister/contact/"
CHECK, DONE = f"{WHERE}controleren/", "/vertrouwenspersonen/contact/klaar/"
WORDS = "/vertrouwenspersonen/contact/verstuurd/"
NAMED = {**SENT, "disclosure": "named", "name": "F. Fictief", "phone": "06 12345678"}

pytestmark = pytest.mark.django_db


def text(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


def proof(client: Client, where: str = CHECK) -> str:
    found = re.search(r'name="proof" value="([^"]+)"', text(client, where))
    assert found
    return found[1]


def written(client: Client, **changed: str) -> HttpResponse:
    return client.post(WHERE, {**SENT, **changed})


def sent(client: Client) -> HttpResponse:
    return client.post(CHECK, {"proof": proof(client)})


def words_of(client: Client) -> str:
    return " ".join(re.findall(r'<span class="word">(\w+)</span>', text(client, WORDS)))


def raised_by(client: Client) -> Raised:
    report, receipt = Report.objects.get(), read_receipt(words_of(client))
    return Raised(report.pk, receipt, report.reference, report.received_on)


def test_from_the_form_to_the_mailbox_and_to_the_adviser_alone() -> None:
    desk, adviser = at_desk()
    client = Client()
    assert written(client).status_code == 303
    assert STORY in text(client, CHECK)
    assert sent(client).headers["Location"] == WORDS
    raised = raised_by(client)
    report = opened(desk, raised)
    assert report.report.body == desk.code
    assert report.content().story == STORY
    assert read_identity(report).disclosure == "anonymous"
    assert Client().post("/postvak/", {"receipt": words_of(client)}).status_code == 302
    assert raised.reference in text(adviser, "/beheer/contact/")


def test_anonymous_is_chosen_beforehand() -> None:
    at_desk()
    page = text(Client(), WHERE)
    assert re.search(r'value="anonymous"[^>]*checked', page)


def test_who_gives_a_name_is_known_to_that_adviser() -> None:
    desk, _adviser = at_desk()
    client = Client()
    client.post(WHERE, {**NAMED, "email": "f@voorbeeld.nl", "notify": "on"})
    assert "F. Fictief" in text(client, CHECK)
    sent(client)
    identity = read_identity(opened(desk, raised_by(client)))
    assert (identity.name, identity.phone, identity.email, identity.notify) == (
        "F. Fictief",
        "06 12345678",
        "f@voorbeeld.nl",
        True,
    )


def test_who_chooses_anonymous_after_all_is_anonymous() -> None:
    """Also with a name, or something that is no address, left in the fields below."""
    desk, _adviser = at_desk()
    client = Client()
    left = {**NAMED, "disclosure": "anonymous", "email": "geen adres", "phone": "x"}
    assert client.post(WHERE, left).status_code == 303
    sent(client)
    assert read_identity(opened(desk, raised_by(client))).name == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"story": " "}, "Eén zin is genoeg"),
        ({"story": "a" * 2001}, "Maak deze tekst korter"),
        ({"story": "a\0b"}, "error-summary"),
        ({"disclosure": ""}, "Kies anoniem, of met je naam"),
        ({"disclosure": "in_confidence"}, "Kies een van de antwoorden"),
        ({"disclosure": "named"}, "Vul je naam in"),
        ({"disclosure": "named", "name": "F", "phone": "bel me"}, "alleen cijfers"),
        ({"disclosure": "named", "name": "F", "email": "x"}, "naam@voorbeeld.nl"),
        ({"disclosure": "named", "name": "F", "notify": "on"}, "haal het vinkje"),
    ],
)
def test_a_wrong_answer_says_why_and_writes_nothing(wrong: dict[str, str], said: str) -> None:
    at_desk()
    answer = written(Client(), **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "<title>Fout:" in page
    assert wrong.get("story", STORY).strip()[:50].replace("\0", "") in page.replace("\0", "")
    assert not Draft.objects.exists()


def test_sent_twice_it_is_one_contact_and_the_words_stay_the_same() -> None:
    """A second click, and a try after an answer that was lost."""
    at_desk()
    client = Client()
    written(client)
    token = proof(client)
    answers = [client.post(CHECK, {"proof": token}) for _time in range(3)]
    assert {answer.headers["Location"] for answer in answers} == {WORDS}
    first = words_of(client)
    assert first == words_of(client)
    assert len(first.split()) == 9
    assert Report.objects.count() == 1
    assert AuditEntry.objects.filter(action="report.raise").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_from_several_windows_it_is_one_contact() -> None:
    at_desk()
    client = Client()
    written(client)
    token, cookie = proof(client), client.cookies[settings.CONTACT_COOKIE_NAME].value

    def send(_number: int) -> str:
        try:
            window = Client()
            window.cookies[settings.CONTACT_COOKIE_NAME] = cookie
            return window.post(CHECK, {"proof": token}).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(6))) == {WORDS}
    assert Report.objects.count() == 1


def test_another_window_cannot_send_what_was_not_looked_back_at() -> None:
    """Who begins anew with another adviser, does not send that from the page of the first."""
    at_desk()
    at_desk("gehoor")
    client = Client()
    written(client)
    old = proof(client)
    other = "/vertrouwenspersonen/gehoor/contact/"
    assert STORY in text(client, other)
    client.post(other, {**SENT, "story": "Iets voor een ander."})
    assert client.post(CHECK, {"proof": old}).status_code == 409
    assert client.post(f"{other}controleren/", {"proof": old}).status_code == 409
    assert client.get(CHECK).status_code == 302
    assert not Report.objects.exists()
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "x", "é\0"])
def test_without_the_proof_nothing_is_sent(typed: str) -> None:
    at_desk()
    client = Client()
    written(client)
    assert client.post(CHECK, {"proof": typed}).status_code == 409
    assert not Report.objects.exists()


def test_without_a_draft_every_page_leads_to_where_one_begins() -> None:
    at_desk()
    client = Client()
    client.cookies[settings.CONTACT_COOKIE_NAME] = "geen token"
    assert client.get(CHECK).headers["Location"] == WHERE
    assert client.post(CHECK, {"proof": ""}).status_code == 409
    for where in (WORDS, f"{WORDS}woorden.txt"):
        assert client.get(where).headers["Location"] == "/vertrouwenspersonen/"
    assert client.post(DONE).status_code == 303
    assert client.get(DONE).status_code == 405


def test_the_words_are_a_file_too_until_somebody_is_done() -> None:
    at_desk()
    client = Client()
    written(client)
    sent(client)
    file = client.get(f"{WORDS}woorden.txt")
    assert "attachment" in file.headers["Content-Disposition"]
    assert all(word in file.content.decode() for word in words_of(client).split())
    cookie = client.cookies[settings.CONTACT_COOKIE_NAME].value
    client.post(DONE, {"proof": proof(client, WORDS)})
    assert client.cookies[settings.CONTACT_COOKIE_NAME].value == ""
    thief = Client()
    thief.cookies[settings.CONTACT_COOKIE_NAME] = cookie
    assert thief.get(WORDS).status_code == 302
    assert Report.objects.exists()


def test_throwing_it_away_leaves_nothing() -> None:
    at_desk()
    client = Client()
    written(client)
    client.post(DONE, {"proof": proof(client)})
    assert not Draft.objects.exists()
    assert not Report.objects.exists()


def test_the_quick_exit_forgets_it() -> None:
    at_desk()
    client = Client()
    written(client)
    client.get("/weg/")
    assert client.cookies[settings.CONTACT_COOKIE_NAME].value == ""


def test_a_report_that_somebody_is_writing_is_left_alone() -> None:
    """The two lie in cookies of their own."""
    at_desk()
    client = Client()
    client.cookies[settings.DRAFT_COOKIE_NAME] = "van een melding"
    written(client)
    sent(client)
    assert client.cookies[settings.DRAFT_COOKIE_NAME].value == "van een melding"


def test_a_form_of_another_site_is_refused() -> None:
    at_desk()
    for where in (WHERE, CHECK, DONE):
        assert Client().post(where, SENT, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_nothing_of_it_is_readable_while_it_waits_nor_after() -> None:
    at_desk()
    client, mark = Client(), vault_search.new_mark()

    def found() -> list[Any]:
        return list(vault_search.search_tables(vault_search.tables(), vault_search.needles(mark)).found)

    client.post(WHERE, {**NAMED, "story": f"{mark} " * 20, "name": mark})
    assert found() == []
    sent(client)
    assert found() == []


def test_a_key_that_was_lost_while_somebody_wrote_sends_nothing_and_keeps_the_words() -> None:
    desk, _adviser = at_desk()
    client = Client()
    written(client)
    token = proof(client)
    keys.forget_person_key(account=desk.me, actor="test")
    answer = client.post(CHECK, {"proof": token})
    assert answer.status_code == 409
    assert "nu niet via dit loket te bereiken" in answer.content.decode()
    assert not Report.objects.exists()
    desk, _private = with_key(Adviser.objects.get(account=desk.me))
    assert client.post(CHECK, {"proof": token}).headers["Location"] == WORDS
    assert opened(desk, raised_by(client)).content().story == STORY


def test_the_wizard_of_reports_knows_no_desk() -> None:
    """A report is made for a body: nobody gets to a desk by its code."""
    desk, _adviser = at_desk()
    assert Client().get(f"/melden/nieuw/{desk.code}/").status_code == 404
    quiet = listed("gehoor")
    assert Client().get(f"/melden/nieuw/desk-{quiet.account_id}/").status_code == 404

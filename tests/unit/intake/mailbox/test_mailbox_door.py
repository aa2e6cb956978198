"""The door of the mailbox: what is typed, what is told, and what is kept."""

import pytest
from django.test import Client
from pytest_django import Settings
from reports_world import make_world, raise_one

from loket.core.models import UsedToken
from loket.intake import drafts
from loket.intake.models import Door, MailboxSession
from loket.vault.receipts import Receipt, new_receipt, word_list

pytestmark = pytest.mark.django_db

DOOR = "/postvak/"


def knock(typed: str, client: Client | None = None, **more: str) -> "tuple[int, str, Client]":
    client = client or Client()
    answer = client.post(DOOR, {"receipt": typed, **more})
    return answer.status_code, answer.content.decode(), client


@pytest.mark.parametrize("form", ["words", "code", "numbered", "shouted"])
def test_a_receipt_opens_its_mailbox_in_any_form(form: str) -> None:
    make_world()
    receipt = raise_one().receipt
    typed = {
        "words": " ".join(receipt.words),
        "code": receipt.code,
        "numbered": "\n".join(f"{number}. {word}" for number, word in enumerate(receipt.words, 1)),
        "shouted": ", ".join(receipt.words).upper(),
    }[form]
    status, _, client = knock(typed)
    assert status == 302
    assert client.get("/postvak/melding/").status_code == 200


def test_the_receipt_is_in_no_cookie_and_no_row() -> None:
    make_world()
    receipt = raise_one().receipt
    _, _, client = knock(receipt.code)
    cookie = client.cookies["postvak"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    row = MailboxSession.objects.get()
    for secret in (*receipt.words, receipt.code, receipt.code.replace("-", ""), receipt.pair.private.hex()):
        assert secret not in cookie.value
        assert secret not in repr(row.__dict__)
    assert receipt.pair.private not in bytes(row.sealed)
    assert client.cookies["postvak"].value.encode() not in bytes(row.lookup)


def test_over_https_the_cookie_belongs_to_one_host(settings: Settings) -> None:
    settings.SECURE = True
    settings.MAILBOX_COOKIE_NAME = "__Host-postvak"
    make_world()
    answer = Client().post(DOOR, {"receipt": raise_one().receipt.code}, secure=True)
    cookie = answer.cookies["__Host-postvak"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_each_typing_error_says_what_to_mend() -> None:
    receipt = Receipt(1234567890)
    words = list(receipt.words)
    cases = {
        "": "Typ je negen woorden",
        " ".join(words[:8]): "Je typte 8 woorden",
        "7K4M-Q2XD": "Je typte 8 tekens",
        " ".join([words[0], words[1] + "q", *words[2:]]): f"Woord 2, ‘{words[1]}q’, staat niet op onze lijst",
        " ".join([*words[:8], next(word for word in word_list() if word != words[8])]): "Er zit een typefout in",
        receipt.code.replace("-", "")[:-1] + "ж": "Het teken ‘",
        "x" * 500: "te lang",
    }
    for typed, said in cases.items():
        status, page, _ = knock(typed)
        assert status == 422, typed
        assert said in page, typed
        assert "<title>Fout:" in page
    assert Door.objects.count() == 0


def test_the_nearest_word_is_offered() -> None:
    words = list(Receipt(1234567890).words)
    _, page, _ = knock(" ".join([words[0][:-1], *words[1:]]))
    assert f"Bedoel je ‘{words[0]}’?" in page


def test_what_was_typed_stays_and_goes_nowhere_else(capfd: pytest.CaptureFixture[str]) -> None:
    typed = " ".join(new_receipt().words)
    status, page, client = knock(typed)
    assert status == 422
    assert "Deze woorden kennen we niet" in page
    assert typed in page
    assert not client.cookies
    assert typed not in "".join(capfd.readouterr())


def test_markup_that_was_typed_is_shown_as_text() -> None:
    _, page, _ = knock("<script>alert(1)</script>")
    assert "<script>alert" not in page


def test_a_page_that_nobody_sent_anything_to_leaves_no_cookie() -> None:
    assert not Client().get(DOOR).cookies


def test_a_form_of_another_site_is_refused() -> None:
    make_world()
    receipt = raise_one().receipt
    answer = Client().post(DOOR, {"receipt": receipt.code}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not answer.cookies


def test_the_receipt_of_a_saved_draft_goes_on_with_the_draft() -> None:
    make_world()
    token = drafts.start(body="oif")
    receipt = drafts.save_for_later(token)
    answer = Client().post(DOOR, {"receipt": " ".join(receipt.words)})
    assert answer.status_code == 302
    assert answer.cookies["concept"].value == token
    assert "postvak" not in answer.cookies


def test_a_right_receipt_draws_the_page_that_a_wrong_one_gets() -> None:
    """The same work, so about the same time: the bench measures the time itself."""
    make_world()
    answers = [Client().post(DOOR, {"receipt": one.code}) for one in (raise_one().receipt, new_receipt())]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert all("intake/mailbox/door.html" in [drawn.name for drawn in answer.templates] for answer in answers)


def test_wrong_receipts_are_counted_without_a_trace_of_who() -> None:
    for _ in range(3):
        knock(new_receipt().code)
    minutes = list(Door.objects.all())
    assert sum(row.wrong for row in minutes) == 3  # in one minute, or around the end of it
    assert {(row.minute.second, row.minute.microsecond) for row in minutes} == {(0, 0)}
    assert {field.name for field in Door._meta.get_fields()} == {"minute", "wrong"}
    assert UsedToken.objects.count() == 0

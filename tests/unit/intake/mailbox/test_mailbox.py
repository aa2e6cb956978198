"""The mailbox: what a reporter reads and does, with nothing but a receipt."""

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from reports_world import STORY, ask, mailbox_of, make_world, raise_one, report_of, reporter

from loket.core import clock
from loket.core.models import AuditEntry
from loket.intake import dialogue, services
from loket.intake.content import Identity
from loket.intake.models import MailboxSession, Message, Report, State
from loket.intake.raising import Raised

pytestmark = pytest.mark.django_db

PAGE = "/postvak/melding/"


def token_on(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def write(client: Client, text: str = "Nog iets", **more: object) -> HttpResponse:
    token = more.pop("token", None) or token_on(client.get(PAGE).content.decode())
    return client.post("/postvak/bericht/", {"text": text, "token": token, **more})


def said(raised: Raised) -> list[str]:
    return [one.content.text for one in dialogue.read(mailbox_of(raised))]


def test_each_state_is_told_in_plain_words() -> None:
    world = make_world()
    raised = raise_one()
    client = reporter(raised)
    assert "<h1>We hebben je melding ontvangen</h1>" in client.get(PAGE).content.decode()
    services.write_as_body(report=world.opened(raised), kind="acknowledgement", text="Dank", actor="staal")
    assert "<h1>Je melding is gelezen</h1>" in client.get(PAGE).content.decode()
    services.set_state(report=report_of(raised), state=State.IN_PROGRESS, actor="staal")
    assert "<h1>We onderzoeken je melding</h1>" in client.get(PAGE).content.decode()
    services.write_as_body(report=world.opened(raised), kind="feedback", text="Opgelost", actor="staal")
    page = client.get(PAGE).content.decode()
    assert "<h1>Je melding is afgehandeld</h1>" in page
    assert "Opgelost" in page


def test_a_question_after_detriment_is_answered_with_or_without_words() -> None:
    """WBK-11."""
    world = make_world()
    raised = raise_one()
    text, options = "Hoe gaat het met je?\n\nWord je anders behandeld?", ("Nee", "Ja")
    number = ask(world, raised, *options, kind="detriment", text=text)
    client = reporter(raised)
    page = client.get(PAGE).content.decode()
    assert f'<h2 id="vraag-{number}">Hoe gaat het met je?</h2>' in page
    assert "Wil je er iets bij zeggen?" in page
    address = f"/postvak/antwoord/{number}/"
    assert client.post(address, {"choice": "Misschien"}).status_code == 422
    assert client.post(address, {"choice": "Nee"}).status_code == 302
    assert client.post(address, {"choice": "Ja", "text": "Ik krijg geen diensten meer."}).status_code == 302
    answers = [one.content for one in dialogue.read(mailbox_of(raised)) if one.answers == number]
    assert [(one.choice, one.text) for one in answers] == [("Ja", "Ik krijg geen diensten meer.")]
    assert "Ik krijg geen diensten meer." in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("answered", "today", "shown"),
    [
        ("2026-11-30", "2026-12-01", ["28 februari 2027", "30 mei 2027", "30 november 2027"]),
        ("2026-11-30", "2027-02-28", ["28 februari 2027", "30 mei 2027", "30 november 2027"]),
        ("2026-11-30", "2027-03-01", ["30 mei 2027", "30 november 2027"]),
        ("2024-02-29", "2025-02-28", ["28 februari 2025"]),
        ("2024-02-29", "2025-03-01", []),
    ],
)
def test_a_reporter_knows_when_we_ask_how_they_are(
    answered: str, today: str, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """WBK-11: three, six and twelve months after the feedback; what is past is not promised."""
    make_world()
    raised = raise_one()
    assert "3, 6 en 12 maanden nadat" in reporter(raised).get(PAGE).content.decode()
    Report.objects.update(state=State.ANSWERED, answered_on=answered)
    monkeypatch.setattr(clock, "today", lambda: dt.date.fromisoformat(today))
    found = re.search(r'<ul class="check-ins">(.*?)</ul>', reporter(raised).get(PAGE).content.decode(), re.DOTALL)
    assert re.findall(r"<li>(.*?)</li>", found[1] if found else "") == shown


def test_only_an_anonymous_reporter_hears_that_nobody_knows_them() -> None:
    make_world()
    named = raise_one(identity=Identity(disclosure="named", name="R. Fictief"))
    assert "We weten niet wie je bent" in reporter(raise_one()).get(PAGE).content.decode()
    assert "We weten niet wie je bent" not in reporter(named).get(PAGE).content.decode()


def test_a_reporter_reads_back_what_they_told_and_no_time() -> None:
    make_world()
    page = reporter(raise_one()).get(PAGE).content.decode()
    assert STORY in page
    assert not re.search(r"\b\d{1,2}:\d{2}\b", re.sub(r"<[^>]+>", " ", page))


def test_a_message_with_a_file_arrives_and_is_shown() -> None:
    make_world()
    raised = raise_one()
    client = reporter(raised)
    assert write(client, "Zie de foto", attachments=SimpleUploadedFile("bus.jpg", b"beeld")).status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Zie de foto" in page
    address = re.search(r'href="(/postvak/bestand/[^"]+)"', page)
    assert address
    answer = client.get(address[1])
    assert b"".join(answer.streaming_content) == b"beeld"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert report_of(raised).news_for_body


def test_sending_a_message_twice_makes_one() -> None:
    make_world()
    raised = raise_one()
    client = reporter(raised)
    token = token_on(client.get(PAGE).content.decode())
    assert [write(client, token=token).status_code for _ in range(3)] == [302, 302, 302]
    assert said(raised) == ["Nog iets"]


def test_a_message_that_is_not_taken_stays_on_the_page() -> None:
    make_world()
    raised = raise_one()
    client = reporter(raised)
    for text, complaint in (("", "Schrijf een bericht"), ("x" * 20_001, "dit zijn er 20.001")):
        answer = write(client, text)
        assert answer.status_code == 422
        assert complaint in answer.content.decode()
        assert "<title>Fout:" in answer.content.decode()
        assert text in answer.content.decode()
    answer = client.post("/postvak/bericht/", {"text": "Bewaar mij", "token": "kapot"})
    assert "Bewaar mij" in answer.content.decode()
    assert said(raised) == []
    assert write(client, "Bewaar mij", token=token_on(answer.content.decode())).status_code == 302


def test_a_file_above_the_limits_is_refused_and_the_text_stays() -> None:
    make_world()
    raised = raise_one()
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(21)]
    answer = write(reporter(raised), "Veel bestanden", attachments=files)
    assert answer.status_code == 422
    assert "Veel bestanden" in answer.content.decode()
    assert said(raised) == []


def test_a_question_waits_with_nothing_chosen_and_can_be_changed_until_it_is_read() -> None:
    world = make_world()
    raised = raise_one()
    number = ask(world, raised)
    client = reporter(raised)
    page = client.get(PAGE).content.decode()
    assert "Er is een vraag voor jou" in page
    assert "checked" not in page
    address = f"/postvak/antwoord/{number}/"
    assert client.post(address, {"choice": "story"}).status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Er is een vraag voor jou" not in page
    assert "Verander je antwoord" in page
    assert client.post(address, {"choice": "no"}).status_code == 302
    assert [one.content.choice for one in dialogue.read(mailbox_of(raised)) if one.answers] == ["no"]
    world.opened(raised)
    refused = client.post(address, {"choice": "story"})
    assert refused.status_code == 422
    assert "al gelezen" in refused.content.decode()
    assert "Verander je antwoord" not in client.get(PAGE).content.decode()
    assert [one.content.choice for one in dialogue.read(mailbox_of(raised)) if one.answers] == ["no"]


def test_an_answer_without_a_choice_or_with_another_is_refused() -> None:
    world = make_world()
    raised = raise_one()
    number = ask(world, raised)
    client = reporter(raised)
    for choice in ("", "identity", "x" * 5000):
        answer = client.post(f"/postvak/antwoord/{number}/", {"choice": choice})
        assert answer.status_code == 422
        assert f'href="#vraag-{number}-choice_0"' in answer.content.decode()
    assert client.post("/postvak/antwoord/99/", {"choice": "no"}).status_code == 404
    assert not [one for one in dialogue.read(mailbox_of(raised)) if one.answers]


def test_minutes_are_agreed_or_corrected() -> None:
    world = make_world()
    raised = raise_one()
    number = ask(world, raised, "agreed", "corrected", kind="minutes", text="Ik zag de bus.")
    client = reporter(raised)
    page = client.get(PAGE).content.decode()
    assert "Klopt dit verslag?" in page
    assert "Ik zag de bus." in page
    assert client.post(f"/postvak/antwoord/{number}/", {"choice": "corrected"}).status_code == 422
    correction = {"choice": "corrected", "text": "Het was een busje"}
    assert client.post(f"/postvak/antwoord/{number}/", correction).status_code == 302
    assert "Het was een busje" in client.get(PAGE).content.decode()


def test_a_closed_mailbox_is_gone_on_both_sides() -> None:
    make_world()
    client = reporter(raise_one())
    cookie = client.cookies["postvak"].value
    answer = client.post("/postvak/sluiten/")
    assert answer.status_code == 302
    assert MailboxSession.objects.count() == 0
    assert answer.cookies["postvak"].value == ""
    client.cookies["postvak"] = cookie
    assert client.get(PAGE).status_code == 302


def test_a_mailbox_that_was_left_open_leads_back_to_the_door() -> None:
    make_world()
    client = reporter(raise_one())
    MailboxSession.objects.update(expires_at="2020-01-01T00:00Z")
    answer = client.get(PAGE, follow=True)
    assert answer.redirect_chain == [("/postvak/?gesloten", 302)]
    assert "Je postvak is dichtgegaan" in answer.content.decode()


def test_what_was_typed_in_a_mailbox_that_closed_can_be_copied() -> None:
    make_world()
    raised = raise_one()
    client = reporter(raised)
    MailboxSession.objects.update(expires_at="2020-01-01T00:00Z")
    answer = client.post("/postvak/bericht/", {"text": "Een half uur werk"})
    assert answer.status_code == 403
    assert "Een half uur werk" in answer.content.decode()
    assert said(raised) == []


def test_the_row_of_a_session_does_not_tell_when_somebody_was_here() -> None:
    make_world()
    reporter(raise_one()).get(PAGE)
    end = MailboxSession.objects.get().expires_at
    assert (end.minute % 10, end.second, end.microsecond) == (0, 0, 0)


def test_a_stolen_row_or_a_stolen_cookie_opens_nothing_alone() -> None:
    make_world()
    one, other = reporter(raise_one()), raise_one(story="Een ander verhaal")
    MailboxSession.objects.update(report=report_of(other))
    assert one.get(PAGE).status_code == 302
    MailboxSession.objects.all().delete()
    assert one.get(PAGE).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5000, "../../etc/passwd"])
def test_a_cookie_that_is_not_ours_is_a_closed_mailbox(cookie: str) -> None:
    client = Client()
    client.cookies["postvak"] = cookie
    assert client.get(PAGE).status_code == 302
    assert client.post("/postvak/sluiten/").status_code == 302


def test_one_receipt_opens_nothing_of_another() -> None:
    """Two reporters in one process, one after the other: each sees their own."""
    make_world()
    mine, theirs = raise_one(), raise_one(story="Een ander verhaal")
    write(reporter(theirs), "Van de ander", attachments=SimpleUploadedFile("geheim.txt", b"geheim"))
    client = reporter(mine)
    page = client.get(PAGE).content.decode()
    assert "Een ander verhaal" not in page
    assert "Van de ander" not in page
    file = dialogue.read(mailbox_of(theirs))[0].content.files[0]
    assert client.get(f"/postvak/bestand/{file.id}/").status_code == 404
    assert client.get(f"/postvak/bestand/{uuid.uuid4()}/").status_code == 404
    assert reporter(theirs).get(f"/postvak/bestand/{file.id}/").status_code == 200


def test_what_a_reporter_does_is_noted_by_the_day_without_content() -> None:
    make_world()
    write(reporter(raise_one()), "Diep geheim")
    entry = AuditEntry.objects.order_by("-position")[0]
    assert entry.actor == "melder"
    assert (entry.at.minute, entry.at.second, entry.at.microsecond) == (0, 0, 0)
    assert "Diep geheim" not in repr(entry.__dict__)


@pytest.mark.parametrize("count", [0, 1, 40])
def test_the_number_of_queries_does_not_grow_with_the_messages(
    count: int, django_assert_num_queries: DjangoAssertNumQueries, settings: Settings
) -> None:
    world = make_world()
    raised = raise_one()
    opened = world.opened(raised)
    for _ in range(count):
        services.write_as_body(report=opened, kind="message", text="Dag", actor="staal")
    client = reporter(raised)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


QUERIES = 2
"""The session with its report, and the messages."""


def test_a_message_that_was_tampered_with_does_not_hide_the_others() -> None:
    world = make_world()
    raised = raise_one()
    opened = world.opened(raised)
    for text in ("Eerste", "Tweede"):
        services.write_as_body(report=opened, kind="message", text=text, actor="staal")
    first, second = Message.objects.order_by("number")
    Message.objects.filter(pk=first.pk).update(content=second.content)
    page = reporter(raised).get(PAGE).content.decode()
    assert "Eerste" not in page
    assert "opent niet meer" in page
    assert "Tweede" in page

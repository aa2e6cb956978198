"""The pages of an adviser's contacts, and the mailbox of who wrote: what each sees, what the trail says, and that
nobody else sees anything."""

import datetime as dt
import re

import pytest
from contact_world import STORY, at_desk, end_role, mailbox_of, opened, reporter, written_to
from django.test import Client

from loket.accounts.models import Account, Role
from loket.advisers.contact import services
from loket.core import once
from loket.core.models import AuditEntry
from loket.intake import files
from loket.intake import services as intake
from loket.intake.models import Message, Report
from loket.keys import services as keys
from loket.vault.receipts import new_receipt
from people import head, officer, person, recovery_key, sign_in

pytestmark = pytest.mark.django_db


def address(reference: str, rest: str = "") -> str:
    return f"/beheer/contact/{reference}/{rest}"


def text(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


def answer_of(client: Client, reference: str, words: str, token: str | None = None) -> int:
    sent = {"text": words, "token": token or once.new_token()}
    return client.post(address(reference, "antwoord/"), sent).status_code


def test_the_list_says_that_somebody_wrote_and_nothing_of_what() -> None:
    desk, client = at_desk()
    raised = written_to(desk, disclosure="named", name="F. Fictief")
    page = text(client, "/beheer/contact/")
    assert raised.reference in page
    assert "nieuw" in page
    assert STORY not in page
    assert "Fictief" not in page


def test_both_write_to_each_other() -> None:
    """The adviser reads and answers, the reporter reads and answers, and each reading is an entry of the trail."""
    desk, client = at_desk()
    raised = written_to(desk)
    assert STORY in text(client, address(raised.reference))
    assert answer_of(client, raised.reference, "Wat goed dat je schrijft.") == 303
    mailbox = reporter(raised)
    assert "Wat goed dat je schrijft." in text(mailbox, "/postvak/melding/")
    assert mailbox.post("/postvak/bericht/", {"text": "Dank.", "token": once.new_token()}).status_code == 302
    assert "nieuw bericht" in text(client, "/beheer/contact/")
    assert "Dank." in text(client, address(raised.reference))
    assert "nieuw bericht" not in text(client, "/beheer/contact/")
    read = AuditEntry.objects.filter(action="report.read", target=f"report:{raised.reference}")
    assert set(read.values_list("actor", flat=True)) == {"luister"}
    assert read.count() == 2


def test_the_mailbox_promises_no_terms_of_the_law_and_names_who_reads() -> None:
    """WBK-1 and WBK-2 are for reports: what somebody tells an adviser is none."""
    desk, _client = at_desk()
    page = text(reporter(written_to(desk)), "/postvak/melding/")
    assert "L. Luister" in page
    for promise in ("uiterlijk", "Het meldpunt", "3, 6 en 12 maanden", 'class="course"'):
        assert promise not in page


def test_the_api_knows_no_contact() -> None:
    """It would name terms that do not run."""
    desk, _client = at_desk()
    raised = written_to(desk)
    headers = {"Authorization": f"Bearer {raised.receipt.code}"}
    assert Client().get(f"/api/v1/reports/{raised.reference}", headers=headers).status_code == 404


def strangers() -> dict[str, Client]:
    """Everybody who is not that adviser, each with their key unlocked where they have one."""
    recovery = recovery_key()
    found = {"gehoor": at_desk("gehoor")[1], "nobody": Client()}
    found["officer"] = sign_in(Client(), *officer("staal", "oif", recovery))
    found["head"] = sign_in(Client(), *head("hoofd", "mib", recovery))
    found["national"] = sign_in(Client(), person("landelijk", Role.NATIONAL_ADVISER))
    found["administrator"] = sign_in(Client(), person("beheer", Role.FUNCTIONAL_ADMINISTRATOR))
    return found


def test_for_anybody_else_the_contact_is_not_there() -> None:
    """Another adviser, an officer, a head, the national adviser: 404, and no entry in the trail."""
    desk, _client = at_desk()
    raised = written_to(desk)
    others = strangers()
    before = AuditEntry.objects.count()
    for who, client in others.items():
        closed = {302} if who == "nobody" else {404}
        for rest in ("", "naam/"):
            assert {client.get(address(raised.reference, rest)).status_code} == closed, who
        for rest in ("antwoord/", "naam/", "afronden/"):
            sent = {"text": "hallo", "token": once.new_token(), "reason": "contact"}
            assert {client.post(address(raised.reference, rest), sent).status_code} == closed, who
        if who == "gehoor":
            assert raised.reference not in text(client, "/beheer/contact/")
        else:
            assert {client.get("/beheer/contact/").status_code} == closed, who
    assert AuditEntry.objects.count() == before
    assert not Message.objects.exists()


def test_no_form_of_casework_opens_it_either() -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    staal = sign_in(Client(), *officer("staal", "oif", recovery_key()))
    assert staal.get(f"/beheer/zaken/{raised.reference}/").status_code == 404


def test_a_role_that_ended_opens_nothing() -> None:
    desk, client = at_desk()
    raised = written_to(desk)
    end_role(desk.me)
    assert client.get(address(raised.reference)).status_code == 404
    page = text(reporter(raised), "/postvak/melding/")
    assert "leest hier niet meer mee" in page
    assert "/vertrouwenspersonen/" in page
    assert "/postvak/bericht/" not in page


def test_what_is_sent_to_a_mailbox_that_nobody_reads_is_refused_with_the_words_kept() -> None:
    desk, _client = at_desk()
    mailbox = reporter(written_to(desk))
    end_role(desk.me)
    answer = mailbox.post("/postvak/bericht/", {"text": "Ben je daar?", "token": once.new_token()})
    assert answer.status_code == 422
    assert "niet verstuurd" in answer.content.decode()
    assert not Message.objects.exists()


def test_after_a_lost_key_the_old_contact_stays_shut_and_a_new_one_opens() -> None:
    desk, _client = at_desk()
    old = written_to(desk)
    keys.forget_person_key(account=desk.me, actor="test")
    private = keys.make_person_key(account=desk.me, actor="test")
    client = sign_in(Client(), Account.objects.get(pk=desk.me.pk), private)
    page = text(client, "/beheer/contact/")
    assert "Opent niet meer" in page
    assert address(old.reference) not in page
    assert client.get(address(old.reference)).status_code == 403
    assert "leest hier niet meer mee" in text(reporter(old), "/postvak/melding/")
    new = written_to(desk)
    assert STORY in text(client, address(new.reference))
    assert "leest hier niet meer mee" not in text(reporter(new), "/postvak/melding/")


def test_with_a_locked_key_everything_leads_to_unlocking_and_back() -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    locked = sign_in(Client(), desk.me)
    answer = locked.get(address(raised.reference))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/beheer/ontgrendelen/?volgende=%2Fbeheer%2Fcontact%2F{raised.reference}%2F"
    posted = locked.post(address(raised.reference, "antwoord/"), {"text": "x", "token": once.new_token()})
    assert posted.headers["Location"] == answer.headers["Location"]


def test_an_answer_that_is_sent_twice_is_one_message() -> None:
    desk, client = at_desk()
    raised, token = written_to(desk), once.new_token()
    assert [answer_of(client, raised.reference, "Dag.", token) for _time in range(2)] == [303, 303]
    assert Message.objects.count() == 1


@pytest.mark.parametrize("typed", ["", " ", "a" * 20_001, "\0"])
def test_a_wrong_answer_says_why_and_keeps_what_was_typed(typed: str) -> None:
    desk, client = at_desk()
    raised = written_to(desk)
    sent = {"text": typed, "token": once.new_token()}
    answer = client.post(address(raised.reference, "antwoord/"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    assert STORY in page
    assert AuditEntry.objects.filter(action="report.read").count() == 1
    assert not Message.objects.exists()


def test_the_name_is_shown_for_a_reason_that_the_trail_keeps() -> None:
    """WBK-6: and the name itself is in no entry."""
    desk, client = at_desk()
    raised = written_to(desk, disclosure="named", name="B. Bedacht", phone="06 12345678")
    assert "Bedacht" not in text(client, address(raised.reference))
    where = address(raised.reference, "naam/")
    assert "Bedacht" not in text(client, where)
    for wrong in ("", "conflict", "x\0"):
        assert client.post(where, {"reason": wrong}).status_code == 422
    page = client.post(where, {"reason": "contact"})
    assert "B. Bedacht" in page.content.decode()
    entry = AuditEntry.objects.get(action="report.identity")
    assert (entry.actor, entry.target) == ("luister", f"report:{raised.reference}")
    assert "Bedacht" not in str(entry.summary)


def test_who_is_anonymous_has_no_name_to_show() -> None:
    desk, client = at_desk()
    answer = client.post(address(written_to(desk).reference, "naam/"), {"reason": "contact"})
    assert "anoniem" in answer.content.decode()


def test_ending_says_until_when_it_can_be_read_on_both_sides() -> None:
    desk, client = at_desk()
    raised = written_to(desk)
    assert client.post(address(raised.reference, "afronden/")).status_code == 303
    assert client.post(address(raised.reference, "afronden/")).status_code == 303
    day = Report.objects.get().kept_until
    assert isinstance(day, dt.date)
    assert str(day.year) in text(client, address(raised.reference))
    page = text(reporter(raised), "/postvak/melding/")
    assert "is afgerond" in page
    assert str(day.year) in page
    assert AuditEntry.objects.filter(action="report.state").count() == 1


def test_a_file_goes_to_the_adviser_and_to_no_other() -> None:
    desk, client = at_desk()
    other, stranger = at_desk("gehoor")
    raised, elsewhere = written_to(desk), written_to(other)
    upload = files.store([b"verzonnen rooster"], name="rooster.txt", kind="text/plain")
    intake.write_as_reporter(mailbox=mailbox_of(raised), text="hierbij", files=[upload])
    where = address(raised.reference, f"bestand/{upload.id}/")
    answer = client.get(where)
    assert b"".join(answer.streaming_content) == b"verzonnen rooster"  # type: ignore[attr-defined]
    assert stranger.get(where).status_code == 404
    assert stranger.get(address(elsewhere.reference, f"bestand/{upload.id}/")).status_code == 404


@pytest.mark.parametrize("reference", ["00000-00000", "x", "a%00b", "é" * 40, "nieuw2"])
def test_a_reference_of_nothing_is_not_there(reference: str) -> None:
    _desk, client = at_desk()
    assert client.get(f"/beheer/contact/{reference}/").status_code == 404


MADE = {"channel": "meeting", "story": "We spraken over het rooster.", "language": "nl"}


def test_a_mailbox_for_somebody_is_made_once_however_often_it_is_sent() -> None:
    desk, client = at_desk()
    shown = re.search(r'name="receipt" value="([^"]+)"', text(client, "/beheer/contact/nieuw/"))
    assert shown
    pages = [
        client.post("/beheer/contact/nieuw/", {**MADE, "receipt": shown[1]}).content.decode() for _time in range(2)
    ]
    assert all(shown[1] in page for page in pages)
    report = Report.objects.get()
    assert report.body == desk.code
    door = Client().post("/postvak/", {"receipt": shown[1]})
    assert door.status_code == 302
    assert "rooster" in text(client, address(report.reference))


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "site"},
        {"story": " "},
        {"receipt": "x"},
        {"email": "a@voorbeeld.nl"},
        {"name": "\0"},
        {"language": "xx"},
    ],
)
def test_a_wrong_form_makes_no_mailbox(wrong: dict[str, str]) -> None:
    _desk, client = at_desk()
    sent = {**MADE, "receipt": new_receipt().code, **wrong}
    answer = client.post("/beheer/contact/nieuw/", sent)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_receipt_in_use_elsewhere_makes_no_mailbox() -> None:
    other, _client = at_desk("gehoor")
    _desk, client = at_desk()
    code = written_to(other).receipt.code
    assert client.post("/beheer/contact/nieuw/", {**MADE, "receipt": code}).status_code == 422
    assert Report.objects.count() == 1


def test_a_question_of_the_adviser_is_answered_in_the_mailbox() -> None:
    """What a handover asks for stands in the mailbox like any question, and the answer comes back."""
    desk, client = at_desk()
    raised = written_to(desk)
    services.write(
        report=opened(desk, raised), kind="consent", text="Mag het?", options=("share", "no"), actor="luister"
    )
    assert "nog niet op je vraag geantwoord" in text(client, address(raised.reference))
    mailbox = reporter(raised)
    assert "Mag het?" in text(mailbox, "/postvak/melding/")
    assert mailbox.post("/postvak/antwoord/1/", {"choice": "share"}).status_code == 302
    assert "nog niet op je vraag geantwoord" not in text(client, address(raised.reference))


def test_the_desk_of_somebody_gets_its_key_when_they_first_look() -> None:
    """From then on the directory leads to it."""
    account = person("gehoor", Role.ADVISER)
    private = keys.make_person_key(account=account, actor="test")
    assert sign_in(Client(), account, private).get("/beheer/contact/").status_code == 200
    assert keys.open_body(body=account.desk, account=account, private=private)

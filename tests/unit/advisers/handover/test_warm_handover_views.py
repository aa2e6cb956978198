"""The pages of a warm handover: first what the reporter would read, then asking, then letting it go."""

import re
import uuid

import pytest
from contact_world import at_desk, mailbox_of, reporter, written_to
from django.test import Client

from loket.advisers.access import Desk
from loket.advisers.models import Handover
from loket.core.models import AuditEntry
from loket.intake.mailbox import answering
from loket.intake.models import Report
from loket.intake.raising import Raised
from people import officer, recovery_key

pytestmark = pytest.mark.django_db

TEXT = "Alleen <dit> & niets anders."
ESCAPED = "Alleen &lt;dit&gt; &amp; niets anders."


@pytest.fixture
def desk_and_client() -> tuple[Desk, Client]:
    officer("staal", "oif", recovery_key())
    return at_desk()


@pytest.fixture
def raised(desk_and_client: tuple[Desk, Client]) -> Raised:
    return written_to(desk_and_client[0], disclosure="named", name="V. Verzinsel", phone="06 1")


@pytest.fixture
def adviser(desk_and_client: tuple[Desk, Client]) -> Client:
    return desk_and_client[1]


def room(raised: Raised) -> str:
    return f"/beheer/contact/{raised.reference}/overdragen/"


def form(step: str = "vraag", target: str = "oif", text: str = TEXT) -> dict[str, str]:
    return {"stap": step, "target": target, "text": text, "id": str(uuid.uuid4())}


def yes(raised: Raised, choice: str = "share_unnamed") -> Handover:
    row = Handover.objects.order_by("-message")[0]
    answering.answer(mailbox=mailbox_of(raised), question=row.message, choice=choice, text="")
    return row


def test_first_it_is_shown_and_nothing_is_asked(adviser: Client, raised: Raised) -> None:
    answer = adviser.post(room(raised), form("bekijk"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert ESCAPED in page
    assert not Handover.objects.exists()
    back = adviser.post(room(raised), form("wijzig"))
    assert (back.status_code, ESCAPED in back.content.decode()) == (200, True)


def test_asked_answered_and_handed_over_by_clicking(adviser: Client, raised: Raised) -> None:
    sent = form()
    places = {adviser.post(room(raised), sent).headers["Location"] for _ in range(2)}
    assert places == {f"{room(raised)}{Handover.objects.get().pk}/"}
    (place,) = places
    assert "Draag over</button>" not in adviser.get(place).content.decode()
    assert ESCAPED in reporter(raised).get("/postvak/melding/").content.decode()
    yes(raised)
    page = adviser.get(place).content.decode()
    assert "Draag over</button>" in page
    assert ESCAPED in page
    for _ in range(2):
        assert adviser.post(place).status_code == 303
    assert Report.objects.filter(body="oif").count() == 1
    assert "eigen postvak" in adviser.get(place).content.decode()


def test_the_reporter_finds_words_that_open_the_new_mailbox(adviser: Client, raised: Raised) -> None:
    place = adviser.post(room(raised), form()).headers["Location"]
    yes(raised)
    adviser.post(place)
    page = reporter(raised).get("/postvak/melding/").content.decode()
    found = re.findall(r"<li>([a-z]{4,})</li>", page.partition("message-receipt")[2])
    browser = Client()
    assert browser.post("/postvak/", {"receipt": " ".join(found[:9])}).status_code == 302
    assert ESCAPED in browser.get("/postvak/melding/").content.decode()


def test_without_a_yes_the_button_does_nothing(adviser: Client, raised: Raised) -> None:
    place = adviser.post(room(raised), form()).headers["Location"]
    answer = adviser.post(place)
    assert (answer.status_code, "geen ja" in answer.content.decode()) == (422, True)
    assert not Report.objects.filter(body="oif").exists()


def test_on_paper_with_the_name_that_the_reporter_gave(adviser: Client, raised: Raised) -> None:
    place = adviser.post(room(raised), form(target="social_work")).headers["Location"]
    assert adviser.get(f"{place}brief/").status_code == 302
    yes(raised, "share_named")
    adviser.post(place)
    page = adviser.get(f"{place}brief/").content.decode()
    assert ESCAPED in page
    assert "V. Verzinsel" in page
    text = adviser.get(f"{place}brief/", {"als": "tekst"})
    assert text.headers["Content-Type"].startswith("text/plain")
    assert TEXT in text.content.decode()


def test_what_went_to_a_body_is_on_no_paper(adviser: Client, raised: Raised) -> None:
    place = adviser.post(room(raised), form()).headers["Location"]
    yes(raised)
    adviser.post(place)
    assert adviser.get(f"{place}brief/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"target": "x"}, {"target": ""}, {"text": ""}, {"text": "a\0b"}, {"text": "x" * 10_001}, {"id": "x"}]
)
def test_what_was_typed_stays(adviser: Client, raised: Raised, wrong: dict[str, str]) -> None:
    answer = adviser.post(room(raised), form() | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert "text" in wrong or ESCAPED in page
    assert not Handover.objects.exists()


def test_of_another_adviser_or_another_contact_it_is_not_there(adviser: Client, raised: Raised) -> None:
    place = adviser.post(room(raised), form()).headers["Location"]
    _other, stranger = at_desk("gehoor")
    before = AuditEntry.objects.count()
    for address in (room(raised), place, f"{place}brief/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, form()).status_code in {404, 405}
    assert AuditEntry.objects.count() == before
    for address in (f"{room(raised)}{uuid.uuid4()}/", f"{room(raised)}{uuid.uuid4()}/brief/"):
        assert adviser.get(address).status_code == 404
    assert adviser.get(f"{room(raised)}geen/").status_code == 404

"""The guided page: each step says what to do instead, everything is shown once more, and then it happens once."""

import html
import re
from typing import Any

import pytest
from contact_world import at_desk, reporter, written_to
from django.test import Client

from loket.advisers.access import Desk
from loket.intake.models import Report
from loket.intake.raising import Raised
from people import officer, recovery_key

pytestmark = pytest.mark.django_db

ROOM = "/beheer/wettelijke-plicht/"
TEXT = "Een bedrijf betaalt <een> ambtenaar."


@pytest.fixture
def desk_and_client() -> tuple[Desk, Client]:
    officer("staal", "oif", recovery_key())
    return at_desk()


@pytest.fixture
def adviser(desk_and_client: tuple[Desk, Client]) -> Client:
    return desk_and_client[1]


@pytest.fixture
def raised(desk_and_client: tuple[Desk, Client]) -> Raised:
    return written_to(desk_and_client[0])


def hidden(page: str, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[0]


def form(adviser: Client, raised: Raised, step: str = "doorbreek", **given: str) -> dict[str, Any]:
    page = adviser.get(ROOM).content.decode()
    return {
        "stap": step,
        "certain": "yes",
        "otherwise": "no",
        "talked": "national",
        "ground": "official_crime",
        "text": TEXT,
        "contact": raised.reference,
        "told": "mailbox",
        "message": "Ik moet dit melden.",
        "receipt": hidden(page, "receipt"),
        "token": hidden(page, "token"),
        **given,
    }


def test_first_everything_once_more_then_it_happens_once(adviser: Client, raised: Raised) -> None:
    sent = form(adviser, raised, "bekijk")
    page = adviser.post(ROOM, sent).content.decode()
    assert html.escape(TEXT) in page
    assert not Report.objects.filter(body="oif").exists()
    again = {name: html.unescape(hidden(page, name)) for name in ("receipt", "token", "ground", "told")}
    codes = set()
    for _ in range(2):
        answer = adviser.post(ROOM, sent | again | {"stap": "doorbreek"})
        assert answer.status_code == 200
        codes.add(re.findall(r'class="code">([^<]+)<', answer.content.decode())[0])
    assert codes == {sent["receipt"]}
    assert Report.objects.filter(body="oif").count() == 1
    assert "Ik moet dit melden." in reporter(raised).get("/postvak/melding/").content.decode()
    assert Client().post("/postvak/", {"receipt": codes.pop()}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"certain": "no"}, "gerucht"),
        ({"otherwise": "yes"}, "overdracht"),
        ({"talked": "no"}, "Praat eerst"),
        ({"ground": "x"}, "Kies een van"),
        ({"text": ""}, "Schrijf wat je vertelt"),
        ({"told": "not"}, "waarom de melder"),
        ({"told": "spoken"}, "postvak. Schrijf het daar ook"),
        ({"contact": "geen"}, "Zonder postvak"),
        ({"message": ""}, "Schrijf het bericht"),
        ({"message": "\0"}, "Fout:"),
        ({"contact": "AAAAA-AAAAA"}, "Kies een van"),
        ({"receipt": "x"}, "niet compleet"),
        ({"token": "x"}, "niet compleet"),
    ],
)
def test_each_step_says_what_to_do_and_keeps_what_was_typed(
    adviser: Client, raised: Raised, wrong: dict[str, str], said: str
) -> None:
    answer = adviser.post(ROOM, form(adviser, raised, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert said in page
    assert "text" in wrong or html.escape(TEXT) in page
    assert not Report.objects.filter(body="oif").exists()


def test_without_a_mailbox_the_adviser_tells_it(adviser: Client, raised: Raised) -> None:
    sent = form(adviser, raised, contact="geen", told="spoken", message="")
    assert adviser.post(ROOM, sent).status_code == 200
    assert Report.objects.filter(body="oif").count() == 1


def test_the_contact_of_another_adviser_is_not_offered(adviser: Client, raised: Raised) -> None:
    _desk, stranger = at_desk("gehoor")
    assert raised.reference not in stranger.get(ROOM).content.decode()
    page = adviser.get(ROOM).content.decode()
    assert raised.reference in page
    sent = form(stranger, raised)
    assert stranger.post(ROOM, sent).status_code == 422
    assert not Report.objects.filter(body="oif").exists()


def test_to_write_on_is_no_mistake(adviser: Client, raised: Raised) -> None:
    answer = adviser.post(ROOM, form(adviser, raised, "wijzig"))
    assert (answer.status_code, html.escape(TEXT) in answer.content.decode()) == (200, True)


def test_a_form_that_was_used_for_something_else_is_refused_and_nothing_breaks(adviser: Client, raised: Raised) -> None:
    sent = form(adviser, raised)
    assert adviser.post(ROOM, sent).status_code == 200
    for changed in ("receipt", "token"):
        other = sent | {changed: form(adviser, raised)[changed]}
        answer = adviser.post(ROOM, other)
        assert (answer.status_code, html.escape(TEXT) in answer.content.decode()) == (422, True), changed
    assert Report.objects.filter(body="oif").count() == 1

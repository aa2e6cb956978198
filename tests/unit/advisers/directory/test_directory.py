"""The public directory: who stands in it, how they are found, and when the loket leads to them."""

import datetime as dt
import re
import string

import pytest
from contact_world import end_role, listed, with_key
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from loket.accounts.models import Account
from loket.advisers.directory.queries import Listed, language_name, matching
from loket.advisers.models import Adviser
from loket.core import clock
from loket.keys import services as keys

WHERE = "/vertrouwenspersonen/"
BUTTON = "Neem contact op via het loket"


def text(where: str = WHERE, **asked: str) -> str:
    answer = Client().get(where, asked)
    assert answer.status_code == 200, where
    return answer.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/vertrouwenspersonen/[\w-]+/">([^<]+)</a></h2>', page)


def test_the_way_to_talk_leads_to_the_directory(client: Client) -> None:
    assert f'href="{WHERE}"' in client.get("/bespreken/").content.decode()


@pytest.mark.django_db
def test_with_nobody_in_it_it_says_where_to_go() -> None:
    page = text()
    assert "intranet" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.django_db
def test_with_one_there_is_nothing_to_search() -> None:
    listed()
    page = text()
    assert names(page) == ["L. Luister"]
    assert 'role="search"' not in page


@pytest.mark.django_db
def test_it_says_that_anyone_may_choose_anyone() -> None:
    listed()
    assert "Je mag iedereen kiezen" in text()
    assert "Jij bepaalt" in text(f"{WHERE}luister/")


@pytest.mark.django_db
def test_many_stand_by_name_whatever_its_accents() -> None:
    for number, name in enumerate(["Ömer", "Zoë", "Abdel", "pim"]):
        listed(f"vp{number}", name)
    page = text()
    assert names(page) == ["Abdel", "Ömer", "pim", "Zoë"]
    assert "4 vertrouwenspersonen" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit": "belastingdienst"}, ["Zoë"]),
        ({"location": "Utrecht"}, ["Abdel", "Ömer"]),
        ({"language": "tr"}, ["Ömer"]),
        ({"name": "OM"}, ["Ömer"]),
        ({"name": "zoe", "unit": "douane"}, []),
        ({"unit": "", "name": ""}, ["Abdel", "Ömer", "Zoë"]),
        ({"unit": "niets", "language": "xx", "page": "9"}, ["Abdel", "Ömer", "Zoë"]),
        ({"name": "a\0b"}, ["Abdel", "Ömer", "Zoë"]),
        ({"name": "é" * 500}, ["Abdel", "Ömer", "Zoë"]),
    ],
)
def test_they_are_found_by_unit_place_language_and_name(asked: dict[str, str], found: list[str]) -> None:
    """A form without scripts; what cannot be asked is left out."""
    listed("vp1", "Ömer", languages="nl tr")
    listed("vp2", "Zoë", unit="belastingdienst", location="Heerlen", languages="nl")
    listed("vp3", "Abdel")
    assert names(text(**asked)) == found


@pytest.mark.django_db
def test_only_advisers_of_today_stand_in_it() -> None:
    """Not who is not listed, not yet or no more appointed, without the role, or with a closed account."""
    listed("stil", is_listed=False)
    listed("later", appointed_on=clock.today() + dt.timedelta(days=1))
    listed("vroeger", ended_on=clock.today() - dt.timedelta(days=1))
    end_role(listed("rol").account)
    closed = listed("dicht").account
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    listed("vandaag", "V. Vandaag", ended_on=clock.today())
    assert names(text()) == ["V. Vandaag"]
    for slug in ("stil", "later", "vroeger", "rol", "dicht", "niemand"):
        assert Client().get(f"{WHERE}{slug}/").status_code == 404
        assert Client().get(f"{WHERE}{slug}/contact/").status_code == 404


@pytest.mark.django_db
def test_the_button_stands_there_only_when_what_is_written_can_be_read() -> None:
    """Not before the adviser has a key, not after they lost it, and again when they made another."""
    adviser = listed()
    where = f"{WHERE}luister/"
    assert BUTTON not in text(where)
    assert "06 12345678" in text(where)
    desk, _private = with_key(adviser)
    assert BUTTON in text(where)
    assert "Ook via dit loket" in text()
    keys.forget_person_key(account=desk.me, actor="test")
    assert BUTTON not in text(where)
    assert "Ook via dit loket" not in text()
    answer = Client().get(f"{where}contact/")
    assert (answer.status_code, answer.headers["Location"]) == (302, where)
    with_key(adviser)
    assert BUTTON in text(where)


@pytest.mark.django_db
def test_what_an_adviser_wrote_is_text_and_nothing_else() -> None:
    listed(profile="<script>alert(1)</script>", profile_en="I listen.", reach='<a href="x">bel</a> a@voorbeeld.nl')
    page = text(f"{WHERE}luister/")
    assert "<script>alert" not in page
    assert '<a href="x">' not in page
    assert 'href="mailto:a@voorbeeld.nl"' in page
    assert "I listen." in text(f"/en{WHERE}luister/")


@pytest.mark.django_db
def test_looking_leaves_nothing_in_the_browser() -> None:
    listed()
    client = Client()
    client.get(WHERE)
    client.get(f"{WHERE}luister/")
    assert not client.cookies


@pytest.mark.django_db
def test_the_directory_takes_few_questions_however_many_there_are(django_assert_max_num_queries: object) -> None:
    for number in range(20):
        listed(f"vp{number}", f"Naam {number}")
    assert Adviser.objects.count() == 20
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        text()


def test_every_language_has_a_name() -> None:
    assert language_name("pap") == "Papiaments"
    assert language_name("nl") == "Nederlands"
    assert language_name("qqq") == "qqq"


def one(name: str, unit: str, location: str, languages: tuple[str, ...]) -> Listed:
    return Listed("x", name, unit, unit, location, languages, "", "", "", is_coordinating=False, desk="")


WORDS = st.text(string.ascii_letters + "éÖ ", max_size=8)
PEOPLE = st.lists(
    st.builds(one, WORDS, st.sampled_from("ab"), st.sampled_from(["", "U"]), st.just(("nl",)) | st.just(("nl", "tr")))
)
ASKED = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["", "a"]),
        "location": st.sampled_from(["", "U"]),
        "language": st.sampled_from(["", "tr"]),
        "name": WORDS,
    }
)


@given(PEOPLE, ASKED)
def test_asking_more_never_finds_more_and_nothing_asked_finds_all(people: list[Listed], asked: dict[str, str]) -> None:
    found = matching(people, **asked)
    assert [person for person in people if person in found] == found
    for name in asked:
        assert len(found) <= len(matching(people, **{**asked, name: ""}))
    assert matching(people) == people
    assert all(person in matching(people, name=person.name.upper()) for person in people)

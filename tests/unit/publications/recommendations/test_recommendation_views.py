"""The pages of the recommendations: what was typed is kept, a form acts once, and nothing that is sent breaks them."""

import uuid

import pytest
from django.conf import settings
from django.test import Client

from loket.accounts.models import Role
from loket.core import clock
from loket.publications.models import Recommendation
from loket.publications.recommendations import services
from people import person

pytestmark = pytest.mark.django_db

ROOM = "/beheer/aanbevelingen/"
SAID = {"audience": "managers", "text_nl": "Luister eerst.", "text_en": "Listen first."}


@pytest.fixture
def national(client: Client) -> Client:
    client.force_login(person("landelijk", Role.NATIONAL_ADVISER, name="L. Landelijk"))
    services.load(folder=settings.DATA, actor="demo")
    return client


def token(version: int = 0) -> dict[str, str]:
    return {"token": str(uuid.uuid4()), "version": str(version)}


def one(number: int = 3, year: int = 2024) -> Recommendation:
    return Recommendation.objects.get(year=year, number=number)


def test_the_year_with_what_came_of_the_year_before(national: Client) -> None:
    page = national.get(f"{ROOM}?jaar=2024").content.decode()
    assert "treed op tegen elke vorm" in page
    assert "agenda van de vertrouwenspersoon" in page
    assert "Er wordt aan gewerkt" in page
    assert "Bij 9 aanbevelingen" in national.get(f"{ROOM}?jaar=2025").content.decode()


def test_half_a_year_long_the_report_to_write_is_that_of_the_year_before(national: Client) -> None:
    with clock.as_of(clock.today().replace(year=2030, month=3, day=1)):
        assert "Aanbevelingen 2029" in national.get(ROOM).content.decode()
    with clock.as_of(clock.today().replace(year=2030, month=9, day=1)):
        assert "Aanbevelingen 2030" in national.get(ROOM).content.decode()


@pytest.mark.parametrize("year", ["0", "1999", "9999", "٢٠٢٤", "20244", "\0", "abcd"])
def test_a_year_that_there_is_not(national: Client, year: str) -> None:
    assert national.get(ROOM, {"jaar": year}).status_code == 404
    assert national.get(f"{ROOM}99999999999999999999/nieuw/").status_code == 404
    assert national.get(f"{ROOM}99999999999999999999/").status_code == 404


def test_written_once_whatever_is_pressed(national: Client) -> None:
    sent = SAID | token()
    for _ in range(2):
        answer = national.post(f"{ROOM}2024/nieuw/", sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{ROOM}?jaar=2024")
    assert Recommendation.objects.filter(year=2024).count() == 10
    assert one(10).text_nl == "Luister eerst."


@pytest.mark.parametrize("text", ["Praat 3 keer.", "", "\0", "x" * 1001, "{{ a }}"])
def test_what_was_typed_stays(national: Client, text: str) -> None:
    answer = national.post(f"{ROOM}2024/nieuw/", SAID | token() | {"text_nl": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert "Listen first." in page
    assert Recommendation.objects.filter(year=2024).count() == 9


def test_a_change_on_what_another_changed_meanwhile_shows_both(national: Client) -> None:
    about = one()
    services.change(recommendation=about, version=1, actor="ander", **{**SAID, "text_nl": "Van de ander."})
    sent = SAID | token(1)
    answer = national.post(f"{ROOM}{about.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Van de ander." in page
    assert "Luister eerst." in page
    assert national.post(f"{ROOM}{about.pk}/", SAID | token(2)).status_code == 303
    assert one().text_nl == "Luister eerst."


def test_what_came_of_it_is_filled_in(national: Client) -> None:
    about = one()
    address = f"{ROOM}{about.pk}/opvolging/"
    assert about.text_nl in national.get(address).content.decode()
    assert national.post(address, token(1) | {"state": "done", "text_nl": "Ja.", "text_en": ""}).status_code == 422
    assert national.post(address, token(1) | {"state": "open", "text_nl": "Ja.", "text_en": ""}).status_code == 422
    assert national.post(address, token(1) | {"state": "bad", "text_nl": "Ja.", "text_en": "Yes."}).status_code == 422
    assert national.post(address, token(1) | {"state": "done", "text_nl": "Ja.", "text_en": "Yes."}).status_code == 303
    assert (one().follow_up, one().follow_up_en) == ("done", "Yes.")


def test_up_down_away_and_along(national: Client) -> None:
    third, fourth = one(3), one(4)
    assert national.post(f"{ROOM}{third.pk}/plaats/", token(1) | {"richting": "omlaag"}).status_code == 303
    assert one(3) == fourth
    assert national.post(f"{ROOM}{third.pk}/plaats/", token(1) | {"richting": "omlaag"}).status_code == 422
    assert national.post(f"{ROOM}{third.pk}/plaats/", token(2) | {"richting": "omhoog"}).status_code == 303
    assert one(3) == third
    for _ in range(2):
        assert national.post(f"{ROOM}{third.pk}/meenemen/").status_code == 303
    assert one(1, 2025).text_nl == third.text_nl
    assert national.post(f"{ROOM}{fourth.pk}/weg/", {"token": "x", "version": "x"}).status_code == 422
    assert national.post(f"{ROOM}{fourth.pk}/weg/", token(1)).status_code == 303
    assert Recommendation.objects.filter(year=2024).count() == 8


def test_in_english(national: Client) -> None:
    page = national.get(f"/en{ROOM}", {"jaar": "2024"}, follow=True).content.decode()
    assert "act against every form" in page or "treed op" in page

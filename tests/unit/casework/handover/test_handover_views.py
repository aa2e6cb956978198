"""The pages of a handover and of a decision, as officers use them: nothing typed is lost, nothing goes twice."""

import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from case_world import House
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from handover_world import Ready, answer, at_mib, at_oif, version
from pytest_django import Settings

from loket.casework.models import Case, Item, ItemKind
from loket.core import once
from loket.core.models import AuditEntry
from loket.intake.models import Report

pytestmark = pytest.mark.django_db
FONTS = Path(__file__).parents[4] / "var" / "front"


def page(ready: Ready, rest: str) -> str:
    return f"/beheer/zaken/{ready.opened.case.reference}/{rest}"


def post(client: Client, ready: Ready, rest: str, **given: object) -> HttpResponse:
    sent = {"token": once.new_token(), "version": version(ready.opened), **given}
    return client.post(page(ready, rest), sent)  # type: ignore[return-value]  # what the test client gives


def planned(ready: Ready) -> int:
    return Item.objects.filter(case=ready.opened.case, kind=ItemKind.HANDOVER).latest("number").number


def _printed(made: bytes) -> str:
    pages = pypdfium2.PdfDocument(made)
    return " ".join(one.get_textpage().get_text_bounded() for one in pages)


def text(answered: HttpResponseBase) -> str:
    return re.sub(r"\s+", " ", getattr(answered, "content", b"").decode())


def test_mib_hands_a_report_over_in_the_browser(house: House) -> None:
    ready = at_mib(house)
    client = house.client("denkbeeld")
    assert "Draag over aan het onderzoeksbureau" in text(client.get(page(ready, "overdragen/")))
    assert client.get(page(ready, "toestemming/")).status_code == 302
    assert post(client, ready, "overdragen/").status_code == 422
    chosen = post(client, ready, "overdragen/", to="oif")
    assert chosen.status_code == 303
    number = planned(ready)
    assert "Vraag de melder om toestemming" in text(client.get(page(ready, f"overdragen/{number}/")))
    wrong = post(client, ready, "toestemming/", number=number, text="")
    assert (wrong.status_code, "Schrijf waarom je dit vraagt" in text(wrong)) == (422, True)
    assert post(client, ready, "toestemming/", number=number, text="Zij onderzoeken dit.").status_code == 303
    assert "Wacht op het antwoord van de melder" in text(client.get(page(ready, f"overdragen/{number}/")))
    early = post(client, ready, f"overdragen/{number}/", text="Het is weg.")
    assert (early.status_code, "Dit mag nog niet mee" in text(early)) == (422, True)
    answer(house, ready.raised, "handover")
    assert "De melder zei ja." in text(client.get(page(ready, f"overdragen/{number}/")))
    token, seen = once.new_token(), version(ready.opened)
    sent = {"token": token, "version": seen, "text": "Je melding is nu daar."}
    gone = client.post(page(ready, f"overdragen/{number}/"), sent)
    assert gone.status_code == 303
    assert "De zaak is overgedragen." in text(client.get(gone.headers["Location"]))
    assert client.post(page(ready, f"overdragen/{number}/"), sent).status_code == 404
    assert Report.objects.get(pk=ready.raised.report_id).body == "oif"
    assert Case.objects.filter(body="oif").count() == 1


def test_sent_twice_a_choice_is_one_plan(house: House) -> None:
    ready = at_oif(house)
    client = house.client("staal")
    sent = {"token": once.new_token(), "version": version(ready.opened), "to": "bevoegd_gezag", "persoon_1": "named"}
    first, second = (client.post(page(ready, "overdragen/"), sent) for _time in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert Item.objects.filter(case=ready.opened.case, kind=ItemKind.HANDOVER).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"to": "mib", "persoon_1": "named"},
        {"to": "bevoegd_gezag"},
        {"to": "bevoegd_gezag", "items": "99"},
        {"to": "bevoegd_gezag", "files": "1/\x00"},
        {"to": "bevoegd_gezag", "persoon_1": "both"},
        {"to": "bevoegd_gezag", "persoon_1": "named", "version": "9" * 30},
        {"to": "bevoegd_gezag", "reporter": ["story", "\ud7ff"]},
    ],
)
def test_a_choice_that_is_none_keeps_what_was_typed(house: House, wrong: dict[str, object]) -> None:
    ready = at_oif(house)
    answered = post(house.client("staal"), ready, "overdragen/", **wrong)
    assert answered.status_code == 422
    assert not Item.objects.filter(case=ready.opened.case, kind=ItemKind.HANDOVER).exists()


@pytest.mark.parametrize(
    "rest", ["overdragen/99/", "wettelijk/?overdracht=99", "naar-buiten/1/pakket.zip", "besluit/2/", "besluit/99/"]
)
def test_what_is_not_there_is_not_there(house: House, rest: str) -> None:
    ready = at_oif(house)
    assert house.client("staal").get(page(ready, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["wettelijk/?overdracht=%00", "wettelijk/?overdracht=%C2%B2", "toestemming/?x=1"])
def test_strange_addresses_lead_to_where_one_chooses(house: House, rest: str) -> None:
    ready = at_oif(house)
    assert house.client("staal").get(page(ready, rest)).status_code == 302


def test_the_police_get_a_letter_and_the_chosen_files(house: House, settings: Settings) -> None:
    if not FONTS.exists():
        pytest.skip("the typeface was not fetched here")
    (settings.VAR / "front").symlink_to(FONTS)
    ready = at_oif(house)
    client = house.client("staal")
    files = re.findall(r'name="files" value="([^"]+)"', client.get(page(ready, "naar-buiten/")).content.decode())
    post(client, ready, "naar-buiten/", to="police", reporter=["story", "identity"], files=files[:1], persoon_1="named")
    number = planned(ready)
    ground = {"ground": "crime", "reasons": "De officier vraagt erom.", "notice": "harms", "text": ""}
    assert post(client, ready, f"wettelijk/?overdracht={number}", **ground).status_code == 303
    assert post(client, ready, f"overdragen/{number}/").status_code == 303
    answered = client.get(page(ready, f"naar-buiten/{number}/pakket.zip"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answered.streaming_content)))  # type: ignore[attr-defined]
    assert archive.namelist() == ["brief-en-stukken.pdf", "01-juni.txt"]
    assert archive.read("01-juni.txt") == b"bytes of juni.txt"
    letter = _printed(archive.read("brief-en-stukken.pdf"))
    assert all(word in letter for word in ("Overdracht aan Politie", "bouwmarkt", "Jan de Vries", "N. Voorbeeld"))
    assert not [word for word in ("Ans Getuige", "rapport", "notitie") if word in letter]
    assert AuditEntry.objects.filter(action="case.export", summary__to="police").count() == 1
    assert not [
        path for path in settings.VAR.rglob("*") if path.suffix in {".pdf", ".zip"} and "front" not in str(path)
    ]


def test_a_decision_is_written_down_beside_comparable_cases(house: House) -> None:
    ready = at_oif(house)
    client = house.client("staal")
    assert "Nog geen uitkomst" in text(client.get(page(ready, "besluit/")))
    given = {
        "description": "unauthorised_use_of_resources",
        "established": "yes",
        "settlement": "punishment",
        "measures": ["written_reprimand"],
        "decided_on": "22-11-2026",
        "text": "Passend.",
    }
    looked = post(client, ready, "besluit/1/", vergelijk="1", **given)
    assert (looked.status_code, "Passend." in text(looked)) == (200, True)
    assert post(client, ready, "besluit/1/", **{**given, "measures": []}).status_code == 422
    wrong = post(client, ready, "besluit/1/", **{**given, "decided_on": "01-01-1999"})
    assert (wrong.status_code, "niet gehoord" in text(wrong), "Passend." in text(wrong)) == (422, True, True)
    assert post(client, ready, "besluit/1/", **given).status_code == 303
    assert "Schriftelijke berisping" in text(client.get(page(ready, "besluit/")))


def test_comparing_says_nothing_in_the_address(house: House) -> None:
    ready = at_oif(house)
    client = house.client("staal")
    assert "nog geen jaar vastgelegd" in text(client.get(page(ready, "vergelijk/")))
    assert post(client, ready, "vergelijk/", violation="undesirable_conduct").status_code == 200
    assert post(client, ready, "vergelijk/", violation="\x00").status_code == 422

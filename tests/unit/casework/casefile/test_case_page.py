"""The page of a case: what stands on it, for whom, and at what cost."""

import re
from html import unescape

import pytest
from case_world import STORY, House, raise_for
from casefile_world import PERSON, At
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loket.casework import engine, opening, services
from loket.casework.casefile.codes import words
from loket.casework.content import Card, ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Case, ItemKind, Person
from loket.casework.reading import procedures
from loket.casework.sealing import OpenCase, seal_person
from loket.core import clock
from loket.core.models import AuditEntry
from loket.intake import services as intake
from loket.intake.content import Identity
from loket.intake.raising import Raised

pytestmark = pytest.mark.django_db


def test_the_page_tells_what_to_do_what_was_told_and_who_can_read_it(at: At) -> None:
    page = at.text()
    assert re.search(r"<h2>Bevestig de ontvangst</h2>", page)
    assert "nog 7 dagen" in page.lower()
    assert "Schrijf de brief" in page
    assert STORY in page
    assert "De melder is anoniem. Er is geen naam om te openen." in page
    assert "Zaak genomen" in page
    assert "Douane, anonieme melder" in page
    assert page.count("utrecht-button-link--primary-action") + page.count("utrecht-button--primary-action") == 1


def test_a_reporter_who_is_known_is_sealed_apart(house: House) -> None:
    raised = raise_for("oif", identity=Identity(disclosure="named", name="M. Verzonnen"))
    opening.open_new(body="oif")
    house.desk("staal")
    case = Case.objects.get(report=raised.report_id)
    house.take("staal", case)
    at = At(house.client("staal"), case.reference)
    assert "M. Verzonnen" not in at.text()
    assert "Toon wie dit meldde, met reden" in at.text()
    assert at.send("melder/").status_code == 422
    shown = at.send("melder/", reason="contact")
    assert shown.status_code == 200
    assert "M. Verzonnen" in shown.content.decode()
    assert AuditEntry.objects.filter(action="report.identity").count() == 1


def test_a_case_without_a_report_shows_what_it_began_with(house: House) -> None:
    content = ItemContent(code="incident", title="Pas, verloren", text="In de trein laten liggen")
    case = opening.open_case(
        body="oif",
        procedure="oif",
        card=Card(),
        received_on=clock.today(),
        actor="test",
        content_items=[(ItemKind.DOCUMENT, content)],
    )
    house.desk("staal")
    house.take("staal", case)
    at = At(house.client("staal"), case.reference)
    page = at.text()
    assert "In de trein laten liggen" in page
    assert "Wat de melder vertelt" not in page
    assert "Berichten" not in page
    assert at.get("bericht/").status_code == at.get("melder/").status_code == 404


def test_reading_stands_in_the_trail_once_and_sending_does_not(at: At) -> None:
    before = AuditEntry.objects.filter(action="case.read").count()
    at.get()
    assert AuditEntry.objects.filter(action="case.read").count() == before + 1
    at.done("notitie/", text="Navraag gedaan")
    assert AuditEntry.objects.filter(action="case.read").count() == before + 1


def test_nothing_of_a_case_is_kept_by_a_browser_or_stands_in_an_address(at: At) -> None:
    at.done("persoon/", **PERSON)
    for page in ("", "tijdlijn/", "anders/", "persoon/1/naam/", "stap/acknowledge/", "bericht/"):
        answer = at.get(page)
        assert answer.headers["Cache-Control"] == "no-store", page
        addresses = re.findall(r'(?:href|action)="([^"]+)"', answer.content.decode())
        assert not [one for one in addresses if "Fictief" in one or "dienstbus" in one or "douane" in one], page


def test_who_does_not_read_the_case_is_told_whom_to_ask(house: House, at: At) -> None:
    other = At(house.client("proef"), at.reference)
    answer = other.get()
    assert answer.status_code == 403
    assert STORY not in answer.content.decode()
    assert "staal" in answer.content.decode()
    for page in ("tijdlijn/", "anders/", "stap/acknowledge/", "notitie/", "kenmerken/", "melder/"):
        assert other.get(page).status_code == 403, page
    for page in ("stap/acknowledge/", "notitie/", "kenmerken/", "melder/", "taak/1/klaar/", "persoon/"):
        assert other.send(page, text="x").status_code == 403, page
    assert At(house.client("denkbeeld"), at.reference).get().status_code == 404


def test_who_is_locked_out_comes_back_to_the_same_page(house: House, at: At) -> None:
    client = house.client("staal")
    client.post("/beheer/vergrendelen/")
    answer = At(client, at.reference).get("tijdlijn/")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"volgende=%2Fbeheer%2Fzaken%2F{at.reference}%2Ftijdlijn%2F")


def fill(opened: OpenCase, raised: Raised, house: House, count: int) -> None:
    """So many notes, people and messages."""
    public = bytes(opened.case.public)
    report = opened.report
    assert report is not None
    first = opened.people()[-1].number if opened.people() else 0
    people = [Person(case=opened.case, number=first + number) for number in range(1, count + 1)]
    for person in people:
        seal_person(person, public=public, content=PersonContent(about="x"), identity=PersonIdentity(name="R. Fictief"))
    Person.objects.bulk_create(people)
    for number in range(count):
        kind, content = ItemKind.NOTE, ItemContent(text=f"Notitie {number}")
        services.add_item(opened=opened, kind=kind, content=content, actor="staal")
        services.add_item(
            opened=opened, kind=ItemKind.TASK, content=ItemContent(title="x", state="open"), actor="staal"
        )
        intake.write_as_body(report=report, kind="message", text=f"Bericht {number}", actor="staal")
        intake.write_as_reporter(mailbox=house.mailbox(raised), text=f"Antwoord {number}")


def queries_of(at: At, page: str) -> int:
    at.text(page)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        at.text(page)
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_case(
    house: House, at: At, opened: OpenCase, raised: Raised
) -> None:
    fill(opened, raised, house, 1)
    one = {page: queries_of(at, page) for page in ("", "tijdlijn/", "anders/")}
    fill(opened, raised, house, 199)
    assert {page: queries_of(at, page) for page in one} == one
    assert one[""] <= MOST_QUERIES


MOST_QUERIES = 40
"""Session, person, grants, keys, the case with its report, parts, people, messages, terms, readers, the trail."""


def test_the_keyboard_goes_down_the_page_as_the_eye_does(at: At) -> None:
    page = at.text()
    main = page[page.index("<main") :]
    order = ["Werklijst</a>", "Schrijf de brief", "Doe iets anders", "Voeg persoon toe", "Schrijf aan de melder"]
    order += ["Schrijf een notitie", "Voeg een stuk toe", "Voeg een taak toe", "Geef iemand toegang"]
    places = [main.index(words) for words in order]
    assert places == sorted(places)
    assert 'tabindex="1"' not in page


def test_each_timeline_line_leads_to_its_part(at: At) -> None:
    at.done("notitie/", text="Navraag gedaan")
    assert "Notitie: Navraag gedaan" in at.text("tijdlijn/")
    item = re.findall(r"/stuk/(\d+)/", at.text("tijdlijn/"))[0]
    assert "Navraag gedaan" in at.text(f"stuk/{item}/")
    assert at.get("stuk/1/").status_code == 404, "what happened has no page"
    assert at.get("stuk/99/").status_code == 404


def test_a_part_that_was_changed_outside_is_shown_as_such(at: At, opened: OpenCase) -> None:
    at.done("notitie/", text="Navraag gedaan")
    item = opened.items()[-1]
    item.content = bytes(item.content)[:-1] + bytes([bytes(item.content)[-1] ^ 1])
    item.save()
    assert "Dit opent niet meer" in at.text(f"stuk/{item.number}/")
    assert STORY in at.text()


@pytest.mark.parametrize("page", ["%00/", "26-0001%00/", "%F0%9F%98%80/", "9" * 300 + "/", "..%2f/"])
def test_an_odd_reference_is_none(house: House, page: str) -> None:
    assert house.client("staal").get(f"/beheer/zaken/{page}").status_code == 404


NINES = "9" * 5000


@pytest.mark.parametrize(
    "page",
    ["stap/%00/", "stap/nothing/", f"stuk/{NINES}/", "persoon/0/", f"persoon/{NINES}/naam/", "taak/1/klaar/"],
)
def test_an_odd_address_below_a_case_is_none(at: At, page: str) -> None:
    assert at.get(page).status_code == 404


@pytest.mark.parametrize("file", ["x", "00000000-0000-4000-8000-000000000000"])
def test_a_file_that_is_not_of_the_case_is_none(at: At, file: str) -> None:
    assert at.get(f"bestand/{file}/").status_code == 404


@pytest.mark.parametrize("code", sorted(procedures()))
def test_every_step_of_every_procedure_has_its_page(house: House, code: str) -> None:
    procedure, today = procedures()[code], clock.today()
    case = opening.open_case(body="oif", procedure=code, card=Card(), received_on=today, actor="test")
    house.desk("staal")
    house.take("staal", case)
    at, row = At(house.client("staal"), case.reference), Case.objects.filter(pk=case.pk)
    for stage in procedure.stages:
        for act in engine.acts_from(procedure, stage.code):
            row.update(stage=stage.code, next_act=act.code, due_on=today)
            assert words(act.label) in at.text()
            assert words(act.label) in at.text("anders/")
            assert at.get(f"stap/{act.code}/").status_code == (302 if act.handover else 200)
    row.update(stage=procedure.stages[-1].code, next_act="", due_on=None, closed_on=today)
    assert "Er is nu niets te doen" in at.text()


def test_a_step_that_lacks_something_leads_to_where_it_is_put_on_record(at: At) -> None:
    at.done("stap/acknowledge/", text="Dank je")
    at.done("kenmerken/", unit="", violation="")
    page = at.text()
    assert f'href="{at.url("kenmerken/")}">Vul de kenmerken in</a>' in page
    assert "Leg eerst vast:" in at.text("anders/")
    assert "het onderdeel en de soort schending" in at.text("stap/assess/")


def test_an_outcome_is_shown_with_its_sign_and_its_word(at: At, opened: OpenCase) -> None:
    at.done("persoon/", **PERSON)
    person, version = opened.people()[0], Case.objects.get(reference=at.reference).version
    content = PersonContent(established="no", settlement="no_action", decided_on=clock.today())
    services.change_person(opened=opened, person=person, version=version, content=content, identity=None, actor="staal")
    page = at.text()
    assert re.search(r'<span class="status known">Niet vastgesteld</span>', page), "no tick: that would be a verdict"
    assert re.search(r'<span class="second">Geen, \d+ \w+</span>', page)


def test_what_a_reporter_answers_about_detriment_is_shown(
    house: House, at: At, opened: OpenCase, raised: Raised
) -> None:
    report = opened.report
    assert report is not None
    options = ("no_detriment", "detriment")
    asked = intake.write_as_body(report=report, kind="detriment", text="Heb je nadeel?", actor="staal", options=options)
    assert "nog geen antwoord" in at.text()
    mailbox = house.mailbox(raised)
    intake.write_as_reporter(
        mailbox=mailbox, kind="answer", question=asked, choice="detriment", text="Ik krijg minder werk"
    )
    page = at.text()
    assert "Gevraagd naar nadeel" in page
    assert "nog geen antwoord" not in page
    assert page.count("Ik krijg minder werk") == 2, "beside the terms, and among the messages"


def test_the_case_says_what_was_just_done(at: At) -> None:
    answer = at.done("notitie/", text="Navraag gedaan")
    said = '<span class="status checked">%s</span></p>'
    page = unescape(at.client.get(answer.headers["Location"]).content.decode())
    assert said % "Notitie: Navraag gedaan" in page
    assert "Navraag" not in answer.headers["Location"]
    person = at.done("persoon/", **PERSON).headers["Location"]
    assert said % "Dat is vastgelegd" in at.client.get(person).content.decode()
    assert 'role="status"' not in at.text()
    for nonsense in ("", "99", "-1", "x"):
        assert said % "Dat is vastgelegd" in at.text(gedaan=nonsense)


def test_of_what_has_pages_a_copy_can_be_made_from_where_it_stands(at: At) -> None:
    """A redacted copy is begun at the story, and at each file that is a PDF or a picture."""
    files = [SimpleUploadedFile("Rapport.PDF", b"%PDF-1.4"), SimpleUploadedFile("lijst.txt", b"een")]
    answer = at.done("notitie/", text="Met bestanden", attachments=files)
    assert f'href="{at.url("afschrift/melding/")}"' in at.text()
    item = answer.headers["Location"].rpartition("=")[2]
    page = at.text(f"stuk/{item}/")
    assert page.count("Maak een afschrift") == 1
    assert "van Rapport.PDF" in page


def test_a_step_of_another_stage_is_refused_before_it_is_filled_in(at: At) -> None:
    page = at.text("stap/assess/")
    assert "Deze stap kan nu niet" in page
    assert "vraag_researchability" not in page
    assert at.url("anders/") in page

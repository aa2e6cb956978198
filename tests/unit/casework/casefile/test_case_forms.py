"""Every form of a case: right, wrong, sent twice, and on a case that somebody else changed meanwhile."""

import re
import uuid

import pytest
from case_world import House
from casefile_world import ASSESS, PERSON, At, problems
from django.core.files.uploadedfile import SimpleUploadedFile

from loket.casework import services
from loket.casework.content import ItemContent
from loket.casework.models import Case, Item, ItemKind, Person, Reader
from loket.casework.sealing import OpenCase
from loket.core.models import AuditEntry
from loket.intake.models import Message, MessageKind, SealedFile
from loket.intake.raising import Raised

pytestmark = pytest.mark.django_db

LONG, NUL, ODD = "a" * 20_001, "een\0twee", "\u202eomgekeerd \U0001f600 e\u0301 \ufffe"
LETTER = "Dank je. We hebben je melding gelezen."
HEARING = {"on": "20-11-2026", "text": "Zegt dat de bus van het werk is.", "signed": "yes"}
DOCUMENT = {"kind": "plan", "title": "Aanpak", "text": "Eerst het rittenboek."}

TEXTS = [
    ("notitie/", "text", {}),
    ("bericht/", "text", {}),
    ("stap/acknowledge/", "text", {}),
    ("stuk/", "text", {"kind": "plan", "title": "Plan"}),
    ("stuk/", "title", {"kind": "plan", "text": "Plan"}),
    ("taak/", "title", {}),
    ("persoon/", "about", {"role": "witness", "name": "R. Fictief"}),
    ("persoon/", "name", {"role": "witness"}),
]
"""The page, a field for text on it, and what else it asks."""


def rows(case: str) -> tuple[int, ...]:
    """How much there is of a case: nothing of it changed when this is the same."""
    found = Case.objects.get(reference=case)
    return found.version, found.items.count(), found.people.count(), Message.objects.count(), SealedFile.objects.count()


@pytest.mark.parametrize(("page", "field", "rest"), TEXTS)
@pytest.mark.parametrize("text", [LONG, NUL, ""])
def test_a_wrong_text_is_kept_and_nothing_is_written(
    at: At, page: str, field: str, rest: dict[str, str], text: str
) -> None:
    if field == "about" and not text:
        pytest.skip("what somebody's part is about may be empty")
    before = rows(at.reference)
    answer = at.send(page, **{**rest, field: text})
    assert answer.status_code == 422
    assert problems(answer)
    assert answer.content.decode().startswith("<!doctype html>")
    assert "<title>Fout:" in answer.content.decode()
    assert text == NUL or text in answer.content.decode(), "what was typed stands there still"
    assert rows(at.reference) == before


@pytest.mark.parametrize(("page", "field", "rest"), TEXTS)
def test_an_odd_text_is_written_as_it_is(at: At, page: str, field: str, rest: dict[str, str]) -> None:
    at.done(page, **{**rest, field: ODD})
    assert at.get().status_code == at.get("tijdlijn/").status_code == 200


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("notitie/", {"text": "Navraag gedaan"}),
        ("taak/", {"title": "Vraag het rittenboek op"}),
        ("stuk/", DOCUMENT),
        ("bericht/", {"text": "Weet je nog wanneer?"}),
        ("persoon/", PERSON),
        ("kenmerken/", {"unit": "douane"}),
        ("stap/acknowledge/", {"text": LETTER}),
    ],
)
def test_a_form_that_is_sent_twice_acts_once(at: At, page: str, fields: dict[str, str]) -> None:
    sent = {**fields, "token": uuid.uuid4(), "version": Case.objects.get(reference=at.reference).version}
    at.done(page, **sent)
    once = rows(at.reference)
    at.done(page, **sent)
    assert rows(at.reference) == once


@pytest.mark.parametrize(
    "lost", [{"token": "x"}, {"token": ""}, {"version": "x"}, {"version": "-1"}, {"version": "9" * 50}]
)
def test_a_page_that_was_cut_off_can_be_sent_again(at: At, lost: dict[str, str]) -> None:
    fields = {"text": "Navraag gedaan", "token": uuid.uuid4(), "version": 2, **lost}
    answer = at.client.post(at.url("notitie/"), fields)
    assert answer.status_code == 422
    assert problems(answer) == ["Deze pagina was niet compleet. Verstuur het formulier nog een keer"]
    page = answer.content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("token", "version")}
    assert "Navraag gedaan" in page
    again = at.client.post(
        at.url("notitie/"), {"text": "x", **{name: found[1] for name, found in hidden.items() if found}}
    )
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("page", "fields", "typed"),
    [
        ("persoon/", PERSON, "R. Fictief"),
        ("kenmerken/", {"unit": "douane"}, 'value="douane" selected'),
        ("stap/acknowledge/", {"text": LETTER}, LETTER),
        ("taak/{task}/klaar/", {}, "Zet op klaar"),
        ("persoon/1/", {"role": "witness", "about": "Zag het"}, "Zag het"),
    ],
)
def test_what_another_changed_meanwhile_is_shown_first(
    house: House, at: At, opened: OpenCase, page: str, fields: dict[str, str], typed: str
) -> None:
    content = ItemContent(title="Bel het wagenpark", state="open")
    task = services.add_item(opened=opened, kind=ItemKind.TASK, content=content, actor="staal")
    at.done("persoon/", **PERSON)
    page = page.format(task=task.number)
    seen = Case.objects.get(reference=at.reference).version
    services.give_access(
        desk=house.desk("staal"), case=opened.case, to=house.account("proef"), reason="works_along", actor="staal"
    )
    other = At(house.client("proef"), at.reference)
    other.done("kenmerken/", unit="toeslagen")
    before = rows(at.reference)
    answer = at.send(page, **fields, version=seen)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Dit is intussen gedaan" in text
    assert "proef" in text
    assert "Kenmerken veranderd" in text
    assert typed in text
    assert rows(at.reference) == before
    now = re.search(r'name="version" value="(\d+)"', text)
    assert now
    at.done(page, **fields, version=now[1])


def test_a_step_takes_what_the_procedure_asks(at: At) -> None:
    assert "Leg eerst vast" not in at.text("anders/")
    at.done("stap/acknowledge/", text=LETTER)
    empty = problems(at.send("stap/assess/"))
    assert "Kies een antwoord bij: Is dit te onderzoeken?" in empty, "each error names its question"
    assert "Kies een antwoord bij: Kan de melder nadeel krijgen?" in empty
    answer = at.send("stap/assess/", **{**ASSESS, "vraag_reporter": "nobody"})
    assert "Kies een van de antwoorden" in problems(answer)
    at.done("stap/assess/", **ASSESS)
    page = at.text()
    assert "Melding beoordeeld" in page
    assert "Voeg een persoon toe" in page, "what the next step lacks is its button"
    assert "wie de betrokkene is, of dat er geen is" in page
    item = re.findall(r"/stuk/(\d+)/", at.text("tijdlijn/"))[0]
    assert "Kan de melder nadeel krijgen?" in at.text(f"stuk/{item}/")


def test_a_letter_goes_out_in_the_language_that_was_chosen(at: At, house: House, raised: Raised) -> None:
    page = at.text("stap/acknowledge/")
    assert "We hebben je melding ontvangen en gelezen" in page
    assert "Zet de brief in het Engels" in page
    ready = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert ready
    english = at.send("stap/acknowledge/", text=ready[1].strip(), language="nl", taal="en")
    assert english.status_code == 200
    assert "We have received and read your report" in english.content.decode()
    assert "Zet de brief in het Nederlands" in english.content.decode()
    assert Message.objects.count() == 0
    own = at.send("stap/acknowledge/", text="Mijn eigen woorden", language="nl", taal="en").content.decode()
    assert "Mijn eigen woorden" in own
    assert "We have received and read your report" in own, "to take over from"
    at.done("stap/acknowledge/", text="We have read it", language="en")
    assert Message.objects.get().kind == MessageKind.ACKNOWLEDGEMENT


@pytest.mark.parametrize("page", ["bericht/", "stap/acknowledge/"])
def test_a_letter_that_names_somebody_goes_out_with_a_tick_only(at: At, page: str) -> None:
    at.done("persoon/", **PERSON)
    answer = at.send(page, text="Ken je Fictief?")
    assert problems(answer) == ["Je noemt persoon 1. Haal de naam weg, of kruis aan dat je hem toch wilt noemen"]
    assert "Ken je Fictief?" in answer.content.decode()
    assert Message.objects.count() == 0
    at.done(page, text="Ken je Fictief?", anyway="on")
    assert Message.objects.count() == 1


def test_a_step_that_is_not_possible_says_so(at: At) -> None:
    assert at.get("stap/to_authority/").status_code == 302, "a handover has pages of its own"
    answer = at.send("stap/assess/", **ASSESS)
    assert problems(answer) == ["Deze stap kan nu niet. Kies een stap die bij de stand van de zaak hoort"]


def test_a_step_of_somebody_else_has_no_button(house: House, at: At) -> None:
    at.done("toegang/", to="proef", reason="works_along")
    page = At(house.client("proef"), at.reference).text()
    assert "Deze stap is aan staal." in page
    assert "Schrijf de brief" not in page


def test_a_task_is_given_done_and_read(at: At) -> None:
    at.done("taak/", title="Vraag het rittenboek op", due_on="20-11-2026", who="staal")
    number = Item.objects.latest("pk").number
    page = at.text()
    assert "Vraag het rittenboek op" in page
    assert "te laat" in page
    assert "Nog te doen" in at.text(f"stuk/{number}/")
    at.done(f"taak/{number}/klaar/")
    assert "1 taak is klaar." in at.text()
    assert "Taak klaar: Vraag het rittenboek op" in at.text("tijdlijn/")
    assert problems(at.send("taak/", title="x", due_on="31-2-2026")) == [
        "Vul de dag in als dag, maand en jaar, bijvoorbeeld 20-11-2026"
    ]
    assert at.send("taak/", title="x", who="gezag").status_code == 422


def test_a_person_is_shown_without_a_name_until_a_reason_is_given(at: At) -> None:
    at.done("persoon/", **PERSON, function="Chauffeur")
    page = at.text()
    assert "Persoon 1" in page
    assert "Gebruik van de bus" in page
    assert "Nog geen uitkomst" in page
    for place in ("", "tijdlijn/", "persoon/1/", "persoon/1/naam/", "persoon/1/verslag/"):
        assert "Fictief" not in at.text(place), place
    assert at.send("persoon/1/naam/", reason="curious").status_code == 422
    shown = at.send("persoon/1/naam/", reason="hearing")
    assert shown.status_code == 200
    assert "R. Fictief" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="case.person-name").count() == 1
    assert "Naam getoond: persoon 1. Reden: Uitnodiging voor een gesprek" in at.text()


def test_a_change_of_a_part_leaves_who_it_is(at: At) -> None:
    at.done("persoon/", **PERSON)
    at.done("persoon/1/", role="witness", about="Zag de bus")
    assert "R. Fictief" in at.send("persoon/1/naam/", reason="check").content.decode()
    at.done("persoon/1/", role="witness", about="Zag de bus", name="K. Bedacht")
    assert "K. Bedacht" in at.send("persoon/1/naam/", reason="check").content.decode()
    assert problems(at.send("persoon/1/", role="witness", function="Chauffeur")) == [
        "Vul de naam in. Ken je die niet, schrijf dan wat je wel weet"
    ]
    assert problems(at.send("persoon/", **PERSON, username="niemand")) == [
        "Deze gebruikersnaam is hier niet bekend. Kijk hem na, of laat dit leeg"
    ]


def test_that_there_is_nobody_can_be_put_on_record(at: At) -> None:
    at.done("persoon/", role="nobody")
    assert "er is geen betrokkene, of niemand weet wie het is" in at.text()
    assert Person.objects.count() == 0


@pytest.mark.parametrize("who", [{"username": "STAAL", "name": "Iemand"}, {"name": "staal"}])
def test_who_is_concerned_themselves_loses_the_case_at_once(at: At, who: dict[str, str]) -> None:
    answer = at.done("persoon/", **{**PERSON, **who})
    assert answer.headers["Location"] == "/beheer/zaken/"
    assert at.get().status_code == 404


def test_a_hearing_is_on_record_with_its_day(at: At) -> None:
    at.done("persoon/", **PERSON)
    assert at.get("persoon/2/verslag/").status_code == 404
    assert problems(at.send("persoon/1/verslag/", **{**HEARING, "on": "1-1-2099"})) == [
        "Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag"
    ]
    assert problems(at.send("persoon/1/verslag/", **{**HEARING, "text": ""})) == [
        "Schrijf het verslag of voeg het als bestand toe"
    ]
    at.done("persoon/1/verslag/", **HEARING)
    page = at.text()
    assert "Gehoord op 20 nov" in page
    assert "Persoon 1 gehoord, verslag ondertekend" in page
    assert "Gespreksverslag persoon 1" in page
    assert "bus van het werk" in at.text(f"stuk/{Item.objects.latest('pk').number}/")


def test_every_version_of_a_document_can_be_read(at: At) -> None:
    at.done("stuk/", **DOCUMENT)
    first = Item.objects.latest("pk").number
    assert "Eerst het rittenboek." in at.text("stuk/", vervangt=str(first))
    at.done("stuk/", **{**DOCUMENT, "text": "Eerst de tankpas.", "vervangt": first})
    second = Item.objects.latest("pk").number
    assert at.text().count(">Aanpak</a>") == 1
    assert "Er is een nieuwere versie" in at.text(f"stuk/{first}/")
    assert "Eerst het rittenboek." in at.text(f"stuk/{first}/")
    assert "Versie 1" in at.text(f"stuk/{second}/")
    answer = at.send("stuk/", **{**DOCUMENT, "text": "Eerst de bus.", "vervangt": first})
    assert answer.status_code == 422, "somebody wrote the next version already"
    assert "Eerst de bus." in answer.content.decode()
    assert f'name="vervangt" value="{second}"' in answer.content.decode()
    for number in ("x", "1", "99", "9" * 5000):
        assert at.get("stuk/", vervangt=number).status_code == 404


def upload(name: str = "rittenboek.txt", text: bytes = b"verzonnen inhoud") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text, "text/plain")


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("notitie/", {"text": "Hierbij"}),
        ("stuk/", DOCUMENT),
        ("bericht/", {"text": "Hierbij"}),
        ("stap/acknowledge/", {"text": LETTER}),
    ],
)
def test_a_file_goes_along_and_comes_back_as_it_was(at: At, page: str, fields: dict[str, str]) -> None:
    at.done(page, **fields, attachments=[upload()])
    id_ = SealedFile.objects.get().pk
    answer = at.get(f"bestand/{id_}/")
    assert b"".join(answer.streaming_content) == b"verzonnen inhoud"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="rittenboek.txt"')
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_empty_file_is_refused_and_the_text_kept(at: At) -> None:
    before = rows(at.reference)
    answer = at.send("notitie/", text="Hierbij", attachments=[upload(text=b"")])
    assert problems(answer) == ["rittenboek.txt is leeg. Kies een ander bestand"]
    assert "Hierbij" in answer.content.decode()
    assert rows(at.reference) == before


def test_a_next_version_keeps_the_files_of_the_one_before(at: At) -> None:
    at.done("stuk/", **DOCUMENT, attachments=[upload("een.txt")])
    first = Item.objects.latest("pk").number
    at.done("stuk/", kind="plan", title="Aanpak", vervangt=first, attachments=[upload("twee.txt")])
    page = at.text(f"stuk/{Item.objects.latest('pk').number}/")
    assert "een.txt" in page
    assert "twee.txt" in page


def test_access_is_given_and_ended_with_a_reason(house: House, at: At) -> None:
    other = At(house.client("proef"), at.reference)
    assert at.send("toegang/", to="proef").status_code == 422
    assert at.send("toegang/", to="gezag", reason="works_along").status_code == 422
    at.done("toegang/", to="proef", reason="works_along")
    assert other.get().status_code == 200
    assert "Werkt mee aan de zaak" in at.text("toegang/")
    assert "Dit kan alleen wie de zaak behandelt, of het hoofd." in other.text("toegang/")
    assert other.send("toegang/", to="hoofd", reason="works_along").status_code == 422
    at.done("toegang/", who="proef")
    at.done("toegang/", who="niemand")
    assert other.get().status_code == 403
    assert not Reader.objects.exists()


@pytest.mark.parametrize("page", ["toegang/", "behandelaar/"])
def test_who_may_not_choose_does_not_learn_who_is_kept_out(house: House, at: At, page: str) -> None:
    """Any officer of the body can ask: the answer about a party to the case is that about anybody."""
    at.done("persoon/", role="concerned", about="Iets", name=house.account("hoofd").display_name)
    other = At(house.client("proef"), at.reference)
    said = [problems(other.send(page, to=to, reason="works_along")) for to in ("hoofd", "proef", "niemand")]
    assert said[0]
    assert said[0] == said[1] == said[2]


def test_a_case_is_given_to_a_colleague(house: House, at: At) -> None:
    assert at.send("behandelaar/", to="denkbeeld").status_code == 422
    answer = at.done("behandelaar/", to="proef")
    assert answer.headers["Location"] == "/beheer/zaken/?klaar=aangewezen", "who gave it away reads it no more"
    assert at.get().status_code == 403
    assert At(house.client("proef"), at.reference).get().status_code == 200
    head = At(house.client("hoofd"), at.reference)
    assert head.get().status_code == 403
    head.done("behandelaar/", to="staal")
    assert at.get().status_code == 200


def test_a_declared_conflict_locks_the_case(house: House, at: At) -> None:
    other = At(house.client("proef"), at.reference)
    assert "Heb je zelf een belang" in other.text("belang/"), "nobody needs to read a case for this"
    left = other.done("belang/").headers["Location"]
    assert "Je ziet deze zaak niet meer" in other.client.get(left).content.decode()
    assert other.get().status_code == other.get("belang/").status_code == 404
    assert at.send("toegang/", to="proef", reason="works_along").status_code == 422
    at.done("belang/")
    assert at.get().status_code == 404


def test_labels_are_codes_of_the_lists(at: At) -> None:
    assert at.send("kenmerken/", unit="nowhere").status_code == 422
    at.done("kenmerken/", unit="douane", violation="")
    assert "Nog niet bekend" in at.text()
    assert AuditEntry.objects.filter(action="case.label").values_list("summary", flat=True)[0].keys() <= {"body"}

"""Raising a matter, page by page: nothing but the story is asked for, nothing typed is lost, nothing is left behind."""

import re
from http.cookies import Morsel
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.formats import date_format

from loket.core import clock
from loket.intake import drafts, terms
from loket.intake.content import DraftContent
from loket.intake.models import Draft, Report
from loket.intake.wizard.steps import STEPS
from loket.vault.receipts import read_receipt
from unit.intake import photos

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("body_private")]

START = "/melden/nieuw/oif/"
STORY = "De bus stond op zaterdag bij een bouwmarkt.\r\nDat was al vaker zo."


def address(step: str) -> str:
    return f"/melden/concept/{step}/"


@pytest.fixture
def reporter(client: Client) -> Client:
    """Somebody who has answered step 1."""
    assert client.post(START, {"category": "financial_violation"}).status_code == 303
    return client


def token(reporter: Client) -> str:
    return reporter.cookies["concept"].value


def draft(reporter: Client) -> DraftContent:
    found = drafts.read(token(reporter))
    assert found
    return found


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def proof(page: str) -> str:
    found = re.search(r'name="proof" value="([^"]+)"', page)
    assert found
    return found[1]


def post(reporter: Client, where: str, data: dict[str, Any] | None = None, follow: bool = False) -> HttpResponse:
    page = text(reporter.get(address("controleren"), follow=True))
    return reporter.post(where, {"proof": proof(page), **(data or {})}, follow=follow)


def tell(reporter: Client, story: str = STORY) -> HttpResponse:
    return post(reporter, address("verhaal"), {"story": story})


def test_reading_leaves_nothing_behind(client: Client) -> None:
    answer = client.get(START)
    assert answer.status_code == 200
    assert not client.cookies
    assert Draft.objects.count() == 0
    assert 'content="noindex"' in text(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_goes_with_the_browser_and_to_nobody_else(reporter: Client) -> None:
    assert list(reporter.cookies) == ["concept"]
    cookie: Morsel[str] = reporter.cookies["concept"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_a_body_that_takes_no_reports_has_no_page(client: Client) -> None:
    assert client.get("/melden/nieuw/hvk/").status_code == 404


def test_only_the_story_is_needed(reporter: Client) -> None:
    for step in STEPS[:-1]:
        if step.slug != "verhaal":
            answer = post(reporter, address(step.slug), {})
            assert answer.headers["Location"] == address(step.following.slug), step.slug
    tell(reporter)
    assert post(reporter, "/melden/concept/versturen/").headers["Location"] == "/melden/verstuurd/"
    assert Report.objects.count() == 1


def test_every_answer_comes_back_on_its_page_and_on_the_check(reporter: Client) -> None:
    given = {
        "onderwerp": {"category": "other", "unit": "douane"},
        "verhaal": {"story": STORY, "still": "yes"},
        "waar-en-wanneer": {"place": "Gebouw Fictief", "period": "In oktober"},
        "betrokkenen": {"concerned": "R. Fictief", "witnesses": "Persoon 1"},
        "over-jou": {"disclosure": "in_confidence", "name": "S. Voorbeeld", "reporter": "employee"},
        "bereiken": {"email": "s@voorbeeld.example", "phone": "06 12345678", "notify": "on"},
    }
    for step, answers in given.items():
        assert post(reporter, address(step), answers).status_code == 303, step
    check = text(reporter.get(address("controleren")))
    shown = ["Iets anders", "Douane", "bij een bouwmarkt", "Gebouw Fictief", "In oktober", "R. Fictief", "Persoon 1"]
    shown += ["In vertrouwen: S. Voorbeeld", "Medewerker", "s@voorbeeld.example", "06 12345678"]
    assert [words for words in shown if words not in check] == []
    for step, answers in given.items():
        page = text(reporter.get(address(step)))
        for value in answers.values():
            assert value == "on" or value.splitlines()[0] in page, (step, value)


def test_an_error_loses_nothing_and_says_what_to_do(reporter: Client) -> None:
    long = "a" * 21_001
    answer = tell(reporter, long)
    page = text(answer)
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert 'href="#id_story"' in page
    assert long in page
    assert "Maak deze tekst korter: er passen 20.000 tekens in, en dit zijn er 21.001" in page


def test_a_line_break_counts_once(reporter: Client) -> None:
    assert tell(reporter, "a\r\n" * 10_000).status_code == 303
    assert draft(reporter).content.story == ("a\n" * 10_000).strip()


def test_a_change_from_the_check_page_goes_back_there(reporter: Client) -> None:
    answer = post(reporter, address("verhaal") + "?terug", {"story": STORY})
    assert answer.headers["Location"] == address("controleren")


def test_sending_twice_makes_one_report_and_shows_the_same_words(reporter: Client) -> None:
    tell(reporter)
    send = {"proof": proof(text(reporter.get(address("controleren"))))}
    first = reporter.post("/melden/concept/versturen/", send, follow=True)
    second = reporter.post("/melden/concept/versturen/", send, follow=True)
    assert first.redirect_chain == [("/melden/verstuurd/", 303)]
    assert words(text(first)) == words(text(second)) == words(text(reporter.get("/melden/verstuurd/")))
    assert Report.objects.count() == 1


def words(page: str) -> list[str]:
    return re.findall(r'<span class="word">(\w+)</span>', page)


def test_the_words_open_the_report_that_was_sent(reporter: Client) -> None:
    tell(reporter)
    page = text(post(reporter, "/melden/concept/versturen/", follow=True))
    receipt = read_receipt(" ".join(words(page)))
    assert Report.objects.get().lookup == receipt.lookup
    file = reporter.get("/melden/verstuurd/woorden.txt")
    assert receipt.code in text(file)
    assert all(word in text(file) for word in receipt.words)
    assert file.headers["Content-Disposition"] == 'attachment; filename="woorden.txt"'
    assert "meld" not in file.headers["Content-Disposition"]


def test_the_page_gives_the_days_of_the_law(reporter: Client) -> None:
    """WBK-1, WBK-2."""
    tell(reporter)
    page = text(post(reporter, "/melden/concept/versturen/", follow=True))
    today = clock.today()
    assert f"uiterlijk {date_format(terms.acknowledge_by(today), 'j F')}" in page
    assert f"uiterlijk {date_format(terms.feedback_by(today, None), 'j F Y')}" in page


def test_a_report_without_a_story_is_not_sent_and_leads_to_the_question(reporter: Client) -> None:
    answer = post(reporter, "/melden/concept/versturen/")
    assert answer.status_code == 422
    assert 'href="/melden/concept/verhaal/?terug"' in text(answer)
    assert Report.objects.count() == 0


def test_when_it_is_done_the_browser_and_we_forget_the_words(reporter: Client) -> None:
    tell(reporter)
    page = text(post(reporter, "/melden/concept/versturen/", follow=True))
    held = token(reporter)
    answer = reporter.post("/melden/verstuurd/klaar/", {"proof": proof(page)})
    assert answer.headers["Location"] == "/"
    assert reporter.cookies["concept"].value == ""
    assert drafts.read(held) is None
    assert Report.objects.count() == 1


def test_the_quick_exit_forgets_and_goes(reporter: Client, settings: LazySettings) -> None:
    """WEB-2."""
    reporter.cookies["postvak"] = "iets"
    answer = reporter.get("/weg/")
    assert answer.headers["Location"] == settings.EXIT_URL
    assert {name: answer.cookies[name]["max-age"] for name in ("concept", "postvak")} == {"concept": 0, "postvak": 0}


def test_saving_for_later_keeps_what_was_just_typed_and_gives_words(reporter: Client) -> None:
    page = text(post(reporter, "/melden/concept/bewaren/", {"step": "verhaal", "story": "Half verh"}, follow=True))
    assert draft(reporter).content.story == "Half verh"
    assert drafts.resume(read_receipt(" ".join(words(page)))) == token(reporter)
    assert words(text(reporter.get("/melden/concept/bewaren/"))) == words(page)


def test_saving_for_later_keeps_a_file_that_was_just_chosen(reporter: Client) -> None:
    chosen = SimpleUploadedFile("brief.txt", b"iets")
    assert post(reporter, "/melden/concept/bewaren/", {"step": "bestanden", "uploads": chosen}).status_code == 303
    assert [note.name for note in draft(reporter).content.files] == ["brief.txt"]


def test_an_open_question_does_not_stand_in_the_way_of_saving(reporter: Client) -> None:
    assert post(reporter, "/melden/concept/bewaren/", {"step": "verhaal", "story": ""}).status_code == 303


def test_saving_what_is_too_long_says_so_and_loses_nothing(reporter: Client) -> None:
    answer = post(reporter, "/melden/concept/bewaren/", {"step": "verhaal", "story": "b" * 20_001})
    assert answer.status_code == 422
    assert "b" * 20_001 in text(answer)


def test_after_leaving_a_saved_draft_it_still_stands(reporter: Client) -> None:
    post(reporter, "/melden/concept/bewaren/")
    held = token(reporter)
    post(reporter, "/melden/verstuurd/klaar/")
    assert drafts.read(held)


def test_throwing_away_leaves_nothing(reporter: Client) -> None:
    assert post(reporter, "/melden/concept/weggooien/").headers["Location"] == "/"
    assert Draft.objects.count() == 0


PAGES = [address(step.slug) for step in STEPS] + ["/melden/concept/bewaren/", "/melden/verstuurd/"]


@pytest.mark.parametrize("cookie", ["", "geen-token", "A" * 43, "é", "A" * 5000])
@pytest.mark.parametrize("where", [*PAGES, "/melden/verstuurd/woorden.txt"])
def test_a_draft_that_is_gone_is_told_kindly(client: Client, where: str, cookie: str) -> None:
    client.cookies["concept"] = cookie
    answer = client.get(where)
    assert answer.status_code == 404
    assert "Je melding staat niet meer klaar" in text(answer)


def test_what_was_typed_into_a_draft_that_is_gone_can_be_copied(client: Client) -> None:
    answer = client.post(address("verhaal"), {"story": "Een lang <b>verhaal</b>"})
    assert answer.status_code == 404
    assert "Een lang &lt;b&gt;verhaal&lt;/b&gt;" in text(answer)


def test_a_form_of_another_draft_changes_nothing(reporter: Client) -> None:
    """Two tabs: the first began a draft that the second left behind."""
    tell(reporter)
    other = Client()
    other.post(START, {})
    answer = reporter.post(
        address("verhaal"), {"proof": proof(text(other.get(address("verhaal")))), "story": "Van de andere"}
    )
    assert answer.status_code == 409
    assert "Van de andere" in text(answer)
    assert draft(reporter).content.story == STORY.replace("\r\n", "\n")


def test_two_tabs_of_one_draft_keep_each_others_answers(reporter: Client) -> None:
    value = proof(text(reporter.get(address("verhaal"))))
    reporter.get(address("betrokkenen"))
    reporter.post(address("verhaal"), {"proof": value, "story": STORY})
    reporter.post(address("betrokkenen"), {"proof": value, "concerned": "R. Fictief"})
    assert (draft(reporter).content.story[:6], draft(reporter).content.concerned) == ("De bus", "R. Fictief")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
    ],
)
def test_a_form_of_somebody_else_is_refused(client: Client, headers: dict[str, str]) -> None:
    assert client.post(START, {}, headers=headers).status_code == 403
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin", "origin": "null"}, {"origin": "null"}, {"origin": "http://testserver"}],
)
def test_our_own_form_is_taken_without_a_second_cookie(headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(START, {}, headers=headers).status_code == 303
    assert list(client.cookies) == ["concept"]


def test_going_back_to_the_start_finds_the_answers(reporter: Client) -> None:
    assert reporter.get(START).headers["Location"] == address("onderwerp")
    again = reporter.post(START, {"category": "other"})
    assert again.headers["Location"] == address("onderwerp")
    assert Draft.objects.count() == 1


def test_a_second_body_asks_first_what_to_do_with_the_first_draft(reporter: Client) -> None:
    page = reporter.get("/melden/nieuw/mib/")
    assert "Je was al begonnen" in text(page)
    assert reporter.post("/melden/nieuw/mib/", {}).status_code == 409
    assert draft(reporter).body == "oif"


def test_a_filled_trap_turns_nobody_away(client: Client) -> None:
    """A person finds everything back, the trap empty, and gets through at the second try."""
    answer = client.post(START, {"category": "other", "extra": "koop nu"})
    page = text(answer)
    assert answer.status_code == 422
    assert "koop nu" not in page
    assert re.search(r'value="other"[^>]*checked', page)
    assert "aria-hidden" not in page.split('class="extra')[1].split("</div>")[0]
    assert Draft.objects.count() == 0
    assert client.post(START, {"category": "other", "extra": ""}).status_code == 303


def test_the_trap_trips_no_screen_reader_and_no_keyboard(client: Client) -> None:
    trap = text(client.get(START)).split('class="extra')[1].split("</div>")[0]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


def test_who_chooses_anonymous_leaves_no_name_behind(reporter: Client) -> None:
    post(reporter, address("over-jou"), {"disclosure": "named", "name": "S. Voorbeeld"})
    post(reporter, address("bereiken"), {"email": "s@voorbeeld.example", "phone": "0612345678"})
    post(reporter, address("over-jou"), {"disclosure": "anonymous", "name": "S. Voorbeeld"})
    identity = draft(reporter).identity
    assert (identity.disclosure, identity.name, identity.email, identity.phone) == ("anonymous", "", "", "")
    assert 'name="email"' not in text(reporter.get(address("bereiken")))
    post(reporter, address("bereiken"), {"email": "toch@voorbeeld.example"})
    assert draft(reporter).identity.email == ""


def test_a_name_is_asked_of_who_wants_to_give_it(reporter: Client) -> None:
    answer = post(reporter, address("over-jou"), {"disclosure": "named", "name": " "})
    assert answer.status_code == 422
    assert 'href="#id_name"' in text(answer)


def test_a_mail_needs_an_address(reporter: Client) -> None:
    post(reporter, address("over-jou"), {"disclosure": "named", "name": "S. Voorbeeld"})
    assert post(reporter, address("bereiken"), {"notify": "on"}).status_code == 422
    assert post(reporter, address("bereiken"), {"email": "geen adres"}).status_code == 422
    assert post(reporter, address("bereiken"), {"phone": "bel maar"}).status_code == 422


def upload(reporter: Client, *files: tuple[str, bytes]) -> HttpResponse:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return post(reporter, address("bestanden"), {"uploads": sent}, follow=True)


def test_a_photo_says_what_it_hides_and_its_copy_hides_nothing(reporter: Client) -> None:
    page = text(upload(reporter, ("foto.jpg", photos.jpeg()), ("brief.docx", b"PK")))
    assert "In dit bestand zit verborgen: de plaats, het toestel, de maker" in page
    assert "In dit bestand kunnen we niet kijken" in page
    photo, letter = draft(reporter).content.files
    page = text(post(reporter, f"{address('bestanden')}{photo.id}/schonen/", follow=True))
    assert "Eruit gehaald: de plaats" in page
    assert "Uit dit bestand gehaald: de plaats" in text(reporter.get(address("controleren")))
    cleaned = draft(reporter).content.files[0]
    assert (cleaned.cleaned, cleaned.name, cleaned.id != photo.id) == (True, "foto.jpg", True)
    post(reporter, f"{address('bestanden')}{letter.id}/verwijderen/")
    assert [note.name for note in draft(reporter).content.files] == ["foto.jpg"]


def test_a_photo_that_cannot_be_cleaned_stays_and_the_page_says_why(reporter: Client) -> None:
    page = text(upload(reporter, ("foto.jpg", photos.jpeg()[:900])))
    assert "In dit bestand kunnen we niet kijken" in page
    note = draft(reporter).content.files[0]
    answer = post(reporter, f"{address('bestanden')}{note.id}/schonen/")
    assert answer.status_code == 422
    assert "beschadigd" in text(answer)
    assert draft(reporter).content.files[0].id == note.id


def test_an_empty_file_is_named_and_the_others_come_along(reporter: Client) -> None:
    answer = upload(reporter, ("leeg.txt", b""), ("goed.txt", b"iets"))
    assert answer.status_code == 422
    assert "leeg.txt: Dit bestand is leeg" in text(answer)
    assert [note.name for note in draft(reporter).content.files] == ["goed.txt"]


def test_no_file_of_a_draft_stands_readable_on_the_disk(reporter: Client, settings: LazySettings) -> None:
    secret = b"alleen voor het meldpunt " * 50
    upload(reporter, ("geheim.txt", secret), ("foto.jpg", photos.jpeg()))
    stored = [path for path in settings.VAR.rglob("*") if path.is_file()]
    assert stored
    assert not any(secret[:25] in path.read_bytes() or b"Voorbeeld" in path.read_bytes() for path in stored)


def test_the_english_pages_lead_to_english_pages(client: Client) -> None:
    answer = client.post("/en/melden/nieuw/oif/", {})
    assert answer.headers["Location"] == "/en/melden/concept/verhaal/"

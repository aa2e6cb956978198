"""A matter raised on a telephone, without scripts, without a name: from the home page to the nine words, and back with
them (wall 7, WEB-1, WEB-2)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_every_page import FOCUS, violations

from conftest import Server
from loket.vault.receipts import read_receipt
from unit.intake import photos

pytestmark = pytest.mark.browser

STORY = "Op zaterdag stond de dienstbus bij een bouwmarkt."
OPEN = """
from loket.keys import services
from loket.keys.models import BodyKey, RecoveryKey
RecoveryKey.objects.exists() or services.make_recovery_key(actor="test", is_demo=True)
BodyKey.objects.filter(body="oif").exists() or services.make_body_key(body="oif", actor="test")
"""


@pytest.fixture(scope="module")
def taking(server: Server) -> Server:
    """The server, with a body that takes reports."""
    server.run("shell", "--verbosity=0", "--command", OPEN)
    return server


def phone(browser: Browser, server: Server, *, scripts: bool, dark: bool = False) -> BrowserContext:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        locale="nl-NL",
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
    )
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def bare(browser: Browser, taking: Server) -> Iterator[Page]:
    """A telephone with scripts off."""
    context = phone(browser, taking, scripts=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, taking: Server) -> Iterator[Page]:
    context = phone(browser, taking, scripts=True)
    yield context.new_page()
    context.close()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Verder", exact=True).click()


def begin(page: Page) -> None:
    """From the home page to step 2."""
    page.goto("/")
    page.get_by_role("link", name="Doe een melding").click()
    page.get_by_role("link", name="Doe een melding bij: Onderzoeksbureau").click()
    page.get_by_label("Iets anders").check()
    go_on(page)


def words(page: Page) -> list[str]:
    return [element.inner_text() for element in page.locator(".word").all()]


def test_anonymously_on_a_telephone_without_scripts(bare: Page, tmp_path: Path) -> None:
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(photos.jpeg())
    begin(bare)
    bare.get_by_label("Vertel het in je eigen woorden").fill(STORY)
    bare.get_by_label("Ja", exact=True).check()
    go_on(bare)
    bare.get_by_label("Waar was het?").fill("Fictiestad")
    go_on(bare)
    go_on(bare)
    bare.get_by_label("Kies een of meer bestanden").set_input_files(photo)
    bare.get_by_role("button", name="Voeg toe").click()
    expect(bare.get_by_text("In dit bestand zit verborgen: de plaats")).to_be_visible()
    bare.get_by_role("button", name="Maak een kopie zonder verborgen gegevens").click()
    expect(bare.get_by_text("Eruit gehaald: de plaats")).to_be_visible()
    go_on(bare)
    bare.get_by_label("Nee, ik meld anoniem").check()
    go_on(bare)
    go_on(bare)
    expect(bare.get_by_text("Anoniem: kijk nog één keer")).to_be_visible()
    bare.get_by_role("button", name="Verstuur je melding").click()
    expect(bare.get_by_role("heading", name="Je melding is verstuurd")).to_be_visible()
    assert read_receipt(" ".join(words(bare))).code.split("-")[0] in bare.locator(".ticket-code").inner_text()
    expect(bare.get_by_text("Kies ‘Afdrukken’")).to_be_visible()
    cookies = bare.context.cookies()
    assert [(cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) for cookie in cookies] == [
        ("concept", True, "Strict", -1)
    ]


def test_the_words_open_the_mailbox(bare: Page) -> None:
    begin(bare)
    bare.get_by_label("Vertel het in je eigen woorden").fill(STORY)
    go_on(bare)
    bare.goto("/melden/concept/controleren/")
    bare.get_by_role("button", name="Verstuur je melding").click()
    receipt = " ".join(words(bare))
    bare.get_by_role("button", name="Klaar").click()
    assert bare.context.cookies() == []
    bare.goto("/postvak/")
    bare.get_by_role("textbox", name="Je negen woorden").fill(receipt)
    bare.get_by_role("button", name="Open je postvak").click()
    expect(bare.get_by_role("heading", level=1)).to_contain_text("We hebben je melding ontvangen")


def test_a_draft_waits_behind_its_words(bare: Page) -> None:
    begin(bare)
    bare.get_by_label("Vertel het in je eigen woorden").fill(STORY)
    bare.get_by_role("button", name="Bewaar en ga later verder").click()
    receipt = " ".join(words(bare))
    bare.get_by_role("button", name="Klaar").click()
    bare.goto("/postvak/")
    bare.get_by_role("textbox", name="Je negen woorden").fill(receipt)
    bare.get_by_role("button", name="Open je postvak").click()
    bare.goto("/melden/concept/verhaal/")
    expect(bare.get_by_label("Vertel het in je eigen woorden")).to_have_value(STORY)


def test_back_and_reload_lose_nothing(page: Page) -> None:
    begin(page)
    page.get_by_label("Vertel het in je eigen woorden").fill(STORY)
    go_on(page)
    page.go_back()
    expect(page.get_by_label("Vertel het in je eigen woorden")).to_have_value(STORY)
    page.go_back()
    expect(page.get_by_label("Iets anders")).to_be_checked()
    page.goto("/melden/concept/controleren/")
    page.get_by_role("button", name="Verstuur je melding").click()
    before = words(page)
    page.reload()
    assert words(page) == before
    page.go_back()
    page.wait_for_url("**/melden/verstuurd/")
    assert words(page) == before


def test_two_clicks_are_one_report(page: Page) -> None:
    begin(page)
    page.get_by_label("Vertel het in je eigen woorden").fill(STORY)
    go_on(page)
    page.goto("/melden/concept/controleren/")
    page.get_by_role("button", name="Verstuur je melding").dblclick()
    expect(page.get_by_role("heading", name="Je melding is verstuurd")).to_be_visible()
    assert len(words(page)) == 9


def test_the_quick_exit_takes_the_draft_out_of_the_browser(page: Page, taking: Server) -> None:
    begin(page)
    with page.expect_response("**/weg/") as answer:
        page.get_by_role("link", name="Snel weg").click(no_wait_after=True)
    assert answer.value.status == 302
    assert page.context.cookies(taking.url) == []


STEPS = ("onderwerp", "verhaal", "waar-en-wanneer", "betrokkenen", "bestanden", "over-jou", "bereiken", "controleren")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_and_a_narrow_screen_find_nothing_on_any_page(browser: Browser, taking: Server, dark: bool) -> None:
    context = phone(browser, taking, scripts=True, dark=dark)
    page = context.new_page()
    wrong: dict[str, list[str]] = {}

    def look(what: str) -> None:
        found = violations(page)
        page.set_viewport_size({"width": 320, "height": 640})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append("scrolls sideways")
        page.set_viewport_size({"width": 390, "height": 844})
        if found:
            wrong[what] = found

    page.goto("/melden/nieuw/oif/")
    look("start")
    begin(page)
    go_on(page)
    assert page.title().startswith("Fout: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    look("story with an error")
    page.get_by_label("Vertel het in je eigen woorden").fill(STORY)
    go_on(page)
    for step in STEPS:
        page.goto(f"/melden/concept/{step}/")
        look(step)
    page.goto("/melden/concept/over-jou/")
    page.get_by_label("Ja, met mijn naam").check()
    go_on(page)
    look("who you are with an error")
    page.get_by_label("Je naam", exact=True).fill("S. Voorbeeld")
    go_on(page)
    page.get_by_label("Je mailadres").fill("geen adres")
    go_on(page)
    look("how to reach you with an error")
    page.goto("/melden/nieuw/mib/")
    look("busy")
    page.goto("/melden/concept/controleren/")
    page.get_by_role("button", name="Bewaar en ga later verder").click()
    look("saved")
    page.goto("/melden/concept/controleren/")
    page.get_by_role("button", name="Verstuur je melding").click()
    look("sent")
    page.get_by_role("button", name="Klaar").click()
    page.goto("/melden/concept/verhaal/")
    look("gone")
    context.close()
    assert wrong == {}


def test_by_keyboard_alone(page: Page) -> None:
    """Every stop shows where it is; the trap is no stop; arrows choose a row."""
    page.goto("/melden/nieuw/oif/")
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUS)) is None:
            break
        stops.append(stop["name"])
        if 'type="radio"' in stop["name"]:
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            row = page.evaluate("getComputedStyle(document.activeElement.closest('.row')).outlineStyle")
            assert row == "solid"
        if "primary-action" in stop["name"]:
            page.keyboard.press("Enter")
            break
    assert not [stop for stop in stops if 'name="extra"' in stop]
    page.wait_for_url("**/melden/concept/verhaal/")


def test_nothing_of_a_story_stays_in_the_browser(page: Page) -> None:
    """No storage, no cache, no third party."""
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    begin(page)
    page.get_by_label("Vertel het in je eigen woorden").fill(STORY)
    go_on(page)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert not [url for url in elsewhere if not re.match(r"http://127\.0\.0\.1:", url)]

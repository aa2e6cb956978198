"""A new officer's first day: invited, set up, a key of their own, the body's key given by a colleague, a report read.

Who they are, their key, their work: one path, on a phone, where every page passes axe and nothing scrolls sideways.
"""

import json
import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect
from test_answering import PHONE, RAISE, found_on

from conftest import Server, sign_in

pytestmark = pytest.mark.browser

PASSWORD = "een lange zin over een fiets"  # noqa: S105 (of somebody who does not exist)
WORDS = "paard lamp regen kast fiets"


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    """The new officer's own telephone."""
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="nl-NL")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def invite(page: Page, username: str) -> str:
    """Let the functional administrator add an officer; the link that comes out."""
    sign_in(page, "voorbeeld")
    page.goto("/beheer/toegang/nieuw/")
    page.get_by_label("Naam", exact=True).fill("N. Nieuw")
    page.get_by_label("Gebruikersnaam").fill(username)
    page.get_by_role("button", name="Voeg toe").click()
    page.get_by_label("Behandelaar").check()
    page.get_by_label("Meldpunt").select_option("oif")
    page.get_by_role("button", name="Geef de rol").click()
    page.get_by_role("button", name="Maak een uitnodiging").click()
    return page.locator("code").inner_text()


def set_up(phone: Page, link: str) -> dict[str, list[str]]:
    """Use the link, choose a password with an app, and go on to the key. Returns what is wrong with the pages."""
    phone.goto(link)
    phone.get_by_role("button", name="Meld je aan").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Welkom, N. Nieuw")
    wrong = found_on(phone, "welcome")
    phone.get_by_role("link", name="Kies een wachtwoord met een app").click()
    phone.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    phone.get_by_label("Nog een keer").fill(PASSWORD)
    phone.get_by_role("button", name="Bewaar het wachtwoord").click()
    wrong |= found_on(phone, "app")
    secret = "".join(phone.locator(".secret span").all_inner_texts())
    phone.get_by_label("Code uit de app").fill(pyotp.TOTP(secret).now())
    phone.get_by_role("button", name="Gebruik deze app").click()
    wrong |= found_on(phone, "recovery codes")
    phone.get_by_role("link", name="Ik heb ze bewaard").click()
    return wrong


def make_key(phone: Page) -> dict[str, list[str]]:
    """Make a key with a passphrase, after one mistake."""
    expect(phone.get_by_role("heading", level=1)).to_have_text("Maak je sleutel")
    phone.get_by_role("button", name="Maak je sleutel").click()
    assert phone.title().startswith("Fout: ")
    wrong = found_on(phone, "new key with errors")
    phone.get_by_label("Nieuwe wachtzin").fill(WORDS)
    phone.get_by_label("Nog een keer").fill(WORDS)
    phone.get_by_role("button", name="Maak je sleutel").click()
    expect(phone.get_by_role("heading", name=re.compile("Vraag een collega om de sleutel"))).to_be_visible()
    return wrong | found_on(phone, "keys while waiting")


def unlock_by_keyboard(page: Page) -> None:
    """Type the passphrase and send it without a mouse."""
    page.locator("main").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "passphrase":
            break
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")


def test_a_new_officer_is_invited_sets_up_gets_the_key_and_reads(page: Page, phone: Page, server: Server) -> None:
    case = server.say(RAISE).splitlines()[-1].partition(" ")[0]
    wrong = set_up(phone, invite(page, "n.nieuw"))
    wrong |= make_key(phone)
    phone.goto(f"/beheer/zaken/{case}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je kunt deze zaken nog niet lezen")
    phone.get_by_role("link", name="Naar je sleutels").click()
    read_out = phone.locator(".next-step .fingerprint").inner_text()

    page.context.clear_cookies()
    sign_in(page, "staal")
    page.goto("/beheer/sleutels/")
    waiting = page.get_by_role("listitem").filter(has_text="n.nieuw")
    expect(waiting).to_contain_text(read_out)
    waiting.get_by_label("De vingerafdruk die mijn collega voorlas, is dezelfde").check()
    waiting.get_by_role("button", name="Geef de sleutel").click()
    expect(page.get_by_role("listitem").filter(has_text="n.nieuw")).to_contain_text("Heeft de sleutel")

    phone.locator("summary", has_text="N. Nieuw").click()
    phone.get_by_role("button", name="Vergrendel je sleutel").click()
    phone.goto(f"/beheer/zaken/{case}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ontgrendel je sleutel")
    wrong |= found_on(phone, "unlock")
    unlock_by_keyboard(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"Zaak {case} is nog van niemand")
    wrong |= found_on(phone, "not mine")
    phone.get_by_role("button", name="Neem de zaak").click()
    phone.get_by_role("link", name="Open de zaak").click()
    expect(phone.get_by_text("De sleutel van de dienstbus")).to_be_visible()
    for address in ("wachtzin/", "vernieuwen/"):
        phone.goto(f"/beheer/sleutels/{address}")
        wrong |= found_on(phone, address)
    assert wrong == {}, json.dumps(wrong, indent=1)


def test_the_menu_of_who_is_signed_in_opens_by_keyboard_and_without_scripts(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "proef")
    expect(page.get_by_role("button", name="Meld af")).to_be_hidden()
    page.locator("summary", has_text="P. Proef").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Je account")).to_be_focused()
    page.get_by_role("button", name="Meld af").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent afgemeld")
    context.close()

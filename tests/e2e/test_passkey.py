"""A passkey in a real browser: made, used to sign in, and giving the same 32 bytes each time (WebAuthn PRF).

The authenticator is Chromium's own virtual one, with a check of the person and with PRF. Passkeys need a name, so this
opens the server as localhost.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Server

pytestmark = pytest.mark.browser

INVITE = """
import datetime as dt
from loket.accounts.links import new_link
from loket.accounts.models import Account
account, _ = Account.objects.get_or_create(username="sleutel", defaults={"display_name": "S. Leutel"})
account.passkeys.all().delete()
print(new_link(account=account, actor="test", valid=dt.timedelta(hours=1)))
"""
KEY = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "hasPrf": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A browser with a passkey device, at the server's name."""
    context = browser.new_context(base_url=server.url.replace("127.0.0.1", "localhost"), locale="nl-NL")
    context.set_default_timeout(15_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()


@pytest.fixture
def invitation(server: Server) -> str:
    """The path of a link for somebody who has nothing yet."""
    return f"/aanmelden/eenmalig/{server.say(INVITE)}/"


def sent_keys(page: Page) -> list[str]:
    """What the forms of this page send along as ``prf`` from now on."""
    found: list[str] = []

    def read(sent: object) -> None:
        if request_body := getattr(sent, "post_data", None):
            found.extend(part.removeprefix("prf=") for part in request_body.split("&") if part.startswith("prf="))

    page.on("request", read)
    return found


def test_an_invited_person_makes_a_passkey_and_comes_back_with_it(page: Page, invitation: str) -> None:
    keys = sent_keys(page)
    page.goto(invitation)
    page.get_by_role("button", name="Meld je aan").click()
    page.get_by_role("link", name="Voeg een passkey toe").first.click()
    page.get_by_label("Naam van deze passkey").fill("laptop")
    page.get_by_role("button", name="Maak de passkey").click()
    expect(page.get_by_role("rowheader", name="laptop")).to_be_visible()
    page.locator("summary", has_text="S. Leutel").click()
    page.get_by_role("button", name="Meld af").click()
    page.goto("/aanmelden/")
    page.get_by_role("button", name="Meld je aan met een passkey").click()
    page.wait_for_url("**/beheer/")
    assert len(keys) == 2
    assert len(keys[0]) == 43
    assert keys[0] == keys[1]


def test_without_a_passkey_the_page_says_so_and_the_password_still_works(page: Page) -> None:
    page.goto("/aanmelden/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Meld je aan met een passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Het lukte niet met een passkey")
    page.get_by_label("Gebruikersnaam").fill("niemand")
    page.get_by_label("Wachtwoord").fill("iets dat niet klopt")
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("alert").first).to_contain_text("horen niet bij elkaar")


def test_without_scripts_there_is_a_password_and_no_dead_button(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url.replace("127.0.0.1", "localhost"), java_script_enabled=False)
    page = context.new_page()
    page.goto("/aanmelden/")
    expect(page.get_by_role("button", name="Meld je aan met een passkey")).to_be_hidden()
    expect(page.get_by_label("Wachtwoord")).to_be_visible()
    context.close()


def test_on_a_bare_address_the_page_says_that_passkeys_need_a_name(browser: Browser, server: Server) -> None:
    page = browser.new_page(base_url=server.url)
    page.goto("/aanmelden/")
    expect(page.get_by_text("Passkeys werken alleen op een naam")).to_be_visible()
    page.close()

"""An officer reads and answers; the reporter comes back with the receipt, on a phone without scripts."""

import json
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_every_page import violations

from conftest import Server, sign_in

pytestmark = pytest.mark.browser

RAISE = """
from loket.casework import opening
from loket.casework.models import Case
from loket.intake import services
from loket.intake.content import Content, Identity
raised = services.raise_report(
    body="oif",
    content=Content(story="De sleutel van de dienstbus hangt op maandag verkeerd.", unit="douane"),
    identity=Identity(disclosure="anonymous"),
    channel="site",
)
opening.open_new(body="oif")
print(Case.objects.get(report=raised.report_id).reference, *raised.receipt.words)
"""
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Raised:
    """A report: the reference of its case, and the words of its reporter."""

    case: str
    words: str


@pytest.fixture
def raised(server: Server) -> Raised:
    reference, _, words = server.say(RAISE).splitlines()[-1].partition(" ")
    return Raised(reference, words)


@pytest.fixture
def phone(browser: Browser, server: Server) -> Page:
    """A reporter's browser: a phone with scripts switched off."""
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="nl-NL", java_script_enabled=False)
    context.set_default_timeout(15_000)
    return context.new_page()


def open_mailbox(page: Page, words: str) -> None:
    page.goto("/postvak/")
    page.get_by_role("textbox", name="Je negen woorden").fill(words)
    page.get_by_role("button", name="Open je postvak").click()


def take(page: Page, case: str) -> None:
    """Take a case from the worklist, and open it."""
    page.goto("/beheer/zaken/")
    page.get_by_role("row").filter(has_text=case).get_by_role("button").click()
    page.get_by_role("link", name="Open de zaak").click()


def test_a_question_is_asked_answered_and_read(page: Page, phone: Page, raised: Raised) -> None:
    sign_in(page, "staal")
    take(page, raised.case)
    expect(page.get_by_text("De sleutel van de dienstbus")).to_be_visible()
    page.get_by_role("link", name="Schrijf de brief").click()
    page.get_by_role("button", name="Bevestig de ontvangst").click()
    page.goto(f"/beheer/zaken/{raised.case}/naar-buiten/")
    page.get_by_label("Politie").check()
    page.get_by_label("Wat de melder vertelde").check()
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_label("Waarom vraag je dit?").fill("Zij kunnen het rittenboek inzien.")
    page.get_by_role("button", name="Vraag de melder om toestemming").click()

    open_mailbox(phone, raised.words)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je melding is gelezen")
    assert phone.get_by_role("radio", checked=True).count() == 0
    phone.get_by_role("radio").first.check()
    phone.get_by_role("button", name="Verstuur je antwoord").click()
    expect(phone.get_by_text("Het is nog niet gelezen")).to_be_visible()
    phone.get_by_label("Schrijf een bericht").fill("Het rittenboek ligt in de kast.")
    phone.get_by_label("Bestanden").set_input_files({"name": "kast.txt", "mimeType": "text/plain", "buffer": b"kast"})
    phone.get_by_role("button", name="Verstuur je bericht").click()
    expect(phone.get_by_text("Het rittenboek ligt in de kast.")).to_be_visible()
    phone.get_by_role("button", name="Sluit af").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Je postvak is gesloten")
    assert phone.context.cookies() == []
    phone.goto("/postvak/melding/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Open je postvak")

    page.goto(f"/beheer/zaken/{raised.case}/")
    expect(page.get_by_text("Het rittenboek ligt in de kast.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="kast.txt").first.click()
    assert download.value.path().read_bytes() == b"kast"

    open_mailbox(phone, raised.words)
    expect(phone.get_by_text("Verander je antwoord")).to_have_count(0)


def test_a_report_by_telephone_gets_a_receipt_that_opens(page: Page, phone: Page) -> None:
    sign_in(page, "staal")
    page.goto("/beheer/zaken/registreren/")
    page.get_by_label("Telefoon", exact=True).check()
    page.get_by_label("Wat vertelt de melder?").fill("De melder belde over de kas.")
    page.get_by_label("Anoniem").check()
    page.get_by_role("button", name="Registreer de melding").click()
    open_mailbox(phone, page.locator(".ticket .code").inner_text())
    expect(phone.get_by_role("heading", name="Klopt dit verslag?")).to_be_visible()
    phone.get_by_label("Nee, dit moet anders").check()
    phone.get_by_label("Wat moet er anders?").fill("Het ging over de kluis.")
    phone.get_by_role("button", name="Verstuur je antwoord").click()
    expect(phone.get_by_text("Het ging over de kluis.").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_mailbox_and_the_case(
    browser: Browser, server: Server, raised: Raised, scheme: str
) -> None:
    """WEB-1, on a phone; nothing scrolls sideways either."""
    context = browser.new_context(
        base_url=server.url, viewport=PHONE, color_scheme="dark" if scheme == "dark" else "light", locale="nl-NL"
    )
    wrong = {**in_the_mailbox(context, raised), **in_the_case(context, raised)}
    context.close()
    assert wrong == {}, json.dumps(wrong, indent=1)


def in_the_mailbox(context: BrowserContext, raised: Raised) -> dict[str, list[str]]:
    page = context.new_page()
    page.goto("/postvak/")
    wrong = found_on(page, "door")
    page.get_by_role("button", name="Open je postvak").click()
    wrong |= found_on(page, "door with an error")
    open_mailbox(page, raised.words)
    wrong |= found_on(page, "mailbox")
    page.get_by_role("button", name="Verstuur je bericht").click()
    assert page.title().startswith("Fout: ")
    wrong |= found_on(page, "mailbox with an error")
    page.get_by_role("button", name="Sluit af").click()
    return wrong | found_on(page, "closed")


def in_the_case(context: BrowserContext, raised: Raised) -> dict[str, list[str]]:
    page = context.new_page()
    sign_in(page, "staal")
    wrong: dict[str, list[str]] = {}
    take(page, raised.case)
    for address in ("", f"{raised.case}/", f"{raised.case}/stap/acknowledge/", "registreren/"):
        page.goto(f"/beheer/zaken/{address}")
        wrong |= found_on(page, address)
    page.get_by_role("button", name="Registreer de melding").click()
    wrong |= found_on(page, "register with errors")
    page.get_by_label("Telefoon", exact=True).check()
    page.get_by_label("Wat vertelt de melder?").fill("De melder belde over de kas.")
    page.get_by_label("Anoniem").check()
    page.get_by_role("button", name="Registreer de melding").click()
    return wrong | found_on(page, "registered")


def found_on(page: Page, name: str) -> dict[str, list[str]]:
    found = violations(page)
    if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        found.append(f"{width} pixels wide")
    return {name: found} if found else {}

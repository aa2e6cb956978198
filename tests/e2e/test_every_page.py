"""Every page, as people meet it: with axe, on a phone, by keyboard, without scripts (WEB-1)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from conftest import Server, sign_in

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PUBLIC = [
    "/",
    "/bespreken/",
    "/signaleren/",
    "/melden/",
    "/welke-deur/",
    "/melden-buiten/",
    "/gegevens/",
    "/toegankelijkheid/",
    "/aanmelden/",
    "/afgemeld/",
    "/publicaties/",
    "/publicaties/2024/",
    "/bestaat-niet/",
    "/en/",
    "/en/publicaties/2024/",
]
REPORT = ["/publicaties/2024/nl/index.html", "/publicaties/2024/nl/meldingen.html", "/publicaties/2024/en/index.html"]
STAFF = {
    "fictie": ["/beheer/", "/beheer/publicaties/", "/beheer/publicaties/vastleggen/", "/beheer/publicaties/controles/"],
    "model": ["/beheer/", "/beheer/logboek/", "/beheer/bewaren/"],
    "voorbeeld": [
        "/beheer/",
        "/beheer/toegang/",
        "/beheer/toegang/?zoek=bestaat-niet",
        "/beheer/toegang/nieuw/",
        "/beheer/toegang/staal/",
        "/beheer/toegang/voorbeeld/",
        "/beheer/toegang/staal/vergeten/",
    ],
    "staal": ["/beheer/account/", "/beheer/sleutels/", "/beheer/sleutels/wachtzin/", "/beheer/sleutels/vernieuwen/"],
}


def visit(page: Page, check: Callable[[Page, str], None]) -> None:
    """Check every page of the application, signed in where that is needed."""
    for address in (*PUBLIC, *REPORT):
        page.goto(address)
        check(page, address)
    for person, addresses in STAFF.items():
        page.context.clear_cookies()
        sign_in(page, person)
        for address in addresses:
            page.goto(address)
            check(page, address)


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, published: Server, scheme: str) -> None:
    context = browser.new_context(base_url=published.url, color_scheme="dark" if scheme == "dark" else "light")
    wrong: dict[str, list[str]] = {}

    def check(page: Page, address: str) -> None:
        if found := violations(page):
            wrong[address] = found

    visit(context.new_page(), check)
    context.close()
    assert wrong == {}, json.dumps(wrong, indent=1)


def test_axe_finds_nothing_in_a_form_with_errors(page: Page) -> None:
    page.goto("/aanmelden/")
    page.get_by_role("button", name="Ga verder").click()
    assert page.title().startswith("Fout: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert violations(page) == []


def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, published: Server) -> None:
    """390 pixels, and 320: WCAG 1.4.10 Reflow, 1280 pixels at 400 percent."""
    context = browser.new_context(base_url=published.url)
    wide: dict[str, int] = {}

    def check(page: Page, address: str) -> None:
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide[address] = width

    visit(context.new_page(), check)
    context.close()
    assert wide == {}


FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const visible = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return element === document.body ? null : {name: element.outerHTML.slice(0, 120), visible};
}"""


@pytest.mark.parametrize("address", ["/", "/melden/", "/aanmelden/", "/publicaties/2024/"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page, published: Server, address: str) -> None:
    page.goto(address)
    reachable = page.locator("a:visible, button:visible, input:visible:not([type=hidden])").count()
    stops = []
    for _ in range(reachable + 5):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUS)) is None:
            break
        stops.append(stop)
    assert "utrecht-skip-link" in stops[0]["name"]
    assert [stop["name"] for stop in stops if not stop["visible"]] == []
    assert len(stops) >= reachable - 1


def test_the_skip_link_goes_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_no_page_asks_anything_of_anyone_else(browser: Browser, published: Server) -> None:
    """Wall 7: no third-party requests; and no page breaks its own security policy."""
    context = browser.new_context(base_url=published.url)
    page = context.new_page()
    elsewhere: list[str] = []
    complaints: list[str] = []
    page.on(
        "request", lambda request: elsewhere.append(request.url) if not request.url.startswith(published.url) else None
    )
    page.on("console", lambda line: complaints.append(line.text) if "status of 404" not in line.text else None)
    visit(page, lambda _page, _address: None)
    context.close()
    assert (elsewhere, complaints) == ([], [])


def test_every_page_works_without_scripts(browser: Browser, published: Server) -> None:
    context: BrowserContext = browser.new_context(base_url=published.url, java_script_enabled=False)
    titles: list[str] = []
    visit(context.new_page(), lambda page, _address: titles.append(page.title()))
    context.close()
    assert all(titles)


def test_no_link_of_ours_is_dead(browser: Browser, published: Server) -> None:
    context = browser.new_context(base_url=published.url)
    page = context.new_page()
    links: dict[str, str] = {}

    def gather(page: Page, address: str) -> None:
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            if link.startswith(published.url):
                links.setdefault(link.split("#")[0], address)

    visit(page, gather)
    exits = {link for link in links if link.endswith("/weg/")}
    """They lead to somebody else's site, as they should: that one is not asked."""
    assert {context.request.get(link, max_redirects=0).status for link in exits} == {302}
    ours = {link: source for link, source in links.items() if link not in exits}
    dead = {link: source for link, source in ours.items() if context.request.get(link).status >= 400}
    context.close()
    assert {
        link: source for link, source in dead.items() if "/beheer/" not in link and source != "/bestaat-niet/"
    } == {}

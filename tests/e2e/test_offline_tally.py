"""The tally on a phone without a connection, in a real Chromium: what is counted there waits unreadable, arrives when
it can, and counts once, whatever happens in between."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from test_every_page import violations

from conftest import Server, sign_in

pytestmark = pytest.mark.browser

HOME = "/beheer/tellijst/"
QUEUE = "**/wachtrij/"
CODES = ("douane", "intimidation", "direct_manager", "undesirable_conduct")
READY = "navigator.serviceWorker.ready.then(() => new Promise(done => setTimeout(done, 300)))"
ENTRIES = "from loket.advisers.models import Entry; print(Entry.objects.count())"
KEPT = """async () => {
  const db = await new Promise(done => { indexedDB.open("tellijst").onsuccess = event => done(event.target.result); });
  const found = {local: {...localStorage}, session: {...sessionStorage}, caches: [], stores: {}};
  for (const store of db.objectStoreNames) {
    const all = await new Promise(done => {
      db.transaction(store).objectStore(store).getAll().onsuccess = event => done(event.target.result);
    });
    found.stores[store] = all;
  }
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.caches.push(new URL(request.url).pathname);
  }
  return found;
}"""


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=server.url, viewport={"width": 390, "height": 844}, locale="nl-NL", is_mobile=True, has_touch=True
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def ready(phone: BrowserContext, server: Server) -> Page:
    """The tally on a phone that its adviser set up, as the only one."""
    server.say("from loket.advisers.models import Device; Device.objects.all().delete()")
    page = phone.new_page()
    sign_in(page, "luister")
    set_up(page)
    return page


def set_up(page: Page, language: str = "") -> None:
    page.goto(f"{language}{HOME}toestellen/nieuw/")
    page.locator("input[name=name]").fill("werktelefoon")
    page.locator("main form button").first.click()
    page.wait_for_url("**/toestellen/")
    expect(page.locator("[data-tally-this]:visible").first).to_be_visible()
    page.evaluate(READY)
    page.goto(f"{language}{HOME}")


@pytest.fixture
def counted(server: Server) -> Callable[[], int]:
    """How many entries came since the test began."""
    before = int(server.say(ENTRIES))
    return lambda: int(server.say(ENTRIES)) - before


def choose(page: Page, **chosen: str) -> None:
    """Tap an answer, after opening what it may be folded in."""
    for name, value in chosen.items():
        answer = page.locator(f'form[data-offline] label:has(input[name="{name}"][value="{value}"])')
        if not answer.is_visible():
            answer.locator("xpath=ancestor::details").locator("summary").click()
        answer.click()


def count_one(page: Page, **chosen: str) -> None:
    choose(page, unit="douane", subcategory="intimidation", accused="direct_manager", **chosen)
    page.get_by_role("button", name="Tel mee").tap()


def waiting(page: Page, number: int) -> None:
    words = "1 adviesvraag wacht op verbinding" if number == 1 else f"{number} adviesvragen wachten op verbinding"
    expect(page.locator("[data-says=waiting]")).to_contain_text(words)


def go_offline(page: Page) -> None:
    """Without a connection, and with the page as it comes then."""
    page.context.set_offline(True)
    page.goto(HOME)
    expect(page.get_by_text("Geen verbinding")).to_be_visible()


def kept(page: Page) -> Any:
    return page.evaluate(KEPT)


def nothing_waits(page: Page) -> None:
    expect(page.locator("[data-says=waiting]")).to_be_hidden()
    assert kept(page)["stores"]["waiting"] == []


def test_two_requests_without_a_connection_arrive_once(ready: Page, counted: Callable[[], int]) -> None:
    go_offline(ready)
    count_one(ready)
    waiting(ready, 1)
    expect(ready.get_by_text("Bewaard op dit toestel")).to_be_visible()
    count_one(ready)
    waiting(ready, 2)
    ready.reload()
    waiting(ready, 2)
    assert counted() == 0
    ready.context.set_offline(False)
    expect(ready.locator("[data-says=sent]")).to_contain_text("2 adviesvragen van dit toestel zijn nu geteld")
    nothing_waits(ready)
    expect(ready.get_by_text("Geen verbinding")).to_be_hidden()
    ready.goto(HOME)
    nothing_waits(ready)
    assert counted() == 2


def test_nothing_that_somebody_chose_can_be_read_on_the_phone(ready: Page) -> None:
    go_offline(ready)
    count_one(ready)
    waiting(ready, 1)
    found = kept(ready)
    said = json.dumps([found["stores"], found["local"], found["session"]])
    assert [code for code in CODES if code in said] == []
    assert [one["id"] for one in found["stores"]["device"]]
    assert "d" not in found["stores"]["device"][0]["key"]
    [sealed] = found["stores"]["waiting"]
    assert len(sealed.split(".")) == 5
    pages = {path for path in found["caches"] if not path.startswith("/static/")}
    assert pages == {f"{HOME}zonder-verbinding/"}


def test_the_page_stands_after_a_hard_reload_and_knows_nobody(ready: Page) -> None:
    session = ready.context.new_cdp_session(ready)
    go_offline(ready)
    session.send("Page.reload", {"ignoreCache": False})
    expect(ready.get_by_text("Geen verbinding")).to_be_visible()
    expect(ready.locator("form[data-offline]")).to_be_visible()
    assert "Luister" not in ready.content()
    fonts = ready.evaluate("document.fonts.ready.then(all => [...all].filter(f => f.status === 'loaded').length)")
    assert fonts > 0
    assert violations(ready) == []
    assert ready.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_stands_within_a_second(ready: Page) -> None:
    """In the fastest of a few tries: what else the machine does at that moment is not the page's."""
    ready.context.set_offline(True)
    assert min(seconds_to_stand(ready) for _ in range(5)) < 1


def seconds_to_stand(page: Page) -> float:
    began = time.monotonic()
    page.goto(HOME)
    expect(page.locator("form[data-offline]")).to_be_visible()
    return time.monotonic() - began


def test_without_an_answer_to_what_it_is_about_nothing_is_kept(ready: Page) -> None:
    go_offline(ready)
    choose(ready, unit="douane")
    ready.get_by_role("button", name="Tel mee").tap()
    expect(ready.locator("[data-tally-problem]")).to_be_focused()
    assert kept(ready)["stores"]["waiting"] == []
    assert violations(ready) == []


def test_a_connection_that_goes_while_a_form_is_open_loses_nothing(ready: Page, counted: Callable[[], int]) -> None:
    ready.context.set_offline(True)
    count_one(ready)
    expect(ready.get_by_text("Geen verbinding")).to_be_visible()
    waiting(ready, 1)
    ready.context.set_offline(False)
    expect(ready.locator("[data-says=sent]")).to_contain_text("1 adviesvraag van dit toestel is nu geteld")
    assert counted() == 1


def test_online_it_counts_once_and_nothing_stays_on_the_phone(ready: Page, counted: Callable[[], int]) -> None:
    sent: list[str] = []
    ready.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    count_one(ready)
    ready.wait_for_url("**geteld=**")
    nothing_waits(ready)
    assert counted() == 1
    assert [one.endswith("/wachtrij/") for one in sent] == [False]


def test_the_same_sent_again_counts_once(ready: Page, counted: Callable[[], int]) -> None:
    bodies: list[str] = []
    ready.on("request", lambda request: bodies.append(request.post_data or "") if request.method == "POST" else None)
    go_offline(ready)
    count_one(ready)
    waiting(ready, 1)
    count_one(ready)
    waiting(ready, 2)
    ready.context.set_offline(False)
    expect(ready.locator("[data-says=sent]")).to_be_visible()
    again = """body => fetch("/beheer/tellijst/wachtrij/", {method: "POST", body: new URLSearchParams(body)})
        .then(answer => answer.json())"""
    answer = ready.evaluate(again, next(body for body in bodies if "entry=" in body))
    assert [one["became"] for one in answer["entries"]] == ["standing", "standing"]
    assert counted() == 2


def test_a_page_that_is_killed_before_it_heard_the_answer_counts_once(ready: Page, counted: Callable[[], int]) -> None:
    go_offline(ready)
    count_one(ready)
    waiting(ready, 1)
    cut: list[int] = []

    def answer_into_nothing(route: Route) -> None:
        if route.request.method == "POST":
            cut.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    ready.route(QUEUE, answer_into_nothing)
    with ready.expect_event("requestfailed"):
        ready.context.set_offline(False)
    waiting(ready, 1)
    assert (cut[0], counted()) == (200, 1)
    context = ready.context
    ready.close()
    page = context.new_page()
    page.goto(HOME)
    nothing_waits_soon(page)
    assert counted() == 1


def nothing_waits_soon(page: Page) -> None:
    page.wait_for_function(f"({KEPT})().then(found => found.stores.waiting.length === 0)")


def test_after_signing_out_it_waits_for_who_signs_in(ready: Page, counted: Callable[[], int]) -> None:
    go_offline(ready)
    count_one(ready)
    waiting(ready, 1)
    ready.context.clear_cookies()
    ready.context.set_offline(False)
    expect(ready.get_by_role("link", name="Meld je aan om te versturen")).to_be_visible()
    assert counted() == 0
    sign_in(ready, "luister")
    expect(ready.locator("[data-says=sent]")).to_be_visible()
    assert counted() == 1


def test_another_adviser_on_the_same_phone_sends_nothing_of_hers(ready: Page, counted: Callable[[], int]) -> None:
    go_offline(ready)
    count_one(ready)
    waiting(ready, 1)
    ready.context.clear_cookies()
    ready.context.set_offline(False)
    sign_in(ready, "gehoor")
    expect(ready.locator(".stuck")).to_contain_text("iemand anders telde")
    ready.context.clear_cookies()
    sign_in(ready, "luister")
    expect(ready.locator("[data-says=sent]")).to_be_visible()
    assert counted() == 1


def test_what_was_refused_is_mended_and_then_counts(ready: Page, counted: Callable[[], int]) -> None:
    go_offline(ready)
    count_one(ready, situation="normalised_and_resolved")
    waiting(ready, 1)
    ready.context.set_offline(False)
    expect(ready.locator(".stuck")).to_contain_text("Kies ook wat je hebt gedaan")
    assert violations(ready) == []
    ready.get_by_role("button", name="Verbeter").tap()
    expect(ready.locator(".error-summary").first).to_be_focused()
    choose(ready, settlement="sounding_board_talk_advice")
    ready.get_by_role("button", name="Tel mee").tap()
    ready.wait_for_url("**geteld=**")
    nothing_waits(ready)
    assert counted() == 1


def test_a_device_that_was_removed_elsewhere_says_so_and_lets_go(ready: Page, counted: Callable[[], int]) -> None:
    go_offline(ready)
    count_one(ready)
    waiting(ready, 1)
    desktop = ready.context.browser.new_context(base_url=ready.url.split("/beheer")[0])  # type: ignore[union-attr]
    elsewhere = desktop.new_page()
    sign_in(elsewhere, "luister")
    device = kept(ready)["stores"]["device"][0]["id"]
    elsewhere.goto(f"{HOME}toestellen/{device}/weg/")
    elsewhere.get_by_role("button", name="Haal dit toestel weg").click()
    desktop.close()
    ready.context.set_offline(False)
    expect(ready.locator("[data-says=forgotten]")).to_contain_text("Dit toestel is weggehaald")
    expect(ready.locator(".stuck")).to_be_visible()
    ready.locator(".stuck summary").tap()
    ready.get_by_role("button", name="Gooi deze adviesvraag weg").tap()
    nothing_waits(ready)
    assert counted() == 0
    assert kept(ready)["stores"]["device"] == []


def test_in_english_too(phone: BrowserContext) -> None:
    page = phone.new_page()
    sign_in(page, "gehoor")
    set_up(page, "/en")
    page.context.set_offline(True)
    page.goto(f"/en{HOME}")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("form[data-offline]")).to_be_visible()


def test_without_scripts_the_tally_counts_as_usual(
    browser: Browser, server: Server, counted: Callable[[], int]
) -> None:
    context = browser.new_context(
        base_url=server.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    sign_in(page, "luister")
    page.goto(HOME)
    choose(page, unit="douane", subcategory="intimidation", accused="direct_manager")
    page.get_by_role("button", name="Tel mee").click()
    page.wait_for_url("**geteld=**")
    page.goto(f"{HOME}toestellen/nieuw/")
    expect(page.locator("noscript p")).to_be_visible()
    context.close()
    assert counted() == 1

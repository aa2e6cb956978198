"""From a number in the report to its cell and back, by keyboard and without scripts."""

import pytest
from playwright.sync_api import Browser, expect

from conftest import Server

pytestmark = pytest.mark.browser

REPORT = "/publicaties/2024/nl/"


def test_a_number_leads_to_its_cell_and_the_cell_back_to_where_it_stands(browser: Browser, published: Server) -> None:
    context = browser.new_context(base_url=published.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{REPORT}meldingen.html")
    number = page.locator("a.number").first
    said = number.inner_text()
    number.press("Enter")
    page.locator(".note-more:visible").press("Enter")
    cell = page.locator(".cell:visible")
    expect(cell).to_have_count(1)
    expect(cell.locator(".cell-n")).to_have_text(said)
    page.keyboard.press("Tab")
    expect(cell.get_by_role("link").first).to_be_focused()
    cell.get_by_role("link", name="Hoofdstuk 4, in de tekst").press("Enter")
    expect(page.locator(".note:visible .note-n")).to_have_text(said)
    context.close()


def test_a_chapter_has_few_stops_of_the_tab_key_in_its_tables_and_the_page_of_a_table_has_all(
    browser: Browser, published: Server
) -> None:
    context = browser.new_context(base_url=published.url)
    page = context.new_page()
    page.goto(f"{REPORT}schendingen-en-afdoeningen.html")
    assert page.locator("td a").count() > 100
    assert page.locator("td a:not([tabindex='-1'])").count() == 0
    page.get_by_role("link", name="De cijfers achter deze tabel (B.1)").press("Enter")
    assert (
        page.locator("td a").count()
        == page.locator("td a:not([tabindex])").count()
        == page.locator(".cell[id^=cel]").count()
    )
    page.locator("td a").first.press("Enter")
    expect(page.locator(".cell:visible")).to_have_count(1)
    page.get_by_role("link", name="Terug naar de tabel").press("Enter")
    expect(page.locator(".cell:visible")).to_have_count(0)
    context.close()

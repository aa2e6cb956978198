"""The policy officer freezes a year, builds its report and follows that, with scripts and without."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Server, sign_in

pytestmark = pytest.mark.browser


def start(page: Page) -> None:
    sign_in(page, "fictie")
    page.goto("/beheer/publicaties/")
    page.get_by_role("button", name="Bouw Jaarrapportage 2024").click()
    page.wait_for_url("**/beheer/publicaties/bouw/*/")


def test_a_build_can_be_followed_to_its_end(page: Page) -> None:
    start(page)
    expect(page.get_by_role("heading", name="We bouwen: Jaarrapportage 2024")).to_be_visible()
    expect(page.get_by_role("heading", name="Gebouwd: Jaarrapportage 2024")).to_be_visible(timeout=90_000)
    page.get_by_role("link", name="Bekijk de publicatie").click()
    page.get_by_role("link", name="Het jaar in beeld").click()
    expect(page).to_have_title(re.compile("2024"))


def test_without_scripts_the_page_renews_itself(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    start(page)
    expect(page.get_by_role("heading", name="Gebouwd: Jaarrapportage 2024")).to_be_visible(timeout=90_000)
    context.close()


def test_a_build_can_be_stopped(page: Page) -> None:
    start(page)
    page.get_by_role("button", name="Stop met bouwen").click()
    expect(page.locator(".progress .status")).to_have_text(re.compile("Gestopt|Klaar"), timeout=60_000)


def test_a_year_is_frozen_with_errors_shown_in_place(page: Page) -> None:
    sign_in(page, "fictie")
    page.goto("/beheer/publicaties/vastleggen/")
    page.get_by_label("Jaar").fill("2024")
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Jaar")).to_have_value("2024")
    page.get_by_role("link", name="Vul de peildatum in").click()
    expect(page.get_by_label("Peildatum")).to_be_focused()
    page.get_by_label("Peildatum").fill("25-2-2025")
    page.get_by_label("Reden").fill("nog eens")
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_role("alert")).to_contain_text("2024")


def test_the_auditor_checks_the_trail(page: Page) -> None:
    sign_in(page, "model")
    page.goto("/beheer/logboek/")
    page.get_by_role("button", name="Controleer het logboek").click()
    expect(page.get_by_role("heading", name="Het logboek is heel")).to_be_visible()


def test_the_quick_exit_stays_in_sight(page: Page) -> None:
    page.goto("/")
    page.mouse.wheel(0, 2000)
    expect(page.get_by_role("link", name="Verlaat deze site snel")).to_be_in_viewport()

"""The signpost in Dutch and English, its external routes, and the pages for when something goes wrong."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from loket.core import clock
from loket.core.badfile import BadFile
from loket.guide.routes import external_routes

WBK_12 = {"Huis voor Klokkenluiders", "(ACM)", "(AFM)", "(ANVS)", "(AP)", "(DNB)", "(IGJ)", "(NVWA)", "(NZa)"}
PAGES = [
    "/",
    "/bespreken/",
    "/signaleren/",
    "/melden/",
    "/welke-deur/",
    "/melden-buiten/",
    "/gegevens/",
    "/toegankelijkheid/",
]


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_every_external_route_of_the_law_is_named(client: Client) -> None:
    """WBK-12."""
    page = text(client, "/melden-buiten/")
    assert [name for name in WBK_12 if name not in page] == []


@pytest.mark.parametrize("address", PAGES)
def test_each_page_has_its_twin_in_english(client: Client, address: str) -> None:
    dutch, english = text(client, address), text(client, f"/en{address}")
    assert '<html class="utrecht-document" lang="nl">' in dutch
    assert f'href="/en{address}" lang="en"' in dutch
    assert '<html class="utrecht-document" lang="en">' in english
    assert f'href="{address}" lang="nl"' in english


def test_the_browser_does_not_choose_the_language(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert 'lang="nl"' in page.splitlines()[1]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_way_out(client: Client, address: str) -> None:
    """WEB-2."""
    assert 'class="quick-exit" href="/weg/"' in text(client, address)


def test_a_body_that_takes_reports_leads_to_its_form_and_others_do_not(client: Client) -> None:
    page = text(client, "/melden/")
    assert re.findall(r'href="/melden/nieuw/(\w+)/"', page) == ["oif", "mib"]
    assert "Klachtencommissie Ongewenste Omgangsvormen" in page


def test_an_organisation_that_takes_no_reports_here_still_says_where_to_go(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "organisation.yaml").write_bytes((settings.DATA / "organisation.yaml").read_bytes())
    settings.DATA = tmp_path
    page = text(client, "/melden/")
    assert "/melden/nieuw/" not in page
    assert "Onderzoeksbureau Integriteit Financiën" in page


def test_a_demonstration_says_so(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert "verzonnen gebruikers" in text(client, "/")
    settings.DEMO = False
    assert "verzonnen gebruikers" not in text(client, "/")


def test_a_page_that_is_not_there_helps_on(client: Client) -> None:
    answer = client.get("/bestaat-niet/")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.content.decode()


def test_an_error_of_ours_is_said_in_dutch(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    """A data folder that breaks while we serve: the page still says what you can do."""
    settings.DATA = tmp_path
    (tmp_path / "external_routes.yaml").write_text("routes: 3\n")
    client.raise_request_exception = False
    (tmp_path / "organisation.yaml").write_text("code: x\n")
    answer = client.get("/melden-buiten/")
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis" in answer.content.decode()


def test_a_strange_host_is_refused(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400


def test_security_txt_is_valid_for_less_than_a_year(client: Client) -> None:
    """RFC 9116, section 2.5.5."""
    lines = dict(line.split(": ", 1) for line in text(client, "/.well-known/security.txt").splitlines())
    expires = dt.datetime.fromisoformat(lines["Expires"])
    assert dt.timedelta() < expires - clock.now() < dt.timedelta(days=365)
    assert lines["Contact"].startswith(("https://", "mailto:"))


def test_search_engines_stay_out_of_the_staff_pages(client: Client) -> None:
    closed = text(client, "/robots.txt").splitlines()
    for address in ("/beheer/", "/aanmelden/", "/en/beheer/", "/en/aanmelden/"):
        assert f"Disallow: {address}" in closed


def test_an_organisation_without_routes_has_none(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    assert external_routes("nl") == ()


def test_a_route_without_https_is_refused_with_its_place(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    file = tmp_path / "external_routes.yaml"
    file.write_text("routes:\n  - code: a\n    label: {nl: A}\n    topic: {nl: B}\n    url: http://a.example/\n")
    with pytest.raises(BadFile, match=r"external_routes.yaml:5:\d+: .*https://"):
        external_routes("nl")


def test_a_language_that_the_organisation_lacks_falls_back_to_its_first(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    file = tmp_path / "external_routes.yaml"
    file.write_text("routes:\n  - code: a\n    label: {fy: Hûs}\n    topic: {fy: B}\n    url: https://a.example/\n")
    assert external_routes("en")[0].label == "Hûs"

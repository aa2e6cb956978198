"""Every field of every form that our pages show, filled with what nobody should type: no 500, nothing half-written,
nothing reflected that a browser would run."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

import pytest
from adviser_room import Room, furnished
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from loket.accounts.models import Account, Role
from loket.casework import opening
from loket.casework import services as casework
from loket.casework.access import desk_of
from loket.casework.models import Case
from loket.intake import services
from loket.intake.content import Content, Identity
from loket.intake.raising import Raised
from people import officer, person, recovery_key, sign_in

pytestmark = pytest.mark.django_db

MARK = "<script>evil()</script>"
NASTY = (
    "", " ", "\0", "a\0b", "\ud800", "\udfff<", "‮tsomred", "\u200b", "\ufeff", "\r\nX-Evil: 1\r\n\r\n", "%0d%0aX-Evil:",
    MARK, f'">{MARK}', f"'{MARK}", "{{ 7*7 }}", "{% load x %}", "=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(1)",
    "../../etc/passwd", "/etc/passwd\0.txt", "' OR 1=1 --", "1e999", "-0", "99999999999999999999", "NaN", "31-2-2025",
    "00000000-0000-0000-0000-000000000000", "x" * 1_000_000, "é" * 200_001, "a\n" * 5000, "true", "on", "[]", "null",
)  # fmt: skip
FILES = "uploads"
UNTOUCHED = ("intake", "casework", "advisers", "facts", "accounts", "keys", "publications")
"""Rooms of which a refused form may change no row, but for these."""
COUNTERS = {"Door", "Attempts", "Session", "MailboxSession"}

values = st.sampled_from(NASTY) | st.text(max_size=40)


@dataclass
class Found:
    """A form of a page: where it goes, and the names of its fields with what they held."""

    page: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    """The names of those fields in which people write."""


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str, html: str) -> None:
        super().__init__()
        self.page, self.found = page, list[Found]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append(
                Found(self.page, given.get("action") or self.page, (given.get("method") or "get").lower())
            )
        elif tag in ("input", "textarea", "select", "button") and self.found and given.get("name"):
            self.found[-1].fields.setdefault(str(given["name"]), given.get("value") or "")
            if tag == "textarea":
                self.found[-1].texts.add(str(given["name"]))


PAGES = {
    "visitor": ("/aanmelden/", "/postvak/", "/melden/nieuw/oif/"),
    "draft": tuple(
        f"/melden/concept/{step}/"
        for step in ("onderwerp", "verhaal", "waar-en-wanneer", "betrokkenen", "bestanden", "over-jou", "bereiken",
                     "controleren")
    ),
    "reporter": ("/postvak/melding/",),
    "officer": ("/beheer/zaken/", "/beheer/zaken/zoeken/", "/beheer/zaken/registreren/", "/beheer/sleutels/",
                "/beheer/sleutels/wachtzin/", "/beheer/sleutels/vernieuwen/", "/beheer/account/",
                "/beheer/account/bevestigen/",
                *(f"/beheer/zaken/{{case}}/{rest}" for rest in (
                    "", "stap/acknowledge/", "notitie/", "taak/", "stuk/", "bericht/", "persoon/", "melder/",
                    "kenmerken/", "behandelaar/", "toegang/", "belang/"))),
    "administrator": ("/beheer/toegang/", "/beheer/toegang/nieuw/", "/beheer/toegang/nieuw1/"),
    "auditor": ("/beheer/logboek/",),
    "policy": ("/beheer/publicaties/vastleggen/",),
    "reader": ("/vertrouwenspersonen/", "/vertrouwenspersonen/{slug}/contact/", "/evaluatie/", "/evaluatie/{code}/"),
    "adviser": (
        *(f"/beheer/tellijst/{rest}" for rest in (
            "", "mijn-lijst/{entry}/", "mijn-lijst/{open}/", "uren/", "voorstel/", "evaluatie/", "toestellen/nieuw/",
            "toestellen/{device}/weg/", "inlezen/", "inlezen/{draft}/kolommen/", "inlezen/{draft}/betekenis/",
            "inlezen/{draft}/controle/")),
        "/beheer/schrift/nieuw/", "/beheer/schrift/{page}/", "/beheer/schrift/{page}/weg/",
        *(f"/beheer/contact/{rest}" for rest in (
            "nieuw/", "{contact}/", "{contact}/naam/", "{contact}/overdragen/", "{contact}/overdragen/{handover}/")),
        "/beheer/signalen/sturen/", "/beheer/wettelijke-plicht/",
        *(f"/beheer/netwerk/{rest}" for rest in (
            "", "mijn-profiel/", "mijn-certificaat/", "mijn-certificaat/nieuw/", "intervisie/{group}/",
            "voorlichting/"))),
    "national": (
        *(f"/beheer/netwerk/{rest}" for rest in (
            "aanstellen/", "persoon/{slug}/plek/", "persoon/{slug}/certificaat/", "persoon/{slug}/beeindigen/",
            "intervisie/", "intervisie/{group}/", "voorlichting/", "voorstellen/{proposal}/", "jaar-afsluiten/")),
        "/beheer/tellijst-totalen/", "/beheer/aanbevelingen/2024/nieuw/"),
    "director": ("/beheer/signalen/",),
}  # fmt: skip
TYPED = "Getypt, en niet verloren: ‘é’ "


@pytest.fixture
def shown(settings: Settings, tmp_path: Path) -> list[tuple[Client, Found]]:
    """Every form that these people see."""
    settings.VAR = tmp_path
    account, private = officer("staal", "oif", recovery_key())
    identity = Identity(disclosure="anonymous")
    raised = services.raise_report(body="oif", content=Content(story="verzonnen"), identity=identity, channel="site")
    case = case_of(raised, account, private)
    person("nieuw1")
    clients = {
        "visitor": Client(),
        "draft": in_draft(),
        "reporter": Client(),
        "officer": proved(sign_in(Client(), account, private)),
        "administrator": sign_in(Client(), person("beheer", Role.FUNCTIONAL_ADMINISTRATOR)),
        "auditor": sign_in(Client(), person("model", Role.AUDITOR)),
        "policy": sign_in(Client(), person("fictie", Role.POLICY_OFFICER)),
    }
    clients["reporter"].post("/postvak/", {"receipt": raised.receipt.code})
    room = furnished()
    clients |= {"reader": Client(), **{who: client for who, client in room.clients.items() if who in PAGES}}
    places = {"case": case, **room.places}
    found = [
        (client, form)
        for who, client in clients.items()
        for page in PAGES[who]
        for form in forms_of(client, page.format(**places))
        if form.fields
    ]
    assert len({form.page for _, form in found}) >= len({page for pages in PAGES.values() for page in pages}) - 1
    return found


def case_of(raised: Raised, account: Account, private: bytes) -> str:
    """The reference of the case of this report, which this officer handles."""
    opening.open_new(body="oif")
    case = Case.objects.get(report=raised.report_id)
    casework.take(desk=desk_of(account, "oif", private), case=case, actor=account.username)
    return case.reference


def proved(client: Client) -> Client:
    """Who has just shown who they are: some pages ask for that first."""
    kept = client.session
    kept["proved_at"] = int(time.time())
    kept.save()
    return client


def in_draft() -> Client:
    client = Client()
    for form in forms_of(client, "/melden/nieuw/oif/"):
        if form.method == "post" and "nieuw" in form.action:
            client.post(form.action, form.fields)
    return client


def forms_of(client: Client, page: str) -> Iterator[Found]:
    answer = client.get(page)
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    yield from Forms(page, answer.content.decode()).found


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_form_breaks_or_reflects(shown: list[tuple[Client, Found]], data: st.DataObject) -> None:
    client, form = data.draw(st.sampled_from(shown), label="form")
    spoiled = data.draw(st.lists(st.sampled_from(sorted(form.fields)), min_size=1, unique=True), label="fields")
    typed = {name: f"{TYPED}{name}" for name in form.texts - set(spoiled)}
    filled = {**form.fields, **typed, **{name: data.draw(values, label=name) for name in spoiled}}
    body = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in filled.items())
    body = data.draw(st.sampled_from(HOW), label="how")(body, encoded(spoiled[0]))
    with transaction.atomic():
        before = rows()
        if form.method == "post":
            answer = client.generic("POST", form.action, body, content_type="application/x-www-form-urlencoded")
        else:
            answer = client.generic("GET", form.action, QUERY_STRING=body[:100_000])
        after = rows()
        transaction.set_rollback(True)
    assert answer.status_code < 500
    assert b"evil()</script>" not in (b"" if answer.streaming else answer.content)
    assert "X-Evil" not in answer.headers
    if answer.status_code >= 400:
        assert after == before
    if answer.status_code == 422:
        assert [text for text in typed.values() if text not in answer.content.decode()] == []


def without(body: str, name: str) -> str:
    """One field is missing."""
    return "&".join(pair for pair in body.split("&") if not pair.startswith(f"{name}="))


HOW: tuple[Callable[[str, str], str], ...] = (
    lambda body, _name: body,
    without,
    lambda body, name: f"{name}=x&{body}",
    lambda body, name: f"{body}&{name}=",
)
"""As it was filled in, with a field left out, or with one that is there twice."""


def encoded(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def rows() -> dict[str, int]:
    """How many rows each table has whose rows mean something."""
    models = [model for room in UNTOUCHED for model in apps.get_app_config(room).get_models()]
    return {model.__name__: model.objects.count() for model in models if model.__name__ not in COUNTERS}  # type: ignore[attr-defined] # every model has it


def test_names_of_files_lead_nowhere(settings: Settings, tmp_path: Path) -> None:
    """A name that climbs, breaks a header or runs in a page is only a name."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.VAR = tmp_path
    client = in_draft()
    page = "/melden/concept/bestanden/"
    for name in ("../../x.txt", "a\r\nX-Evil: 1.txt", f"{MARK}.txt", "=1+1.csv", "‮fdp.exe", "x" * 300 + ".txt"):
        form = next(form for form in forms_of(client, page) if FILES in form.fields)
        fields = {key: value for key, value in form.fields.items() if key != FILES}
        answer = client.post(form.action, {**fields, FILES: SimpleUploadedFile(name, b"verzonnen")})
        assert answer.status_code < 500, name
        assert MARK.encode() not in client.get(page).content
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and "sealed" not in path.parts]
    assert outside == []


HOSTILE = ("\0", "..", "x" * 300, "١٢", "<script>", "0", "1" * 30, "é")
SEEN = {302, 303, 403, 404, 405, 409, 410}
"""What somebody gets at an address of somebody else, or of nothing."""
FOR_ANYBODY = {"profile", "contact", "year"}
STANDS = {
    "reference": ("contact",), "number": ("group", "requirement", "activity", "proposal"), "id_": ("handover",),
    "code": (),
}  # fmt: skip
"""What stands in an address under this name, when it is not called so."""


@pytest.fixture
def room(settings: Settings, tmp_path: Path) -> Room:
    settings.VAR = tmp_path
    officer("staal", "oif", recovery_key())
    return furnished()


def test_nobody_does_anything_at_an_address_of_somebody_else(room: Room) -> None:
    """A colleague at every address of an adviser, and at addresses that lead nowhere; what they send is empty."""
    before, opened = rows(), set[str]()
    for address, name in addresses(room.places):
        for method in ("GET", "POST"):
            answer = room.clients["colleague"].generic(method, address)
            assert answer.status_code < 500, (method, address)
            if answer.status_code not in SEEN:
                opened.add(name)
    assert opened <= FOR_ANYBODY
    assert rows() == before


def addresses(places: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every address of the room that holds something of somebody, with the name of its view; but for the codes of
    evaluations, which anybody with the code may use."""
    _before, resolver = get_resolver().namespace_dict["advisers"]
    for name in filter(lambda one: isinstance(one, str), resolver.reverse_dict):
        [(route, wanted)], *_rest = resolver.reverse_dict[name]
        choices = [[*(places[key] for key in STANDS.get(one, (one,)) if key in places), *HOSTILE] for one in wanted]
        for values in zip(*choices, strict=False):
            yield "/" + route % {key: quote(value, safe="") for key, value in zip(wanted, values, strict=True)}, name

"""Every field of every form that our pages show, filled with what nobody should type: no 500, nothing half-written,
nothing reflected that a browser would run."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
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
UNTOUCHED = ("intake", "casework", "accounts", "keys", "publications")
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
}  # fmt: skip


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
    found = [
        (client, form)
        for who, client in clients.items()
        for page in PAGES[who]
        for form in forms_of(client, page.format(case=case))
        if form.fields
    ]
    assert len({form.page for _, form in found}) >= sum(map(len, PAGES.values())) - 1
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


@hypothesis_settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_form_breaks_or_reflects(shown: list[tuple[Client, Found]], data: st.DataObject) -> None:
    client, form = data.draw(st.sampled_from(shown), label="form")
    spoiled = data.draw(st.lists(st.sampled_from(sorted(form.fields)), min_size=1, unique=True), label="fields")
    filled = {**form.fields, **{name: data.draw(values, label=name) for name in spoiled}}
    body = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in filled.items())
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

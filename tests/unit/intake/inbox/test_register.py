"""Registering what was told by phone, by letter, by mail or in a meeting (WBK-3, WBK-10)."""

import datetime as dt
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from inbox_world import BODY, make_world

from loket.core import clock
from loket.core.models import AuditEntry
from loket.intake.inbox import register
from loket.intake.inbox.register import RegisterForm
from loket.intake.models import Report
from loket.vault.receipts import new_receipt, read_receipt

pytestmark = pytest.mark.django_db

PAGE = "/beheer/meldingen/registreren/"


def filled(**changed: str) -> dict[str, str]:
    return {
        "channel": "phone",
        "received_on": f"{clock.today():%d-%m-%Y}",
        "wanted_meeting": "",
        "story": "De melder belde over de dienstbus.",
        "category": "",
        "unit": "douane",
        "concerned": "",
        "reporter": "employee",
        "disclosure": "anonymous",
        "name": "",
        "email": "",
        "phone": "",
        "receipt": new_receipt().code,
        **changed,
    }


def test_the_reporter_gets_a_receipt_and_the_minutes_to_agree_with() -> None:
    client = make_world().client()
    answer = client.post(PAGE, filled(channel="meeting", wanted_meeting="1-12-2026"))
    page = answer.content.decode()
    code = re.search(r'class="code">([0-9A-Z-]+)<', page)
    assert code
    receipt = read_receipt(code[1])
    assert all(word in page for word in receipt.words)
    mailbox = Client()
    mailbox.post("/postvak/", {"receipt": " ".join(receipt.words)})
    shown = mailbox.get("/postvak/melding/").content.decode()
    assert "Klopt dit verslag?" in shown
    assert "De melder belde over de dienstbus." in shown
    assert mailbox.post("/postvak/antwoord/1/", {"choice": "agreed"}).status_code == 302
    report = Report.objects.get()
    assert (report.channel, report.body) == ("meeting", BODY)
    officer_page = client.get(f"/beheer/meldingen/{report.reference}/").content.decode()
    assert "1 december 2026" in officer_page
    assert "Ja, dit klopt" in officer_page


def test_the_day_is_that_of_first_receipt_anywhere() -> None:
    client = make_world().client()
    day = clock.today() - dt.timedelta(days=10)
    client.post(PAGE, filled(received_on=f"{day:%d-%m-%Y}"))
    assert Report.objects.get().due_on == day + dt.timedelta(days=7)


def test_the_same_form_twice_makes_one_report_and_shows_the_same_words() -> None:
    client, form = make_world().client(), filled()
    pages = [client.post(PAGE, form).content.decode() for _ in range(2)]
    words = [re.findall(r"<li><span>\d</span>([a-z]+)</li>", page) for page in pages]
    assert words[0] == words[1] == list(read_receipt(form["receipt"]).words)
    assert Report.objects.count() == 1
    assert AuditEntry.objects.filter(action="report.raise", actor="staal").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_makes_one_report() -> None:
    make_world()
    wanted = wanted_of(filled())
    start, made = threading.Barrier(2), []

    def send() -> None:
        start.wait()
        made.append(register.register(body=BODY, wanted=wanted, actor="staal"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] == made[1]
    assert Report.objects.count() == 1


def wanted_of(data: dict[str, str]) -> dict[str, Any]:
    form = RegisterForm(data)
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"channel": ""}, "Kies hoe er is gemeld"),
        ({"channel": "site"}, "Kies een van de antwoorden"),
        ({"received_on": "31-12-2999"}, "ligt in de toekomst"),
        ({"received_on": "gisteren"}, "als dag, maand en jaar"),
        ({"received_on": "1-1-0001"}, "ligt te ver weg"),
        ({"story": ""}, "Schrijf op wat de melder vertelt"),
        ({"unit": "bestaat niet"}, "bestaat niet"),
        ({"disclosure": "named"}, "Vul de naam in"),
        ({"disclosure": "anonymous", "name": "R. Fictief"}, "Wie anoniem meldt"),
        ({"email": "geen adres", "disclosure": "named", "name": "R."}, "mail"),
        ({"receipt": "kapot"}, "niet compleet"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(changed: dict[str, str], complaint: str) -> None:
    answer = make_world().client().post(PAGE, filled(concerned="Persoon 1", **changed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert complaint in page
    assert "Persoon 1" in page
    assert Report.objects.count() == 0


def test_a_receipt_of_somebody_else_is_not_theirs_to_give() -> None:
    """The receipt of a report of another body in the form: nothing is made, nothing is shown."""
    world = make_world()
    form = filled()
    world.client().post(PAGE, form)
    with pytest.raises(register.IntegrityError):
        register.register(body="mib", wanted=wanted_of(form), actor="denkbeeld")
    assert Report.objects.count() == 1

"""Registering what was told by phone, by letter, by mail or in a meeting (WBK-3, WBK-10), and the case of it."""

import datetime as dt
import re
import threading
from contextlib import closing

import pytest
from case_world import House
from django.conf import LazySettings
from django.db import IntegrityError, connection
from django.test import Client

from loket.casework.models import Case, Deadline
from loket.casework.worklist.register import register
from loket.casework.worklist.register_form import RegisterForm
from loket.core import clock
from loket.core.models import AuditEntry
from loket.intake.models import Report
from loket.intake.sealing import open_mailbox
from loket.vault.receipts import new_receipt, read_receipt
from people import officer

pytestmark = pytest.mark.django_db

PAGE = "/beheer/zaken/registreren/"


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
        "language": "nl",
        "receipt": new_receipt().code,
        **changed,
    }


def form_of(data: dict[str, str]) -> RegisterForm:
    form = RegisterForm(data)
    assert form.is_valid(), form.errors
    return form


def test_the_reporter_gets_a_receipt_and_the_minutes_to_agree_with(house: House) -> None:
    client = house.client("staal")
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
    assert (report.channel, report.body) == ("meeting", "oif")
    content = open_mailbox(report, receipt.pair.private).content()
    assert (content.wanted_meeting, content.language) == ("2026-12-01", "nl")


def test_it_is_a_case_at_once_that_the_officer_can_take(house: House) -> None:
    client = house.client("staal")
    day = clock.today() - dt.timedelta(days=10)
    page = client.post(PAGE, filled(received_on=f"{day:%d-%m-%Y}", language="en")).content.decode()
    case = Case.objects.get(report=Report.objects.get().pk)
    assert f"Dit is nu zaak {case.reference}" in page
    assert case.received_on == day
    assert Deadline.objects.get(case=case, code="acknowledgement").due_on == day + dt.timedelta(days=7)
    take = f"/beheer/zaken/{case.reference}/neem/"
    assert f'action="{take}"' in page
    client.get("/beheer/zaken/")
    assert client.post(take).status_code == 303
    opened = house.opened("staal", Case.objects.get())
    assert opened.report
    assert opened.report.content().language == "en"


def test_a_case_opens_for_what_waited_before_it_too(house: House, raised: object) -> None:
    house.client("staal").post(PAGE, filled())
    assert Case.objects.count() == 2


def test_the_same_form_twice_makes_one_report_and_shows_the_same_words(house: House) -> None:
    client, form = house.client("staal"), filled()
    pages = [client.post(PAGE, form).content.decode() for _ in range(2)]
    words = [re.findall(r"<li><span>\d</span>([a-z]+)</li>", page) for page in pages]
    assert words[0] == words[1] == list(read_receipt(form["receipt"]).words)
    assert Report.objects.count() == Case.objects.count() == 1
    assert AuditEntry.objects.filter(action="report.raise", actor="staal").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_makes_one_report(house: House) -> None:
    data = filled()
    start, problems = threading.Barrier(2), list[Exception]()

    def send() -> None:
        with closing(connection):
            start.wait()
            try:
                register(body="oif", form=form_of(data), actor="staal")
            except Exception as error:
                problems.append(error)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Report.objects.count() == Case.objects.count() == 1


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
        ({"language": "fr"}, "Kies een van de antwoorden"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(house: House, changed: dict[str, str], complaint: str) -> None:
    answer = house.client("staal").post(PAGE, filled(concerned="Persoon 1", **changed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert complaint in page
    assert "Persoon 1" in page
    assert Report.objects.count() == 0


def test_a_receipt_of_somebody_else_is_not_theirs_to_give(house: House) -> None:
    """The receipt of a report of another body in the form: nothing is made, nothing is shown."""
    form = filled()
    house.client("staal").post(PAGE, form)
    with pytest.raises(IntegrityError):
        register(body="mib", form=form_of(form), actor="denkbeeld")
    assert Report.objects.count() == 1


def test_a_body_that_takes_no_reports_says_who_does(house: House, settings: LazySettings) -> None:
    house.people["incident"] = officer("incident", "cmi", house.recovery)
    client = house.client("incident")
    for answer in (client.get(PAGE), client.post(PAGE, filled())):
        assert answer.status_code == 200
        assert "neemt zelf geen meldingen aan" in answer.content.decode()
    assert Report.objects.count() == 0


def test_nobody_registers_for_a_body_that_is_not_theirs(house: House) -> None:
    assert house.client("staal").get(f"{PAGE}?meldpunt=mib").status_code == 404

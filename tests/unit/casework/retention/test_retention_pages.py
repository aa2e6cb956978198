"""The pages of retention: the head sees numbers and days and lets go what was shown, the auditor sees rules and
statements, and nobody sees content, or a case that they are a party to."""

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from case_world import STORY, House
from django.conf import LazySettings
from django.test import Client

from loket.accounts.models import Account, Role
from loket.casework import services
from loket.casework.content import PersonContent, PersonIdentity
from loket.casework.models import Case, Statement
from loket.casework.retention import services as retention
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.core.models import AuditEntry
from loket.settings import VAR
from people import person, sign_in

pytestmark = pytest.mark.django_db
START, DESTROY = "/beheer/bewaren/", "/beheer/bewaren/vernietigen/"


@pytest.fixture
def due(house: House, opened: OpenCase) -> Case:
    """A case of oif whose term is over, about somebody."""
    services.add_person(
        opened=opened,
        version=opened.case.version,
        content=PersonContent(about="verzonnen rol"),
        identity=PersonIdentity(name="B. Verzonnen"),
        actor="staal",
    )
    today = clock.today()
    Case.objects.filter(pk=opened.case.pk).update(closed_on=today, destroy_on=today, due_on=None, next_act="")
    return Case.objects.get(pk=opened.case.pk)


@pytest.fixture
def auditor(db: None) -> Client:
    return sign_in(Client(), person("controle", Role.AUDITOR))


def hold_address(case: Case) -> str:
    return f"/beheer/bewaren/{case.reference}/vasthouden/"


def seen(page: bytes) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page.decode())
    assert found
    return found[1]


def test_the_head_sees_what_is_due_and_no_content(house: House, due: Case) -> None:
    client = house.client("hoofd")
    for address in (START, DESTROY, hold_address(due)):
        page = client.get(address)
        assert page.status_code == 200
        text = page.content.decode()
        assert due.reference in text
        for content in (STORY, "B. Verzonnen", "verzonnen rol", "Douane"):
            assert content not in text
    assert "1 zaak" in client.get(DESTROY).content.decode()


def test_what_is_confirmed_is_what_was_shown(house: House, due: Case) -> None:
    client = house.client("hoofd")
    shown = client.get(DESTROY)
    assert client.post(DESTROY, {"seen": seen(shown.content)}).status_code == 422
    assert client.post(DESTROY, {"seen": "a" * 64, "sure": "on"}).status_code == 422
    assert client.post(DESTROY, {"seen": "\0", "sure": "on"}).status_code == 422
    assert Case.objects.filter(pk=due.pk).exists()
    again = client.post(DESTROY, {"sure": "on"})
    assert "Intussen is de lijst veranderd" in again.content.decode()
    gone = client.post(DESTROY, {"seen": seen(again.content), "sure": "on"})
    assert gone.status_code == 303
    assert not Case.objects.filter(pk=due.pk).exists()
    assert Statement.objects.get().destroyed_by == "hoofd"
    assert due.reference in client.get(START).content.decode()


def test_a_hold_asks_for_a_reason_and_a_release_too(house: House, due: Case) -> None:
    client = house.client("hoofd")
    assert client.post(hold_address(due), {}).status_code == 422
    assert client.post(hold_address(due), {"reason": "ended"}).status_code == 422
    assert client.post(hold_address(due), {"reason": "inspection"}).status_code == 303
    assert Case.objects.get(pk=due.pk).is_held
    start = client.get(START).content.decode()
    assert "Een toezichthouder doet onderzoek" in start
    assert "Er is nu niets te vernietigen" in start
    assert client.post(hold_address(due), {"reason": "mistake"}).status_code == 303
    assert not Case.objects.get(pk=due.pk).is_held


def test_a_case_is_found_by_its_number(house: House, due: Case) -> None:
    client = house.client("hoofd")
    answer = client.get(START, {"zaak": f" {due.reference} "})
    assert answer.status_code == 302
    assert answer.headers["Location"] == hold_address(due)
    for wrong in ("26-9999", "\0", "x" * 5000, "🙂", ""):
        assert client.get(START, {"zaak": wrong}).status_code == 422


def bare(answer: Any) -> str:
    """A page without what differs from answer to answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def the_head_is_a_party(due: Case, house: House) -> None:
    Account.objects.filter(username="hoofd").update(display_name="b verzonnen")


def they_declared_a_conflict(due: Case, house: House) -> None:
    services.declare_conflict(desk=house.desk("hoofd"), case=due, actor="hoofd")


@pytest.mark.parametrize("kept_out", [the_head_is_a_party, they_declared_a_conflict])
def test_a_head_who_is_kept_out_sees_no_trace_of_the_case(
    house: House, due: Case, kept_out: Callable[[Case, House], None]
) -> None:
    kept_out(due, house)
    client = sign_in(Client(), house.account("hoofd"), house.people["hoofd"][1])
    for address in (START, DESTROY):
        page = client.get(address)
        assert page.status_code == 200
        assert due.reference not in page.content.decode()
        assert "Er is nu niets te vernietigen" in page.content.decode()
    assert client.get(hold_address(due)).status_code == 404
    found, nothing = client.get(START, {"zaak": due.reference}), client.get(START, {"zaak": "26-9999"})
    assert found.status_code == nothing.status_code == 422
    assert bare(found).replace(due.reference, "26-9999") == bare(nothing)
    assert client.post(DESTROY, {"seen": "", "sure": "on"}).status_code == 422
    assert Case.objects.filter(pk=due.pk).exists()


def test_an_auditor_sees_rules_and_statements_and_no_case(house: House, due: Case, auditor: Client) -> None:
    start = auditor.get(START)
    assert start.status_code == 200
    assert "laat nog door een jurist beoordelen" in start.content.decode()
    assert due.reference not in start.content.decode()
    found, nothing = auditor.get(START, {"zaak": due.reference}), auditor.get(START, {"zaak": "26-9999"})
    assert bare(found).replace(due.reference, "26-9999") == bare(nothing)
    assert auditor.get(DESTROY).status_code == auditor.get(hold_address(due)).status_code == 404
    retention.destroy(case=due, actor="hoofd")
    assert due.reference in auditor.get(START).content.decode()
    assert auditor.get(f"/beheer/bewaren/verklaring/{due.reference}/").status_code == 200


def test_what_advisers_keep_stands_beside_the_cases(auditor: Client) -> None:
    page = " ".join(auditor.get(START).content.decode().split())
    shown = re.findall(r"(?:Adviesvraag|Uren) in een tellijst<.*?<td[^>]*>(.*?)</td>", page)
    assert shown == ["2 jaar", "blijft"]


@pytest.mark.parametrize("username", ["staal", "denkbeeld"])
def test_who_is_no_head_sees_none_of_it(house: House, due: Case, username: str) -> None:
    client = house.client(username)
    for address in (START, DESTROY, hold_address(due)):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "court"}).status_code == 404
    assert not Case.objects.get(pk=due.pk).is_held


def test_a_head_of_another_body_sees_neither_cases_nor_statements(house: House, due: Case) -> None:
    person("denkbeeld", Role.HEAD, body="mib")
    client = sign_in(Client(), house.account("denkbeeld"), house.people["denkbeeld"][1])
    assert client.get(START).status_code == 200
    assert client.get(hold_address(due)).status_code == 404
    assert client.get(START, {"meldpunt": "oif"}).status_code == 404
    retention.destroy(case=due, actor="hoofd")
    assert client.get(f"/beheer/bewaren/verklaring/{due.reference}/").status_code == 404
    assert due.reference not in client.get(START).content.decode()


def test_a_locked_key_is_asked_for(house: House, due: Case) -> None:
    answer = sign_in(Client(), house.people["hoofd"][0]).get(START)
    assert (answer.status_code, answer.headers["Location"][:21]) == (302, "/beheer/ontgrendelen/")


def test_looking_at_what_goes_is_no_reading(house: House, due: Case) -> None:
    before = AuditEntry.objects.filter(action__in=("case.read", "report.read")).count()
    house.client("hoofd").get(DESTROY)
    assert AuditEntry.objects.filter(action__in=("case.read", "report.read")).count() == before


def test_the_statement_is_a_page_and_a_tagged_pdf(
    house: House, due: Case, auditor: Client, settings: LazySettings
) -> None:
    retention.destroy(case=due, actor="hoofd")
    settings.VAR = VAR
    page = auditor.get(f"/beheer/bewaren/verklaring/{due.reference}/").content.decode()
    assert "Vernietigd door" in page
    answer = auditor.get(f"/beheer/bewaren/verklaring/{due.reference}/verklaring.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    made = pikepdf.open(io.BytesIO(answer.content))
    with made.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "2"
        assert due.reference in metadata["dc:title"]
    assert len(made.pages) == 1
    assert auditor.get(f"/beheer/bewaren/verklaring/{due.reference}/verklaring.pdf").content == answer.content


@pytest.mark.parametrize("reference", ["26-9999", "%00", "🙂", "x" * 300])
def test_a_statement_that_is_not_there(auditor: Client, reference: str) -> None:
    assert auditor.get(f"/beheer/bewaren/verklaring/{reference}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", "\0", ""])
def test_any_page_number_gives_a_page(auditor: Client, number: str) -> None:
    assert auditor.get(START, {"pagina": number}).status_code == 200

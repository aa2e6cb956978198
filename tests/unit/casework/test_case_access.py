"""Who comes to a case: need to know within a body, and never who is a party to it (WBK-8, walls 1 and 4)."""

import pytest
from case_world import House, raise_for
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loket.accounts.models import Role
from loket.casework import access, opening, services
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.errors import Locked, NotAReader
from loket.casework.models import Case, ItemKind
from loket.casework.sealing import OpenCase, SwappedKey
from loket.core import clock
from loket.core.models import AuditEntry
from loket.intake.models import Report
from loket.intake.raising import Raised
from loket.keys import services as keys
from loket.vault.keys import new_pair
from people import person

pytestmark = pytest.mark.django_db


def request_of(house: House, username: str, *, unlocked: bool = True) -> HttpRequest:
    """A request of somebody who is signed in."""
    client = house.client(username)
    request = HttpRequest()
    request.method, request.user = "GET", house.account(username)
    request.session = client.session
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()} if unlocked else {}
    assert isinstance(request.session, SessionBase)
    return request


def test_an_officer_opens_a_case_that_they_handle(house: House, opened: OpenCase) -> None:
    found = access.opened_for(request_of(house, "staal"), opened.case.reference)
    assert found.case == opened.case
    assert found.report is not None
    assert found.report.content().unit == "douane"


def test_each_reading_is_an_entry_and_sending_a_form_is_none(house: House, opened: OpenCase) -> None:
    """WBK-8."""
    request, before = request_of(house, "staal"), AuditEntry.objects.count()
    access.opened_for(request, opened.case.reference, reading=False)
    assert AuditEntry.objects.count() == before
    access.opened_for(request, opened.case.reference)
    entries = list(AuditEntry.objects.all()[before:])
    assert [(entry.actor, entry.action) for entry in entries] == [("staal", "report.read"), ("staal", "case.read")]
    assert entries[1].summary == {"body": "oif"}


@pytest.mark.parametrize("reference", ["", "26-9999", "\0", "26-0001\0", "é" * 500, "26-0001' OR 1=1 --"])
def test_what_is_no_case_is_not_there(house: House, case: Case, reference: str) -> None:
    with pytest.raises(Http404):
        access.case_for(request_of(house, "staal"), reference)


def test_a_case_whose_public_key_was_swapped_is_not_written_to(house: House, opened: OpenCase) -> None:
    """What is added is sealed to that key: it would be for who changed the row."""
    Case.objects.filter(pk=opened.case.pk).update(public=new_pair().public)
    with pytest.raises(SwappedKey):
        house.opened("staal", opened.case)
    answer = house.client("staal").get(reverse("casework:note", args=[opened.case.reference]))
    assert (answer.status_code, "Waarschuw de beheerder" in answer.content.decode()) == (403, True)


def test_a_case_of_another_body_is_not_there(house: House, opened: OpenCase) -> None:
    for come in (access.case_for, access.opened_for):
        with pytest.raises(Http404):
            come(request_of(house, "denkbeeld"), opened.case.reference)


def test_a_colleague_knows_of_it_and_does_not_read_it(house: House, opened: OpenCase) -> None:
    request = request_of(house, "proef")
    assert access.case_for(request, opened.case.reference)[1] == opened.case
    with pytest.raises(NotAReader) as caught:
        access.opened_for(request, opened.case.reference)
    assert caught.value.case == opened.case
    assert not AuditEntry.objects.filter(actor="proef", action="case.read").exists()


def test_the_head_does_not_read_by_being_head(house: House, opened: OpenCase) -> None:
    with pytest.raises(NotAReader):
        house.opened("hoofd", opened.case)


def test_a_body_that_nobody_asked_you_for_is_not_there(house: House) -> None:
    with pytest.raises(Http404):
        access.desk(request_of(house, "staal"), "mib")
    assert access.desk(request_of(house, "staal"), "oif").body == "oif"


def test_with_a_locked_key_nothing_is_listed_either(house: House, case: Case) -> None:
    request = request_of(house, "staal", unlocked=False)
    for come in (access.desk, lambda one: access.case_for(one, case.reference)):
        with pytest.raises(Locked):
            come(request)


def test_a_case_that_went_on_is_not_there(house: House, opened: OpenCase) -> None:
    Case.objects.update(view_ended_on=clock.today())
    with pytest.raises(Http404):
        access.opened_for(request_of(house, "staal"), opened.case.reference)


def test_a_report_that_went_along_is_not_read_here(house: House, opened: OpenCase) -> None:
    Report.objects.update(body="mib")
    assert house.opened("staal", opened.case).report is None


@pytest.mark.parametrize("identity", [PersonIdentity(name="PROEF"), PersonIdentity(name="X. Y", username="Proef")])
def test_for_a_person_concerned_the_case_is_not_there(house: House, opened: OpenCase, identity: PersonIdentity) -> None:
    """Wall 4. By user name or by exact name, whatever its capitals; and the same answer as for no case at all."""
    services.add_person(
        opened=opened, version=opened.case.version, content=PersonContent(), identity=identity, actor="staal"
    )
    request, before = request_of(house, "proef"), AuditEntry.objects.count()
    answers = {reference: refused(request, reference) for reference in (opened.case.reference, "26-9999")}
    assert set(answers.values()) == {"Http404()"}
    assert not access.visible(house.desk("proef")).exists()
    assert AuditEntry.objects.count() == before


def refused(request: HttpRequest, reference: str) -> str:
    try:
        access.opened_for(request, reference)
    except Http404 as error:
        return repr(error)
    return ""


def test_who_is_kept_out_and_who_asks_for_nothing_cost_the_same_work(house: House, opened: OpenCase) -> None:
    """Not even the time tells: the same statements."""
    services.declare_conflict(desk=house.desk("proef"), case=opened.case, actor="proef")
    ran = []
    for reference in (opened.case.reference, "26-9999"):
        request = request_of(house, "proef")
        with CaptureQueriesContext(connection) as queries:
            refused(request, reference)
        ran.append([query["sql"].partition(" WHERE ")[0] for query in queries.captured_queries])
    assert ran[0] == ran[1]


def test_opening_a_case_takes_the_same_work_however_thick_it_is(house: House, opened: OpenCase) -> None:
    house.opened("staal", opened.case, reading=True)  # its report is news the first time

    def count() -> int:
        request = request_of(house, "staal")
        with CaptureQueriesContext(connection) as queries:
            found = access.opened_for(request, opened.case.reference)
            [found.item(item) for item in found.items()]
        return len(queries)

    thin = count()
    for number in range(20):
        content = ItemContent(text=f"notitie {number}")
        services.add_item(opened=opened, kind=ItemKind.NOTE, content=content, actor="staal")
    assert count() == thin
    assert thin <= 22


def view(request: HttpRequest, reference: str) -> HttpResponse:
    access.opened_for(request, reference)
    return HttpResponse("zaak")


def test_who_has_a_locked_key_is_led_to_unlocking_and_back(house: House, opened: OpenCase) -> None:
    request = request_of(house, "staal", unlocked=False)
    request.path = request.path_info = "/beheer/zaken/26-0001/"
    answer = access.with_key(view)(request, opened.case.reference)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('keys:unlock')}?volgende=%2Fbeheer%2Fzaken%2F26-0001%2F"


def test_an_officer_without_the_key_of_the_body_is_told_whom_to_ask(house: House, opened: OpenCase) -> None:
    late = person("laat", Role.OFFICER, body="oif")
    house.people["laat"] = (late, keys.make_person_key(account=late, actor="test"))
    answer = access.with_key(view)(request_of(house, "laat"), opened.case.reference)
    assert answer.status_code == 403
    assert "sleutel" in answer.content.decode()


@pytest.mark.parametrize(("status", "entries"), [(422, 1), (200, 1), (302, 0), (303, 0)])
def test_a_form_that_comes_back_shows_its_case(house: House, opened: OpenCase, status: int, entries: int) -> None:
    """WBK-8: nobody reads a case without a trace by sending a form that is not right."""

    def send(request: HttpRequest, reference: str) -> HttpResponse:
        access.opened_for(request, reference, reading=False)
        return HttpResponse("zaak", status=status)

    before = AuditEntry.objects.filter(action="case.read").count()
    access.with_key(send)(request_of(house, "staal"), opened.case.reference)
    assert AuditEntry.objects.filter(action="case.read").count() == before + entries


def test_two_bodies_two_desks(house: House, raised: Raised) -> None:
    """Somebody who works for two bodies finds a case at whichever has it."""
    raise_for("mib")
    opening.sweep()
    person("denkbeeld", Role.OFFICER, body="oif")
    private = keys.open_body_with_recovery(body="oif", recovery_private=house.recovery.private)
    keys.give(body="oif", body_private=private, to=house.account("denkbeeld"), actor="test")
    for case in Case.objects.all():
        desk, found = access.case_for(request_of(house, "denkbeeld"), case.reference)
        assert (desk.body, found) == (case.body, case)

"""Searching by reference and by the whole name of a person concerned, and who finds nothing."""

import pytest
from case_world import House
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from list_world import SEARCH, close, listed, open_some

from loket.casework.models import Case
from loket.casework.worklist.search import MOST
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db

NAME = "Rosa Fictief-Verzonnen"


def search(client: Client, sought: str) -> HttpResponse:
    return client.post(SEARCH, {"sought": sought})


def found(client: Client, sought: str) -> list[str]:
    answer = search(client, sought)
    assert answer.status_code == 200
    return listed(answer.content.decode())


def test_a_reference_leads_to_its_case(house: House) -> None:
    (case,) = open_some(house)
    for sought in (case.reference, f" {case.reference} ", case.reference.replace("-0", "-"), case.reference[3:]):
        answer = search(house.client("staal"), sought)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/beheer/zaken/{case.reference}/")


def test_a_reference_of_nothing_or_of_another_body_finds_nothing(house: House) -> None:
    (theirs,) = open_some(house, body="mib", procedure="meldpunt")
    pages = [search(house.client("staal"), one).content.decode() for one in (theirs.reference, "26-9999")]
    assert ["Geen zaak met dit nummer" in page for page in pages] == [True, True]


@pytest.mark.parametrize("sought", [NAME, NAME.upper(), "  rosa   fictief verzonnen ", "Rósa Fictief.Verzonnen"])
def test_a_whole_name_is_found_however_it_is_written(house: House, sought: str) -> None:
    (case,) = open_some(house, name=NAME, unit="douane")
    open_some(house, name="Rosa Anders")
    assert found(house.client("staal"), sought) == [case.reference]


@pytest.mark.parametrize("sought", ["Rosa", "Fictief", "Rosa Fictief", "R. Fictief-Verzonnen", "%", "Rosa*"])
def test_a_part_of_a_name_finds_nothing_and_the_page_says_why(house: House, sought: str) -> None:
    open_some(house, name=NAME)
    answer = search(house.client("staal"), sought)
    page = answer.content.decode()
    assert listed(page) == []
    if answer.status_code == 200:
        assert "Geen zaak met deze naam" in page
    assert "Waarom alleen de hele naam?" in page


def test_closed_cases_are_found_too(house: House) -> None:
    (case,) = open_some(house, name=NAME)
    close(case)
    assert found(house.client("staal"), NAME) == [case.reference]


def test_another_bodys_cases_are_not_found(house: House) -> None:
    open_some(house, body="mib", procedure="meldpunt", name=NAME)
    assert found(house.client("staal"), NAME) == []


@pytest.mark.parametrize("sought", ["", "   ", "...", "x" * 201, "\0", "26-1\0"])
def test_what_cannot_be_sought_is_said_and_stays(house: House, sought: str) -> None:
    answer = search(house.client("staal"), sought)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<title>Fout:" in page
    assert ("x" * 201 in page) == (sought == "x" * 201)
    assert not AuditEntry.objects.filter(action="case.search").exists()


def test_only_so_many_are_shown_and_the_page_says_so(house: House) -> None:
    open_some(house, MOST + 1, name=NAME)
    page = search(house.client("staal"), NAME).content.decode()
    assert len(listed(page)) == MOST
    assert "Er zijn meer zaken met deze naam." in page


def test_what_was_sought_stands_nowhere(house: House, caplog: pytest.LogCaptureFixture) -> None:
    open_some(house, name=NAME)
    client = house.client("staal")
    answer = search(client, NAME)
    assert NAME in answer.content.decode()
    entry = AuditEntry.objects.get(action="case.search")
    assert (entry.target, entry.summary) == ("body:oif", {"by": "name", "found": 1})
    assert "Fictief" not in caplog.text
    assert NAME not in str(dict(client.session))
    assert client.get(f"{SEARCH}?sought={NAME}").content.decode().count(NAME) == 0


def test_looking_at_the_page_searches_nothing(house: House) -> None:
    answer = house.client("staal").get(SEARCH)
    assert answer.status_code == 200
    assert "Geen zaak" not in answer.content.decode()
    assert not AuditEntry.objects.filter(action="case.search").exists()


def test_a_name_that_is_there_for_others_costs_what_one_costs_that_is_not(house: House) -> None:
    """Who is named in a case themselves gets the answer, the queries and the trail of who sought nothing."""
    house.account("proef")
    open_some(house, name="proef")
    client = house.client("proef")
    search(client, "niemand anders")
    answers = []
    for sought in ("proef", "niemand anders"):
        with CaptureQueriesContext(connection) as asked:
            page = search(client, sought).content.decode()
        answers.append((len(asked), page.replace(sought, "")))
    assert answers[0][0] == answers[1][0]
    assert "Geen zaak met deze naam" in answers[0][1]
    assert set(AuditEntry.objects.filter(action="case.search").values_list("summary__found", flat=True)) == {0}
    assert Case.objects.count() == 1

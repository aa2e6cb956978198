"""Taking a case from the list: once, by whoever is first, and back to where one was."""

import threading

import pytest
from case_world import House, make_house, raise_for
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from list_world import LIST, open_some, put, read, row_of

from loket.casework import opening
from loket.casework.models import Case
from loket.core.models import AuditEntry


def take(client: Client, case: Case, back: str = "") -> HttpResponse:
    return client.post(f"{LIST}{case.reference}/neem/", {"terug": back})


@pytest.mark.django_db
def test_taking_leads_back_to_the_same_list(house: House) -> None:
    (case,) = open_some(house)
    client = house.client("staal")
    answer = take(client, case, "meldpunt=oif&toon=niemand&fase=received")
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert address.startswith(f"{LIST}?")
    assert "toon=niemand" in address
    page = read(client, address)
    assert f"Zaak {case.reference} is nu van jou." in page
    assert "Er is geen zaak die hierbij past." in page
    assert Case.objects.get().assignee == house.account("staal")


@pytest.mark.django_db
def test_the_button_stands_where_nobody_handles_it(house: House) -> None:
    free, taken = open_some(house, 2)
    put(taken, assignee=house.account("proef"))
    page = read(house.client("staal"))
    assert "Neem op je" in row_of(page, free)
    assert "Neem op je" not in row_of(page, taken)
    assert f'formaction="{LIST}{free.reference}/neem/"' in page


@pytest.mark.django_db
def test_sent_twice_is_taken_once(house: House) -> None:
    (case,) = open_some(house)
    client = house.client("staal")
    assert [take(client, case).status_code for _ in range(2)] == [303, 303]
    assert AuditEntry.objects.filter(action="case.take").count() == 1
    assert Case.objects.get().version == case.version + 1


@pytest.mark.django_db
def test_the_second_hears_who_was_first(house: House) -> None:
    (case,) = open_some(house)
    take(house.client("staal"), case)
    answer = take(house.client("proef"), case, "toon=niemand")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"staal was je voor: zaak {case.reference} is al genomen." in page
    assert 'value="niemand" checked' in page
    assert Case.objects.get().assignee == house.account("staal")


@pytest.mark.django_db
def test_nobody_reads_that_a_case_is_theirs_when_it_is_not(house: House) -> None:
    (case,) = open_some(house)
    client = house.client("staal")
    for taken in (case.reference, "26-9999", "%00", "<b>"):
        assert "is nu van jou" not in read(client, f"{LIST}?genomen={taken}")


@pytest.mark.django_db
def test_what_is_not_theirs_cannot_be_taken(house: House) -> None:
    (case,) = open_some(house)
    assert take(house.client("denkbeeld"), case).status_code == 404
    assert house.client("staal").get(f"{LIST}{case.reference}/neem/").status_code == 405
    for reference in ("26-9999", "%00", "x" * 300):
        assert house.client("staal").post(f"{LIST}{reference}/neem/").status_code == 404
    assert Case.objects.get().assignee is None


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://kwaad.example/", "//kwaad.example", "a=%0d%0aSet-Cookie:x", "x" * 5000])
def test_one_never_goes_elsewhere(house: House, back: str) -> None:
    (case,) = open_some(house)
    answer = take(house.client("staal"), case, back)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{LIST}?")
    assert "\r" not in answer.headers["Location"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_and_one_of_them_has_it() -> None:
    house = make_house()
    raise_for("oif")
    opening.open_new(body="oif")
    house.desk("staal")
    case, before = Case.objects.get(), AuditEntry.objects.filter(action="case.take").count()
    clients = [house.client(name) for name in ("staal", "proef")]
    start, answers = threading.Barrier(2), dict[int, int]()

    def go(number: int) -> None:
        start.wait()
        answers[number] = take(clients[number], case).status_code
        connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [303, 409]
    first = next(number for number, status in answers.items() if status == 303)
    assert Case.objects.get().assignee == house.account(("staal", "proef")[first])
    assert AuditEntry.objects.filter(action="case.take").count() == before + 1

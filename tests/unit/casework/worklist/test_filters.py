"""What the worklist is asked: by whom, stage, labels and number."""

import string

import pytest
from case_world import House
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from list_world import LIST, close, group, listed, open_some, put, read, shows, tally

from loket.casework.models import Case
from loket.casework.worklist.filters import ALL, MINE, NOBODY, Choices, Filters, Option, read_filters, read_number
from loket.core import clock

CODES = ["a", "b", "gesloten", "onbekend"]
CHOICES = Choices(*([Option(code, code) for code in CODES] for _ in range(3)))


@pytest.mark.django_db
def test_mine_and_nobodys(house: House) -> None:
    mine, theirs, free = open_some(house, 3)
    put(mine, assignee=house.account("staal"))
    put(theirs, assignee=house.account("proef"))
    client = house.client("staal")
    assert listed(read(client, f"{LIST}?toon=mij")) == [mine.reference]
    assert listed(read(client, f"{LIST}?toon=niemand")) == [free.reference]
    page = read(client, f"{LIST}?toon=alle")
    assert set(listed(page)) == {mine.reference, theirs.reference, free.reference}
    assert shows(page) == ["Alle 3", "Van mij 1", "Van niemand 1"]


@pytest.mark.django_db
def test_stage_and_labels_alone_and_together(house: House) -> None:
    (plain,) = open_some(house)
    (customs,) = open_some(house, unit="douane", violation="undesirable_conduct")
    (customs_later,) = open_some(house, unit="douane", violation="financial_violation")
    put(customs_later, stage="assessed")
    client = house.client("staal")
    asked = {
        "onderdeel=douane": {customs, customs_later},
        "onderdeel=onbekend": {plain},
        "soort=undesirable_conduct": {customs},
        "soort=onbekend": {plain},
        "fase=assessed": {customs_later},
        "onderdeel=douane&fase=received": {customs},
        "onderdeel=douane&soort=onbekend": set(),
        "onderdeel=douane&soort=financial_violation&fase=assessed&toon=niemand": {customs_later},
    }
    for query, cases in asked.items():
        page = read(client, f"{LIST}?{query}")
        assert set(listed(page)) == {case.reference for case in cases}, query
        assert tally(page) == ["0", "3", "0"], query
        assert "Toon weer alles" in page


@pytest.mark.django_db
def test_groups_count_what_was_asked_for(house: House) -> None:
    cases = open_some(house, 4, unit="douane") + open_some(house, 2)
    for case in cases:
        put(case, days=-2)
    page = read(house.client("staal"), f"{LIST}?onderdeel=douane")
    assert group(page, "late")[0] == "Te laat 4 zaken"
    assert tally(page) == ["6", "0", "0"]
    assert "4 van 4 zaken" in page


@pytest.mark.django_db
def test_a_number_finds_its_case_open_or_closed(house: House) -> None:
    case, closed, _other = open_some(house, 3)
    close(closed)
    client = house.client("staal")
    for number in (case.reference, case.reference.replace("-0", "-"), f" {case.reference} ", case.reference[3:]):
        assert listed(read(client, f"{LIST}?nummer={number}")) == [case.reference], number
    assert listed(read(client, f"{LIST}?nummer={closed.reference}")) == [closed.reference]
    assert listed(read(client, f"{LIST}?nummer={closed.reference}&fase=received")) == []
    assert listed(read(client, f"{LIST}?nummer={case.reference}&fase=gesloten")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["zzz", "26-%00", "26-", "-1", "9" * 500, "２６-0001", "26-0001'--", "%F0%9F%92%A9"])
def test_what_is_no_number_finds_nothing_and_says_so(house: House, number: str) -> None:
    open_some(house)
    page = read(house.client("staal"), f"{LIST}?nummer={number}")
    assert listed(page) == []
    assert "Er is geen zaak die hierbij past." in page


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["toon=iedereen", "fase=onzin", "soort=%00", "onderdeel=x", "fase=closed"])
def test_what_is_not_offered_is_not_there(house: House, query: str) -> None:
    assert house.client("staal").get(f"{LIST}?{query}").status_code == 404


@pytest.mark.django_db
def test_the_stages_of_every_procedure_of_the_body_are_offered(house: House) -> None:
    page = read(house.client("staal"))
    assert '<option value="investigation">' in page
    assert page.count('<option value="received">') == 1
    assert '<option value="closed">' not in page
    assert '<option value="gesloten">' in page


@pytest.mark.django_db
def test_a_stage_of_the_second_procedure_can_be_chosen(house: House) -> None:
    from loket.casework.reading import procedures

    first, second = (
        {stage.code for stage in procedures()[code].stages if stage.within_days} for code in ("oif", "wrongdoing")
    )
    for stage in second - first:
        assert house.client("staal").get(f"{LIST}?fase={stage}").status_code == 200


@pytest.mark.django_db
def test_a_page_keeps_what_was_asked(house: House) -> None:
    open_some(house, 45, unit="douane")
    page = read(house.client("staal"), f"{LIST}?onderdeel=douane&toon=niemand")
    assert "?meldpunt=oif&toon=niemand&onderdeel=douane&na=" in page
    assert 'value="douane" selected' in page
    assert 'value="niemand" checked' in page
    assert Case.objects.count() == 45


@given(
    st.builds(
        Filters,
        show=st.sampled_from([ALL, MINE, NOBODY]),
        stage=st.sampled_from(["", *CODES]),
        violation=st.sampled_from(["", *CODES]),
        unit=st.sampled_from(["", *CODES]),
        number=st.text(string.ascii_letters + string.digits + "-&=%", max_size=20),
    )
)
def test_an_address_says_what_was_asked(filters: Filters) -> None:
    assert read_filters(QueryDict(filters.address), CHOICES) == filters
    assert filters.is_narrow == bool(filters.address)


@given(st.integers(0, 99), st.integers(0, 9_999_999))
def test_a_reference_is_read_as_itself(year: int, number: int) -> None:
    reference = f"{year:02}-{number:04}"
    assert read_number(reference) == read_number(f" {year:02}-{number} ") == reference


@given(st.text(max_size=30))
def test_any_text_is_a_reference_or_nothing(text: str) -> None:
    found = read_number(text)
    assert found == "" or read_number(found) == found
    assert "\0" not in found


def test_a_bare_number_is_one_of_this_year() -> None:
    assert read_number("131") == f"{clock.today():%y}-0131"

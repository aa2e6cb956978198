"""Who is named in a case, or declared a conflict of interest, finds it nowhere: list, counts, file, search."""

import pytest
from case_world import House
from list_world import CSV, LIST, SEARCH, close, listed, open_some, read, shows, tally

from loket.casework import services
from loket.casework.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(house: House) -> Case:
    """A case about proef, whose display name it is."""
    return open_some(house, name="Proef", unit="douane", violation="undesirable_conduct")[0]


@pytest.fixture
def conflicted(house: House) -> Case:
    """A case about somebody else, in which proef declared an interest."""
    (case,) = open_some(house, name="R. Fictief", unit="douane")
    services.declare_conflict(desk=house.desk("proef"), case=case, actor="proef")
    return case


@pytest.mark.parametrize("kept", ["named", "conflicted"])
@pytest.mark.parametrize("is_closed", [False, True])
def test_nowhere(house: House, kept: str, is_closed: bool, request: pytest.FixtureRequest) -> None:
    case: Case = request.getfixturevalue(kept)
    if is_closed:
        close(case)
    (open_to_both,) = open_some(house)
    kept_out, other = house.client("proef"), house.client("staal")
    state = "?fase=gesloten" if is_closed else "?onderdeel=douane"
    for address in (f"{LIST}{state}", f"{LIST}?nummer={case.reference}"):
        assert case.reference not in listed(read(kept_out, address))
        assert case.reference in listed(read(other, address))
    page = read(kept_out)
    assert listed(page) == [open_to_both.reference]
    assert (sum(map(int, tally(page))), shows(page)[0], shows(page)[2]) == (1, "Alle 1", "Van niemand 1")
    assert case.reference not in b"".join(kept_out.get(f"{CSV}{state}").streaming_content).decode()
    assert case.reference in b"".join(other.get(f"{CSV}{state}").streaming_content).decode()


@pytest.mark.parametrize(("kept", "name"), [("named", "Proef"), ("conflicted", "R. Fictief")])
def test_not_by_searching_nor_by_taking(house: House, kept: str, name: str, request: pytest.FixtureRequest) -> None:
    case: Case = request.getfixturevalue(kept)
    kept_out, other = house.client("proef"), house.client("staal")
    assert listed(kept_out.post(SEARCH, {"sought": name}).content.decode()) == []
    assert listed(other.post(SEARCH, {"sought": name}).content.decode()) == [case.reference]
    assert "Geen zaak met dit nummer" in kept_out.post(SEARCH, {"sought": case.reference}).content.decode()
    assert other.post(SEARCH, {"sought": case.reference}).status_code == 303
    assert kept_out.post(f"{LIST}{case.reference}/neem/").status_code == 404


def test_an_unseen_case_is_the_same_as_none(house: House, named: Case) -> None:
    """The page of who is kept out is, to the letter, the page of a body without cases."""
    client = house.client("proef")
    before = read(client)
    Case.objects.all().delete()
    strip = [line for line in before.splitlines() if "csrf" not in line]
    assert strip == [line for line in read(client).splitlines() if "csrf" not in line]

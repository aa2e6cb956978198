"""The pages of an import, as an adviser goes through them, and as they are misused."""

from typing import Any
from uuid import uuid4

import pytest
from contact_world import at_desk
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from sheet_files import comma_separated, xlsx

from loket.advisers.access import Desk
from loket.advisers.importing import services
from loket.advisers.importing.content import guessed
from loket.advisers.importing.forms import key_of
from loket.advisers.importing.planning import meanings
from loket.advisers.models import Entry, ImportDraft
from loket.intake.models import SealedFile

pytestmark = pytest.mark.django_db
URL = "/beheer/tellijst/inlezen/"
HEAD = ["Maand", "Onderdeel", "Subcategorie", "Wie", "Toelichting"]
RIGHT = ["2026-01", "Douane", "Intimidatie", "De melder zelf", "S. Voorbeeld"]
WRONG = ["ooit", "Douane", "Intimidatie", "De melder zelf", ""]


@pytest.fixture
def adviser(settings: Any, tmp_path: Any) -> tuple[Desk, Client]:
    settings.VAR = tmp_path
    return at_desk()


def sent(client: Client, data: bytes, name: str = "tellijst.xlsx") -> Any:
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def begun(adviser: tuple[Desk, Client], *rows: list[str]) -> tuple[str, dict[str, object]]:
    """The address of the draft, and what the form of its columns holds."""
    desk, client = adviser
    assert sent(client, xlsx({"Blad1": [HEAD, *rows]})).status_code == 303
    draft = services.current(desk)
    assert draft
    columns: dict[str, object] = dict(guessed(draft.content.sheets[0], 0))
    return f"{URL}{draft.id}/", {"sheet": 0, "head": 0, "year": 2026, "fallback": "", **columns}


def as_guessed(desk: Desk) -> dict[str, str]:
    draft = services.current(desk)
    assert draft
    found = meanings(draft.content, services.plan(draft.content).advisers)
    return {key_of(one): one.code for one in found}


def test_from_a_file_to_the_tally(adviser: tuple[Desk, Client]) -> None:
    desk, client = adviser
    address, columns = begun(adviser, RIGHT, RIGHT, WRONG)
    page = client.get(f"{address}kolommen/").content.decode()
    assert "Toelichting" in page
    assert "Voorbeeld," not in page
    assert client.post(f"{address}kolommen/", columns).headers["Location"] == f"{address}betekenis/"
    assert client.get(f"{address}betekenis/").status_code == 200
    assert client.post(f"{address}betekenis/", as_guessed(desk)).headers["Location"] == f"{address}controle/"
    page = client.get(f"{address}controle/").content.decode()
    assert "Rij 4" in page
    assert "‘ooit’ is geen maand" in page
    assert client.post(f"{address}inlezen/").status_code == 422
    assert client.get(f"{address}inlezen/").headers["Location"] == f"{address}controle/"
    assert Entry.objects.count() == 0
    assert client.post(f"{address}inlezen/", {"leave_out": "1"}).headers["Location"] == f"{URL}?klaar"
    assert client.post(f"{address}inlezen/", {"leave_out": "1"}).headers["Location"] == f"{URL}?weg"
    assert Entry.objects.count() == 2


def test_the_stored_file_is_gone_at_once(adviser: tuple[Desk, Client], tmp_path: Any) -> None:
    begun(adviser, RIGHT)
    assert SealedFile.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\x89PNG\r\n\x1a\n\0", "geen ODS"), (b"PK\x03\x04 kapot", "beschadigd"), (b"", "leeg"), (b"\n\n", "niets")],
)
def test_a_bad_file_is_refused_with_a_reason(adviser: tuple[Desk, Client], data: bytes, said: str) -> None:
    answer = sent(adviser[1], data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ImportDraft.objects.count() == 0


def test_without_a_file_it_is_asked_for(adviser: tuple[Desk, Client]) -> None:
    assert adviser[1].post(URL, {"file": "geen bestand"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "99"},
        {"unit": "\0"},
        {"sheet": "x"},
        {"sheet": "9" * 30},
        {"head": "-1"},
        {"year": "1"},
        {"fallback": "13"},
        {"unit": "0", "month": "0"},
        {"month": "", "unit": "", "subcategory": "", "accused": ""},
    ],
)
def test_strange_columns_are_refused_and_nothing_is_lost(adviser: tuple[Desk, Client], wrong: dict[str, str]) -> None:
    address, columns = begun(adviser, RIGHT)
    answer = adviser[1].post(f"{address}kolommen/", {**columns, **wrong})
    assert answer.status_code == 422
    draft = services.current(adviser[0])
    assert draft
    assert draft.content.columns == {}


@pytest.mark.parametrize(
    "query", ["?sheet=9&head=9", "?sheet=x&head=%00", "?sheet=-1", f"?head={'9' * 400}", "?head=²"]
)
def test_a_strange_address_shows_the_page_as_it_was_guessed(adviser: tuple[Desk, Client], query: str) -> None:
    address, _columns = begun(adviser, RIGHT)
    assert adviser[1].get(f"{address}kolommen/{query}").status_code == 200


@pytest.mark.parametrize("value", ["nothing", "\0", "x" * 5000])
def test_a_strange_meaning_is_refused(adviser: tuple[Desk, Client], value: str) -> None:
    desk, client = adviser
    address, columns = begun(adviser, RIGHT)
    client.post(f"{address}kolommen/", columns)
    codes = as_guessed(desk)
    assert client.post(f"{address}betekenis/", {**codes, next(iter(codes)): value}).status_code == 422


def test_what_comes_first_is_asked_first(adviser: tuple[Desk, Client]) -> None:
    address, _columns = begun(adviser, RIGHT)
    for page in ("betekenis", "controle"):
        assert adviser[1].get(f"{address}{page}/").headers["Location"] == f"{address}kolommen/"
    assert adviser[1].post(f"{address}inlezen/").headers["Location"] == f"{address}kolommen/"


def test_what_is_written_in_a_file_is_never_markup(adviser: tuple[Desk, Client]) -> None:
    desk, client = adviser
    strange = "<script>alert(1)</script>"
    address, columns = begun(adviser, [strange, strange, strange, strange, ""])
    assert strange not in client.get(f"{address}kolommen/").content.decode()
    client.post(f"{address}kolommen/", columns)
    assert strange not in client.get(f"{address}betekenis/").content.decode()
    client.post(f"{address}betekenis/", as_guessed(desk))
    assert strange not in client.get(f"{address}controle/").content.decode()


def test_dropped_is_gone(adviser: tuple[Desk, Client]) -> None:
    address, _columns = begun(adviser, RIGHT)
    assert adviser[1].post(f"{address}weg/").headers["Location"] == f"{URL}?weg"
    assert ImportDraft.objects.count() == 0


def test_another_adviser_finds_nothing(adviser: tuple[Desk, Client]) -> None:
    address, columns = begun(adviser, RIGHT)
    _desk, other = at_desk("gehoor")
    for page in ("kolommen", "betekenis", "inlezen", "weg"):
        assert other.post(f"{address}{page}/", columns).headers["Location"] == f"{URL}?weg"
    assert other.get(f"{address}controle/").headers["Location"] == f"{URL}?weg"
    assert ImportDraft.objects.count() == 1
    assert other.get(f"{URL}{uuid4()}/kolommen/").headers["Location"] == f"{URL}?weg"


def test_a_csv_of_one_column_can_be_read_in_with_a_month_for_all(adviser: tuple[Desk, Client]) -> None:
    desk, client = adviser
    sent(client, comma_separated([["Subcategorie"], ["Fraude"], ["Fraude"]]), "a.csv")
    draft = services.current(desk)
    assert draft
    address = f"{URL}{draft.id}/"
    columns = {"sheet": 0, "head": 0, "year": 2026, "fallback": "01", "subcategory": 0}
    assert client.post(f"{address}kolommen/", columns).status_code == 303
    codes = {name: code or {"u": "douane", "a": "reporter_self"}[name[0]] for name, code in as_guessed(desk).items()}
    assert client.post(f"{address}betekenis/", codes).status_code == 303
    assert client.post(f"{address}inlezen/").headers["Location"] == f"{URL}?klaar"
    assert Entry.objects.count() == 2

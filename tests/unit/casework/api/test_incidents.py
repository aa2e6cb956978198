"""Incidents by the API: all of them or none, each once, sealed, and worked by the incident desk."""

import json
import re
import threading
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from case_world import House
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from loket.casework import access, services
from loket.casework.api import taking
from loket.casework.api.models import IncidentIn
from loket.casework.configuration import configuration
from loket.casework.models import Case, Deadline, Item, SentIncident
from loket.casework.sealing import OpenCase, open_private, read_person_identity
from loket.core import audit, clock, limiter
from loket.core.models import AuditEntry, Notice

pytestmark = pytest.mark.django_db

URL = "/api/v1/incidents"
TOLD = "Uit een auto op de parkeerplaats."


def incident(number: int = 1, **more: object) -> dict[str, Any]:
    return {
        "id": f"INC-{number}",
        "item": "laptop",
        "how": "stolen",
        "on": clock.today().isoformat(),
        "unit": "douane",
        "description": TOLD,
        **more,
    }


def post(*incidents: object, raw: bytes | None = None, kind: str = "application/json", key: str = "") -> HttpResponse:
    content = json.dumps({"incidents": incidents}).encode() if raw is None else raw
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer: HttpResponse = Client(raise_request_exception=False).post(URL, content, content_type=kind, headers=headers)
    return answer


def told(answer: HttpResponse, status: int = 201) -> list[dict[str, Any]]:
    assert answer.status_code == status, answer.content
    found: list[dict[str, Any]] = json.loads(answer.content)["incidents"]
    return found


def problem(answer: HttpResponse, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    found: dict[str, Any] = json.loads(answer.content)
    assert Case.objects.count() == Item.objects.count() == SentIncident.objects.count() == 0
    assert not AuditEntry.objects.filter(action__in=["case.open", "incident.take"]).exists()
    return found


def opened(house: House, reference: str) -> OpenCase:
    desk = house.desk("incident")
    case = access.visible(desk).get(reference=reference)
    return OpenCase(case, open_private(case, desk.body_private), desk.search_key, desk.me)


def test_an_incident_is_a_case_of_the_incident_desk_with_a_term(incident_desk: House) -> None:
    (one,) = told(post(incident(contact={"name": "R. Fictief", "email": "r@example.org", "phone": "06"})))
    assert one == {"id": "INC-1", "reference": one["reference"], "isNew": True}
    found = opened(incident_desk, one["reference"])
    assert (found.case.body, found.case.procedure, found.case.stage) == ("cmi", "incident_desk", "received")
    assert found.case.due_on is not None
    assert found.card().unit == "douane"
    document = found.item(found.items()[1])
    assert document.values == {"item": "laptop", "how": "stolen", "on": clock.today().isoformat()}
    assert TOLD in document.text
    assert "INC-1" in document.text
    (person,) = found.people()
    who = read_person_identity(person, found.private)
    assert (found.person(person).role, who.name, who.reach) == ("other", "R. Fictief", "r@example.org, 06")
    assert list(Notice.objects.values_list("body", flat=True)) == ["cmi"]


def test_what_was_sent_stands_ready_when_it_is_handled(incident_desk: House) -> None:
    (one,) = told(post(incident()))
    desk = incident_desk.desk("incident")
    services.take(desk=desk, case=access.visible(desk).get(reference=one["reference"]), actor="incident")
    page = incident_desk.client("incident").get(f"/beheer/zaken/{one['reference']}/stap/handle/").content.decode()
    assert re.search(r'<option value="laptop"[^>]* selected', page)
    assert re.search(r'value="stolen"[^>]* checked', page)


def test_nothing_of_it_is_readable(incident_desk: House) -> None:
    post(incident(contact={"name": "R. Fictief"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, '') FROM \"{table}\" t")  # noqa: S608 (our own names)
            text = cursor.fetchone()[0] or ""
            for secret in (TOLD, "Fictief", "INC-1", "laptop", "stolen", "douane"):
                assert secret not in text, table
                assert secret.encode().hex() not in text, table


def test_the_same_incident_twice_is_one_case(incident_desk: House) -> None:
    first = told(post(incident(1), incident(2)))
    second = told(post(incident(2, description="Toch niet"), incident(3), incident(1)))
    assert [one["isNew"] for one in second] == [False, True, False]
    assert [second[0]["reference"], second[2]["reference"]] == [first[1]["reference"], first[0]["reference"]]
    assert told(post(incident(1)), 200) == [{**first[0], "isNew": False}]
    assert Case.objects.count() == 3
    entries = AuditEntry.objects.filter(action="incident.take").order_by("position").values_list("summary", flat=True)
    assert [(entry["incidents"], entry["new"]) for entry in entries] == [(2, 2), (3, 1), (1, 0)]


def test_what_was_destroyed_is_forgotten(incident_desk: House) -> None:
    (first,) = told(post(incident()))
    Case.objects.get().delete()
    assert SentIncident.objects.count() == 0
    (second,) = told(post(incident()))
    assert second["isNew"]
    assert second["reference"] != first["reference"]


@pytest.mark.django_db(transaction=True)
def test_the_same_incidents_at_once_are_one_case_each(incident_desk: House) -> None:
    start, answers = threading.Barrier(4), list[list[dict[str, Any]]]()
    numbers = list(range(12))

    def send(order: list[int]) -> None:
        with closing(connection):
            start.wait()
            answer = post(*(incident(number) for number in order))
            answers.append(sorted(json.loads(answer.content)["incidents"], key=lambda one: str(one["id"])))

    threads = [threading.Thread(target=send, args=(order,)) for order in (numbers, numbers[::-1]) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    references = [[one["reference"] for one in answer] for answer in answers]
    assert references == [references[0]] * 4
    assert Case.objects.count() == 12


def test_what_two_channels_call_the_same_are_two_incidents(incident_desk: House) -> None:
    body = configuration().bodies_by(taking.PROCEDURE)[0].code
    wanted = IncidentIn.model_validate_json(json.dumps(incident()))
    for channel in ("een", "twee", "een"):
        taking.take(body=body, channel=channel, incidents=[wanted], actor="test")
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "pointer", "says"),
    [
        ({"item": "zeppelin"}, "item", "kies uit access_pass"),
        ({"how": ""}, "how", "kies uit damaged"),
        ({"unit": "mars"}, "unit", "staat vandaag niet in de lijst"),
        ({"on": "2999-01-01"}, "on", "ligt in de toekomst"),
        ({"on": "31 februari"}, "on", "jjjj-mm-dd"),
        ({"description": "x" * 2001}, "description", "hooguit 2000 tekens"),
        ({"id": "met spatie"}, "id", "zichtbare ASCII"),
        ({"id": "x" * 65}, "id", "1 tot 64"),
        ({"id": 7}, "id", "hier hoort tekst"),
        ({"kleur": "rood"}, "kleur", "dit veld bestaat niet"),
        ({"contact": {"email": "geen adres"}}, "contact/email", "dit is geen mailadres"),
    ],
)
def test_one_wrong_incident_takes_none_and_is_named(
    incident_desk: House, wrong: dict[str, object], pointer: str, says: str
) -> None:
    found = problem(post(incident(1), incident(2, **wrong), incident(3)), 422)
    (error,) = found["errors"]
    assert error["pointer"] == f"/incidents/1/{pointer}"
    assert says in error["detail"]


def test_every_wrong_incident_is_named(incident_desk: House) -> None:
    found = problem(post(*(incident(number, item="x", how="y") for number in range(1000))), 422)
    assert {error["pointer"] for error in found["errors"]} == {
        f"/incidents/{number}/{field}" for number in range(1000) for field in ("item", "how")
    }


@pytest.mark.parametrize(
    ("incidents", "says"),
    [
        ([], "ten minste 1"),
        ([incident(1), incident(2), incident(1)], "incident 2 heeft hetzelfde kenmerk als incident 0"),
        ([incident(number) for number in range(1001)], "hooguit 1000"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(incident_desk: House, incidents: list[object], says: str) -> None:
    assert says in problem(post(*incidents), 422)["detail"]


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"incidents": [{"id": "\\ud800"}]}', "application/json", 400),
        (b"[" * 5000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * (16 * 1024 * 1024 + 1), "application/json", 413),
    ],
)
def test_what_is_no_call_is_refused(incident_desk: House, raw: bytes, kind: str, status: int) -> None:
    problem(post(raw=raw, kind=kind), status)


def test_a_thousand_take_a_statement_each_and_a_few_for_all_together(incident_desk: House) -> None:
    incidents = [incident(number, contact={"name": "R. Fictief"}) for number in range(1000)]
    with CaptureQueriesContext(connection) as asked:
        found = told(post(*incidents))
    assert len(asked) < 1000 + 30
    assert len({one["reference"] for one in found}) == Case.objects.count() == 1000
    assert Deadline.objects.count() >= 1000
    assert audit.verify() is None


def test_a_channel_shows_its_key(incident_desk: House, settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = with_channel(settings.DATA, tmp_path)
    for key in ("", "verkeerd", "é"):
        assert problem(post(incident(), key=key), 401)["status"] == 401
    told(post(incident(), key="geheim"))
    assert AuditEntry.objects.get(action="incident.take").actor == "kanaal:toegangspoort"


def test_without_a_demonstration_a_key_is_always_asked(incident_desk: House, settings: LazySettings) -> None:
    settings.DEMO = False
    problem(post(incident()), 401)


def test_an_organisation_without_an_incident_desk_says_so(
    incident_desk: House, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA = changed(settings.DATA, tmp_path, "  - code: cmi\n    procedures: [incident_desk]\n", "")
    assert "neemt hier geen incidenten aan" in problem(post(incident()), 503)["detail"]


def test_a_desk_without_a_key_takes_nothing_yet(house: House, settings: LazySettings) -> None:
    settings.DEMO = True
    limiter.forget()
    problem(post(incident()), 503)


def test_more_than_can_be_served_hears_when_to_come_back(incident_desk: House, settings: LazySettings) -> None:
    settings.LIMITS = {**settings.LIMITS, "incidents": (0.5, 1)}
    assert post(incident()).status_code == 201
    answer = post(incident())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")


def with_channel(data: Path, tmp_path: Path) -> Path:
    digest = sha256(b"geheim").hexdigest()
    there = f"channels:\n  - code: toegangspoort\n    key_sha256: {digest}\n"
    return changed(data, tmp_path, "channels: []\n", there)


def changed(data: Path, tmp_path: Path, old: str, new: str) -> Path:
    """The data folder with another ``casework.yaml``."""
    folder: Mapping[str, Path] = {path.name: path for path in data.iterdir()}
    there = tmp_path / "data"
    there.mkdir()
    for name, path in folder.items():
        (there / name).symlink_to(path)
    text = (data / "casework.yaml").read_text()
    assert old in text
    (there / "casework.yaml").unlink()
    (there / "casework.yaml").write_text(text.replace(old, new))
    return there

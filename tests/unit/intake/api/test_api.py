"""The API as another system meets it: what it takes, what it answers, and that it acts once (API-1, WBK-1, WBK-14)."""

import json
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loket.core import clock
from loket.core.models import AuditEntry
from loket.intake import sealing, terms
from loket.intake.api.idempotency import Call
from loket.intake.models import Answered, Message, Report
from loket.intake.raising import REPORTER
from loket.vault.receipts import new_receipt, read_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("body_private")]

URL = "/api/v1/reports"
GOOD: Mapping[str, Any] = {
    "body": "oif",
    "category": "undesirable_conduct",
    "story": "Er verdween een doos.",
    "reporter": {"kind": "employee"},
}
PROVINCE = Path(__file__).resolve().parents[3] / "data" / "voorbeeldland"


def post(content: object = GOOD, **headers: str) -> HttpResponse:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer: HttpResponse = Client(raise_request_exception=False).post(
        URL, raw, content_type="application/json", headers=headers
    )
    return answer


def problem(answer: HttpResponse, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.headers["API-Version"]
    told: dict[str, Any] = json.loads(answer.content)
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


def raised(**more: object) -> tuple[dict[str, str], Report]:
    answer = post({**GOOD, **more})
    assert answer.status_code == 201, answer.content
    told: dict[str, str] = json.loads(answer.content)
    return told, Report.objects.get(reference=told["reference"])


def test_a_report_stands_and_its_receipt_opens_it(body_private: bytes) -> None:
    told, report = raised(place="Kamer 3", still="yes", reporter={"kind": "employee", "name": " S. Voorbeeld "})
    today = clock.today()
    assert told["receivedOn"] == today.isoformat()
    assert told["acknowledgeBy"] == terms.acknowledge_by(today).isoformat()
    assert told["feedbackBy"] == terms.feedback_by(today, None).isoformat()
    receipt = read_receipt(told["receipt"])
    assert read_receipt(told["receiptWords"]) == receipt
    mailbox = sealing.open_mailbox(report, receipt.pair.private)
    body = sealing.open_report(report, body_private)
    assert mailbox.content() == body.content()
    assert (body.content().story, body.content().place) == ("Er verdween een doos.", "Kamer 3")
    assert (mailbox.identity().name, mailbox.identity().disclosure) == ("S. Voorbeeld", "in_confidence")


def test_the_answer_says_where_the_report_is_and_the_receipt_reads_it() -> None:
    answer = post()
    told = json.loads(answer.content)
    assert answer.headers["Location"] == f"{URL}/{told['reference']}"
    bearer = {"Authorization": f"Bearer {told['receipt']}"}
    read = Client().get(answer.headers["Location"], headers=bearer)
    assert json.loads(read.content)["state"] == "received"
    assert Client().get(answer.headers["Location"]).status_code == 401


def test_who_is_anonymous_leaves_nothing() -> None:
    told, report = raised(reporter={"kind": "anonymous", "disclosure": "anonymous", "name": "S. Voorbeeld"})
    identity = sealing.open_mailbox(report, read_receipt(told["receipt"]).pair.private).identity()
    assert (identity.disclosure, identity.name) == ("anonymous", "")


def test_first_receipt_anywhere_counts() -> None:
    """WBK-1."""
    told, report = raised(receivedOn="2026-01-31")
    assert (told["acknowledgeBy"], told["feedbackBy"]) == ("2026-02-07", "2026-05-07")
    assert report.received_on.isoformat() == "2026-01-31"


def test_the_trail_knows_the_day_and_no_content() -> None:
    told, _report = raised()
    entry = AuditEntry.objects.get(action="report.raise")
    assert (entry.actor, entry.target) == ("melder", f"report:{told['reference']}")
    assert entry.at == clock.midnight(clock.today())
    assert entry.summary == {"body": "oif", "channel": "api"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"body": "koo"}, "/body"),
        ({"body": "nergens"}, "/body"),
        ({"category": "gossip"}, "/category"),
        ({"category": None}, "/category"),
        ({"unit": "not_published"}, "/unit"),
        ({"story": " \n\t "}, "/story"),
        ({"story": "x" * 20_001}, "/story"),
        ({"story": 7}, "/story"),
        ({"reporter": {"kind": "boss"}}, "/reporter/kind"),
        ({"reporter": {}}, "/reporter/kind"),
        ({"reporter": "employee"}, "/reporter"),
        ({"reporter": {"kind": "employee", "email": "geen adres"}}, "/reporter/email"),
        ({"reporter": {"kind": "employee", "disclosure": "perhaps"}}, "/reporter/disclosure"),
        ({"receivedOn": "2999-01-01"}, "/receivedOn"),
        ({"receivedOn": "2026-02-30"}, "/receivedOn"),
        ({"receivedOn": 1_700_000_000}, "/receivedOn"),
        ({"received_on": "2026-01-01"}, "/received_on"),
        ({"status": "answered"}, "/status"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(change: dict[str, object], pointer: str) -> None:
    told = problem(post({**GOOD, **change}), 422)
    assert pointer in [error["pointer"] for error in told["errors"]]
    assert not Report.objects.exists()


@pytest.mark.parametrize("field", ["body", "category", "story", "reporter"])
def test_a_field_that_is_missing_is_named(field: str) -> None:
    told = problem(post({name: value for name, value in GOOD.items() if name != field}), 422)
    assert [error["pointer"] for error in told["errors"]] == [f"/{field}"]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"nul", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"x"', 422),
        (b"[" * 100_000, 400),
        (b'{"a":' * 5_000, 400),
        (b'{"story": "\\ud800"}', 400),
        (b'{"story": ' + b"9" * 5_000 + b"}", 400),
        (b'{"story": 1e999}', 422),
        (b'{"story": NaN}', 422),
        (b"x" * (1024 * 1024 + 1), 413),
    ],
    ids=lambda value: str(value)[:20],
)
def test_whatever_comes_in_is_answered_with_a_problem(raw: bytes, status: int) -> None:
    told = post(raw)
    assert told.status_code in ({status, 422} if status == 400 else {status})
    problem(told, told.status_code)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_anywhere_is_taken_or_refused(value: object) -> None:
    for content in (
        value,
        *({**GOOD, field: value} for field in GOOD),
        {**GOOD, "place": value, "reporter": {"kind": value}},
    ):
        answer = post(json.dumps(content).encode())
        assert answer.status_code in {201, 400, 422}


@given(st.text(max_size=2000).filter(str.strip))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_story_comes_back_as_it_was_sent(story: str) -> None:
    answer = post({**GOOD, "story": story})
    if any("\ud800" <= char <= "\udfff" for char in story):
        assert answer.status_code == 400
        return
    told = json.loads(answer.content)
    report = Report.objects.get(reference=told["reference"])
    assert sealing.open_mailbox(report, read_receipt(told["receipt"]).pair.private).content().story == story.strip()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", URL, 405),
        ("delete", URL, 405),
        ("options", URL, 405),
        ("head", URL, 405),
        ("put", f"{URL}/X", 405),
        ("get", "/api/", 404),
        ("get", "/api/v1/reports/", 404),
        ("post", "/api/v2/reports", 404),
        ("get", "/api/v1/../x", 404),
        ("post", f"{URL}/X/files", 401),
    ],
)
def test_every_error_under_api_is_a_problem(method: str, path: str, status: int) -> None:
    answer = getattr(Client(), method)(path)
    if method == "head":
        assert answer.status_code == status
    else:
        problem(answer, status)
    if status == 405:
        assert answer.headers["Allow"]


def test_another_host_name_is_a_problem_too_and_leaves_no_line(caplog: pytest.LogCaptureFixture) -> None:
    for answer in (
        Client().get(URL, headers={"host": "evil.example"}),
        Client().post("/api/x", headers={"host": "a_b"}),
    ):
        problem(answer, 400)
    assert Client().get("/", headers={"host": "evil.example"}).headers["Content-Type"].startswith("text/html")
    assert caplog.records == []


def test_only_json_is_taken() -> None:
    answer = Client().post(URL, {"body": "oif"})
    problem(answer, 415)


# Once

KEY = {"Idempotency-Key": "app-7"}


def test_the_same_call_gives_the_same_answer_and_one_report() -> None:
    first, second = post(GOOD, **KEY), post(GOOD, **KEY)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


def test_a_key_serves_one_body() -> None:
    post(GOOD, **KEY)
    problem(post({**GOOD, "story": "Iets anders"}, **KEY), 422)
    assert Report.objects.count() == 1


def test_what_is_kept_opens_with_the_call_only() -> None:
    told = json.loads(post(GOOD, **KEY).content)
    kept = bytes(Answered.objects.get().sealed)
    assert told["receipt"].encode() not in kept
    assert told["reference"].encode() not in kept


def test_a_call_that_failed_leaves_its_key_free(settings: LazySettings) -> None:
    problem(post({**GOOD, "story": ""}, **KEY), 422)
    assert post(GOOD, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256, "a\tb"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    problem(post(GOOD, **{"Idempotency-Key": key}), 400)
    assert not Report.objects.exists()


# Channels


def test_outside_a_demonstration_a_channel_has_a_key(settings: LazySettings) -> None:
    settings.DEMO = False
    assert "WWW-Authenticate" in post().headers
    problem(post(), 401)
    problem(post(GOOD, **{"X-Api-Key": "gok"}), 401)


def test_a_channel_with_its_key_may_send_and_a_body_may_want_a_name(settings: LazySettings) -> None:
    """WBK-14, and another organisation is another folder."""
    from loket.keys import services as keys

    settings.DATA = PROVINCE
    keys.make_body_key(body="desk", actor="test")
    key = {"X-Api-Key": "geheime-sleutel-van-de-dijken-app"}
    report = {**GOOD, "body": "desk", "category": "gifts", "reporter": {"kind": "resident"}}
    problem(post(report), 401)
    problem(post(report, **key), 422)
    report["reporter"] = {"kind": "resident", "name": "R. Fictief"}
    assert post(report, **key).status_code == 201


def test_a_body_without_a_key_says_so(caplog: pytest.LogCaptureFixture) -> None:
    problem(post({**GOOD, "body": "mib"}), 503)
    assert "mib" in caplog.text


def test_a_mistake_in_the_data_folder_is_told_to_the_keeper_and_not_to_the_caller(
    settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DATA = tmp_path
    assert "intake.yaml" not in problem(post(), 503)["detail"]
    assert "intake.yaml" in caplog.text


# Files


def send(
    told: Mapping[str, str], content: bytes = b"inhoud", name: str = "notitie.txt", **headers: str
) -> HttpResponse:
    answer: HttpResponse = Client().post(
        f"{URL}/{told['reference']}/files",
        content,
        content_type="application/octet-stream",
        headers={
            "Authorization": f"Bearer {told['receipt']}",
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            **headers,
        },
    )
    return answer


def files_of(told: Mapping[str, str]) -> list[tuple[str, bytes]]:
    from loket.intake import files

    report = Report.objects.get(reference=told["reference"])
    mailbox = sealing.open_mailbox(report, read_receipt(told["receipt"]).pair.private)
    notes = [note for message in Message.objects.filter(report=report) for note in mailbox.message(message).files]
    return [(note.name, b"".join(files.unsealed(note))) for note in notes]


def test_a_file_becomes_part_of_the_report_and_lies_sealed(tmp_path: Path) -> None:
    told, report = raised()
    content = b"geheim " * 50_000
    answer = send(told, content, "brief%20van%20vandaag.pdf")
    assert (answer.status_code, json.loads(answer.content)) == (201, {"name": "brief van vandaag.pdf", "size": 350_000})
    assert files_of(told) == [("brief van vandaag.pdf", content)]
    (stored,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"geheim" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o777 == 0o600
    report.refresh_from_db()
    assert report.news_for_body


def test_the_wrong_receipt_and_another_report_are_the_same_404() -> None:
    told, other = raised()[0], raised()[0]
    answers = [
        send({**told, "receipt": new_receipt().code}),
        send({**told, "receipt": "geen bewijs"}),
        send({**told, "reference": other["reference"]}),
        send({**told, "reference": "00000-00000"}),
        send({**told, "reference": "%00"}),
    ]
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        problem(answer, 404)
    assert files_of(told) == []


def test_a_file_that_is_sent_twice_is_there_once(tmp_path: Path) -> None:
    told = raised()[0]
    first, second = send(told, **KEY), send(told, **KEY)
    assert first.content == second.content
    assert files_of(told) == [("notitie.txt", b"inhoud")]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    problem(send(told, b"anders", **KEY), 422)


def test_a_file_that_is_too_big_leaves_nothing(settings: LazySettings, tmp_path: Path) -> None:
    from loket.intake.configuration import configuration

    told = raised()[0]
    limit = configuration().limits.one
    answer = Client().post(
        f"{URL}/{told['reference']}/files",
        b"x",
        content_type="application/octet-stream",
        headers={"Authorization": f"Bearer {told['receipt']}"},
        CONTENT_LENGTH=str(limit + 1),
    )
    problem(answer, 413)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    told = raised()[0]
    answer = Client().post(
        f"{URL}/{told['reference']}/files",
        content_type="application/octet-stream",
        headers={"Authorization": f"Bearer {told['receipt']}"},
        CONTENT_LENGTH="9",
        **{"wsgi.input": BytesIO(b"half")},
    )
    problem(answer, 400)
    assert files_of(told) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_the_web_server_cannot_read_is_not_repeated_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise LookupError("Invalid chunk size: geheim")

    broken = {"wsgi.input": Broken(), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    answer = Client().post(URL, content_type="application/json", **broken)
    problem(answer, 400)
    assert "geheim" not in caplog.text


def test_names_that_lead_elsewhere_are_made_harmless() -> None:
    told = raised()[0]
    names = ["..%2F..%2Fetc%2Fpasswd", "%00%0d%0aX-A%3A%201", "%E2%80%AEfdp.exe", "x" * 500 + ".pdf", ".."]
    for name in names:
        assert send(told, name=name).status_code == 201
    assert [name for name, _ in files_of(told)] == ["passwd", "X-A: 1", "fdp.exe", "x" * 146 + ".pdf", "bestand"]


def test_the_second_request_of_somebody_else_finds_nothing_of_the_first() -> None:
    first, second = raised()[0], raised(story="Een ander verhaal")[0]
    send(first)
    assert files_of(second) == []
    assert AuditEntry.objects.order_by("-position").first().actor == REPORTER  # type: ignore[union-attr] # there is one
    assert sha256(first["receipt"].encode()) != sha256(second["receipt"].encode())


def test_a_kept_answer_takes_more_than_the_database_and_a_guess(settings: LazySettings) -> None:
    """Of a channel that counts its keys 1, 2, 3: the key of this installation does not stand in the database."""
    call = Call("report by app", "1", sha256(b"{}").digest())
    before = (call.lookup, call.secret)
    settings.SECRET_KEY = "x" * 50
    assert not {*before} & {call.lookup, call.secret}

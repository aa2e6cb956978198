"""The auditor's page: everything in pages, the same number of queries, and the check."""

import csv
import io

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from loket.accounts.models import Role
from loket.core import audit, clock
from loket.core.models import AuditEntry
from people import person

pytestmark = pytest.mark.django_db
TRAIL = "/beheer/logboek/"


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(person("model", Role.AUDITOR, name="A. Model"))
    return client


def fill(number: int) -> None:
    """Entries enough for the page; the chain is not what these tests are about."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_auditentry SELECT 1000000 + n, now(), 'a', 'b', 'c', '{\"k\": 1}', "
            "lpad(n::text, 64, 'p'), lpad(n::text, 64, 'h') FROM generate_series(1, %s) n",
            [number],
        )


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM core_auditentry WHERE position > 1000000")
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")


def cost(client: Client, address: str = TRAIL) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_one_entry_and_ten_thousand_cost_the_same(auditor: Client) -> None:
    fill(1)
    one = cost(auditor)
    empty()
    fill(10_000)
    assert cost(auditor) == one
    assert cost(auditor, f"{TRAIL}?pagina=200") == one


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999"])
def test_a_page_that_is_not_there_gives_one_that_is(auditor: Client, page: str) -> None:
    fill(60)
    assert auditor.get(TRAIL, {"pagina": page}).status_code == 200


def test_a_whole_trail_is_called_whole_and_the_check_is_noted(auditor: Client) -> None:
    audit.record(actor="a", action="b", target="c", summary={})
    assert "Het logboek is heel" in auditor.post(f"{TRAIL}controleren/").content.decode()
    entry = AuditEntry.objects.latest("position")
    assert (entry.action, entry.summary["result"]) == ("audit.verify", "whole")


def test_a_broken_trail_names_the_line(auditor: Client) -> None:
    fill(1)
    assert "Het logboek klopt niet vanaf regel 1.000.001" in auditor.post(f"{TRAIL}controleren/").content.decode()


def test_the_trail_speaks_in_words_and_keeps_a_code_that_it_does_not_know(auditor: Client) -> None:
    audit.record(actor="a", action="account.create", target="c", summary={"role": "auditor", "k": 1})
    audit.record(actor="a", action="something.else", target="c", summary={})
    page = auditor.get(TRAIL).content.decode()
    assert "account gemaakt" in page
    assert "rol: Auditor" in page
    assert "k: 1" in page
    assert "something.else" in page


def test_after_a_check_the_pages_still_lead_to_the_trail(auditor: Client) -> None:
    fill(120)
    page = auditor.post(f"{TRAIL}controleren/").content.decode()
    assert f'href="{TRAIL}?pagina=2"' in page
    assert f'href="{TRAIL}?pagina=3"' in page


def noted(actor: str = "fictie", action: str = "account.sign-in", target: str = "account:fictie") -> None:
    audit.record(actor=actor, action=action, target=target, summary={})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"wie": "proef"}, 1),
        ({"wat": "account.sign-out"}, 1),
        ({"waarmee": "account:fictie"}, 2),
        ({"wie": "fictie", "wat": "account.sign-in"}, 1),
        ({"van": "1-1-2001"}, 3),
        ({"tot": "1-1-2001"}, 0),
        ({"wie": "Nobody'; DROP TABLE"}, 0),
    ],
)
def test_the_auditor_asks_for_part_of_the_trail(auditor: Client, asked: dict[str, str], found: int) -> None:
    noted()
    noted(action="account.sign-out")
    noted(actor="proef", target="account:proef")
    before = AuditEntry.objects.exclude(action__startswith="account.sign-").count()
    answer = auditor.get(TRAIL, asked)
    assert len(answer.context["lines"]) == found + (before if asked == {"van": "1-1-2001"} else 0)


def test_today_is_within_from_today_to_today(auditor: Client) -> None:
    noted(actor="proef")
    day = f"{clock.today():%d-%m-%Y}"
    assert len(auditor.get(TRAIL, {"wie": "proef", "van": day, "tot": day}).context["lines"]) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"van": "gisteren"}, "Vul een dag in als dag, maand en jaar"),
        ({"tot": "31-2-2025"}, "Vul een dag in als dag, maand en jaar"),
        ({"van": "1-1-0001"}, "Kies een jaar van 2000 tot en met 2100"),
        ({"tot": "31-12-9999"}, "Kies een jaar van 2000 tot en met 2100"),
        ({"van": "2-1-2025", "tot": "1-1-2025"}, "Deze dag ligt voor de eerste"),
        ({"wat": "zomaar"}, "Kies een handeling uit de lijst"),
        ({"wie": "x" * 201}, "hooguit 200 tekens"),
    ],
)
def test_a_mistake_in_the_question_is_told_and_what_was_typed_stays(
    auditor: Client, asked: dict[str, str], said: str
) -> None:
    answer = auditor.get(TRAIL, asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    if "wat" not in asked:
        assert f'value="{next(iter(asked.values()))}"' in answer.content.decode()
    assert auditor.get(f"{TRAIL}logboek.csv", asked).status_code == 404


def test_pages_keep_the_question(auditor: Client) -> None:
    for _ in range(60):
        noted(actor="a&b")
    page = auditor.get(TRAIL, {"wie": "a&b"}).content.decode()
    assert f'href="{TRAIL}?wie=a%26b&amp;pagina=2"' in page
    assert f'href="{TRAIL}logboek.csv?wie=a%26b"' in page


def test_a_question_costs_the_same_for_one_and_for_many(auditor: Client) -> None:
    fill(1)
    one = cost(auditor, f"{TRAIL}?wie=a&van=1-1-2001")
    empty()
    fill(10_000)
    assert cost(auditor, f"{TRAIL}?wie=a&van=1-1-2001") == one


def test_the_export_is_what_was_asked_for_and_runs_nothing(auditor: Client) -> None:
    noted(actor="=cmd|calc", target='+1,"x"')
    noted(actor="proef")
    answer = auditor.get(f"{TRAIL}logboek.csv", {"wie": "=cmd|calc"})
    assert isinstance(answer, StreamingHttpResponse)
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="logboek.csv"'
    assert [row[2:5] for row in rows] == [
        ["actor", "action", "target"],
        ["'=cmd|calc", "account.sign-in", '\'+1,"x"'],
    ]
    entry = AuditEntry.objects.latest("position")
    assert (entry.actor, entry.action, entry.summary) == ("model", "audit.export", {"entries": 1, "wie": "=cmd|calc"})


def test_the_export_streams_in_as_many_queries_for_many(auditor: Client) -> None:
    fill(5_000)
    with CaptureQueriesContext(connection) as queries:
        answer = auditor.get(f"{TRAIL}logboek.csv", {"wie": "a"})
        assert isinstance(answer, StreamingHttpResponse)
        assert sum(part.count(b"\n") for part in answer) == 5_001
    assert len(queries) < 15


def test_what_a_reporter_did_shows_the_day_and_no_time(auditor: Client) -> None:
    audit.record(actor="melder", action="report.raise", target="report:X", summary={}, day_only=True)
    line = auditor.get(TRAIL, {"wie": "melder"}).context["lines"][0]
    assert line.is_of_a_day
    assert ".00.00" not in auditor.get(TRAIL, {"wie": "melder"}).content.decode()

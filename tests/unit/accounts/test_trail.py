"""The auditor's page: everything in pages, the same number of queries, and the check."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from loket.accounts.models import Role
from loket.core import audit
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

"""The page of totals, for the national adviser alone, with nothing and with much."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from totals_world import months, requests

from loket.accounts.models import Role
from loket.core.models import AuditEntry
from loket.facts import services as facts
from people import person, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/beheer/tellijst-totalen/"


def boss() -> Client:
    return sign_in(Client(), person("landelijk", Role.NATIONAL_ADVISER))


def test_an_adviser_does_not_see_the_totals() -> None:
    client = sign_in(Client(), person("luister", Role.ADVISER))
    assert {client.get(PAGE).status_code, client.get(f"{PAGE}totalen.csv").status_code} == {404}


def test_with_nothing_the_page_says_so() -> None:
    text = boss().get(PAGE).content.decode()
    assert "nog te jong" in text
    assert "nog niets te tellen" in text
    assert "te weinig antwoorden" in text


def test_a_rise_is_said_in_plain_words_and_bands() -> None:
    months({(2025, 10): 3, (2026, 1): 20, (2026, 10): 17})
    text = boss().get(PAGE).content.decode()
    assert "Douane: ongewenste omgangsvormen" in text
    assert "In oktober 2026 kwamen er 15-19 adviesvragen binnen" in text


def test_answers_are_shown_from_five_up() -> None:
    line: facts.NewFact = ("evaluation_answer", 2026, {"question": "heard", "answer": "agree"})
    facts.yield_facts(facts=[line] * 4, actor="test")
    assert "gehoord" not in boss().get(PAGE).content.decode()
    facts.yield_facts(facts=[line], actor="test")
    assert "gehoord" in boss().get(PAGE).content.decode()


def test_taking_the_csv_out_stands_in_the_trail() -> None:
    requests(6, 2026)
    answer = boss().get(f"{PAGE}totalen.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().startswith("tabel,code,naam,2025,2026\n")
    assert AuditEntry.objects.get(action="tally.export").actor == "landelijk"


def test_the_number_of_queries_does_not_grow() -> None:
    client, counts = boss(), []
    client.get(PAGE)
    for n in (0, 1, 10_000):
        requests(n, 2026)
        requests(n, 2025)
        months({(2026, 3): n})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1, counts

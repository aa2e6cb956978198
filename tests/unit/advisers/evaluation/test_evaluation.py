"""The evaluation by reporters: totals right, and no way from an answer to a request, an adviser or a day."""

import datetime as dt
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tally_world import RESOLVED, TALK, adviser_at_desk, registered

from loket.advisers import services as tally
from loket.advisers.access import Desk
from loket.advisers.configuration import configuration
from loket.advisers.evaluation import queries, services
from loket.advisers.evaluation.codes import LENGTH, grouped, lookup, new_code, read_code
from loket.advisers.evaluation.errors import NoTicket
from loket.advisers.models import Entry, EvaluationTicket
from loket.core import clock, limiter
from loket.core.logs import WithoutTokens
from loket.core.models import AuditEntry
from loket.facts import queries as facts
from loket.facts.services import mix

pytestmark = pytest.mark.django_db
SENT, NOT_SENT = "link_sent", "link_not_sent"


@pytest.fixture
def desk(db: None) -> Desk:
    return adviser_at_desk()


def closed(desk: Desk, evaluation: str = SENT) -> Entry:
    return registered(desk, id=uuid4(), settlement=TALK, situation=RESOLVED, evaluation=evaluation)


def states() -> Counter[str]:
    found = facts.live_facts("adviser_evaluation", clock.today().year)
    return Counter(one["evaluation_state"] for one in found.values())


def answered(desk: Desk, **answers: str) -> None:
    services.answer(code=services.new_ticket(), answers=answers)


def test_a_link_that_was_sent_counts_as_not_answered_until_somebody_answers(desk: Desk) -> None:
    for state in (SENT, SENT, NOT_SENT, "link_not_stated"):
        closed(desk, state)
    assert states() == {"no_response": 2, NOT_SENT: 1, "link_not_stated": 1}
    answered(desk, heard="agree")
    assert states() == {"no_response": 1, "responses": 1, NOT_SENT: 1, "link_not_stated": 1}


def test_any_of_those_who_were_sent_a_link_can_be_the_one_that_counts(desk: Desk) -> None:
    """Otherwise the number in the entry would say whose answer it is."""
    entries = [closed(desk) for _ in range(3)]
    chosen = set()
    for _ in range(40):
        answered(desk)
        found = facts.live_facts("adviser_evaluation", clock.today().year, evaluation_state="responses")
        chosen |= set(found)
        for number in found:
            tally_back(number)
    assert len(chosen) == len(entries)


def tally_back(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE facts_adviserevaluation SET evaluation_state = 'no_response' WHERE id = %s", [number])


def test_what_an_adviser_changes_later_takes_no_answer_away(desk: Desk) -> None:
    entries = [closed(desk) for _ in range(3)]
    answered(desk)
    for entry in entries[:2]:
        tally.set_evaluation(desk=desk, entry=entry.pk, version=1, code=NOT_SENT)
        assert states()["responses"] == 1
    assert states() == {"responses": 1, NOT_SENT: 2}


def test_another_change_of_the_entry_leaves_the_answer(desk: Desk) -> None:
    entry = closed(desk)
    answered(desk)
    tally.add_contact(desk=desk, entry=entry.pk, version=1, minutes=10, token=uuid4())
    assert states() == {"responses": 1}


def test_reopening_changes_nothing_of_what_was_sent_or_answered(desk: Desk) -> None:
    entries = [closed(desk) for _ in range(2)]
    answered(desk)
    for entry in entries:
        tally.reopen(desk=desk, entry=entry.pk, version=1)
    assert states() == {"responses": 1, "no_response": 1}


def test_an_end_that_was_a_mistake_takes_the_link_away_and_no_answer(desk: Desk) -> None:
    entries = [closed(desk) for _ in range(2)]
    answered(desk)
    tally.take_back(desk=desk, entry=entries[0].pk, version=1, which="situation", index=0)
    assert states() == {"responses": 1}


def test_every_question_counts_once_and_a_question_left_open_as_no_answer(desk: Desk) -> None:
    answered(desk, heard="agree", found_through="through_intranet", satisfied="through_intranet", nonsense="agree")
    year = clock.today().year
    found = {one["question"]: one["answer"] for one in facts.live_facts("evaluation_answer", year).values()}
    asked = queries.questions(configuration(), year)
    assert found == dict.fromkeys(asked, "no_answer") | {"heard": "agree", "found_through": "through_intranet"}


def test_a_code_works_once(desk: Desk) -> None:
    code = services.new_ticket()
    services.answer(code=code, answers={})
    with pytest.raises(NoTicket):
        services.answer(code=code, answers={})
    assert EvaluationTicket.objects.count() == 0


@pytest.mark.parametrize("code", ["", "7K4M-Q2XD-9PRT", "x" * 500, "\0", "７Ｋ４Ｍ", "../../etc"])
def test_what_is_no_code_answers_nothing(code: str) -> None:
    with pytest.raises(NoTicket):
        services.answer(code=code, answers={"heard": "agree"})
    assert facts.live_facts("evaluation_answer", clock.today().year) == {}


def test_an_answer_after_the_new_year_counts_in_the_year_of_the_request(desk: Desk) -> None:
    with clock.as_of(dt.date(2026, 12, 20)):
        registered(desk, settlement=TALK, situation=RESOLVED, evaluation=SENT)
        code = services.new_ticket(year=2026)
    with clock.as_of(dt.date(2027, 1, 10)):
        services.answer(code=code, answers={})
    assert [one["evaluation_state"] for one in facts.live_facts("adviser_evaluation", 2026).values()] == ["responses"]
    assert facts.live_facts("evaluation_answer", 2027) == {}


def test_a_code_expires_on_the_first_of_a_month(desk: Desk) -> None:
    """At least the days that the configuration gives, and no day that says when it was made."""
    with clock.as_of(dt.date(2026, 3, 20)):
        code = services.new_ticket()
    assert EvaluationTicket.objects.get().expires_on == dt.date(2026, 6, 1)
    with clock.as_of(dt.date(2026, 5, 31)):
        services.sweep()
        assert services.year_of(code) == 2026
    with clock.as_of(dt.date(2026, 6, 1)):
        assert services.year_of(code) is None
        services.sweep()
    assert EvaluationTicket.objects.count() == 0


def test_nothing_is_shown_below_five_answers_to_a_question(desk: Desk) -> None:
    year = clock.today().year
    for _ in range(4):
        answered(desk, heard="agree")
    assert not any(one.is_shown or one.counts or one.responses for one in queries.results(year))
    answered(desk, heard="disagree", safe="agree")
    shown = {one.question: one for one in queries.results(year) if one.is_shown}
    assert set(shown) == {"heard"}
    assert shown["heard"].counts == {"agree": 4, "partly": 0, "disagree": 1}
    assert shown["heard"].responses == 5


def test_the_trail_names_nobody_and_no_time(desk: Desk) -> None:
    entry, before = closed(desk), AuditEntry.objects.count()
    answered(desk, heard="agree")
    rows = AuditEntry.objects.order_by("position")[before:]
    assert {row.actor for row in rows} == {"vertrouwenspersoon", "melder"}
    said = str([(row.target, row.summary) for row in rows])
    assert not any(word in said for word in ("luister", "heard", "agree", str(entry.pk)))
    assert {(row.at.hour, row.at.minute, row.at.second) for row in rows} <= midnight()


def midnight() -> set[tuple[int, int, int]]:
    moment = clock.midnight(clock.today()).astimezone(dt.UTC)
    return {(moment.hour, 0, 0), (0, 0, 0)}


def test_only_a_digest_of_the_code_is_kept(desk: Desk) -> None:
    code = services.new_ticket()
    row = EvaluationTicket.objects.get()
    assert bytes(row.lookup) == lookup(read_code(code))
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM advisers_evaluationticket t")
        assert code.replace("-", "") not in cursor.fetchone()[0]


@given(st.text(max_size=80))
def test_anything_that_is_typed_is_a_code_or_nothing(text: str) -> None:
    found = read_code(text)
    assert found == "" or (len(found) == LENGTH and read_code(grouped(found)) == found)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    plain = code.replace("-", "")
    for typed in (code.lower(), plain, f"  {plain[:4]} {plain[4:8]}.{plain[8:]} ", plain.replace("0", "O")):
        assert read_code(typed) == plain


def test_the_pages_ask_once_and_say_thanks(desk: Desk) -> None:
    closed(desk)
    client, code = Client(), services.new_ticket()
    answer = client.post("/evaluatie/", {"code": code.lower()})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/evaluatie/{code}/")
    assert "Voelde je je gehoord?" in client.get(f"/evaluatie/{code}/").content.decode()
    answer = client.post(f"/evaluatie/{code}/", {"heard": "agree"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/evaluatie/dank/")
    assert client.post(f"/evaluatie/{code}/", {"heard": "agree"}).status_code == 410
    assert states() == {"responses": 1}
    assert not client.cookies


def test_an_empty_sheet_uses_no_code_up(desk: Desk) -> None:
    code, client = services.new_ticket(), Client()
    refused = client.post(f"/evaluatie/{code}/", {})
    assert refused.status_code == 422
    assert "Je code werkt nog" in refused.content.decode()
    assert client.post(f"/evaluatie/{code}/", {"heard": "no_answer"}).status_code == 303


def test_an_answer_that_is_not_offered_keeps_the_code_and_what_was_chosen(desk: Desk) -> None:
    code = services.new_ticket()
    answer = Client().post(f"/evaluatie/{code}/", {"heard": "agree", "safe": "\0"})
    assert answer.status_code == 422
    assert b"checked" in answer.content
    assert services.year_of(code)


@pytest.mark.parametrize("typed", ["", "abc", "7K4M-Q2XD-9PRT", "\0" * 12, "x" * 5000])
def test_a_wrong_code_is_asked_again(typed: str) -> None:
    assert Client().post("/evaluatie/", {"code": typed}).status_code == 422


def test_a_flood_of_tries_is_slowed(settings: object) -> None:
    limiter.forget()
    answers = {Client().post("/evaluatie/", {"code": "7K4M-Q2XD-9PRT"}).status_code for _ in range(230)}
    limiter.forget()
    assert answers == {422, 429}


def test_a_form_of_another_site_is_refused(desk: Desk) -> None:
    code = services.new_ticket()
    answer = Client(headers={"Sec-Fetch-Site": "cross-site"}).post(f"/evaluatie/{code}/", {"heard": "agree"})
    assert answer.status_code == 403
    assert services.year_of(code)


def test_the_log_does_not_keep_a_code() -> None:
    import logging

    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "Internal Server Error: %s", ("/evaluatie/7K4M-Q2XD-9PRT/",), None
    )
    WithoutTokens().filter(record)
    assert "7K4M" not in record.getMessage()


def test_the_facts_of_one_answer_are_mixed(desk: Desk) -> None:
    """So that no write of the database holds the answers of one person together."""
    for _ in range(3):
        answered(desk, heard="agree")
    mix()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM facts_evaluationanswer")
        assert cursor.fetchone()[0] == 1

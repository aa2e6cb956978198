"""Answers that come in at the same moment: each counts once, and none takes the place of another."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tally_world import RESOLVED, TALK, adviser_at_desk, registered

from loket.advisers import services as tally
from loket.advisers.evaluation import services
from loket.advisers.evaluation.errors import NoTicket
from loket.advisers.models import EvaluationTicket
from loket.core import clock
from loket.facts import queries as facts


@pytest.mark.django_db(transaction=True)
def test_answers_and_changes_at_once_lose_nothing() -> None:
    desk = adviser_at_desk()
    given = {"settlement": TALK, "situation": RESOLVED, "evaluation": "link_sent"}
    entries = [registered(desk, id=uuid4(), **given).pk for _ in range(16)]
    codes = [services.new_ticket() for _ in range(8)]

    def answer(code: str) -> int:
        try:
            services.answer(code=code, answers={"heard": "agree"})
        except NoTicket:
            return 0
        finally:
            connection.close()
        return 1

    def change(entry: object) -> int:
        try:
            tally.set_evaluation(desk=desk, entry=entry, version=1, code="link_not_sent")  # type: ignore[arg-type]  # an id
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(answer, code) for code in (*codes, *codes)]
        sent += [pool.submit(change, entry) for entry in entries[:4]]
        assert sum(one.result() for one in sent) == len(codes)
    year = clock.today().year
    states = Counter(one["evaluation_state"] for one in facts.live_facts("adviser_evaluation", year).values())
    assert states == {"responses": 8, "no_response": 4, "link_not_sent": 4}
    heard = [one for one in facts.live_facts("evaluation_answer", year).values() if one["question"] == "heard"]
    assert len(heard) == len(codes)


@pytest.mark.django_db(transaction=True)
def test_a_round_of_the_sweep_costs_nobody_their_answer() -> None:
    adviser_at_desk()
    codes = [services.new_ticket() for _ in range(3)]

    def answer(code: str) -> None:
        try:
            services.answer(code=code, answers={"heard": "agree"})
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:  # a sweep, halfway: the codes are being rewritten
            cursor.execute("LOCK TABLE advisers_evaluationticket IN SHARE ROW EXCLUSIVE MODE")
            answered = pool.submit(answer, codes[0])
            sleep(0.5)
            cursor.execute(
                "WITH taken AS (DELETE FROM advisers_evaluationticket RETURNING *)"
                " INSERT INTO advisers_evaluationticket SELECT * FROM taken"
            )
        answered.result(timeout=10)
    assert EvaluationTicket.objects.count() == 2

"""What became of the evaluations that were sent: who was sent a link counts as not having answered, until an answer
comes. Nobody knows whose answer it is, so an answer turns one fact of that year at random into an answer: the totals
are right, and nothing leads from an answer to a request."""

import secrets

from django.db import connection

from loket.advisers.reckoning import EVALUATION, NO_RESPONSE, RESPONSE
from loket.facts import queries
from loket.facts import services as facts

_LOCK = 0x6576616C
"""The advisory lock that makes answers queue: the word "eval"."""


def hold() -> None:
    """Until the transaction ends nobody else counts an answer. Call it after ``facts.stand_in_line``, and before the
    first entry of the trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def count_one(year: int, *, actor: str, but: int = 0) -> bool:
    """Count an answer in this year, under any fact but this one; False when nobody is left who was sent a link and did
    not answer. The caller holds still (``hold``)."""
    waiting = [one for one in queries.live_facts(EVALUATION, year, evaluation_state=NO_RESPONSE) if one != but]
    if not waiting:
        return False
    columns = {"evaluation_state": RESPONSE}
    chosen = secrets.choice(waiting)
    facts.correct_fact(kind=EVALUATION, fact=chosen, year=year, columns=columns, actor=actor, day_only=True)
    return True


def let_go(number: int, year: int, *, actor: str) -> None:
    """This fact will be changed or withdrawn by who sent the link. When it counts an answer, another one takes that
    over: the answer was given."""
    hold()
    found = queries.live_fact(EVALUATION, number)
    if found and found["evaluation_state"] == RESPONSE:
        count_one(year, actor=actor, but=number)

"""The evaluation by reporters: a code that is given at closing, and what comes back. No row and no entry of the trail
leads from an answer, or from a code, to a request, an adviser or a moment finer than a month (advisers' annual report
2024, chapter 6)."""

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction
from django.utils.translation import gettext as _

from loket.advisers import responses
from loket.advisers.configuration import Advisers, configuration
from loket.advisers.counting import ADVISER
from loket.advisers.evaluation.codes import lookup, new_code, read_code
from loket.advisers.evaluation.errors import NoTicket
from loket.advisers.evaluation.queries import choices, questions
from loket.advisers.models import EvaluationTicket
from loket.core import audit, clock
from loket.facts import services as facts

REPORTER = "melder"
"""Who answers, in the trail."""

_HOLD = "LOCK TABLE advisers_evaluationticket IN SHARE ROW EXCLUSIVE MODE"
_WRITES = "SELECT count(DISTINCT xmin::text) FROM advisers_evaluationticket"
_USE = "DELETE FROM advisers_evaluationticket WHERE lookup = %s AND expires_on > %s RETURNING year"
_MIX = """
    WITH taken AS (DELETE FROM advisers_evaluationticket RETURNING *)
    INSERT INTO advisers_evaluationticket SELECT * FROM taken ORDER BY lookup
"""


@transaction.atomic
def new_ticket(*, year: int | None = None) -> str:
    """A code for one reporter, to be given to them now: only its digest is kept, and not who gave it. ``year``: in
    which their request ended, this one when that is not said."""
    code, today = new_code(), clock.today()
    expires_on = first_of_next_month(today + dt.timedelta(days=configuration().file.evaluation.days))
    EvaluationTicket.objects.create(lookup=lookup(read_code(code)), year=year or today.year, expires_on=expires_on)
    audit.record(actor=ADVISER, action="evaluation.ticket", target="evaluation", summary={}, day_only=True)
    return code


@transaction.atomic
def answer(*, code: str, answers: Mapping[str, str]) -> None:
    """What a reporter answers, by question; what is not answered counts as no answer. The code is gone afterwards.
    Raises ``NoTicket`` for a code that was used, that expired, or that never was; an answer that the question does not
    have counts as none."""
    facts.stand_in_line()
    year = _used(code)
    if year is None:
        raise NoTicket(_("Deze code werkt niet. Vraag je vertrouwenspersoon om een nieuwe"))
    responses.hold()
    configured = configuration()
    given = [(question, _given(configured, question, answers)) for question in questions(configured, year)]
    rows = [("evaluation_answer", year, {"question": question, "answer": said}) for question, said in given]
    facts.yield_facts(facts=rows, actor=REPORTER, day_only=True)
    responses.count_one(year, actor=REPORTER)
    audit.record(actor=REPORTER, action="evaluation.answer", target="evaluation", summary={}, day_only=True)


def year_of(code: str) -> int | None:
    """The year in which answers with this code count; None when nobody can answer with it (any more)."""
    return EvaluationTicket.objects.filter(**_valid(code)).values_list("year", flat=True).first()


@transaction.atomic
def sweep() -> None:
    """Codes whose time is over go; the others are written anew together, in the order of their digests, so that the
    database does not keep which one was given last (``settings.SWEEPS``)."""
    EvaluationTicket.objects.filter(expires_on__lte=clock.today()).delete()
    with connection.cursor() as cursor:
        cursor.execute(_HOLD)
        cursor.execute(_WRITES)
        if cursor.fetchone()[0] > 1:
            cursor.execute(_MIX)


def first_of_next_month(day: dt.date) -> dt.date:
    """The first day of the month after this day's."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _used(code: str) -> int | None:
    """Use a code up; gives its year, None when nobody can answer with it. In one statement: held first and deleted
    after, it and a sweep that writes the codes anew would wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(_USE, [lookup(read_code(code)), clock.today()])
        found = cursor.fetchone()
    return int(found[0]) if found else None


def _valid(code: str) -> dict[str, object]:
    return {"lookup": lookup(read_code(code)), "expires_on__gt": clock.today()}


def _given(configured: Advisers, question: str, answers: Mapping[str, str]) -> str:
    said = answers.get(question, "")
    return said if said in choices(configured, question) else configured.file.evaluation.no_answer

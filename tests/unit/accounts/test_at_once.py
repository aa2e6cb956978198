"""Several at the same moment: what counts once, counts once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from coming_in import now_of, set_up
from django.db import connection
from django.test import RequestFactory

from loket.accounts import second_factor, throttle

pytestmark = pytest.mark.django_db(transaction=True)
Given = TypeVar("Given")


def at_once(act: Callable[[], Given], times: int) -> list[Given]:
    """Run the act in so many threads, which start together."""
    together = Barrier(times)

    def run() -> Given:
        together.wait(10)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [task.result() for task in [pool.submit(run) for _ in range(times)]]


def test_tries_at_once_are_each_counted() -> None:
    """No bunch of guesses slips through together."""
    request = RequestFactory().post("/aanmelden/")
    tries = at_once(lambda: throttle.take(request, "fictie"), 10)
    assert sorted(attempt.number for attempt in tries) == list(range(1, 11))
    assert sum(attempt.may for attempt in tries) == throttle.TRIES


def test_a_code_that_two_use_at_once_lets_one_in() -> None:
    account, app = set_up()
    code = now_of(app)
    assert sum(at_once(lambda: second_factor.use_code(account=account, code=code), 4)) == 1


def test_a_recovery_code_that_two_use_at_once_lets_one_in() -> None:
    account, _app = set_up()
    code = second_factor.new_recovery_codes(account=account, actor="test")[0]
    assert sum(at_once(lambda: second_factor.use_code(account=account, code=code), 4)) == 1

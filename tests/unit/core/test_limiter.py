"""The brake lets through what the server can do, and keeps nobody out."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_django import Settings

from loket.core import limiter


@pytest.fixture(autouse=True)
def limits(settings: Settings) -> None:
    limiter.forget()
    settings.LIMITS = {"api": (100, 5), "draft": (1, 5)}


def test_what_fits_goes_on_and_what_does_not_hears_when() -> None:
    assert [limiter.wait_for("draft") for _ in range(6)] == [0, 0, 0, 0, 0, 1]


def test_one_purpose_does_not_use_up_another() -> None:
    for _ in range(20):
        limiter.wait_for("draft")
    assert limiter.wait_for("api") == 0


def test_after_a_flood_there_is_room_again() -> None:
    while limiter.wait_for("api") == 0:
        pass
    time.sleep(0.03)
    assert limiter.wait_for("api") == 0


def test_who_waits_takes_nothing() -> None:
    for _ in range(50):
        limiter.wait_for("draft")
    assert limiter.wait_for("draft") == 1


def test_threads_share_the_bucket_without_losing_count(settings: Settings) -> None:
    settings.LIMITS = {"api": (0.001, 50)}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: limiter.wait_for("api"), range(200)))
    assert answers.count(0) == 50


def test_it_costs_next_to_nothing() -> None:
    """It stands before the act that has to be fast: a thousand times takes less than 50 ms of the processor."""
    begun = time.thread_time()
    for _ in range(1000):
        limiter.wait_for("api")
    assert time.thread_time() - begun < 0.05

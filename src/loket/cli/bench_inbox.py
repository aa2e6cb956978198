"""The inbox's part of ``./loket bench intake``: as fast with a hundred thousand reports as with ten, in as many
queries."""

import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from loket.cli.bench import Result
from loket.cli.bench_house import STORY, apart, hand_back, people

if TYPE_CHECKING:
    from loket.intake.models import Report
    from loket.keys.queries import SealingKey

SIZES, SMALLER = (10, 1_000, 100_000), (10, 1_000, 10_000)
MOST_RATIO = 3.0
ROUNDS, TIMES = 7, 15
"""Of so many medians, each of so many readings, the best one counts: the machine does other things too."""
BATCH = 2000


def measure(fast: bool) -> list[Result]:
    """The slowest of the sizes beside the smallest; ``fast`` stops at ten thousand."""
    return apart("bench_inbox", "fast" if fast else "full")


def _main(sizes: tuple[int, ...]) -> None:
    from django.test.utils import setup_test_environment

    from loket.cli.setup import database

    with database():
        setup_test_environment()
        inbox = _Inbox(people())
        times, queries = [], []
        for size in sizes:
            inbox.fill(size)
            queries.append(inbox.queries())
            times.append(inbox.milliseconds())
        detail = ", ".join(
            f"{size}: {ms:.1f} ms, {asked} vragen" for size, ms, asked in zip(sizes, times, queries, strict=True)
        )
        hand_back(
            [
                Result("werklijst, groot tegen klein", max(times) / times[0], MOST_RATIO, "keer", detail),
                Result("werklijst, vragen erbij", max(queries) - min(queries), 0, "", "aan de database"),
            ]
        )


class _Inbox:
    """The inbox of an officer whose key is unlocked, read in this process."""

    def __init__(self, links: dict[str, str]) -> None:
        from django.test import Client

        from loket.intake.configuration import configuration

        self.body = next(iter(configuration().bodies))
        self.client = Client(headers={"host": "localhost"})
        link = f"/aanmelden/eenmalig/{links['staal']}/"
        self.client.post(link)
        self.made = 0

    def fill(self, size: int) -> None:
        """Raise really sealed reports until there are so many."""
        from django.db import connection

        from loket.intake.models import Report
        from loket.keys.queries import known_key

        key = known_key(self.body)
        while self.made < size:
            some = min(BATCH, size - self.made)
            Report.objects.bulk_create([_report(self.body, key) for _ in range(some)])
            self.made += some
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def read(self) -> None:
        answer = self.client.get("/beheer/meldingen/")
        if answer.status_code != 200:
            raise AssertionError(f"the inbox answers {answer.status_code}")

    def queries(self) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.read()
        with CaptureQueriesContext(connection) as captured:
            self.read()
        return len(captured)

    def milliseconds(self) -> float:
        return 1000 * min(median(self._once() for _ in range(TIMES)) for _ in range(ROUNDS))

    def _once(self) -> float:
        begun = perf_counter()
        self.read()
        return perf_counter() - begun


def _report(body: str, key: "SealingKey") -> "Report":
    from loket.intake.content import Content, Identity
    from loket.intake.models import Channel
    from loket.intake.raising import New

    content, identity = Content(story=STORY[:200]), Identity(disclosure="anonymous")
    return New(body, content, identity, Channel.API).sealed_to(key)[1].report


if __name__ == "__main__":
    _main(SMALLER if sys.argv[1] == "fast" else SIZES)

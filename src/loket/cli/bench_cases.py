"""``./loket bench cases``: worklist, search by name and case page with many cases beside few, in one run: in as many
queries, and the median at most ``MOST_RATIO`` times as slow.

The cases are really sealed, indexed and barred, with a report, a person concerned and a file; only what a body would
have done with them is written straight into the database.
"""

import sys
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from loket.cli.bench import Result
from loket.cli.bench_cases_fill import Fill, name_of
from loket.cli.bench_house import apart, hand_back, people, private_key

if TYPE_CHECKING:
    from django.http import HttpResponse

FASTER = 10_000
"""Cases of a fast run."""
MOST_RATIO = 3.0
ROUNDS, TIMES = 7, 15
"""Of so many medians, each of so many readings, the best one counts: the machine does other things too."""

OFFICER = "staal"
LIST, SEARCH = "/beheer/zaken/", "/beheer/zaken/zoeken/"
SOUGHT = 0
"""The case whose person is sought; with a few more of the same name."""


def measure(fast: bool, cases: int) -> list[Result]:
    """So many cases beside an empty worklist and a single case; ``fast`` at most ``FASTER``."""
    return apart("bench_cases", str(min(cases, FASTER) if fast else cases))


def _main(many: int) -> None:
    from django.test.utils import setup_test_environment

    from loket.cli.setup import database

    with database():
        setup_test_environment()
        from loket.accounts.models import Account

        link = people()[OFFICER]
        fill = Fill(Account.objects.get(username=OFFICER), private_key(OFFICER))
        pages = Pages(link, fill)
        empty = {name: milliseconds(read) for name, read in pages.lists().items()}
        fill.until(1)
        few = {**empty, "zaak": milliseconds(pages.case)}
        asked = {name: queries(read) for name, read in pages.all().items()}
        fill.until(many)
        hand_back(list(compared(pages, few, asked, many)))


def compared(pages: "Pages", few: dict[str, float], asked: dict[str, int], many: int) -> Iterator[Result]:
    """Each page with many cases beside the same one with few."""
    for name, read in pages.all().items():
        slow, more = milliseconds(read), queries(read) - asked[name]
        detail = f"{few[name]:.1f} ms leeg, {slow:.1f} ms met {many} zaken, {asked[name]} vragen"
        yield Result(f"{name}, veel tegen weinig", slow / few[name], MOST_RATIO, "keer", detail)
        yield Result(f"{name}, vragen erbij", more, 0, "", "aan de database")


def milliseconds(read: Callable[[], object]) -> float:
    """The best of the medians."""
    return 1000 * min(median(_seconds(read) for _ in range(TIMES)) for _ in range(ROUNDS))


def queries(read: Callable[[], object]) -> int:
    """How many queries a page asks, once its configuration was read."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    read()
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def _seconds(read: Callable[[], object]) -> float:
    begun = perf_counter()
    read()
    return perf_counter() - begun


class Pages:
    """The pages of an officer whose key is unlocked, read in this process. The first case is found by each of them."""

    def __init__(self, link: str, fill: Fill) -> None:
        from django.test import Client

        self.client = Client(headers={"host": "localhost"})
        self.client.post(f"/aanmelden/eenmalig/{link}/")
        self.fill = fill
        (stage, _act), (_unit, violation) = fill.stands[0], fill.labels[0]
        self.filtered = f"{LIST}?toon=mij&fase={stage}&soort={violation}"

    def lists(self) -> dict[str, Callable[[], "HttpResponse"]]:
        """What there is to read without any case."""
        return {
            "werklijst": lambda: self._get(LIST),
            "werklijst gefilterd": lambda: self._get(self.filtered),
            "zoeken op naam": lambda: self._checked(self.client.post(SEARCH, {"sought": name_of(SOUGHT)})),
        }

    def all(self) -> dict[str, Callable[[], "HttpResponse"]]:
        return {**self.lists(), "zaak": self.case}

    def case(self) -> "HttpResponse":
        return self._get(f"{LIST}{self.fill.own}/")

    def _get(self, address: str) -> "HttpResponse":
        return self._checked(self.client.get(address))

    def _checked(self, answer: Any) -> "HttpResponse":
        if answer.status_code != 200:
            raise AssertionError(f"a page answers {answer.status_code}")
        found: HttpResponse = answer
        return found


if __name__ == "__main__":
    _main(int(sys.argv[1]))

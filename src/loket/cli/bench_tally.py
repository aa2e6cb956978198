"""``./loket bench tally``: counting a request, and the page on which that is done, with many requests in the tally
beside none, in one run.

The requests are really sealed and really counted, for as many advisers as there are; only their accounts are not there,
since a tally does not say whose it is.
"""

import sys
from collections.abc import Callable, Iterator
from secrets import token_bytes
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings

from loket.cli.bench import Result
from loket.cli.bench_cases_fill import spread
from loket.cli.bench_house import apart, hand_back, people, private_key

if TYPE_CHECKING:
    from loket.advisers.access import Desk

FASTER = 10_000
"""Requests of a fast run."""
ADVISERS, YEARS, OPEN = 76, 3, 10
"""The requests are of so many advisers and years; one in so many of them is open."""
BATCH = 1000
ROUNDS, TIMES = 5, 20
"""Of so many rounds, the one with the best median counts: the machine does other things too."""
MOST_MS, MOST_RATIO = 50.0, 5.0

ADVISER = "luister"
PAGE, REGISTER = "/beheer/tellijst/", "/beheer/tellijst/register/"
LABELS = {"subcategory": "intimidation", "accused": "direct_manager", "reporter_accused": "no"}

Times = dict[str, list[float]]
"""Of the page, and of counting: milliseconds, each time of the best round."""


def measure(fast: bool, entries: int) -> list[Result]:
    """So many requests beside an empty tally; ``fast`` at most ``FASTER``."""
    return apart("bench_tally", str(min(entries, FASTER) if fast else entries))


def _main(many: int) -> None:
    from loket.cli.setup import database

    with database():
        from loket.accounts.models import Account
        from loket.advisers.access import desk_of

        link = people()[ADVISER]
        desk = desk_of(Account.objects.get(username=ADVISER), private_key(ADVISER))
        sitting = Sitting(link)
        sitting.times()  # whatever is read once is read now
        few = sitting.times()
        fill(desk, many)
        hand_back(list(compared(few, sitting.times(), many)))


def compared(few: Times, full: Times, many: int) -> Iterator[Result]:
    """Each with many requests: within its limit, and not much slower than with none."""
    for name, times in full.items():
        before, after, slowest = median(few[name]), median(times), quantiles(times, n=20)[-1]
        detail = f"p95 {slowest:.1f} ms, met {many} adviesvragen van {ADVISERS} vertrouwenspersonen"
        yield Result(f"{name}, mediaan", after, MOST_MS, "ms", detail)
        detail = f"{before:.1f} ms leeg, {after:.1f} ms vol"
        yield Result(f"{name}, vol tegen leeg", after / before, MOST_RATIO, "keer", detail)


class Sitting:
    """An adviser whose key is unlocked, in this process."""

    def __init__(self, link: str) -> None:
        from django.test import Client

        self.client = Client(headers={"host": "localhost"})
        self.client.post(f"/aanmelden/eenmalig/{link}/")
        self.client.handler.enforce_csrf_checks = True

    def times(self) -> Times:
        acts = {"tellijst lezen": self._read, "adviesvraag tellen": self._count}
        return {name: min((_round(act) for _ in range(ROUNDS)), key=median) for name, act in acts.items()}

    def _read(self) -> None:
        self._check(self.client.get(PAGE), 200)

    def _count(self) -> None:
        token = self.client.cookies[settings.CSRF_COOKIE_NAME].value
        form = {**LABELS, "unit": _unit(), "id": str(uuid4()), "minutes": "15", "csrfmiddlewaretoken": token}
        self._check(self.client.post(REGISTER, form), 303)

    def _check(self, answer: Any, wanted: int) -> None:
        if answer.status_code != wanted:
            raise AssertionError(f"the tally answers {answer.status_code}")


def fill(desk: "Desk", many: int) -> None:
    """Write so many requests, for the adviser at this desk and for all the others."""
    from django.db import connection, transaction

    from loket.advisers.access import Desk

    desks = [desk, *(Desk(desk.me, "", token_bytes(32)) for _other in range(ADVISERS - 1))]
    for first in range(0, many, BATCH):
        with transaction.atomic():
            _write(desks, range(first, min(first + BATCH, many)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(desks: "list[Desk]", numbers: range) -> None:
    from loket.advisers.adding import seal_entry
    from loket.advisers.configuration import configuration
    from loket.advisers.counting import numbered, yield_new
    from loket.advisers.models import Entry

    configured, rows, contents = configuration(), [], []
    for number in numbers:
        content = numbered(_content(number), configured)
        row = Entry(year=content.year)
        seal_entry(row, content, desks[number % ADVISERS], configured)
        rows.append(row)
        contents.append(content)
    Entry.objects.bulk_create(rows)
    yield_new(contents, configured)


def _unit() -> str:
    """The first unit that an adviser chooses from."""
    from loket.advisers.configuration import configuration
    from loket.core import clock

    return configuration().offered("unit", clock.today().year)[0]


def _content(number: int) -> Any:
    from loket.advisers.content import Contact, EntryContent, Step
    from loket.core import clock

    ago, month, is_open = spread(number, YEARS, 12, OPEN)
    today = clock.today()
    came = f"{today.year - ago}-{min(month + 1, 12 if ago else today.month):02}"
    ended = is_open != 0
    return EntryContent(
        month=came,
        unit=_unit(),
        category="undesirable_conduct",
        subcategory="intimidation",
        accused="direct_manager",
        reporter_accused="no",
        contacts=(Contact(month=came, minutes=30),),
        settlements=(Step(code="sounding_board_talk_advice", month=came),) if ended else (),
        situations=(Step(code="normalised_and_resolved", month=came),) if ended else (),
        number=number // ADVISERS + 1,
    )


def _round(act: Callable[[], None]) -> list[float]:
    return [_milliseconds(act) for _ in range(TIMES)]


def _milliseconds(act: Callable[[], None]) -> float:
    begun = perf_counter()
    act()
    return 1000 * (perf_counter() - begun)


if __name__ == "__main__":
    _main(int(sys.argv[1]))

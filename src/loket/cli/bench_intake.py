"""``./loket bench intake``: whole anonymous reports through the API, sealed and committed, beside a bare Django view
that only inserts the same bytes: same server, same clients, in turns."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from loket.cli.bench import Result
from loket.cli.bench_house import STORY, Caller, Rate, apart, free_port, hand_back, people, rate, web_server
from loket.vault.receipts import new_receipt

MOST_CLIENTS = 8
AT_LEAST, SHARE = 200.0, 0.4
SIGN_IN_MS = 10.0
WRONG, WRONG_SHARE = 40, 1.5
ROUNDS = 3
Act = Callable[[], Callable[[], bool]]


def measure(fast: bool) -> list[Result]:
    """Reports a second, the sign-in with a receipt, a file of 500 MB."""
    return [*apart("bench_intake", "fast" if fast else "full"), *more(fast)]


def more(fast: bool) -> Iterator[Result]:
    from loket.cli import bench_upload

    yield from bench_upload.measure(fast)


def report_body(body: str, category: str) -> bytes:
    """A report as another system sends it."""
    return json.dumps({"body": body, "category": category, "story": STORY, "reporter": {"kind": "anonymous"}}).encode()


def posting(port: int, path: str, content: bytes) -> Act:
    """Clients that send the same bytes again and again, each over one connection that is opened when it was closed."""

    def client() -> Callable[[], bool]:
        caller = Caller(port)

        def once() -> bool:
            try:
                return caller.call("POST", path, content, Content_Type="application/json")[0] == 201
            except OSError:
                caller.connection.close()
                raise

        return once

    return client


def _main(seconds: float) -> None:
    from loket.cli.setup import database

    with database():
        from django.db import connection

        from loket.cli.bench_urls import BARE, TABLE

        people()
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        port = free_port()
        with web_server(port):
            content = report_body(*codes())
            ways = {
                "report": posting(port, "/api/v1/reports", content),
                "bare": posting(port, f"/{BARE}", content),
            }
            hand_back([*_rates(ways, seconds), *_sign_in(port, content)])


def codes() -> tuple[str, str]:
    """A body that takes reports, and a category that it knows."""
    from django.conf import settings

    from loket.intake.configuration import configuration
    from loket.taxonomy.lists import read_lists

    return next(iter(configuration().bodies)), read_lists(settings.DATA / "lists")["violation"].codes[0].code


def _rates(ways: dict[str, Act], seconds: float) -> Iterator[Result]:
    for way in ways.values():
        rate(MOST_CLIENTS, 1, way)
    for clients in (1, MOST_CLIENTS):
        rounds = [{name: rate(clients, seconds, way) for name, way in ways.items()} for _ in range(ROUNDS)]
        best = {name: max((one[name] for one in rounds), key=lambda one: one.a_second) for name in ways}
        errors = sum(one["report"].errors for one in rounds)
        yield from _judged(clients, best["report"], best["bare"], errors)


def _judged(clients: int, report: Rate, bare: Rate, errors: int) -> Iterator[Result]:
    name = f"meldingen, {clients} tegelijk" if clients > 1 else "meldingen, 1 klant"
    said = f"p50 {report.percentile(0.5):.1f} ms, p95 {report.percentile(0.95):.1f} ms, {errors} fouten"
    share = report.a_second / bare.a_second
    beside = f"{report.a_second:.0f} tegen {bare.a_second:.0f} per seconde voor een kale invoeging"
    limits = (AT_LEAST, SHARE) if clients == MOST_CLIENTS else (0.0, 0.0)
    yield Result(name, report.a_second, limits[0], "/s", said, at_least=True)
    yield Result(f"{name}, deel", share, limits[1], "", beside, at_least=True)
    yield Result(f"{name}, fouten", errors, 0, "", "antwoorden die geen 201 zijn")


def _sign_in(port: int, content: bytes) -> Iterator[Result]:
    """The time of a right receipt, and of a wrong one beside it; so few wrong ones that the door stays calm."""
    with Caller(port) as caller:
        _, answer = caller.call("POST", "/api/v1/reports", content, Content_Type="application/json")
        receipt = json.loads(answer)["receipt"]
    signing_in = rate(1, 3, lambda: _at_door(port, receipt))
    said = f"{len(signing_in.times)} keer, {signing_in.errors} fouten, p95 {signing_in.percentile(0.95):.1f} ms"
    value = signing_in.percentile(0.5) if not signing_in.errors else float("inf")
    yield Result("negen woorden, p50", value, SIGN_IN_MS, "ms", said)
    once, times = _at_door(port, new_receipt().code), []
    for _number in range(WRONG):
        before = time.perf_counter()
        once()
        times.append(1000 * (time.perf_counter() - before))
    wrong = statistics.median(times)
    beside = f"{wrong:.1f} tegen {value:.1f} ms, {WRONG} keer"
    yield Result("negen woorden, fout tegen goed", wrong / value, WRONG_SHARE, "keer", beside)


def _at_door(port: int, receipt: str) -> Callable[[], bool]:
    """Opens the mailbox again and again: from the form with the receipt to the answer that leads inside."""
    caller = Caller(port)
    _, page = caller.call("GET", "/postvak/")
    form = urlencoded(page, receipt=receipt)

    def once() -> bool:
        answer = caller.ask("POST", "/postvak/", form, Content_Type="application/x-www-form-urlencoded")
        answer.read()
        return answer.status in (302, 303)

    return once


def urlencoded(page: bytes, **fields: str) -> str:
    """These fields with the hidden ones of the page."""
    import re
    from html import unescape
    from urllib.parse import urlencode

    hidden = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            hidden[name[1]] = unescape(value[1]) if value else ""
    return urlencode({**hidden, **fields})


if __name__ == "__main__":
    _main(2 if sys.argv[1] == "fast" else 4)

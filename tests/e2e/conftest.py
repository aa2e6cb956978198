"""A real server for the browser: gunicorn, its own database, the built front end, and a Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from loket.cli import front

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DATABASE = "loket_e2e"
WEB = ["gunicorn", "loket.wsgi", "--log-level=warning", "--no-control-socket"]

SET_UP = """
import datetime as dt
from django.conf import settings
from loket.cli import demo
from loket.facts import services as facts
from loket.snapshots import services as snapshots
facts.load(folder=settings.DATA, actor="test")
for year in (2022, 2023, 2024):
    snapshots.freeze(year=year, reference_date=dt.date(year + 1, 2, 25), reason="test", actor="test")
demo.people()
"""

LINKS = """
import json
from loket.cli import demo
print(json.dumps({person.username: token for person, token in demo.people().items()}))
"""


SHELL = """
import contextlib, io, json, sys, django
from django.core.management import call_command
from django.db import connections
django.setup()
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        call_command("shell", command=json.loads(line), verbosity=0)
    connections.close_all()
    print(json.dumps(said.getvalue()), flush=True)
"""
"""Django's shell, kept open: to start it takes longer than most of what it is asked."""


@dataclass(frozen=True)
class Server:
    """Where the application answers, the environment to run a command beside it, and a shell to ask it things."""

    url: str
    environment: dict[str, str]
    shell: "subprocess.Popen[str]"

    def run(self, *arguments: str) -> None:
        """Run a Django command against the same database and folders."""
        subprocess.run([sys.executable, "-m", "django", *arguments], env=self.environment, cwd=ROOT, check=True)

    def say(self, script: str) -> str:
        """What a script in Django's shell prints."""
        assert self.shell.stdin
        assert self.shell.stdout
        self.shell.stdin.write(json.dumps(script) + "\n")
        self.shell.stdin.flush()
        said = self.shell.stdout.readline()
        assert said, "the script ended in an error; the shell said which"
        return str(json.loads(said)).strip()


RUNNING: list[Server] = []
"""The server of this run, for ``sign_in``."""


@pytest.fixture(scope="session")
def server(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application and its background process as the demo has them; three years frozen, nothing published."""
    with serving(fresh_database(postgres), tmp_path_factory.mktemp("var"), SET_UP) as server:
        RUNNING.append(server)
        yield server


@contextmanager
def serving(database: str, var: Path, set_up: str, **more: str) -> Iterator[Server]:
    """The application on a new database and folder, after this script in Django's shell. What to hide is sought once
    for all tests. ``more`` goes into the environment."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "loket.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "LOKET_VAR": str(var),
        "LOKET_DATABASE_URL": database,
        "LOKET_DEMO": "1",
        **more,
    }
    settings.PROTECTED.mkdir(parents=True, exist_ok=True)
    (var / "protection").symlink_to(settings.PROTECTED)
    port = free_port()
    subprocess.run([sys.executable, front.__file__], env=environment, check=True)
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=environment, cwd=ROOT, check=True)
    web = ["-m", *WEB, "--bind", f"127.0.0.1:{port}"]
    with in_shell(environment) as shell:
        server = Server(f"http://127.0.0.1:{port}", environment, shell)
        server.say(set_up)
        with started(environment, web, ["-m", "django", "db_worker", "--verbosity=0"]):
            wait_for(server.url)
            yield server


@contextmanager
def in_shell(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A shell that answers each script with what it prints; it ends with what it reads."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", SHELL], env=environment, cwd=ROOT, text=True, **pipes) as shell:
        yield shell


@contextmanager
def started(environment: dict[str, str], *commands: list[str]) -> Iterator[None]:
    """These Python processes, until the end."""
    processes = [subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT) for command in commands]
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(15)


@pytest.fixture(scope="session")
def published(server: Server) -> Server:
    """The same server, once the publication of 2024 stands."""
    server.say("from loket.publications import services; services.publish_if_needed(year=2024, actor='test')")
    return server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("LOKET_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900}, locale="nl-NL")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the fictitious people, by a fresh link that brings their key along."""
    come_in(page, json.loads(RUNNING[-1].say(LINKS).splitlines()[-1])[username])


def come_in(page: Page, link: str) -> None:
    """Follow a link that signs in once."""
    page.goto(f"/aanmelden/eenmalig/{link}/")
    page.get_by_role("button", name="Meld je aan").click()
    page.wait_for_url("**/beheer/**")


def fresh_database(url: str, name: str = DATABASE) -> str:
    """A new database on this run's server."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    base, _, query = url.partition("?")
    head, _, _ = base.rpartition("/")
    return f"{head}/{name}?{query}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(f"{url}/robots.txt", timeout=2)  # noqa: S310 (our own server)
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)

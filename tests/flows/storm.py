"""Acts that are killed at any moment: SIGKILL of the process, the end of its connection. After each death it is done or
not done."""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, connections, transaction
from walk_world import digest

from loket.core import audit

MOMENTS = ("statement", "time", "statement", "connection", "time", "statement", "commit")
"""When a process dies: at a statement by chance, after some time by chance, when the database ends its connection, and
last, when the act stands and nothing after it was done."""
LONGEST = 0.25
"""Seconds: an act on a busy machine."""


@dataclass
class Storm:
    """Kills acts. ``killed``: how many died before they were done, by the moment. ``statements``: before so many of
    them an act dies."""

    chance: random.Random
    statements: int = 60
    killed: list[str] = field(default_factory=list)

    def survive(self, act: Callable[[], object], done: Callable[[], bool]) -> None:
        """Do it in a process that is killed, until it is done; after each death it is as it was, or it is done."""
        for moment in MOMENTS:
            before = digest()
            self.die(act, moment)
            assert audit.verify() is None
            if done():
                return
            assert digest() == before, moment
            self.killed.append(moment)
        raise AssertionError("what was killed after it was done, is not done")

    def die(self, act: Callable[[], object], moment: str) -> None:
        """Run it in a child that dies at this moment, and wait until the database knows."""
        connections.close_all()
        ready, go = os.pipe()
        child = os.fork()
        if child == 0:
            _child(act, moment, self.chance.randrange(1, self.statements), go)
        os.close(go)
        os.read(ready, 1)
        os.close(ready)
        if moment in {"time", "connection"}:
            time.sleep(self.chance.uniform(0, LONGEST))
            _end_connections() if moment == "connection" else os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while _others():
            time.sleep(0.01)


def _child(act: Callable[[], object], moment: str, statement: int, go: int) -> None:
    """The act; the process never comes back from here."""
    try:
        left = statement

        def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, *rest)

        with connection.cursor():
            os.write(go, b"!")
        if moment == "statement":
            with connection.execute_wrapper(count):
                act()
        elif moment == "commit":
            with transaction.atomic():
                transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
                act()
        else:
            act()
    finally:
        os._exit(1)


def _others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _end_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

"""Run as a program: freeze in child processes, kill each at another point, print as JSON what was left."""

import json
import os
import signal
import sys
from collections.abc import Callable

import django

COUNTED = [0]
"""How many steps this process took. A step is any use of a file of the snapshots by the interpreter."""


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from small_year import add_facts, freeze_year, make_data

    call_command("migrate", verbosity=0)
    make_data(settings.DATA)
    add_facts(2030, quay=3)
    freeze_year(2030)
    add_facts(2030, crane=2)
    steps = count_steps(lambda: freeze_year(2030, "proef"))
    left = []
    for step in chosen(steps):
        left.append(state(wait(fork(lambda: freeze_year(2030, "dood"), kill_at=step))))
        if left[-1]["code"] != -signal.SIGKILL:
            break
    add_facts(2030, crane=1)
    json.dump({"steps": steps, "left": left, "race": race(freeze_year)}, sys.stdout)


def chosen(steps: int) -> list[int]:
    """A spread of points, then every point around the rename, until a child survives.

    Clearing away what the child before it left takes some steps more than were counted.
    """
    return [*range(1, steps - 8, max(1, steps // 12)), *range(steps - 8, 3 * steps)]


def count_steps(act: Callable[[], object]) -> int:
    """How many steps the act takes: told by a child through a pipe, after which it undoes everything."""
    reading, writing = os.pipe()

    def tell() -> None:
        from django.db import transaction

        from loket.snapshots import storage

        with transaction.atomic():
            act()
            transaction.set_rollback(True)
        os.write(writing, str(COUNTED[0]).encode())
        last = storage.folder(2030, storage.revisions(2030)[-1])
        last.rename(storage.root() / ".thrown-away")

    wait(fork(tell))
    return int(os.read(reading, 20))


def wait(child: int) -> int:
    """The exit code of a child; minus the number of the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fork(act: Callable[[], object], kill_at: int = 0) -> int:
    """Act in a child process, that gets SIGKILL when it comes to step ``kill_at``."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    from django.conf import settings

    watched = str(settings.VAR / "snapshots")

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if any(isinstance(one, str | os.PathLike) and str(one).startswith(watched) for one in arguments):
            COUNTED[0] += 1
            if COUNTED[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    try:
        act()
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}\n")
        os._exit(1)
    os._exit(0)


def state(code: int) -> dict[str, object]:
    """What a reader finds: the revisions, what verify says, and how many snapshots can be opened."""
    from loket.snapshots import queries, storage
    from loket.snapshots.verify import verify

    return {
        "code": code,
        "revisions": storage.revisions(2030),
        "problems": [str(problem) for problem in verify()],
        "facts": queries.open_snapshot(2030).manifest.counts["side_activity"],
    }


def race(freeze_year: Callable[..., object]) -> dict[str, object]:
    """Two freezes of the same facts at once."""
    children = [fork(lambda: freeze_year(2030, "wedloop")) for _ in range(2)]
    codes = sorted(map(wait, children))
    return state(0) | {"codes": codes}


if __name__ == "__main__":
    main()

"""The part of ``./loket bench`` about small counts: what hiding them costs, and how near to the least that is.

Each table is protected in a process of its own (``python -m loket.cli.bench_protect CASE``), on one thread, in four
ways: not at all, the small cells only, greedily with repair, and as ``./loket protect`` does. A case asks for a gap and
a time; the gap is what could at most be spared of the cells that are hidden, small ones included.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from loket.cli import bench_protect_tables as tables
from loket.cli.bench import Result
from loket.figures.protection import optimise
from loket.figures.protection.lattice import Lattice
from loket.figures.protection.rules import Status, is_primary
from loket.settings import DATA

THRESHOLD, MEMORY, GREEDY = 5, 1.0, 60.0


@dataclass(frozen=True)
class Case:
    """``gap`` in percent of the hidden cells and ``seconds`` are what it is held to; ``search`` is the time given.
    ``best``: the fewest cells that are known to do, for tables of which nobody has the proof; the gap is from those.
    """

    name: str
    make: Callable[[], Lattice]
    search: float
    seconds: float
    gap: float = 100.0
    is_long: bool = False
    best: int | None = None


CASES: Mapping[str, Case] = {
    "advice": Case("advies 2024, alle bijlagen", lambda: tables.advice(DATA), 30, 30, 0),
    "settled": Case("afgedane zaken, drie tabellen", lambda: tables.settled(DATA), 30, 30, 0),
    "two": Case("25 x 24", lambda: tables.made((24, 23), middle=3.2, spread=1.2, seed=6), 55, 60, 1),
    "dense": Case(
        "20 x 30, minder klein", lambda: tables.made((19, 29), middle=3.6, spread=1.2, seed=9), 55, 60, 1, True
    ),
    "sparse": Case("12 x 50, meer klein", lambda: tables.made((11, 49), middle=0.8, seed=3), 55, 60, 1, True),
    "three": Case("9 x 8 x 7", lambda: tables.made((8, 7, 6)), 55, 60, 3, True, 179),
    "trees": Case("twee bomen, 16 x 16", lambda: tables.made((12, 12), trees=2), 55, 60, 3, True, 111),
    "both": Case("9 x 6 x 5, twee bomen", lambda: tables.made((6, 4, 4), trees=2), 55, 60, 3, True, 106),
    "wide": Case("16 x 11 x 6, twee bomen", lambda: tables.made((12, 8, 5), trees=2), 55, 60, 3, True, 406),
    "widest": Case("21 x 16 x 7, twee bomen", lambda: tables.made((16, 12, 6), trees=2, seed=4), 55, 60, 3, True, 876),
    "large": Case("1.000 x 50", lambda: tables.made((1000, 50), middle=1.9, spread=1.7), 60, 120, 1, True),
}


def measure(fast: bool) -> list[Result]:
    """Protect every table; ``fast`` takes the printed ones and one that was made."""
    return [result for key, case in CASES.items() if not (fast and case.is_long) for result in _results(key, case)]


def _results(key: str, case: Case) -> list[Result]:
    said = _child(key)
    return [
        Result(f"{case.name}: tijd", said["seconds"], case.seconds, "s", "op een draad"),
        Result(f"{case.name}: geheugen", said["memory"], MEMORY, "GB", "piek van het proces"),
        Result(f"{case.name}: verschil", said["gap"], case.gap, "%", said["detail"]),
    ]


def _child(key: str) -> dict[str, Any]:
    import subprocess

    program = [sys.executable, "-m", "loket.cli.bench_protect", key]
    answer = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True)
    said: dict[str, Any] = json.loads(answer.stdout)
    return said


def _main(key: str) -> None:
    import resource

    case = CASES[key]
    lattice = case.make()
    begin = time.perf_counter()
    found = optimise.protect(lattice, THRESHOLD, seconds=case.search)
    seconds = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    hidden = [status is not Status.SHOWN for status in found.statuses]
    small = [is_primary(count, THRESHOLD) for count in lattice.counts]
    spared = found.gap * (sum(hidden) - sum(small)) if case.best is None else sum(hidden) - case.best
    json.dump(
        {
            "seconds": seconds,
            "memory": memory,
            "gap": 100 * spared / max(sum(hidden), 1),
            "detail": _ways(lattice, small, hidden, found.gap, seconds),
        },
        sys.stdout,
    )


def _ways(lattice: Lattice, small: list[bool], ours: list[bool], gap: float, seconds: float) -> str:
    """The four ways, side by side: cells hidden, what they count, the gap, the time."""
    begin = time.perf_counter()
    greedy = optimise.soon(lattice, THRESHOLD, seconds=GREEDY)
    soon = [status is not Status.SHOWN for status in greedy.statuses]
    ways = {
        "niets": _said(lattice, [False] * len(small)),
        "alleen klein": _said(lattice, small),
        "gulzig": f"{_said(lattice, soon)} in {time.perf_counter() - begin:.1f} s",
        "wij": f"{_said(lattice, ours)}, {gap:.1%} van het extra, in {seconds:.1f} s",
    }
    return f"{len(small)} cellen; " + "; ".join(f"{way}: {words}" for way, words in ways.items())


def _said(lattice: Lattice, hidden: list[bool]) -> str:
    counted = sum(count for count, is_hidden in zip(lattice.counts, hidden, strict=True) if is_hidden)
    return f"{sum(hidden)} verborgen die {counted} tellen"


if __name__ == "__main__":
    _main(sys.argv[1])

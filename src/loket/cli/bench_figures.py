"""The figures' part of ``./loket bench``: all tables of a million facts, against the same groupings by hand.

Timings run in processes of their own (``python -m loket.cli.bench_figures WAY FOLDER``), so that the peak of
memory is their own too. Importing and reading the data folder are left out of the time: a server did that long
before.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from loket.cli.bench import Result
from loket.figures.model import CodeList, TableDefinition
from loket.snapshots.source import ParquetFacts, YearOfFacts, file_name

SMALL, LARGE = 1_000_000, 10_000_000
TIMES = 5
MOST_RATIO, MOST_MEMORY = 2.0, 1.5


def measure(fast: bool) -> list[Result]:
    """Make the facts, count them both ways, and compare; ``fast`` leaves out the ten million."""
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
        small = Path(folder) / "small"
        _child("generate", small, SMALL)
        both, alone = _child("both", small), _child("engine", small)
        results = [
            Result(
                "alle tabellen van 1.000.000 feiten",
                both["engine"] / both["hand"],
                MOST_RATIO,
                "x",
                f"{both['engine']:.2f} s; met de hand in DuckDB {both['hand']:.2f} s",
            ),
            Result("geheugen bij 1.000.000 feiten", alone["memory"], MOST_MEMORY, "GB", "piek van het proces"),
        ]
        return results if fast else [*results, *_large(Path(folder) / "large", alone["engine"])]


def _large(folder: Path, small: float) -> list[Result]:
    _child("generate", folder, LARGE)
    large = _child("engine", folder)
    return [
        Result(
            "tijd van tien keer zoveel feiten",
            large["engine"] / small,
            LARGE / SMALL,
            "x",
            f"{large['engine']:.2f} s; was {small:.2f} s",
        ),
        Result("geheugen bij 10.000.000 feiten", large["memory"], MOST_MEMORY, "GB", "piek van het proces"),
    ]


def _child(way: str, folder: Path, rows: int = 0) -> dict[str, float]:
    """What a process of its own says: seconds by way of counting, and its peak of memory in GB (10^9 bytes)."""
    import subprocess

    program = [sys.executable, "-m", "loket.cli.bench_figures", way, str(folder), str(rows)]
    answer = subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True)
    said: dict[str, float] = json.loads(answer.stdout)
    return said


@dataclass(frozen=True)
class _Counting:
    """The facts, and what to count of them."""

    folder: Path
    held: list[YearOfFacts]
    lists: Mapping[str, CodeList]
    definitions: tuple[TableDefinition, ...]
    places: Mapping[int, Mapping[str, str]]

    def engine(self) -> None:
        from loket.figures.engine import compute

        facts = ParquetFacts(self.held)
        compute(self.definitions, facts, self.lists, self.held[-1].year, places=self.places)

    def hand(self) -> None:
        import duckdb

        connection = duckdb.connect()
        for definition in self.definitions:
            connection.execute(self.sql(definition)).fetchall()

    def sql(self, definition: TableDefinition) -> str:
        """The grouping as one would write it by hand, from our own names only."""
        years = [one.year for one in self.held if one.year - self.held[-1].year in definition.years]
        files = ", ".join(f"'{self.folder / str(year) / file_name(definition.fact)}'" for year in years)
        columns = ", ".join(dict.fromkeys(dimension.column for dimension in definition.dimensions))
        amount = f"sum({definition.measure})" if definition.measure else "count(*)"
        kept = [f"{column} IN ({', '.join(map(repr, codes))})" for column, codes in definition.filters.items()]
        where = f"WHERE {' AND '.join(kept)}" if kept else ""
        return f"SELECT {columns}, {amount} FROM read_parquet([{files}]) {where} GROUP BY ALL"  # noqa: S608 - own


def _main(way: str, folder: Path, rows: int) -> None:
    import django

    django.setup()
    from loket.cli.bench_facts import data, generate

    lists, definitions, places = data()
    listing = folder / "held.json"
    if way == "generate":
        held = generate(folder, rows, definitions, lists)
        listing.write_text(json.dumps([[one.year, one.counts] for one in held]))
        json.dump({}, sys.stdout)
        return
    held = [YearOfFacts(year, folder / str(year), counts) for year, counts in json.loads(listing.read_text())]
    counting = _Counting(folder, held, lists, definitions, places)
    acts = {"engine": counting.engine} | ({"hand": counting.hand} if way == "both" else {})
    json.dump(_timed(acts), sys.stdout)


def _timed(acts: Mapping[str, Callable[[], None]]) -> dict[str, float]:
    """The best time of each, in turns, so that a busy moment of the machine meets all of them."""
    import importlib
    import resource

    importlib.import_module("ibis")  # importing is no part of the measurement
    seconds: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TIMES):
        for name, act in acts.items():
            start = time.perf_counter()
            act()
            seconds[name].append(time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    return {name: min(times) for name, times in seconds.items()} | {"memory": memory}


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))

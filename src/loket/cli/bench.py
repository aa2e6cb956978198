"""``./loket bench``: speed and memory, as ratios within one run, so that they mean the same everywhere."""

import argparse
import importlib
from dataclasses import dataclass

MEASUREMENTS = ("bench_start", "bench_figures", "bench_publish")
"""Modules of this package with ``measure(fast) -> list[Result]``."""


@dataclass(frozen=True)
class Result:
    """One measurement beside its limit, both in the same unit. ``detail`` says what it was made of."""

    name: str
    value: float
    limit: float
    unit: str
    detail: str

    @property
    def is_good(self) -> bool:
        return self.value <= self.limit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fast", action="store_true", help="laat de meting met tien miljoen feiten weg")


def run(args: argparse.Namespace) -> int:
    good = True
    for name in MEASUREMENTS:
        for result in importlib.import_module(f"loket.cli.{name}").measure(args.fast):
            print(line(result), flush=True)
            good = good and result.is_good
    return 0 if good else 1


def line(result: Result) -> str:
    """One line of the table: what, how much, the limit, the verdict, and what it was made of."""
    verdict = "goed" if result.is_good else "TE VEEL"
    measured = f"{result.value:6.2f} {result.unit:<4}  hooguit {result.limit:5.2f}"
    return f"{result.name:<36}  {measured}  {verdict:<7}  {result.detail}"

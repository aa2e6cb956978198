"""``./loket bench``: speed and memory, as ratios within one run, so that they mean the same everywhere."""

import argparse
import importlib
from collections.abc import Iterable
from dataclasses import dataclass

from loket.core.errors import UserError

MEASUREMENTS = {
    "start": "bench_start",
    "figures": "bench_figures",
    "publish": "bench_publish",
    "intake": "bench_intake",
    "crash": "bench_crash",
    "cases": "bench_cases",
    "tally": "bench_tally",
    "protect": "bench_protect",
}
"""Modules of this package with ``measure(fast) -> list[Result]``."""

AMOUNTS = {"crash": "reports", "cases": "cases", "tally": "entries"}
"""Of those that take a number beside ``fast``: the option that it comes from."""


class NoMeasurement(UserError):
    """A measurement that does not exist."""


@dataclass(frozen=True)
class Result:
    """One measurement beside its limit, both in the same unit: at most that much, or ``at_least``. ``detail`` says what
    it was made of."""

    name: str
    value: float
    limit: float
    unit: str
    detail: str
    at_least: bool = False

    @property
    def is_good(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    names = ", ".join(MEASUREMENTS)
    parser.add_argument("what", nargs="*", metavar="METING", help=f"wat je meet: {names} (standaard: alles)")
    parser.add_argument("--fast", action="store_true", help="minder: geen tien miljoen feiten, kleinere bestanden")
    parser.add_argument("--reports", type=int, default=500, metavar="AANTAL", help="meldingen bij 'crash'")
    parser.add_argument("--cases", type=int, default=100_000, metavar="AANTAL", help="zaken bij 'cases'")
    parser.add_argument("--entries", type=int, default=100_000, metavar="AANTAL", help="adviesvragen bij 'tally'")


def run(args: argparse.Namespace) -> int:
    if unknown := [name for name in args.what if name not in MEASUREMENTS]:
        raise NoMeasurement(f"{unknown[0]} is geen meting; kies uit {', '.join(MEASUREMENTS)}")
    good = True
    for name in args.what or MEASUREMENTS:
        for result in measured(name, args):
            print(line(result), flush=True)
            good = good and result.is_good
    return 0 if good else 1


def measured(name: str, args: argparse.Namespace) -> Iterable[Result]:
    """What one measurement gives."""
    module = importlib.import_module(f"loket.cli.{MEASUREMENTS[name]}")
    amounts = [getattr(args, AMOUNTS[name])] if name in AMOUNTS else []
    found: Iterable[Result] = module.measure(args.fast, *amounts)
    return found


def line(result: Result) -> str:
    """One line of the table: what, how much, the limit, the verdict, and what it was made of."""
    verdict = "goed" if result.is_good else "NIET GOED"
    bound = "minstens" if result.at_least else "hooguit"
    measured = f"{result.value:8.2f} {result.unit:<4}  {bound:<8} {result.limit:6.2f}"
    return f"{result.name:<36}  {measured}  {verdict:<9}  {result.detail}"

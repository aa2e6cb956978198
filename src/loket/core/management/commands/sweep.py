"""``django sweep``: runs ``settings.SWEEPS`` every few seconds, until SIGTERM or Ctrl-C."""

import signal
import sys
import threading
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from loket.core import sweeps


class Command(BaseCommand):
    help = "Run the sweeps every few seconds"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=5, help="seconds between the end of a round and the next")
        parser.add_argument("--once", action="store_true", help="run one round and end")

    def handle(self, *, every: float, once: bool, **_options: object) -> None:
        """A signal ends the process at once: what a sweep was doing rolls back, and is done again later."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))
        sweeps.run_all()
        while not once:
            threading.Event().wait(every)
            sweeps.run_all()

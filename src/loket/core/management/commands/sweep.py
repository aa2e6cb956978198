"""``django sweep``: runs ``settings.SWEEPS`` every few seconds, until SIGTERM or Ctrl-C."""

import os
import signal
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from loket.core import sweeps


class Command(BaseCommand):
    help = "Run the sweeps every few seconds"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=5, help="seconds between the end of a round and the next")
        parser.add_argument("--once", action="store_true", help="run one round and end")

    def handle(self, *, every: float, once: bool, **_options: object) -> None:
        """A signal ends the process at once, as a crash would: what a sweep was doing rolls back, and is done again
        later. (``SystemExit`` could be swallowed by whatever Python happens to be doing.)"""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: os._exit(0))
        round_of_all()
        while not once:
            time.sleep(every)
            round_of_all()


def round_of_all() -> None:
    """Every sweep once; a connection that broke is not used again."""
    for name in settings.SWEEPS:
        sweeps.run(name)
        close_old_connections()

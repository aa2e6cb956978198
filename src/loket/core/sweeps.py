"""Work that returns: mail that waits, what expired, what is finished. One process does it, every few seconds.

``settings.SWEEPS`` names functions without arguments. Each can be stopped at any moment and run again (idempotent), and
one that fails does not stop the others.
"""

import datetime as dt
import logging
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

from loket.core import clock
from loket.core.models import UsedToken

log = logging.getLogger(__name__)

TOKENS = dt.timedelta(days=2)
"""A form that was handled longer ago is not sent again."""
TASKS_DAYS = 14


def run(name: str) -> None:
    """Run one sweep; an error goes to the log, with the name of the sweep."""
    try:
        import_string(name)()
    except Exception:
        log.exception("sweep %s failed; it runs again next time", name)


def expired_sessions() -> None:
    """Delete sessions that have ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def used_tokens() -> None:
    """Delete tokens of forms that were handled days ago."""
    UsedToken.objects.filter(on__lt=clock.today() - TOKENS).delete()


def finished_tasks() -> None:
    """Delete what is left of tasks that ended weeks ago."""
    call_command("prune_db_task_results", min_age_days=TASKS_DAYS, verbosity=0)

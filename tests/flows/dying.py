"""A process of its own that publishes, and is killed on the way. It sets itself up: nothing of Django is imported
before."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

AT_ENTRY = "entry"
"""After the page of the ledger was written, before the publication takes its place."""


def publish_and_die(database: Mapping[str, object], var: Path, when: str) -> None:
    """Publish 2029, and die by SIGKILL when a step with this name is done, or at ``AT_ENTRY``."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "loket.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    connections["default"].settings_dict.update(database)
    settings.VAR, settings.DATA, settings.PROTECTED = var, var / "data", var / "protection"
    from loket.publications import services, swap

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def progress(step: object, done: int, total: int, _words: str) -> None:
        if getattr(step, "name", "") == when and done == total:
            die()

    if when == AT_ENTRY:
        swap._replace = lambda *_: die()
    services.publish(year=2029, actor="test", progress=progress)

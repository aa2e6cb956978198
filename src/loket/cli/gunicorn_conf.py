"""What each web worker does when it starts."""

import ctypes
import sys

SWITCH_SECONDS = 0.0005
"""How long a thread may compute while another waits to go on; Python's own 5 ms would let the one that holds the queue
of the audit trail wait for the others (docs/decisions/0012-workers.md)."""

_DUMPABLE = 4  # PR_SET_DUMPABLE


def post_worker_init(_worker: object) -> None:
    """gunicorn calls this in each worker. Its memory holds what reporters write and keys of people: on Linux it goes
    into no core dump when it crashes, and no other program of the same user may look into it."""
    sys.setswitchinterval(SWITCH_SECONDS)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)

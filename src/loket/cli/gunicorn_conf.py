"""What each web worker does when it starts."""

import sys

SWITCH_SECONDS = 0.0005
"""How long a thread may compute while another waits to go on; Python's own 5 ms would let the one that holds the queue
of the audit trail wait for the others (docs/decisions/0012-workers.md)."""


def post_worker_init(_worker: object) -> None:
    """gunicorn calls this in each worker."""
    sys.setswitchinterval(SWITCH_SECONDS)

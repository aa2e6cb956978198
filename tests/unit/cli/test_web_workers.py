"""What a web worker does when it starts."""

import subprocess
import sys

import pytest

PR_GET_DUMPABLE = 3


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is of Linux")
def test_what_a_worker_remembers_goes_into_no_core_dump() -> None:
    """A process of its own: the test run itself stays as it is."""
    program = f"""
import ctypes
from loket.cli.gunicorn_conf import post_worker_init
post_worker_init(None)
print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))
"""
    surroundings = {"PYTHONPATH": "src"}
    done = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"

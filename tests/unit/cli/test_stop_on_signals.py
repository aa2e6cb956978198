"""A server that was asked to stop, stops: also when it was asked at any moment, and more than once."""

import signal
import subprocess
import sys
import time

from loket.settings import BASE_DIR

WAITS = """
import time
from loket.cli.serve import stop_on_signals
asked = stop_on_signals()
print("ready", flush=True)
while not asked.to_stop:
    time.sleep(0)
time.sleep(0.2)
"""


def test_a_signal_at_any_moment_is_heard() -> None:
    command = [sys.executable, "-c", WAITS]
    for _try in range(3):
        with subprocess.Popen(command, cwd=BASE_DIR / "src", stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            for _signal in range(20):
                process.send_signal(signal.SIGTERM)
                time.sleep(0.001)
            assert process.wait(20) == 0

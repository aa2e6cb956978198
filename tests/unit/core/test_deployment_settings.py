"""What changes when the application is served over https (WEB-3)."""

import json
import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"
SHOW = """
import json
from loket import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
                  s.CSRF_TRUSTED_ORIGINS, s.DEMO]))
"""


def settings_with(**variables: str) -> list[object]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), **variables}
    done = subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, check=True)
    shown: list[object] = json.loads(done.stdout)
    return shown


def test_over_https_cookies_belong_to_one_host_and_one_scheme() -> None:
    shown = settings_with(LOKET_SECURE="1", LOKET_HOSTS="loket.example", LOKET_DEMO="")
    assert shown == ["__Host-sessie", "__Host-csrf", True, True, ["https://loket.example"], False]


def test_on_loopback_they_have_plain_names() -> None:
    shown = settings_with(LOKET_SECURE="", LOKET_DEMO="1")
    assert shown == ["sessie", "csrf", False, False, [], True]

"""What changes when the application is served over https (WEB-3)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from loket import settings
from loket.core import database

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
    shown = settings_with(LOKET_SECURE="1", LOKET_HOSTS="loket.example", LOKET_DEMO="", LOKET_SECRET_KEY="k" * 50)
    assert shown == ["__Host-sessie", "__Host-csrf", True, True, ["https://loket.example"], False]


def test_on_loopback_they_have_plain_names() -> None:
    shown = settings_with(LOKET_SECURE="", LOKET_DEMO="1")
    assert shown == ["sessie", "csrf", False, False, [], True]


def test_a_deployment_without_a_key_of_its_own_does_not_start() -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        settings_with(LOKET_SECURE="1", LOKET_SECRET_KEY=settings.DEVELOPMENT_KEY)
    assert b"LOKET_SECRET_KEY ontbreekt" in refused.value.stderr


def test_the_address_of_the_database_is_held_to_in_full() -> None:
    found = settings.database("postgresql://na%40me:pw@db.example:5433/het%20loket?sslmode=verify-full")
    shown = [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert shown == ["het loket", "na@me", "pw", "db.example", "5433"]
    assert isinstance(found["OPTIONS"], dict)
    assert found["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize(
    "address", ["mysql://a@b/c", "postgresql://a@b/c?slmode=verify-full", "dbname=loket", "postgresql://[::1/x"]
)
def test_an_address_that_cannot_be_held_to_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(database.VARIABLE, address)
    with pytest.raises(database.BadAddress, match="schrijf postgresql://"), database.running(tmp_path):
        pass


def test_a_space_between_host_names_is_no_part_of_them() -> None:
    shown = settings_with(LOKET_SECURE="1", LOKET_HOSTS="loket.example, www.loket.example", LOKET_SECRET_KEY="k" * 50)
    assert shown[4] == ["https://loket.example", "https://www.loket.example"]

"""Killed at any point, there is the old state or the new one; and of two freezes at once, one wins."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def own_database(postgres: str) -> str:
    """A database beside that of the other tests, since killed processes do not roll back into it."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier("killed")))
    return urlunsplit(urlsplit(postgres)._replace(path="/killed"))


def test_killed_at_any_point_there_is_the_old_state_or_the_new_one(own_database: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(Path(__file__).parent)]),
        "DJANGO_SETTINGS_MODULE": "loket.settings",
        "LOKET_DATABASE_URL": own_database,
        "LOKET_VAR": str(tmp_path / "other-var"),
        "LOKET_DATA": str(tmp_path / "other-data"),
    }
    program = Path(__file__).with_name("killing.py")
    answer = subprocess.run([sys.executable, program], env=environment, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["steps"] > 20
    assert len(found["left"]) > 20
    assert {left["code"] for left in found["left"][:-1]} == {-9}
    for left in found["left"]:
        assert left["problems"] == []
        assert (left["revisions"], left["facts"]) in (([1], 3), ([1, 2], 5))
    assert found["left"][0]["revisions"] == [1]
    assert found["left"][-1]["revisions"] == [1, 2]
    assert found["race"]["codes"] == [0, 1]
    assert (found["race"]["revisions"], found["race"]["problems"]) == ([1, 2, 3], [])
    assert "NothingChanged" in answer.stderr

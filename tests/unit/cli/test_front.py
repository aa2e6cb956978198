"""Building what the browser gets, in one checkout that several processes use at once."""

import os
import subprocess
import sys
from pathlib import Path

from loket.settings import BASE_DIR


def test_packages_that_stand_are_not_taken_away_under_who_reads_them(tmp_path: Path) -> None:
    """A server with a folder of its own builds beside this run: npm would empty ``node_modules`` first."""
    package = BASE_DIR / "node_modules" / "axe-core"
    before = package.stat().st_ino
    environment = {**os.environ, "LOKET_VAR": str(tmp_path), "PYTHONPATH": str(BASE_DIR / "src")}
    subprocess.run([sys.executable, "-m", "loket.cli.front"], cwd=BASE_DIR, env=environment, check=True)
    assert (tmp_path / "front" / "stamp").exists()
    assert package.stat().st_ino == before

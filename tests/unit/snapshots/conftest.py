"""Every test of this room freezes into a folder of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings
from small_year import make_data


@pytest.fixture(autouse=True)
def own_folders(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"
    settings.DATA = make_data(tmp_path / "data")

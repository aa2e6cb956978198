"""The real data folder, read once, and copies of it to spoil."""

import shutil
from pathlib import Path

import pytest

from loket.facts.build import Batch, build
from loket.facts.folder import DataFolder, read_folder
from loket.settings import BASE_DIR

FINANCIEN = BASE_DIR / "data" / "financien"
VOORBEELDLAND = BASE_DIR / "tests" / "data" / "voorbeeldland"


@pytest.fixture(scope="session")
def financien() -> DataFolder:
    return read_folder(FINANCIEN)


@pytest.fixture(scope="session")
def batches(financien: DataFolder) -> list[Batch]:
    return list(build(financien))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A data folder of its own, to change."""
    return Path(shutil.copytree(VOORBEELDLAND, tmp_path / "data"))

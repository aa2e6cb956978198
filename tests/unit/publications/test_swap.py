"""Changing places: whatever goes wrong on the way, the old folder or the new one stands."""

import shutil
from pathlib import Path

import pytest

from loket.publications import swap


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "page").write_text("old")
    return tmp_path / "out"


@pytest.mark.parametrize("exchanges", [True, False])
def test_the_new_folder_takes_the_place(target: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchanges:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    with swap.prepared(target) as fresh:
        (fresh / "page").write_text("new")
    assert (target / "page").read_text() == "new"
    assert sorted(path.name for path in target.parent.iterdir()) == [".out.lock", "out"]


def test_when_the_change_of_places_fails_halfway_the_old_folder_comes_back(target: Path) -> None:
    with pytest.raises(FileNotFoundError), swap.prepared(target) as fresh:
        shutil.rmtree(fresh)
    assert (target / "page").read_text() == "old"
    assert sorted(path.name for path in target.parent.iterdir()) == [".out.lock", "out"]

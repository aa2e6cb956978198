"""Files for the owner only."""

from pathlib import Path

import pytest

from loket.core.private import open_private


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    with open_private(tmp_path / "words") as stream:
        stream.write("één")
    assert (tmp_path / "words").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "words").read_text("utf-8") == "één"


def test_what_stands_there_is_replaced_unless_it_must_be_new(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("a longer text")
    with pytest.raises(FileExistsError):
        open_private(tmp_path / "words", is_new=True)
    with open_private(tmp_path / "words") as stream:
        stream.write("new")
    assert (tmp_path / "words").read_text("utf-8") == "new"

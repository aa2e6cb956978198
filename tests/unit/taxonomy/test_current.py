"""The lists as they stand now: a changed file is read within a second, and a code that is gone keeps its code."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.core.located import BadFile
from loket.taxonomy.current import code_list, name_of


@pytest.fixture
def lists(settings: LazySettings, tmp_path: Path) -> Path:
    """A copy of the lists, that a test may change."""
    shutil.copytree(Path(settings.DATA) / "lists", tmp_path / "lists")
    settings.DATA = tmp_path
    return tmp_path / "lists"


def change(lists: Path, before: str, after: str) -> None:
    path = lists / "settlement_class.yaml"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    os.utime(path, (1, 1))


def test_a_code_has_a_name_in_each_language_and_a_short_one(lists: Path) -> None:
    found = code_list("settlement").get("corrective_talk_or_coaching")
    assert name_of("settlement", found.code, "nl") == found.label["nl"]
    assert name_of("settlement", found.code, "en") == found.label["en"]
    assert name_of("settlement", found.code, "nl", short=True) == found.name("nl", short=True)
    assert name_of("settlement", "nobody knows", "nl") == "nobody knows"


def test_a_changed_list_is_read_again(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "lighter" not in [code.code for code in code_list("settlement_class")]
    change(lists, "codes:\n", "codes:\n  - code: lighter\n    label: {nl: Lichter, en: Lighter}\n")
    monkeypatch.setattr("time.monotonic", lambda: 1e9)
    assert next(iter(code_list("settlement_class"))).code == "lighter"


def test_a_mistake_is_named(lists: Path) -> None:
    change(lists, "codes:\n", "kodes:\n")
    with pytest.raises(BadFile, match=r"settlement_class\.yaml"):
        code_list("settlement_class")

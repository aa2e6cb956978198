"""Which browser the tests drive."""

import pytest

from loket.cli.test import find_chromium


def test_the_browser_that_was_asked_for_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_CHROMIUM", "/opt/own/chromium")
    assert find_chromium() == "/opt/own/chromium"

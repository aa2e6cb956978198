"""Keys of the installation: one for each purpose, and other ones under another secret."""

import pytest
from pytest_django import Settings

from loket.core.serverkey import server_key


def test_each_purpose_has_a_key_of_its_own_and_keeps_it() -> None:
    assert server_key("mail") == server_key("mail")
    assert server_key("mail") != server_key("checkpoint")
    assert len(server_key("mail")) == 32


def test_another_secret_gives_other_keys(settings: Settings) -> None:
    before = server_key("mail")
    settings.SECRET_KEY = "x" * 500
    assert server_key("mail") != before


def test_a_purpose_that_would_be_cut_short_is_refused() -> None:
    with pytest.raises(ValueError, match="person"):
        server_key("a purpose that is long")

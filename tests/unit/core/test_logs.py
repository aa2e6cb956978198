"""Nobody who reads the log can come in with it."""

import logging
from logging.config import dictConfig
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from loket.core.logs import WithoutTokens


@pytest.mark.django_db
def test_a_link_that_went_wrong_can_still_be_used_and_so_is_in_no_log(settings: LazySettings, tmp_path: Path) -> None:
    """The database fails while the link is used: Django writes the address of the page down."""
    log, ours = tmp_path / "log", cast(Any, settings.LOGGING)
    handler = {**ours["handlers"]["stderr"], "class": "logging.FileHandler", "filename": str(log)}
    try:
        dictConfig({**ours, "handlers": {"stderr": handler}})
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_signinlink RENAME TO elders")
        address = f"/aanmelden/eenmalig/{'A' * 43}/"
        assert Client(raise_request_exception=False).get(address).status_code == 500
    finally:
        dictConfig(ours)
    assert "Internal Server Error: /aanmelden/eenmalig/.../" in log.read_text()
    assert "AAAA" not in log.read_text()


def test_other_lines_stay_as_they_are() -> None:
    record = logging.LogRecord("loket", logging.ERROR, "", 0, "%s of %s", ("een", "twee"), None)
    assert WithoutTokens().filter(record)
    assert (record.msg, record.args) == ("%s of %s", ("een", "twee"))

"""Advisers with a phone each."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from phones import Phone, phone_of

from loket.core import limiter


@pytest.fixture(autouse=True)
def front_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    limiter.forget()


@pytest.fixture
def phone(db: None) -> Phone:
    return phone_of("luister")


@pytest.fixture
def other(db: None) -> Phone:
    return phone_of("gehoor")

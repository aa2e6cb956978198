"""Every test plays on one day, with a folder of its own for what is frozen."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.core import clock

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.VAR = tmp_path
    with clock.as_of(TODAY):
        yield

"""A browser of the officer who handles the case, and the typeface that the launcher fetched."""

from pathlib import Path

import pytest
from case_world import House
from django.conf import LazySettings, settings
from django.test import Client

from loket.casework.sealing import OpenCase

FRONT = settings.VAR / "front"


@pytest.fixture(autouse=True)
def typeface(storage_of_its_own: None, settings: LazySettings) -> None:
    Path(settings.VAR / "front").symlink_to(FRONT)


@pytest.fixture
def client(house: House, opened: OpenCase) -> Client:
    return house.client("staal")

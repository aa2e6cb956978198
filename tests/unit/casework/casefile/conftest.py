"""A browser of the officer who handles the case."""

import pytest
from case_world import House
from casefile_world import At

from loket.casework.sealing import OpenCase


@pytest.fixture
def at(house: House, opened: OpenCase) -> At:
    return At(house.client("staal"), opened.case.reference)

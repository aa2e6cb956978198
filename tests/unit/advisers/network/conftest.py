"""Every test of the network plays on one day, so that none of them depends on the day on which it runs."""

from collections.abc import Iterator

import pytest
from network_world import TODAY

from loket.core import clock


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.as_of(TODAY):
        yield

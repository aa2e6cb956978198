"""An incident desk with an officer, and a brake that never brakes."""

from collections.abc import Iterator

import pytest
from case_world import House
from django.conf import LazySettings

from loket.core import limiter
from people import officer


@pytest.fixture
def incident_desk(house: House, settings: LazySettings) -> Iterator[House]:
    """A demonstration in which cmi has an officer (incident), beside the people of the house."""
    settings.DEMO = True
    house.people["incident"] = officer("incident", "cmi", house.recovery)
    limiter.forget()
    yield house
    limiter.forget()

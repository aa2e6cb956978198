"""What most tests of cases begin with: a house, a report for one of its bodies, and the case of it."""

from pathlib import Path

import pytest
from case_world import House, make_house, raise_for
from django.conf import LazySettings

from loket.casework import opening
from loket.casework.models import Case
from loket.casework.sealing import OpenCase
from loket.intake.raising import Raised


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.fixture
def raised(house: House) -> Raised:
    """A report for oif, with its receipt; no case was opened for it yet."""
    return raise_for("oif")


@pytest.fixture
def case(house: House, raised: Raised) -> Case:
    """The case of the report, which nobody handles yet, with its digests made."""
    opening.open_new(body="oif")
    house.desk("staal")
    return Case.objects.get(report=raised.report_id)


@pytest.fixture
def opened(house: House, case: Case) -> OpenCase:
    """The same, taken and opened by staal."""
    return house.take("staal", case)

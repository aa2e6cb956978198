"""``./loket check`` says what a deployment still misses, and is not fooled by what stands in for it."""

import pytest
from pytest_django import Settings

from loket.accounts.models import Account
from loket.cli.check import KEY, deployment
from loket.core.database import VARIABLE

pytestmark = pytest.mark.django_db
ALL = {VARIABLE, KEY}
LEFT = "beschermen kleine aantallen nog niet"


@pytest.fixture(autouse=True)
def fit(settings: Settings) -> None:
    """Settings of a deployment as it should be."""
    settings.DEMO, settings.SECURE = False, True
    settings.SECRET_KEY = "k" * 50
    settings.ALLOWED_HOSTS = ["loket.example"]


def test_of_a_good_deployment_only_what_this_version_cannot_do_is_left() -> None:
    (left,) = deployment(ALL)
    assert LEFT in left


@pytest.mark.parametrize("name", sorted(ALL))
def test_what_we_fill_in_ourselves_does_not_count(name: str) -> None:
    assert f"{name} ontbreekt" in next(deployment(ALL - {name}))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEMO", True, "LOKET_DEMO"),
        ("SECURE", False, "LOKET_SECURE"),
        ("SECRET_KEY", "kort", "LOKET_SECRET_KEY"),
        ("ALLOWED_HOSTS", ["*"], "LOKET_HOSTS"),
    ],
)
def test_each_unsafe_setting_is_named(settings: Settings, name: str, value: object, said: str) -> None:
    setattr(settings, name, value)
    first, *rest = deployment(ALL)
    assert said in first
    assert len(rest) == 1


def test_demo_accounts_are_named() -> None:
    Account.objects.create(username="fictie", is_demo=True)
    assert "fictie" in next(deployment(ALL))

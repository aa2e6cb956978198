"""``./loket check`` says what a deployment still misses, and is not fooled by what stands in for it."""

from pathlib import Path
from shutil import copytree

import pytest
from pytest_django import Settings

from loket.accounts.models import Account, Passkey, Role
from loket.cli.check import KEY, configuration, deployment
from loket.cli.setup import working_bodies
from loket.core.database import VARIABLE
from loket.keys.demo import keys_file
from loket.keys.models import BodyKey, RecoveryKey
from loket.keys.services import take_back
from people import officer, person, recovery_key

pytestmark = pytest.mark.django_db
ALL = {VARIABLE, KEY}


@pytest.fixture(autouse=True)
def fit(settings: Settings, tmp_path: Path) -> None:
    """A deployment as it should be: settings, an administrator, and two officers with the key of each body."""
    settings.DEMO, settings.SECURE, settings.VAR = False, True, tmp_path
    settings.SECRET_KEY = "k" * 50
    settings.ALLOWED_HOSTS = ["loket.example"]
    settings.EMAIL_HOST = "mail.example"
    person("beheer", Role.FUNCTIONAL_ADMINISTRATOR)
    recovery = recovery_key()
    for body in working_bodies():
        for number in (1, 2):
            officer(f"{body}{number}", body, recovery)


def test_a_good_deployment_may_go_live() -> None:
    assert list(deployment(ALL)) == []


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
        ("EMAIL_HOST", "", "LOKET_SMTP_URL"),
    ],
)
def test_each_unsafe_setting_is_named(settings: Settings, name: str, value: object, said: str) -> None:
    setattr(settings, name, value)
    (found,) = deployment(ALL)
    assert said in found


def said() -> str:
    return "\n".join(deployment(ALL))


def test_demo_accounts_are_named() -> None:
    Account.objects.create(username="fictie", is_demo=True)
    assert "fictie" in said()


def test_demo_keys_are_named_in_the_database_and_on_disk() -> None:
    RecoveryKey.objects.update(is_demo=True)
    assert "herstelsleutel is die van een demonstratie" in said()
    keys_file().write_text("{}")
    assert str(keys_file()) in said()


def test_a_body_without_key_members_or_a_second_member_is_named() -> None:
    take_back(body="oif", account=Account.objects.get(username="oif1"), actor="test")
    assert "maar één persoon kan openen wat naar oif gaat" in said()
    assert "wie de sleutel van oif had, is weg" in said()
    Account.objects.filter(username="oif2").update(is_active=False)
    assert "niemand kan openen wat naar oif gaat" in said()
    BodyKey.objects.all().delete()
    assert "oif heeft geen sleutel" in said()
    assert "mib heeft geen sleutel" in said()


def test_a_missing_recovery_key_is_named() -> None:
    BodyKey.objects.all().delete()
    RecoveryKey.objects.all().delete()
    assert "er is geen herstelsleutel" in said()


def test_an_officer_without_a_second_factor_is_named_and_nobody_else() -> None:
    Passkey.objects.filter(account__username__in=["oif1", "beheer"]).delete()
    assert said() == "behandelaars zonder tweede factor: oif1; laat hen een passkey of app instellen"


def test_a_deployment_without_an_administrator_is_told_how_to_get_one() -> None:
    Account.objects.filter(username="beheer").update(is_active=False)
    assert "./loket invite" in said()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("advisers.yaml", "  - three_way_talk\n", "  - three_way_tolk\n"),
        ("recommendations.yaml", "audience: managers", "audience: nobody"),
        ("publications/advisers-report.yaml", "slug: vertrouwenspersonen", "slug: Vertrouwens"),
        ("published/2024/report.toml", 'adds = ["unit", "violation", "settlement"]', 'adds = ["moon"]'),
        ("published/2023/signals.csv", "year,count", "year,aantal"),
        ("publications/editions/advisers-report.yaml", "units: [", "units: [moon, "),
    ],
)
def test_a_mistake_in_any_file_of_the_folder_is_found(
    name: str, old: str, new: str, settings: Settings, tmp_path: Path
) -> None:
    """What was read less than a second ago is not read again, so the folder is harmed before it is read."""
    before = list(configuration())
    settings.DATA = copytree(settings.DATA, tmp_path / "data")
    file = tmp_path / "data" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    (found,) = set(configuration()) - set(before)
    assert found.startswith(f"{file}:")

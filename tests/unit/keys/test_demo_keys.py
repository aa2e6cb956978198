"""Keys of a demonstration: made once, handed out at every start, and never in a deployment."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from key_people import BODY

from loket.accounts.models import Account
from loket.keys import demo, queries, services
from loket.keys.models import BodyKey, PersonKey, RecoveryKey
from loket.keys.ways import Passkey

PEOPLE = {"staal": [BODY], "proef": [BODY]}


@pytest.fixture(autouse=True)
def demonstration(tmp_path: Path, staal: Account, proef: Account) -> Iterator[None]:
    with override_settings(DEMO=True, VAR=tmp_path):
        yield


def prepare() -> dict[str, bytes]:
    return demo.prepare(people=PEOPLE, actor="demo")


def test_everybody_can_open_at_once_and_again_at_the_next_start(staal: Account, proef: Account) -> None:
    first = prepare()
    assert {one.account for one in queries.members(BODY)} == {staal, proef}
    assert services.open_body(body=BODY, account=staal, private=first["staal"])
    assert prepare() == first
    assert queries.demo_keys_exist()


def test_the_file_is_for_its_owner_only() -> None:
    prepare()
    assert stat.S_IMODE(demo.keys_file().stat().st_mode) == 0o600


def test_a_deployment_gets_none() -> None:
    with override_settings(DEMO=False), pytest.raises(demo.NoDemonstration):
        prepare()
    assert not RecoveryKey.objects.exists()


def test_a_file_of_another_database_is_not_believed() -> None:
    prepare()
    BodyKey.objects.all().delete()
    RecoveryKey.objects.all().delete()
    PersonKey.objects.all().delete()
    assert services.open_body(body=BODY, account=Account.objects.get(username="staal"), private=prepare()["staal"])


def test_a_database_whose_file_is_gone_says_what_to_do() -> None:
    prepare()
    demo.keys_file().unlink()
    with pytest.raises(demo.NoDemonstration, match="--reset"):
        prepare()


def test_a_key_that_somebody_renewed_stays_theirs(staal: Account) -> None:
    private = prepare()["staal"]
    services.add_passkey(account=staal, private=private, credential=b"c", prf=b"1" * 32, actor="staal")
    services.rotate_person(account=staal, way=Passkey(b"c", b"1" * 32), actor="staal")
    assert set(prepare()) == {"proef"}

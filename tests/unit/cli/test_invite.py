"""The first administrator comes in from the command line; everybody else from the page."""

import argparse

import pytest
from pytest_django import Settings

from loket.accounts.links import AlreadySetUp, link_holds
from loket.accounts.models import Account, Role
from loket.cli import invite
from loket.cli.main import COMMANDS
from loket.core.models import AuditEntry
from people import person

pytestmark = pytest.mark.django_db


def give(*words: str) -> None:
    parser = argparse.ArgumentParser()
    invite.add_arguments(parser)
    assert invite.run(parser.parse_args(words)) == 0


def token(shown: str) -> str:
    return shown.split("/")[-2]


def test_an_empty_installation_gets_its_first_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    give("M.deVries", "--name", "M. de Vries")
    account = Account.objects.get(username="m.devries")
    assert (account.display_name, account.roles) == ("M. de Vries", [Role.FUNCTIONAL_ADMINISTRATOR])
    assert link_holds(token(capsys.readouterr().out))
    assert all(entry.actor.startswith("systeem:") for entry in AuditEntry.objects.all())


def test_a_second_call_gives_a_new_link_and_nothing_more(capsys: pytest.CaptureFixture[str]) -> None:
    give("vries")
    first = token(capsys.readouterr().out)
    give("vries")
    assert not link_holds(first)
    assert Account.objects.get().grants.count() == 1


def test_who_can_sign_in_gets_no_link_and_no_role() -> None:
    person("staal", Role.AUDITOR)
    with pytest.raises(AlreadySetUp):
        give("staal")
    assert Account.objects.get().roles == [Role.AUDITOR]


@pytest.mark.parametrize("name", ["", "x", "a b", "../x", "é\u00e9", "a" * 65])
def test_a_name_that_is_none_is_a_mistake_in_the_call(name: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        give(name)
    assert stopped.value.code == 2


def test_a_deployment_shows_its_own_address(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SECURE, settings.ALLOWED_HOSTS = True, ["loket.example"]
    give("vries")
    assert "https://loket.example/aanmelden/eenmalig/" in capsys.readouterr().out
    assert "invite" in COMMANDS

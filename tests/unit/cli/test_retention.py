"""The command: rules, what would go, and letting it go; it needs no key, asks first, and can be run again."""

import argparse
import io

import pytest
from django.conf import LazySettings

from loket.casework.content import Card
from loket.casework.models import Case, Statement
from loket.casework.opening import open_case
from loket.cli import retention
from loket.cli.main import COMMANDS
from loket.core import clock
from loket.core.errors import UserError
from loket.keys import services as keys
from people import recovery_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(settings: LazySettings) -> list[Case]:
    """Three that are over their term and one that is held, at oif; one more at mib."""
    recovery_key()
    for body in ("oif", "mib"):
        keys.make_body_key(body=body, actor="test")
    made = [case("oif", "oif") for _ in range(4)] + [case("mib", "meldpunt")]
    Case.objects.filter(pk=made[3].pk).update(is_held=True)
    return made


def case(body: str, procedure: str) -> Case:
    made = open_case(body=body, procedure=procedure, card=Card(), received_on=clock.today(), actor="test")
    today = clock.today()
    Case.objects.filter(pk=made.pk).update(closed_on=today, destroy_on=today, due_on=None, next_act="")
    return made


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    retention.add_arguments(parser)
    return retention.run(parser.parse_args(words))


def test_it_is_one_of_the_commands() -> None:
    assert COMMANDS["retention"].needs == "database"


def test_the_list_shows_each_rule_and_what_is_due(cases: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    said = capsys.readouterr().out
    assert "Disciplinaire maatregel: 5 jaar na sluiting" in said
    assert "laat nog door een jurist beoordelen" in said
    assert "oif: 3 nu aan de beurt, 0 later deze maand, 0 volgende maand, 1 vastgehouden" in said


def test_a_dry_run_names_what_would_go_and_changes_nothing(
    cases: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("dry-run", "--body", "oif") == 0
    said = capsys.readouterr().out
    assert [one.reference in said for one in cases] == [True, True, True, False, False]
    assert "samen 3 zaken" in said
    assert Case.objects.count() == 5


@pytest.mark.parametrize(("typed", "left"), [("ja\n", 1), ("JA\n", 1), ("nee\n", 5), ("\n", 5)])
def test_it_asks_first(cases: list[Case], monkeypatch: pytest.MonkeyPatch, typed: str, left: int) -> None:
    terminal = io.StringIO(typed)
    terminal.isatty = lambda: True  # type: ignore[method-assign]  # a terminal, as far as the command can see
    monkeypatch.setattr("sys.stdin", terminal)
    assert run("destroy") == (0 if left == 1 else 1)
    assert Case.objects.count() == left


def test_where_nobody_can_be_asked_it_does_nothing_without_yes(
    cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("ja\n"))
    assert run("destroy") == 1
    assert Case.objects.count() == 5


def test_it_destroys_what_is_due_and_run_again_it_has_nothing_to_do(
    cases: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("destroy", "--yes", "--body", "mib") == 0
    assert "1 zaken vernietigd" in capsys.readouterr().out
    assert run("destroy", "--yes") == 0
    assert "3 zaken vernietigd" in capsys.readouterr().out
    assert list(Case.objects.all()) == [cases[3]]
    assert Statement.objects.count() == 4
    assert run("destroy", "--yes") == 0
    assert "niets te vernietigen" in capsys.readouterr().out


def test_an_unknown_body_is_named(db: None) -> None:
    with pytest.raises(UserError, match="kies uit oif, mib"):
        run("list", "--body", "nergens")

"""What a demonstration makes can be read at every next start, goes with ``--reset``, and never goes live."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from loket.accounts.demo import DemoPerson
from loket.accounts.models import Account
from loket.casework.models import Case, Item, ItemKind
from loket.casework.reading import procedures
from loket.casework.steering import queries
from loket.cli import demo
from loket.cli.demo_refusal import DemoInDeployment, refuse_demo
from loket.cli.demo_reports import receipt_file
from loket.core import audit, clock
from loket.core.models import AuditEntry
from loket.facts import queries as facts
from loket.intake.models import Message, Report
from loket.intake.sealing import open_mailbox, open_report
from loket.keys.demo import NoDemonstration, keys_file, prepare
from loket.keys.models import RecoveryKey
from loket.keys.services import make_recovery_key, open_body
from loket.vault.receipts import read_receipt

VOORBEELDLAND = Path(__file__).parents[2] / "data" / "voorbeeldland"


@pytest.fixture
def var(settings: Settings, tmp_path: Path) -> Path:
    """A demonstration with an empty folder."""
    settings.DEMO, settings.VAR = True, tmp_path
    return tmp_path


@pytest.fixture
def small(var: Path, settings: Settings) -> Path:
    """One of another organisation: it has people and reports, and none of the cases that were made up for the first."""
    settings.DATA = VOORBEELDLAND
    return var


@pytest.mark.django_db
def test_somebody_who_comes_for_the_first_time_finds_every_stage_of_every_procedure(var: Path) -> None:
    """One start, one look at all of it: it is the slowest thing here."""
    first = demo.people()
    cases_of_each_stage()
    something_for_the_head_the_director_and_the_coordinator()
    the_printed_words_open_a_mailbox_with_a_dialogue()
    assert audit.verify() is None
    assert {entry.at.date() for entry in AuditEntry.objects.all()} <= {
        clock.today(),
        clock.today() - dt.timedelta(days=1),
    }
    a_second_start_reads_what_the_first_one_made(first)


def cases_of_each_stage() -> None:
    stages = {(case.body, case.stage) for case in Case.objects.all()}
    for body, procedure in {"oif": "oif", "cmi": "incident_desk", "bevoegd_gezag": "authority"}.items():
        assert {(body, stage.code) for stage in procedures()[procedure].stages} <= stages
    assert {("mib", "received"), ("mib", "handed_over")} <= stages
    today, mine = clock.today(), Case.objects.filter(body="oif")
    open_ones = mine.filter(closed_on=None)
    assert 20 <= open_ones.count() <= 40
    assert {case.assignee.username for case in mine if case.assignee} == {"staal", "proef", "hoofd"}
    assert 3 <= open_ones.filter(due_on__lt=today).count() <= 8
    assert open_ones.filter(due_on__range=(today, today + dt.timedelta(days=7))).count() >= 5
    assert open_ones.filter(assignee=None).exists()
    assert mine.filter(procedure="wrongdoing").exists()
    assert mine.filter(is_held=True).exists()
    assert mine.filter(is_held=False, destroy_on__lte=today).exists()
    kinds = set(Item.objects.values_list("kind", flat=True))
    assert kinds == set(ItemKind.values)


def something_for_the_head_the_director_and_the_coordinator() -> None:
    today = clock.today()
    assert queries.closing(Case.objects.filter(body="oif"), "oif", today).count >= 5
    since = today - dt.timedelta(days=365)
    units = ("belastingdienst", "douane")
    every = {
        year: facts.counted("case_event", year, by=("unit", "event"), units=units) for year in (since.year, today.year)
    }
    years = every.values()
    for unit in units:
        for event in ("report", "investigation", "settlement"):
            assert sum(year.get((unit, event), 0) for year in years) >= 5, (unit, event)


def the_printed_words_open_a_mailbox_with_a_dialogue() -> None:
    """What stands in the mailbox was done in the case: a step each, and none is left to do again."""
    receipt = read_receipt(receipt_file().read_text())
    report = Report.objects.get(lookup=receipt.lookup)
    mailbox = open_mailbox(report, receipt.pair.private)
    said = [mailbox.message(message).text for message in Message.objects.filter(report=report)]
    assert "rittenboek" in said[1]
    assert "tweede week van september" in said[2]
    case = Case.objects.get(report=report.pk)
    assert (case.stage, case.next_act) == ("acknowledged", "assess")
    assert case.deadlines.get(code="acknowledgement").met_on == report.acknowledged_on


def a_second_start_reads_what_the_first_one_made(first: dict[DemoPerson, str]) -> None:
    reports = list(Report.objects.order_by("pk").values("pk", "reference", "content"))
    cases, entries = Case.objects.count(), AuditEntry.objects.exclude(action="account.link").count()
    receipt = receipt_file().read_text()
    second = demo.people()
    assert first.keys() == second.keys()
    assert not set(first.values()) & set(second.values())
    assert list(Report.objects.order_by("pk").values("pk", "reference", "content")) == reports
    assert (Case.objects.count(), AuditEntry.objects.exclude(action="account.link").count()) == (cases, entries)
    assert receipt_file().read_text() == receipt
    for body, username in (("oif", "staal"), ("oif", "proef"), ("mib", "denkbeeld")):
        private = prepare(people={username: [body]}, actor="demo")[username]
        opened = open_body(body=body, account=Account.objects.get(username=username), private=private)
        stories = [open_report(report, opened).content().story for report in Report.objects.filter(body=body)]
        assert stories
        assert all(stories)


@pytest.mark.django_db
def test_a_database_with_real_keys_gets_no_demo_people(var: Path) -> None:
    make_recovery_key(actor="test")
    with pytest.raises(NoDemonstration):
        demo.people()
    assert not Account.objects.exists()
    assert not keys_file().exists()


@pytest.mark.django_db
def test_what_opens_reports_is_for_the_owner_only(small: Path) -> None:
    demo.people()
    assert [file.stat().st_mode & 0o777 for file in (keys_file(), receipt_file())] == [0o600, 0o600]


@pytest.mark.django_db
def test_the_terminal_shows_a_link_on_localhost_for_each_and_no_password(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links = demo.people()
    demo.explain(8123, links)
    shown = capsys.readouterr().out
    assert shown.count("http://localhost:8123/aanmelden/eenmalig/") == len(links)
    assert receipt_file().read_text() in shown
    assert all(f"{person.name}: {person.sees}" in shown for person in links)
    assert "127.0.0.1" not in shown
    assert "wachtwoord" not in shown


@pytest.mark.django_db
def test_a_deployment_refuses_each_thing_that_a_demonstration_leaves(small: Path, settings: Settings) -> None:
    demo.people()
    refuse_demo()
    settings.DEMO = False
    with pytest.raises(DemoInDeployment, match=r"staal.*herstelsleutel.*demo-keys"):
        refuse_demo()
    Account.objects.update(is_demo=False)
    with pytest.raises(DemoInDeployment, match="herstelsleutel"):
        refuse_demo()
    RecoveryKey.objects.update(is_demo=False)
    with pytest.raises(DemoInDeployment, match="demo-keys"):
        refuse_demo()
    keys_file().unlink()
    refuse_demo()


@pytest.mark.django_db(transaction=True)
def test_gunicorn_by_itself_refuses_too(postgres: str, tmp_path: Path) -> None:
    """A worker process that loads the application as gunicorn does."""
    from django.db import connection

    Account.objects.create(username="fictie", is_demo=True)
    url = postgres.replace("@/postgres", f"@/{connection.settings_dict['NAME']}")
    load = [sys.executable, "-c", "import loket.wsgi"]
    environment = {"PYTHONPATH": "src", "LOKET_DATABASE_URL": url, "LOKET_VAR": str(tmp_path), "PATH": "/usr/bin"}
    refused = subprocess.run(load, env=environment, capture_output=True, text=True)
    assert refused.returncode == 1
    assert "DemoInDeployment" in refused.stderr
    assert "fictie" in refused.stderr
    allowed = subprocess.run(load, env={**environment, "LOKET_DEMO": "1"}, capture_output=True, text=True)
    assert allowed.returncode == 0, allowed.stderr


def test_reset_takes_everything_that_was_made_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_VAR", str(tmp_path))
    monkeypatch.delenv("LOKET_DATABASE_URL", raising=False)
    for name in ("sealed/aa/file", "publications/2024/index.html", "demo-keys.json", "demo-receipt", "mine.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    demo.reset()
    assert {file.name for file in tmp_path.iterdir()} == {"mine.txt", "postgres.lock"}

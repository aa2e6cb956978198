"""What a demonstration makes can be read at every next start, goes with ``--reset``, and never goes live."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from loket.accounts.models import Account
from loket.cli import demo
from loket.cli.demo_refusal import DemoInDeployment, refuse_demo
from loket.cli.demo_reports import receipt_file
from loket.intake.models import Message, Report
from loket.intake.sealing import open_mailbox, open_report
from loket.keys.demo import NoDemonstration, keys_file, prepare
from loket.keys.models import RecoveryKey
from loket.keys.services import make_recovery_key, open_body
from loket.vault.receipts import read_receipt


@pytest.fixture
def var(settings: Settings, tmp_path: Path) -> Path:
    """A demonstration with an empty folder."""
    settings.DEMO, settings.VAR = True, tmp_path
    return tmp_path


@pytest.mark.django_db
def test_a_second_start_reads_what_the_first_one_made(var: Path) -> None:
    first = demo.people()
    reports = list(Report.objects.order_by("pk").values("pk", "reference", "content"))
    receipt = receipt_file().read_text()
    second = demo.people()
    assert first.keys() == second.keys()
    assert not set(first.values()) & set(second.values())
    assert list(Report.objects.order_by("pk").values("pk", "reference", "content")) == reports
    assert receipt_file().read_text() == receipt
    for body, username, count in (("oif", "staal", 3), ("oif", "proef", 3), ("mib", "denkbeeld", 1)):
        private = prepare(people={username: [body]}, actor="demo")[username]
        opened = open_body(body=body, account=Account.objects.get(username=username), private=private)
        stories = [open_report(report, opened).content().story for report in Report.objects.filter(body=body)]
        assert len(stories) == count
        assert all(stories)


@pytest.mark.django_db
def test_a_database_with_real_keys_gets_no_demo_people(var: Path) -> None:
    make_recovery_key(actor="test")
    with pytest.raises(NoDemonstration):
        demo.people()
    assert not Account.objects.exists()
    assert not keys_file().exists()


@pytest.mark.django_db
def test_the_printed_words_open_a_mailbox_with_a_dialogue(var: Path) -> None:
    demo.people()
    receipt = read_receipt(receipt_file().read_text())
    report = Report.objects.get(lookup=receipt.lookup)
    mailbox = open_mailbox(report, receipt.pair.private)
    said = [mailbox.message(message).text for message in Message.objects.filter(report=report)]
    assert "rittenboek" in said[1]
    assert "tweede week van september" in said[2]


@pytest.mark.django_db
def test_what_opens_reports_is_for_the_owner_only(var: Path) -> None:
    demo.people()
    assert [file.stat().st_mode & 0o777 for file in (keys_file(), receipt_file())] == [0o600, 0o600]


@pytest.mark.django_db
def test_the_terminal_shows_a_link_on_localhost_for_each_and_no_password(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.explain(8123, demo.people())
    shown = capsys.readouterr().out
    assert shown.count("http://localhost:8123/aanmelden/eenmalig/") == 6
    assert receipt_file().read_text() in shown
    assert "127.0.0.1" not in shown
    assert "wachtwoord" not in shown


@pytest.mark.django_db
def test_a_deployment_refuses_each_thing_that_a_demonstration_leaves(var: Path, settings: Settings) -> None:
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

"""``./loket audit``: what the operator reads about the trail, with a bar in a terminal only."""

import argparse
import json
import sys
from pathlib import Path

import pytest
from django.db import connection

from loket.cli import audit as command
from loket.cli.main import execute
from loket.core import audit

pytestmark = pytest.mark.django_db
ENTRIES = 7


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trail of more than two batches."""
    monkeypatch.setattr(audit, "BATCH", 3)
    for number in range(ENTRIES):
        audit.record(actor="fictie", action="test.act", target=f"thing:{number}", summary={"count": number})


def loket(*words: str) -> int:
    """``./loket audit ...`` in this process, on this test's database."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return execute(command.run, parser.parse_args(words), "nothing")


def spoil() -> None:
    """Change the fifth entry, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_auditentry SET actor = 'iemand anders' WHERE position = 5")


def test_a_whole_trail_is_said_to_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert loket("verify") == 0
    said = f"het logboek is heel: {ENTRIES} regels\nhet publicatieregister is heel: 0 bladzijden\n"
    assert capsys.readouterr() == (said, "")


def test_the_first_entry_that_was_changed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    spoil()
    assert loket("verify") == 1
    assert capsys.readouterr().out == "het logboek klopt niet vanaf regel 5: deze regel is veranderd\n"


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_terminal_sees_how_far_it_is_and_keeps_nothing_of_it(
    spoilt: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if spoilt:
        spoil()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    loket("verify")
    said = capsys.readouterr().err
    assert "3 regels" in said
    assert said.endswith("\r\033[K")


def test_a_checkpoint_that_was_kept_elsewhere_is_held_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "ijkpunt.json"
    assert loket("checkpoint", "--out", str(kept)) == 0
    signed = json.loads(kept.read_text())
    key = capsys.readouterr().out.partition("publieke sleutel ")[2].partition(";")[0]
    assert loket("verify", "--checkpoint", str(kept), "--public-key", key) == 0
    assert "past op het ijkpunt" in capsys.readouterr().out
    kept.write_text(json.dumps({**signed, "position": signed["position"] - 1}))
    assert loket("verify", "--checkpoint", str(kept), "--public-key", key) != 0

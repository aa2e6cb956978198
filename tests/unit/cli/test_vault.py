"""``./loket vault``: the operator's commands, with the recovery key from a file or standard input."""

import argparse
import io
import stat
from pathlib import Path

import pytest

from loket.accounts.models import Role
from loket.casework.configuration import configuration
from loket.cli import vault
from loket.cli.main import execute
from loket.core.models import AuditEntry
from loket.intake.content import Content, Identity
from loket.intake.models import Report
from loket.intake.services import open_for_body, raise_report
from loket.keys import queries, services
from loket.keys.models import BodyKey, PersonKey, RecoveryKey
from loket.keys.recovery import as_text, from_text
from loket.vault.errors import WontOpen
from people import person

pytestmark = pytest.mark.django_db
BODY = "oif"
WORDS = "vijf losse woorden op een rij"


def loket(*words: str) -> int:
    """``./loket vault ...`` in this process, on this test's database."""
    parser = argparse.ArgumentParser()
    vault.add_arguments(parser)
    return execute(vault.run, parser.parse_args(words), "nothing")


@pytest.fixture
def recovery(tmp_path: Path) -> Path:
    """The file with the recovery key, after ``init``."""
    assert loket("init", "--out", str(tmp_path / "recovery")) == 0
    return tmp_path / "recovery"


def staal_with_a_key() -> bytes:
    return services.make_person_key(account=person("staal", Role.OFFICER, body=BODY), actor="staal")


def test_init_makes_every_key_and_prints_the_recovery_key_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert loket("init") == 0
    printed = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("  "))
    private = from_text(printed)
    assert sorted(configuration().bodies) == [key.body for key in queries.body_keys()]
    for key in queries.body_keys():
        assert services.open_body_with_recovery(body=key.body, recovery_private=private)
    stored = str([list(model.objects.values_list()) for model in (RecoveryKey, BodyKey, AuditEntry)])
    assert printed.strip() not in stored
    assert str(private) not in stored


def test_init_writes_a_file_for_its_owner_only_and_over_none(
    recovery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stat.S_IMODE(recovery.stat().st_mode) == 0o600
    assert recovery.read_text().strip() not in capsys.readouterr().out
    before = recovery.read_text()
    assert loket("init", "--out", str(recovery)) == 1
    assert (recovery.read_text(), RecoveryKey.objects.count()) == (before, 1)
    assert "herstelsleutel" in capsys.readouterr().err


def test_a_key_that_could_not_be_written_was_not_made(tmp_path: Path) -> None:
    assert loket("init", "--out", str(tmp_path / "missing" / "recovery")) == 1
    assert not RecoveryKey.objects.exists()
    assert not BodyKey.objects.exists()


def test_init_again_makes_the_key_of_a_new_body(recovery: Path) -> None:
    kept = bytes(RecoveryKey.objects.get().public)
    BodyKey.objects.filter(body=BODY).delete()
    assert loket("init") == 0
    assert queries.has_body_key(BODY)
    assert bytes(RecoveryKey.objects.get().public) == kept


def test_giving_listing_and_taking_back(recovery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    private = staal_with_a_key()
    account = person("staal")
    assert loket("give", "--body", BODY, "--person", "staal", "--recovery", str(recovery)) == 0
    assert services.open_body(body=BODY, account=account, private=private)
    loket("members")
    assert "heeft de sleutel" in capsys.readouterr().out
    assert loket("take-back", "--body", BODY, "--person", "staal") == 0
    loket("members")
    assert "wacht op de sleutel" in capsys.readouterr().out
    assert queries.members(BODY) == []


def test_the_recovery_key_may_come_from_standard_input(recovery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staal_with_a_key()
    monkeypatch.setattr("sys.stdin", io.StringIO(recovery.read_text().lower().replace("-", " ")))
    assert loket("give", "--body", BODY, "--person", "STAAL") == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("give", "--body", "bestaat_niet", "--person", "staal"), "bestaat_niet"),
        (("give", "--body", BODY, "--person", "niemand"), "niemand"),
        (("give", "--body", BODY, "--person", "model"), "geen behandelaar"),
        (("give", "--body", BODY, "--person", "denkbeeld"), "nog geen eigen sleutel"),
        (("take-back", "--body", BODY, "--person", "staal"), "heeft de sleutel van oif niet"),
        (("recover", "--person", "denkbeeld"), "nog geen eigen sleutel"),
        (("rotate-body", "--body", BODY, "--recovery", "/bestaat/niet"), "/bestaat/niet"),
    ],
)
def test_what_cannot_be_done_is_1_and_named(
    recovery: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    staal_with_a_key()
    person("model", Role.AUDITOR)
    person("denkbeeld", Role.OFFICER, body=BODY)
    entries = AuditEntry.objects.count()
    more = ("--recovery", str(recovery)) if words[0] == "give" else ()
    assert loket(*words, *more) == 1
    assert says in capsys.readouterr().err
    assert AuditEntry.objects.count() == entries


def test_another_recovery_key_opens_nothing(recovery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    other.write_text(as_text(bytes(range(32))))
    for action in ("rotate-body", "rotate-recovery"):
        body = ("--body", BODY) if action == "rotate-body" else ()
        assert loket(action, *body, "--recovery", str(other)) == 1
    other.write_text("geen sleutel")
    assert loket("rotate-recovery", "--recovery", str(other)) == 1
    assert "56 tekens" in capsys.readouterr().err
    assert BodyKey.objects.get(body=BODY).version == 1


def test_who_leaves_leaves_with_an_old_key(recovery: Path) -> None:
    private = staal_with_a_key()
    loket("give", "--body", BODY, "--person", "staal", "--recovery", str(recovery))
    old = services.open_body(body=BODY, account=person("staal"), private=private)
    assert loket("leave", "--body", BODY, "--person", "staal", "--recovery", str(recovery)) == 0
    key = BodyKey.objects.get(body=BODY)
    assert (key.version, queries.members(BODY)) == (2, [])
    assert services.open_body_with_recovery(body=BODY, recovery_private=from_text(recovery.read_text())) != old


def test_rotating_the_recovery_key_hands_over_another(recovery: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    assert loket("rotate-recovery", "--recovery", str(recovery), "--out", str(fresh)) == 0
    assert loket("rotate-body", "--body", BODY, "--recovery", str(recovery)) == 1
    assert loket("rotate-body", "--body", BODY, "--recovery", str(fresh)) == 0


def test_rotating_a_person_takes_their_passphrase(recovery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = staal_with_a_key()
    account = person("staal")
    services.add_passphrase(account=account, private=private, passphrase=WORDS, actor="staal")
    before = bytes(PersonKey.objects.get(account=account).public)
    for typed, code in (("iets heel anders\n", 1), (f"{WORDS}\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert loket("rotate-person", "--person", "staal") == code
    assert bytes(PersonKey.objects.get(account=account).public) != before


def test_who_lost_every_way_makes_a_new_key_and_is_given_the_body_again(recovery: Path) -> None:
    staal_with_a_key()
    loket("give", "--body", BODY, "--person", "staal", "--recovery", str(recovery))
    assert loket("recover", "--person", "staal") == 0
    assert not PersonKey.objects.exists()
    private = staal_with_a_key()
    assert loket("give", "--body", BODY, "--person", "staal", "--recovery", str(recovery)) == 0
    assert services.open_body(body=BODY, account=person("staal"), private=private)


def test_a_lost_recovery_key_is_replaced_by_who_opens_every_body(
    recovery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh, bodies = tmp_path / "fresh", sorted(configuration().bodies)
    account = person("staal")
    for body in bodies:
        person("staal", Role.OFFICER, body=body)
    private = services.make_person_key(account=account, actor="staal")
    services.add_passphrase(account=account, private=private, passphrase=WORDS, actor="staal")
    for body in bodies:
        loket("give", "--body", body, "--person", "staal", "--recovery", str(recovery))
    members = [word for body in bodies for word in ("--member", f"{body}=staal")]
    for some, code in ((members[:2], 1), (members, 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{WORDS}\n" * len(bodies)))
        assert loket("replace-recovery", *some, "--out", str(fresh)) == code
        assert fresh.exists() == (code == 0)
    assert "ontbreekt" in capsys.readouterr().err
    assert loket("rotate-body", "--body", bodies[0], "--recovery", str(recovery)) == 1
    assert loket("rotate-body", "--body", bodies[0], "--recovery", str(fresh)) == 0


def test_a_report_opens_after_its_body_was_rotated(recovery: Path) -> None:
    """Raised before; read afterwards by the same officer with the body's new key."""
    private = staal_with_a_key()
    account = person("staal")
    loket("give", "--body", BODY, "--person", "staal", "--recovery", str(recovery))
    raised = raise_report(
        body=BODY, content=Content(story="een verhaal"), identity=Identity(disclosure="anonymous"), channel="site"
    )
    old = services.open_body(body=BODY, account=account, private=private)
    assert loket("rotate-body", "--body", BODY, "--recovery", str(recovery)) == 0
    report = Report.objects.get(pk=raised.report_id)
    with pytest.raises(WontOpen):
        open_for_body(report=report, body_private=old, actor="staal")
    fresh = services.open_body(body=BODY, account=account, private=private)
    assert open_for_body(report=report, body_private=fresh, actor="staal").content().story == "een verhaal"

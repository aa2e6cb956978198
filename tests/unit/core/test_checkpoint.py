"""A checkpoint of the trail, kept elsewhere, shows what a chain alone cannot."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from loket.core import audit, checkpoint
from loket.core.badfile import BadFile
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    audit.record(actor="a", action="b", target="c", summary={})
    path = tmp_path / "checkpoint.json"
    path.write_text(checkpoint.make(actor="fictie").as_json())
    return path


def test_it_knows_the_newest_entry_and_is_an_entry_itself(kept: Path) -> None:
    found = checkpoint.read(kept)
    entry = AuditEntry.objects.latest("position")
    assert (entry.action, entry.summary) == ("audit.checkpoint", {"position": found.position})
    assert found.mark == audit.Mark(entry.position - 1, entry.previous)
    assert audit.verify(mark=found.mark) is None


@pytest.mark.parametrize("field", ["position", "hash", "at", "signature"])
def test_a_changed_checkpoint_is_refused(kept: Path, field: str) -> None:
    content = json.loads(kept.read_text())
    content[field] = 7 if field == "position" else "A" + content[field][1:] if field == "signature" else "x"
    kept.write_text(json.dumps(content))
    with pytest.raises(checkpoint.BadCheckpoint, match="handtekening"):
        checkpoint.read(kept)


def test_another_installation_signs_differently_and_can_be_trusted_by_name(kept: Path, settings: Settings) -> None:
    ours = checkpoint.public_key()
    settings.SECRET_KEY = "another"  # noqa: S105 (of this test)
    with pytest.raises(checkpoint.BadCheckpoint, match="andere sleutel"):
        checkpoint.read(kept)
    assert checkpoint.read(kept, trusted=ours).position


@pytest.mark.parametrize("text", ["{}", "[]", "null", "x", "[" * 5000, '{"position": true}'])
def test_what_is_no_checkpoint_is_told_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(checkpoint.BadCheckpoint, match="geen ijkpunt"):
        checkpoint.read(path)
    with pytest.raises(BadFile):
        checkpoint.read(tmp_path / "nothing.json")

"""A body that takes reports, with its key, and a storage of its own."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.keys import services as keys

BODY = "oif"


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.DEMO = True


@pytest.fixture
def body_private(db: None) -> bytes:
    """The private half of the key of the body."""
    recovery = keys.make_recovery_key(actor="test")
    keys.make_body_key(body=BODY, actor="test")
    return keys.open_body_with_recovery(body=BODY, recovery_private=recovery.private)

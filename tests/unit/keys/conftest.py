"""People with keys, and a body with its key."""

import pytest
from key_people import BODY, officer

from loket.accounts.models import Account
from loket.keys import services


@pytest.fixture
def recovery(db: None) -> bytes:
    """The private half of the recovery key; the body has its key."""
    private = services.make_recovery_key(actor="test").private
    services.make_body_key(body=BODY, actor="test")
    return private


@pytest.fixture
def body_private(recovery: bytes) -> bytes:
    return services.open_body_with_recovery(body=BODY, recovery_private=recovery)


@pytest.fixture
def staal(db: None) -> Account:
    return officer("staal")


@pytest.fixture
def proef(db: None) -> Account:
    return officer("proef")

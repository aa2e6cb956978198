import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def quick_hashes(settings: Settings) -> None:
    """Argon2id with the least that it takes, and as many as one likes: these tests are about who may in, not about what
    a hash costs."""
    settings.PASSWORD_HASHERS = ["cheap_hashes.CheapArgon2"]
    settings.LIMITS = {**settings.LIMITS, "sign-in": (1000, 1000)}

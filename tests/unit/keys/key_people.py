"""The body of these tests, its officers, and what they are given."""

from loket.accounts.models import Account, Role
from loket.keys import services
from people import person

BODY = "oif"
WORDS = "vijf losse woorden op een rij"


def officer(username: str, body: str = BODY) -> Account:
    return person(username, Role.OFFICER, body=body)


def given_key(account: Account, body_private: bytes) -> bytes:
    """The private half of somebody who has just made a key and been given the body's."""
    private = services.make_person_key(account=account, actor="test")
    services.give(body=BODY, body_private=body_private, to=account, actor="test")
    return private

"""Fictitious people for tests."""

from loket.accounts.models import Account, Role
from loket.core import clock


def person(username: str, *roles: str, body: str = "", name: str = "") -> Account:
    """An account that holds these roles from today on; an officer's are for ``body``."""
    account, _ = Account.objects.get_or_create(username=username, defaults={"display_name": name or username})
    for role in roles:
        at = body if role == Role.OFFICER else ""
        account.grants.get_or_create(role=role, body=at, defaults={"begins_on": clock.today(), "granted_by": "test"})
    return account

"""Reads of accounts."""

from loket.accounts.models import Account


def demo_accounts() -> list[str]:
    """User names of the demonstration's accounts: a deployment must have none."""
    return list(Account.objects.filter(is_demo=True).order_by("username").values_list("username", flat=True))

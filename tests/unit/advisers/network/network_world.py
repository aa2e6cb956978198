"""A network of fictitious advisers, and who runs it."""

import datetime as dt
from typing import Any

from django.test import Client

from loket.accounts.models import Account, Role
from loket.advisers.models import Adviser
from loket.advisers.network import services
from loket.advisers.network.services import Place, State
from people import person, sign_in

TODAY = dt.date(2026, 11, 22)
REGISTERED, NO_INTENTION = "lvv_registered", "no_intention"
BOSS = "landelijk"


def boss() -> Account:
    """The national adviser."""
    return person(BOSS, Role.NATIONAL_ADVISER)


def appointed(username: str = "luister", *, on: dt.date = dt.date(2024, 1, 1), **given: Any) -> Adviser:
    """Somebody who holds the role and was appointed. ``given``: columns of their row, in place of the usual ones."""
    state = State(given.pop("certification", REGISTERED), given.pop("certified_on", None), given.pop("vog_on", None))
    place = Place(given.pop("unit", "douane"), group=given.pop("group", None))
    email = given.pop("email", "")
    account = person(username, Role.ADVISER, name=given.pop("name", ""))
    Account.objects.filter(pk=account.pk).update(email=email)
    adviser = services.appoint(account=account, appointed_on=on, place=place, state=state, actor=BOSS)
    return Adviser.objects.select_related("account").get(pk=adviser.pk)


def many(n: int) -> None:
    """So many advisers at once, in one unit."""
    accounts = Account.objects.bulk_create(
        [Account(username=f"veel{number}", display_name=f"Veel {number:05}") for number in range(n)]
    )
    Adviser.objects.bulk_create(
        [
            Adviser(account=account, slug=account.username, unit="douane", appointed_on=TODAY, certification=REGISTERED)
            for account in accounts
        ]
    )


def signed_in(account: Account) -> Client:
    return sign_in(Client(), Account.objects.get(pk=account.pk))

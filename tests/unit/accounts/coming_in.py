"""Fictitious people with a password and an app, and the steps of signing in."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import time_machine
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from loket.accounts import second_factor
from loket.accounts.models import Account, Role
from loket.core import clock

WORD = "een zin die niemand raadt"


def set_up(
    username: str = "fictie", *, word: str = WORD, role: str = Role.POLICY_OFFICER
) -> tuple[Account, pyotp.TOTP]:
    """An account with a password and an authenticator app, and that app."""
    account = Account.objects.create(username=username, display_name=username.title(), password=make_password(word))
    account.grants.create(role=role, begins_on=clock.today(), granted_by="test")
    secret = second_factor.new_secret()
    second_factor.set_app(account=account, secret=secret, step=0, actor="test")
    return account, pyotp.TOTP(secret)


def first(client: Client, username: str = "fictie", word: str = WORD, following: str = "") -> HttpResponse:
    """Name and password."""
    return client.post("/aanmelden/", {"username": username, "password": word, "volgende": following})


def second(client: Client, code: str) -> HttpResponse:
    """The code."""
    return client.post("/aanmelden/code/", {"code": code})


def now_of(app: pyotp.TOTP) -> str:
    """What the app shows now."""
    return app.at(timezone.now())


def come_in(client: Client, app: pyotp.TOTP, username: str = "fictie", word: str = WORD) -> None:
    """Sign in completely."""
    assert first(client, username, word).headers["Location"] == "/aanmelden/code/"
    assert second(client, now_of(app)).headers["Location"] == "/beheer/"


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at this moment."""
    with time_machine.travel(moment, tick=False):
        yield


@contextmanager
def later(**passed: float) -> Iterator[None]:
    """So much later than now."""
    with at(timezone.now() + dt.timedelta(**passed)):
        yield

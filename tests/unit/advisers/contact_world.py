"""Advisers in the directory, and people who write to them."""

from typing import Any

from django.conf import settings
from django.test import Client

from loket.accounts.models import Account, Role
from loket.advisers.access import Desk, desk_of
from loket.advisers.models import Adviser
from loket.core import clock
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from loket.intake.mailbox import session
from loket.intake.models import Channel, Report
from loket.intake.raising import Raised
from loket.intake.sealing import OpenMailbox, OpenReport, open_mailbox
from loket.keys import services as keys
from people import person, sign_in

STORY = "Mijn teamleider schreeuwt elke maandag tegen Fictief."
SENT = {"story": STORY, "disclosure": "anonymous"}


def listed(username: str = "luister", name: str = "L. Luister", **given: Any) -> Adviser:
    """An adviser of today who stands in the directory; they have no key yet."""
    account = person(username, Role.ADVISER, name=name)
    values = {
        "slug": username,
        "unit": "douane",
        "location": "Utrecht",
        "languages": "nl en",
        "reach": "06 12345678, luister@voorbeeld.nl",
        "profile": "Ik luister graag.",
        "is_listed": True,
        "appointed_on": clock.today(),
        "certification": "registered",
    }
    return Adviser.objects.create(account=account, **{**values, **given})


def with_key(adviser: Adviser) -> tuple[Desk, bytes]:
    """The desk of an adviser, which gets its key, and the private half of their own."""
    account = Account.objects.get(pk=adviser.account_id)
    private = keys.make_person_key(account=account, actor="test")
    return desk_of(account, private), private


def at_desk(username: str = "luister") -> tuple[Desk, Client]:
    """An adviser in the directory with a key, and their browser with it unlocked."""
    desk, private = with_key(listed(username, name=f"{username[0].upper()}. {username.capitalize()}"))
    return desk, sign_in(Client(), desk.me, private)


def written_to(desk: Desk, story: str = STORY, **identity: Any) -> Raised:
    """What somebody wrote to this adviser."""
    given = Identity(**{"disclosure": "anonymous", **identity})
    return intake.raise_report(body=desk.code, content=Content(story=story), identity=given, channel=Channel.SITE)


def opened(desk: Desk, raised: Raised) -> OpenReport:
    report = Report.objects.get(pk=raised.report_id)
    return intake.open_for_body(report=report, body_private=desk.private, actor=desk.me.username)


def mailbox_of(raised: Raised) -> OpenMailbox:
    return open_mailbox(Report.objects.get(pk=raised.report_id), raised.receipt.pair.private)


def reporter(raised: Raised) -> Client:
    """A browser with this mailbox open."""
    client, token = Client(), session.open_with(raised.receipt)
    assert token
    client.cookies[settings.MAILBOX_COOKIE_NAME] = token
    return client


def end_role(account: Account) -> None:
    account.grants.all().delete()

"""Reports for tests: raised, read and answered through the services, as the application does it."""

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from loket.accounts.models import Account
from loket.core import clock
from loket.intake import services
from loket.intake.content import Content, Identity
from loket.intake.mailbox import session
from loket.intake.models import Channel, Report
from loket.intake.raising import Raised
from loket.intake.sealing import OpenMailbox, OpenReport, open_mailbox
from loket.keys import services as keys
from people import officer, recovery_key

BODY, OTHER = "oif", "mib"
STORY = "De dienstbus staat elk weekend bij een bouwmarkt."


@dataclass(frozen=True)
class World:
    """Two bodies, an officer of each, and what they need to open reports."""

    staal: Account
    staal_key: bytes
    denkbeeld: Account
    denkbeeld_key: bytes

    def opened(self, raised: Raised) -> OpenReport:
        private = keys.open_body(body=BODY, account=self.staal, private=self.staal_key)
        return services.open_for_body(report=report_of(raised), body_private=private, actor="staal")


def make_world() -> World:
    recovery = recovery_key()
    return World(*officer("staal", BODY, recovery), *officer("denkbeeld", OTHER, recovery))


def raise_one(*, days_ago: int = 0, body: str = BODY, story: str = STORY, identity: Identity | None = None) -> Raised:
    """A report that came in so many days ago."""
    return services.raise_report(
        body=body,
        content=Content(story=story, category="undesirable_conduct", unit="douane", reporter="employee"),
        identity=identity or Identity(disclosure="anonymous"),
        channel=Channel.SITE,
        received_on=clock.today() - dt.timedelta(days=days_ago),
    )


def report_of(raised: Raised) -> Report:
    return Report.objects.get(pk=raised.report_id)


def mailbox_of(raised: Raised) -> OpenMailbox:
    return open_mailbox(report_of(raised), raised.receipt.pair.private)


def reporter(raised: Raised) -> Client:
    """A browser with this mailbox open."""
    client, token = Client(), session.open_with(raised.receipt)
    assert token
    client.cookies["postvak"] = token
    return client


def ask(world: World, raised: Raised, *options: str, kind: str = "consent", text: str = "Mag het?\n\nOmdat.") -> int:
    """A question of the body; gives its number."""
    return services.write_as_body(
        report=world.opened(raised), kind=kind, text=text, actor="staal", options=options or ("story", "no")
    )

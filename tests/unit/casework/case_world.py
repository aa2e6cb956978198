"""Bodies with officers and keys, and what they do with cases through the services, as the application does it."""

from dataclasses import dataclass, field

from django.test import Client

from loket.accounts.models import Account
from loket.casework import access, services
from loket.casework.access import Desk
from loket.casework.models import Case
from loket.casework.sealing import OpenCase
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, Report
from loket.intake.raising import Raised
from loket.intake.sealing import OpenMailbox, open_mailbox
from loket.vault.keys import Pair
from people import head, officer, recovery_key, sign_in

STORY = "De dienstbus staat elk weekend bij een bouwmarkt."


@dataclass(frozen=True)
class House:
    """Bodies with their officers. ``people`` by user name: the account and the private half of its own key."""

    recovery: Pair
    people: dict[str, tuple[Account, bytes]] = field(default_factory=dict)

    def account(self, username: str) -> Account:
        """As it stands now: grants are read anew."""
        return Account.objects.get(username=username)

    def desk(self, username: str, body: str = "") -> Desk:
        """The desk of this officer, at their first body."""
        account = self.account(username)
        return access.desk_of(account, body or account.bodies[0], self.people[username][1])

    def client(self, username: str) -> Client:
        """A browser of this officer, with the key unlocked."""
        return sign_in(Client(), *self.people[username])

    def take(self, username: str, case: Case) -> OpenCase:
        """This officer takes the case and opens it."""
        services.take(desk=self.desk(username, case.body), case=case, actor=username)
        return self.opened(username, case)

    def opened(self, username: str, case: Case, *, reading: bool = False) -> OpenCase:
        """The case as this officer opens it. Raises as the pages do; ``Case.DoesNotExist`` where they say 404."""
        desk = self.desk(username, case.body)
        return access.open_at(desk, access.visible(desk).get(pk=case.pk), reading=reading)

    def mailbox(self, raised: Raised) -> OpenMailbox:
        """The mailbox of a report, as its reporter opens it."""
        return open_mailbox(Report.objects.get(pk=raised.report_id), raised.receipt.pair.private)


def make_house() -> House:
    """oif with two officers (staal, proef) and a head (hoofd), mib with one (denkbeeld), bevoegd_gezag with one
    (gezag)."""
    recovery = recovery_key()
    people = {name: officer(name, "oif", recovery) for name in ("staal", "proef")}
    people |= {"hoofd": head("hoofd", "oif", recovery)}
    people |= {"denkbeeld": officer("denkbeeld", "mib", recovery), "gezag": officer("gezag", "bevoegd_gezag", recovery)}
    return House(recovery, people)


def raise_for(
    body: str, *, identity: Identity | None = None, story: str = STORY, category: str = "undesirable_conduct"
) -> Raised:
    """A report that came in today."""
    return intake.raise_report(
        body=body,
        content=Content(story=story, category=category, unit="douane", reporter="employee"),
        identity=identity or Identity(disclosure="anonymous"),
        channel=Channel.SITE,
    )

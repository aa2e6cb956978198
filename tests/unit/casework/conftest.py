"""Bodies with officers and keys, a report for one of them, and the case of it: what most tests of cases begin with."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from loket.accounts.models import Account
from loket.casework import access, opening, services
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


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def house(db: None) -> House:
    """oif with two officers (staal, proef) and a head (hoofd), mib with one (denkbeeld), bevoegd_gezag with one
    (gezag)."""
    recovery = recovery_key()
    people = {name: officer(name, "oif", recovery) for name in ("staal", "proef")}
    people |= {"hoofd": head("hoofd", "oif", recovery)}
    people |= {"denkbeeld": officer("denkbeeld", "mib", recovery), "gezag": officer("gezag", "bevoegd_gezag", recovery)}
    return House(recovery, people)


def raise_for(body: str, *, identity: Identity | None = None, story: str = STORY) -> Raised:
    """A report that came in today."""
    content = Content(story=story, category="undesirable_conduct", unit="douane", reporter="employee")
    return intake.raise_report(
        body=body,
        content=content,
        identity=identity or Identity(disclosure="anonymous"),
        channel=Channel.SITE,
    )


@pytest.fixture
def raised(house: House) -> Raised:
    """A report for oif, with its receipt; no case was opened for it yet."""
    return raise_for("oif")


@pytest.fixture
def case(house: House, raised: Raised) -> Case:
    """The case of the report, which nobody handles yet, with its digests made."""
    opening.open_new(body="oif")
    house.desk("staal")
    return Case.objects.get(report=raised.report_id)


@pytest.fixture
def opened(house: House, case: Case) -> OpenCase:
    """The same, taken and opened by staal."""
    return house.take("staal", case)

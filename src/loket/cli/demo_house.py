"""The bodies of a demonstration as its people run them: each has a desk, and does what officers do through the same
services as the pages."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from loket.accounts.models import Account
from loket.casework import access, engine, index, queries, services
from loket.casework.access import Desk
from loket.casework.closing import lines
from loket.casework.closing import services as closing
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.models import Case
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.intake import services as intake
from loket.intake.files import SealedUpload
from loket.intake.models import Message, MessageKind, Report
from loket.intake.raising import Raised
from loket.intake.sealing import open_mailbox


class House:
    """``private_keys``: of each officer, by user name."""

    def __init__(self, private_keys: Mapping[str, bytes]) -> None:
        self._keys = private_keys
        self.desk = cache(self._desk)

    def _desk(self, username: str) -> Desk:
        account = Account.objects.get(username=username)
        return access.desk_of(account, account.bodies[0], self._keys[username])

    def catch_up(self, username: str) -> None:
        """Let the body of this officer look at what came in."""
        desk = self.desk(username)
        index.catch_up(desk.body, desk.body_private, desk.search_key)

    def handles(self, username: str, case: Case) -> "Handler":
        """The officer, who takes the case."""
        self.catch_up(username)
        services.take(desk=self.desk(username), case=case, actor=username)
        return Handler(self.desk(username), case)


class Handler:
    """An officer with a case in hand."""

    def __init__(self, desk: Desk, case: Case) -> None:
        self.desk, self.pk, self.name = desk, case.pk, desk.me.username

    def now(self, *, reading: bool = False) -> OpenCase:
        """The case as it is now, opened."""
        return access.open_at(self.desk, access.visible(self.desk).get(pk=self.pk), reading=reading)

    def do(self, act: str, *, text: str = "", **values: str) -> None:
        """A step of the procedure, with the letter as it lies ready unless there is another."""
        now = self.now(reading=True)
        text = text or self.letter(now, act)
        services.act(opened=now, act=act, version=now.case.version, values=values, text=text, actor=self.name)

    def letter(self, now: OpenCase, act: str) -> str:
        """The words that lie ready for the reporter; none when there is no reporter to write to."""
        procedure = procedure_of(now.case)
        letter = services.letter_of(procedure, engine.act(procedure, act)) if now.report else None
        return letter.text["nl"] if letter else ""

    def write(self, kind: str, content: ItemContent, *files: SealedUpload) -> None:
        """A part of the file."""
        services.add_item(opened=self.now(), kind=kind, content=content, files=files, actor=self.name)

    def label(self, unit: str, violation: str) -> None:
        """Which unit and which kind of violation it is about."""
        now = self.now()
        services.label(opened=now, version=now.case.version, unit=unit, violation=violation, actor=self.name)

    def add(self, content: PersonContent, identity: PersonIdentity) -> None:
        """Somebody in the case."""
        now = self.now()
        services.add_person(opened=now, version=now.case.version, content=content, identity=identity, actor=self.name)

    def confirm_facts(self) -> None:
        """Look the facts over, and say that they are right."""
        now = self.now()
        shown = lines.digest(lines.lines_of(now, queries.contents(now)))
        closing.confirm(opened=now, shown=shown, actor=self.name)


def answer(raised: Raised, choice: str, text: str = "") -> None:
    """The reporter answers the last question in the mailbox."""
    report = Report.objects.get(pk=raised.report_id)
    asked = Message.objects.filter(report=report, kind__in=(MessageKind.CONSENT, MessageKind.DETRIMENT)).last()
    intake.write_as_reporter(
        mailbox=open_mailbox(report, raised.receipt.pair.private),
        text=text,
        kind=MessageKind.ANSWER,
        question=asked.number if asked else 0,
        choice=choice,
    )


def tell(raised: Raised, text: str) -> None:
    """The reporter writes something in the mailbox."""
    report = Report.objects.get(pk=raised.report_id)
    intake.write_as_reporter(mailbox=open_mailbox(report, raised.receipt.pair.private), text=text)


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """As if it were so many days before today."""
    with clock.as_of(clock.now().date() - dt.timedelta(days=days)):
        yield

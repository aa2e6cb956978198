"""Terms in words, and the mails that remind of them: the right people, once, with nothing in them. Against a real SMTP
server on loopback and real sweepers."""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from case_world import House
from django.conf import LazySettings
from django.db import connection, transaction

from loket.accounts.models import Account, Grant
from loket.casework import services, terms
from loket.casework.models import Case, Deadline
from loket.casework.sealing import OpenCase
from loket.core import audit, clock, mail
from loket.core.models import AuditEntry, Notice
from loket.intake import dialogue
from loket.intake import services as intake
from loket.intake.models import MessageKind
from loket.intake.raising import Raised

pytestmark = pytest.mark.django_db
MAILS = {"staal": "staal@example.org", "proef": "proef@example.org", "hoofd": "hoofd@example.org"}


class Postbox:
    """Keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd asks for this name)
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.taken += [(address, message_from_bytes(content)) for address in envelope.rcpt_tos]
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return sorted(address for address, _message in self.taken)


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller: Any = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield box
    controller.stop(no_assert=True)


@pytest.fixture(autouse=True)
def addresses(house: House) -> None:
    """Staal and proef are officers of oif, hoofd is one too and its head."""
    for username, address in MAILS.items():
        Account.objects.filter(username=username).update(email=address)


def sent(postbox: Postbox) -> list[str]:
    """What arrives when everything that waits is due; afterwards the postbox is empty."""
    Notice.objects.update(next_try=clock.now())
    mail.deliver()
    found = postbox.addresses
    postbox.taken.clear()
    return found


def only(case: Case, code: str, *, due_in: int) -> Deadline:
    """Leave the case one open term, so many days from today."""
    Deadline.objects.filter(case=case).exclude(code=code).delete()
    due = clock.today() + dt.timedelta(days=due_in)
    deadline, _ = Deadline.objects.update_or_create(case=case, code=code, defaults={"due_on": due})
    Notice.objects.all().delete()
    return deadline


def test_who_handles_it_is_reminded_once_with_nothing_in_it(opened: OpenCase, postbox: Postbox) -> None:
    deadline = only(opened.case, "acknowledgement", due_in=2)
    terms.sweep()
    terms.sweep()
    Notice.objects.update(next_try=clock.now())
    mail.deliver()
    assert postbox.addresses == ["staal@example.org"]
    text = postbox.taken[0][1].as_string()
    assert opened.case.reference not in text
    assert "oif" not in text.lower()
    deadline.refresh_from_db()
    assert (deadline.reminded_on, deadline.escalated_on) == (clock.today(), None)
    entries = AuditEntry.objects.filter(action="case.remind", target=f"case:{opened.case.reference}")
    assert [entry.summary for entry in entries] == [{"term": "acknowledgement", "count": 1}]


@pytest.mark.parametrize(
    ("code", "days", "reminded"),
    [
        ("acknowledgement", 3, 0),
        ("acknowledgement", 2, 1),
        ("acknowledgement", 0, 1),
        ("feedback", 8, 0),
        ("feedback", 7, 1),
        ("stage:received", 3, 0),
        ("stage:received", 2, 1),
        ("a term that no file knows", 2, 1),
    ],
)
def test_each_term_is_reminded_of_as_many_days_before_as_its_procedure_says(
    opened: OpenCase, code: str, days: int, reminded: int
) -> None:
    only(opened.case, code, due_in=days)
    terms.sweep()
    assert Deadline.objects.filter(reminded_on__isnull=False).count() == reminded


def test_what_is_overdue_goes_to_the_head_once_more_and_no_more(opened: OpenCase, postbox: Postbox) -> None:
    deadline = only(opened.case, "acknowledgement", due_in=2)
    terms.sweep()
    assert sent(postbox) == ["staal@example.org"]
    with time_machine.travel(clock.now() + dt.timedelta(days=2)):
        terms.sweep()
        assert sent(postbox) == []
    with time_machine.travel(clock.now() + dt.timedelta(days=3)):
        terms.sweep()
        terms.sweep()
        assert sent(postbox) == ["hoofd@example.org"]
        deadline.refresh_from_db()
        assert deadline.escalated_on == clock.today()


def nobody_handles_it(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(assignee=None)


def the_handler_left(case: Case) -> None:
    """Their role ended; the case still names them."""
    yesterday = clock.today() - dt.timedelta(days=1)
    Grant.objects.filter(account__username="staal").update(ends_on=yesterday)


def their_account_is_closed(case: Case) -> None:
    Account.objects.filter(username="staal").update(is_active=False)


def the_handler_has_no_address(case: Case) -> None:
    Account.objects.filter(username="staal").update(email="")


def every_officer_but_the_head_left(case: Case) -> None:
    Grant.objects.filter(account__username__in=("staal", "proef")).update(ends_on=clock.today() - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        (nobody_handles_it, ["hoofd", "proef", "staal"]),
        (the_handler_left, ["hoofd", "proef"]),
        (their_account_is_closed, ["hoofd", "proef"]),
        (the_handler_has_no_address, ["hoofd", "proef"]),
        (every_officer_but_the_head_left, ["hoofd"]),
    ],
)
def test_no_term_is_without_an_owner(
    opened: OpenCase, postbox: Postbox, happened: Callable[[Case], None], told: list[str]
) -> None:
    happened(opened.case)
    only(opened.case, "acknowledgement", due_in=1)
    terms.sweep()
    assert sent(postbox) == [MAILS[one] for one in told]


def test_what_nobody_can_be_told_waits_until_somebody_can(
    opened: OpenCase, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    Account.objects.update(email="")
    deadline = only(opened.case, "acknowledgement", due_in=-1)
    terms.sweep()
    deadline.refresh_from_db()
    assert (deadline.reminded_on, deadline.escalated_on) == (None, None)
    assert caplog.messages == ["nobody of oif has a mail address: nobody is reminded of their terms"]
    terms.sweep()
    assert len(caplog.messages) == 1
    Account.objects.filter(username="proef").update(email=MAILS["proef"])
    terms.sweep()
    assert sent(postbox) == ["proef@example.org"]


@pytest.mark.parametrize("ended", ["met_on", "dropped_on"])
def test_what_is_met_or_dropped_reminds_nobody(opened: OpenCase, ended: str) -> None:
    only(opened.case, "acknowledgement", due_in=-1)
    Deadline.objects.update(**{ended: clock.today()})
    terms.sweep()
    assert mail.waiting() == 0


def test_many_terms_give_one_mail_each(opened: OpenCase) -> None:
    due = clock.today()
    Deadline.objects.filter(case=opened.case).update(due_on=due)
    Notice.objects.all().delete()
    terms.sweep()
    assert Deadline.objects.filter(reminded_on=due).count() > 1
    assert mail.waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_send_once(opened: OpenCase) -> None:
    only(opened.case, "acknowledgement", due_in=-1)
    before = audit.newest().position
    for sweeper in [sweeping(), sweeping()]:
        assert sweeper.wait(60) == 0
    since = AuditEntry.objects.filter(position__gt=before, action__in=("case.remind", "case.escalate"))
    assert sorted(entry.action for entry in since) == ["case.escalate", "case.remind"]


@pytest.mark.django_db(transaction=True)
def test_a_sweeper_that_is_killed_leaves_the_old_state(opened: OpenCase) -> None:
    """It is killed when everything is written but the entry of the trail, and nothing of it stands."""
    deadline = only(opened.case, "acknowledgement", due_in=-1)
    with transaction.atomic():
        audit.record(actor="test", action="test", target="test", summary={})
        sweeper = sweeping()
        until(lambda: waits_for_the_trail() == 1)
        sweeper.send_signal(signal.SIGKILL)
        assert sweeper.wait(30) == -signal.SIGKILL
    until(lambda: waits_for_the_trail() == 0)
    deadline.refresh_from_db()
    assert (deadline.reminded_on, deadline.escalated_on, mail.waiting()) == (None, None, 0)
    terms.sweep()
    deadline.refresh_from_db()
    assert (deadline.reminded_on, mail.waiting()) == (clock.today(), 2)


def sweeping() -> "subprocess.Popen[bytes]":
    """A real sweeper on the real database of this test."""
    found = connection.settings_dict
    url = f"postgresql:///{found['NAME']}?user={found['USER']}&host={found['HOST']}"
    program = "import django; django.setup(); from loket.casework import terms; terms.sweep()"
    environment = {
        **os.environ,
        "LOKET_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "loket.settings",
        "PYTHONPATH": str(Path(mail.__file__).parents[2]),
    }
    return subprocess.Popen([sys.executable, "-c", program], env=environment)


def waits_for_the_trail() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        found: int = cursor.fetchone()[0]
        return found


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_term_says_what_it_is_how_it_stands_and_where_it_comes_from(opened: OpenCase) -> None:
    case = opened.case
    lines = {line.code: line for line in terms.terms_of(case)}
    line = lines["acknowledgement"]
    assert (line.label, line.standard, line.state, line.words) == (
        "Ontvangst bevestigen",
        "WBK-1",
        "open",
        "nog 7 dagen",
    )
    assert line.basis.startswith("Wet bescherming klokkenluiders")
    assert lines["stage:received"].label == "Tijd voor: Ontvangen"
    Deadline.objects.filter(case=case, code="acknowledgement").update(due_on=clock.today() - dt.timedelta(days=2))
    assert status(case) == ("open", "late", "2 dagen te laat")
    Deadline.objects.filter(case=case, code="acknowledgement").update(met_on=clock.today())
    assert status(case) == ("late", "late", "2 dagen te laat")
    Deadline.objects.filter(case=case, code="acknowledgement").update(met_on=clock.today() - dt.timedelta(days=2))
    assert status(case) == ("met", "checked", "op tijd")
    Deadline.objects.filter(case=case, code="acknowledgement").update(met_on=None, dropped_on=clock.today())
    assert status(case) == ("dropped", "later", "vervallen")
    assert terms.terms_of(case)[-1].code == "acknowledgement"


def status(case: Case) -> tuple[str, str, str]:
    line = next(line for line in terms.terms_of(case) if line.code == "acknowledgement")
    return line.state, line.sign, line.words


def test_every_check_in_on_detriment_and_every_answer_stays(house: House, opened: OpenCase, raised: Raised) -> None:
    services.act(
        opened=opened, act="acknowledge", version=opened.case.version, values={}, text="Dank je.", actor="staal"
    )
    again = house.opened("staal", opened.case)
    asked = "Word je slechter behandeld?"
    services.act(opened=again, act="ask_detriment", version=again.case.version, values={}, text=asked, actor="staal")
    mailbox = house.mailbox(raised)
    question = next(one for one in mailbox.messages() if one.kind == MessageKind.DETRIMENT)
    for choice in ("detriment", "no_detriment"):
        intake.write_as_reporter(
            mailbox=mailbox,
            text=f"Ik antwoord {choice}",
            kind=MessageKind.ANSWER,
            question=question.number,
            choice=choice,
        )
    assert terms.detriment_timeline([]) == []
    report = house.opened("staal", opened.case).report
    assert report
    (check_in,) = terms.detriment_timeline(dialogue.read(report))
    assert (check_in.on, check_in.text) == (clock.today(), asked)
    assert [reply.text for reply in check_in.replies] == ["Ik antwoord detriment", "Ik antwoord no_detriment"]
    assert all(reply.choice for reply in check_in.replies)
    page = house.client("staal").get(f"/beheer/zaken/{opened.case.reference}/").content.decode()
    assert "Gevraagd naar nadeel" in page
    assert page.index("Ik antwoord detriment") < page.index("Ik antwoord no_detriment")

"""Notices: nothing in them, nothing lost, nobody delayed. Against real SMTP servers on loopback."""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection, transaction
from pytest_django import Settings

from loket.core import clock, mail
from loket.core.models import Notice

pytestmark = pytest.mark.django_db
OFFICERS = ["een@example.org", "twee@example.org"]


def officers(body: str) -> list[str]:
    """Stands where a deployment names the officers of a body."""
    return OFFICERS if body == "oif" else []


class Postbox:
    """Keeps what it takes; refuses ``unknown``; waits ``seconds`` first; kills ``victim`` after taking."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], Message]] = []
        self.unknown: set[str] = set()
        self.code = 550
        self.victim = 0

    async def handle_RCPT(  # noqa: N802 (aiosmtpd asks for this name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.unknown:
            return f"{self.code} no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (as above)
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content or b"")))  # type: ignore[arg-type] # bytes by default
        if self.victim:
            os.kill(self.victim, signal.SIGKILL)
        return "250 OK"


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def server(postbox: Postbox, settings: Settings) -> Iterator[Any]:
    controller: Any = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield controller
    controller.stop(no_assert=True)


@pytest.fixture(autouse=True)
def house(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_RECIPIENTS = f"{__name__}.officers"
    settings.EMAIL_TIMEOUT = 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def make_due() -> None:
    Notice.objects.update(next_try=clock.now())


def test_every_officer_hears_and_the_mail_says_nothing(postbox: Postbox, server: Any) -> None:
    mail.notice_for_body(body="oif")
    make_due()
    mail.deliver()
    assert sorted(to for tos, _ in postbox.taken for to in tos) == OFFICERS
    assert mail.waiting() == 0
    message = postbox.taken[0][1]
    assert message["Subject"] == "Er is iets nieuws in het loket"
    text = message.get_payload()
    assert text == "Er is iets nieuws in het loket. Meld je aan om het te lezen.\r\n"
    assert len(message["To"].split(",")) == 1


def test_a_reporter_has_no_account_and_is_not_asked_to_sign_in(postbox: Postbox, server: Any) -> None:
    mail.notice_for_address(address=OFFICERS[0], language="nl")
    mail.notice_for_body(body="oif")
    make_due()
    mail.deliver()
    said = [message.get_payload() for to, message in postbox.taken if to == [OFFICERS[0]]]
    assert sorted(said) == [
        "Er is iets nieuws in het loket. Meld je aan om het te lezen.\r\n",
        "Er staat iets voor je klaar. Open je postvak met je woorden.\r\n",
    ]


def test_staff_hear_that_something_waits_and_not_what_or_for_which_body(postbox: Postbox, server: Any) -> None:
    for _ in range(3):
        assert mail.notice_for_staff(address=OFFICERS[0], language="nl")
    assert mail.notice_for_staff(address=OFFICERS[1], language="en")
    assert not mail.notice_for_staff(address="geen adres", language="nl")
    make_due()
    mail.deliver()
    assert sorted(to for tos, _ in postbox.taken for to in tos) == OFFICERS
    said = next(message for to, message in postbox.taken if to == [OFFICERS[0]])
    assert said["Subject"] == "Er wacht iets in het loket"
    assert said.get_payload() == "Er wacht iets in het loket. Meld je aan om te kijken.\r\n"


def test_nothing_is_sent_before_the_full_quarter(postbox: Postbox, server: Any) -> None:
    mail.notice_for_body(body="oif")
    mail.deliver()
    assert not postbox.taken
    notice = Notice.objects.get()
    assert notice.slot.minute % 15 == notice.slot.second == notice.slot.microsecond == 0
    assert notice.slot > clock.now() + mail.MARGIN


def test_one_notice_serves_everything_before_it() -> None:
    for _ in range(20):
        mail.notice_for_body(body="oif")
        mail.notice_for_address(address="iemand@example.org", language="nl")
    mail.notice_for_body(body="mib")
    assert mail.waiting() == 3


def test_a_rolled_back_act_leaves_no_notice() -> None:
    with transaction.atomic():
        mail.notice_for_body(body="oif")
        transaction.set_rollback(True)
    assert mail.waiting() == 0


def test_the_outbox_holds_no_address_and_no_time_to_read() -> None:
    mail.notice_for_address(address="iemand@example.org", language="en")
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_notice::text FROM core_notice")
        row = cursor.fetchone()[0]
    assert b"iemand".hex() not in row
    assert "iemand" not in row


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"]
)
def test_what_is_no_address_asks_for_nothing(address: str) -> None:
    assert not mail.notice_for_address(address=address, language="nl")
    assert mail.waiting() == 0


def test_without_a_mail_server_notices_wait(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    mail.notice_for_body(body="oif")
    make_due()
    mail.deliver()
    assert mail.waiting() == 1


def test_without_a_mail_server_nothing_keeps_for_ever_in_which_quarter_somebody_reported(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    mail.notice_for_body(body="oif")
    with time_machine.travel(clock.now() + dt.timedelta(hours=26)):
        mail.deliver()
    assert mail.waiting() == 0


def test_a_server_that_is_down_loses_nothing_and_is_tried_later_and_later(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    mail.notice_for_address(address="een@example.org", language="nl")
    pauses = []
    for _ in range(12):
        make_due()
        mail.deliver()
        pauses.append(round((Notice.objects.get().next_try - clock.now()) / dt.timedelta(minutes=1)))
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]


def test_after_the_server_is_back_everything_arrives(postbox: Postbox, server: Any, settings: Settings) -> None:
    mail.notice_for_body(body="oif")
    settings.EMAIL_PORT = free_port()
    make_due()
    mail.deliver()
    assert mail.waiting() == 2
    settings.EMAIL_PORT = server.port
    make_due()
    mail.deliver()
    assert len(postbox.taken) == 2


def test_a_slow_server_holds_up_neither_who_asks_nor_the_sweep_for_long(settings: Settings) -> None:
    """It takes the connection and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        begun = time.perf_counter()
        for number in range(20):
            mail.notice_for_address(address=f"a{number}@example.org", language="nl")
        assert time.perf_counter() - begun < 0.5
        make_due()
        mail.deliver()
        assert time.perf_counter() - begun < 3
    assert mail.waiting() == 20


def test_one_address_that_is_refused_does_not_stop_the_others(postbox: Postbox, server: Any) -> None:
    postbox.unknown = {OFFICERS[0]}
    mail.notice_for_body(body="oif")
    make_due()
    mail.deliver()
    assert [tos for tos, _ in postbox.taken] == [[OFFICERS[1]]]
    assert mail.waiting() == 1


@pytest.mark.parametrize(("code", "left"), [(550, 0), (450, 1)])
def test_only_an_address_that_does_not_exist_is_given_up(postbox: Postbox, server: Any, code: int, left: int) -> None:
    postbox.unknown, postbox.code = {"weg@example.org"}, code
    mail.notice_for_address(address="weg@example.org", language="nl")
    for _ in range(mail.MOST_REFUSALS):
        make_due()
        mail.deliver()
    assert mail.waiting() == left


def test_a_server_killed_halfway_loses_nothing(settings: Settings) -> None:
    """It says hello, hears who the mail is from, and is gone."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        thread = threading.Thread(target=hello_and_goodbye, args=[listener])
        thread.start()
        mail.notice_for_address(address="een@example.org", language="nl")
        make_due()
        mail.deliver()
        thread.join()
    assert mail.waiting() == 1


def hello_and_goodbye(listener: socket.socket) -> None:
    client, _ = listener.accept()
    with client:
        client.sendall(b"220 hello\r\n")
        client.recv(1000)
        client.sendall(b"250 go on\r\n")
        client.recv(1000)


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_between_sending_and_noting_sends_twice_and_never_not(postbox: Postbox, server: Any) -> None:
    mail.notice_for_address(address="een@example.org", language="nl")
    make_due()
    sweeper = sweep(server.port)
    postbox.victim = sweeper.pid
    assert sweeper.wait(30) == -signal.SIGKILL
    postbox.victim = 0
    until(lambda: not any_lock())
    mail.deliver()
    assert len(postbox.taken) == 2
    assert mail.waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_two_senders_share_the_work(postbox: Postbox, server: Any) -> None:
    for number in range(30):
        mail.notice_for_address(address=f"a{number}@example.org", language="nl")
    make_due()
    for sweeper in [sweep(server.port), sweep(server.port)]:
        assert sweeper.wait(30) == 0
    assert len({to for tos, _ in postbox.taken for to in tos}) == len(postbox.taken) == 30


def sweep(port: int) -> "subprocess.Popen[bytes]":
    """A real sweep of the real database of this test."""
    found = connection.settings_dict
    url = f"postgresql:///{found['NAME']}?user={found['USER']}&host={found['HOST']}"
    environment = {
        **os.environ,
        "LOKET_DATABASE_URL": url,
        "LOKET_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "loket.settings",
        "PYTHONPATH": str(Path(mail.__file__).parents[2]),
    }
    return subprocess.Popen([sys.executable, "-m", "django", "sweep", "--once"], env=environment)


def any_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        found: int = cursor.fetchone()[0]
        return found > 1


def until(happened: Any) -> None:
    end = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)

"""A contact with an adviser: sealed to that adviser alone, no report for anybody else, and gone in the end."""

import datetime as dt

import pytest
from contact_world import STORY, at_desk, end_role, listed, mailbox_of, opened, with_key, written_to

from loket.accounts.models import Account
from loket.advisers.access import desk_of
from loket.advisers.configuration import configuration
from loket.advisers.contact import services
from loket.casework import opening
from loket.casework.models import Case
from loket.cli import vault_search
from loket.core import clock, mail
from loket.core.models import AuditEntry, Notice
from loket.intake import services as intake
from loket.intake.configuration import NotOpen
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, Draft, Message, Report, State
from loket.intake.sealing import open_report
from loket.intake.terms import months_later
from loket.keys import queries
from loket.keys import services as keys
from loket.keys.errors import KeysError, WontUnlock
from loket.vault.errors import WontOpen
from loket.vault.receipts import new_receipt
from people import officer, recovery_key

pytestmark = pytest.mark.django_db

KEEP = configuration().file.keep.notebook


def test_what_somebody_writes_opens_for_that_adviser_alone() -> None:
    """The adviser opens it; a colleague, an officer and the recovery key do not."""
    desk, _client = at_desk()
    other, _browser = at_desk("gehoor")
    recovery = recovery_key()
    staal, private = officer("staal", "oif", recovery)
    raised = written_to(desk)
    assert opened(desk, raised).content().story == STORY
    report = Report.objects.get(pk=raised.report_id)
    theirs = keys.open_body(body="oif", account=staal, private=private)
    for strange in (other.private, theirs, recovery.private):
        with pytest.raises(WontOpen):
            open_report(report, strange)
    with pytest.raises(WontUnlock):
        keys.open_body_with_recovery(body=desk.code, recovery_private=recovery.private)


@pytest.mark.parametrize("who", ["gehoor", "staal"])
def test_nobody_else_gets_the_key_of_a_desk(who: str) -> None:
    desk, _client = at_desk()
    if who == "gehoor":
        stranger, private = with_key(listed(who))
        account = stranger.me
    else:
        account, private = officer(who, "oif", recovery_key())
    with pytest.raises(KeysError):
        keys.open_body(body=desk.code, account=account, private=private)


def test_nothing_of_it_is_readable_in_any_row() -> None:
    """Also not who wrote, nor what was answered: the rows as the database gives them."""
    desk, _client = at_desk()
    marks = [vault_search.new_mark() for _number in range(4)]
    raised = written_to(desk, story=f"{marks[0]} " * 50, disclosure="named", name=marks[1], email="a@voorbeeld.nl")
    services.write(report=opened(desk, raised), text=f"Antwoord {marks[2]}", actor="luister")
    intake.write_as_reporter(mailbox=mailbox_of(raised), text=f"Dank {marks[3]}")
    for mark in marks:
        assert vault_search.search_tables(vault_search.tables(), vault_search.needles(mark)).found == []


def test_it_is_no_case_of_anybody() -> None:
    """The sweeps of casework leave it where it is, and so does proving and rotating keys."""
    desk, _client = at_desk()
    recovery = recovery_key()
    officer("staal", "oif", recovery)
    written_to(desk)
    opening.sweep()
    assert not Case.objects.exists()
    assert [key.body for key in queries.body_keys()] == ["oif"]
    assert queries.bodies_due_for_rotation() == []
    keys.rotate_recovery(recovery_private=recovery.private, actor="test")


def test_only_the_adviser_hears_of_it(settings: object) -> None:
    """The notice is for the desk, whose address is the adviser's."""
    desk, _client = at_desk()
    Account.objects.filter(pk=desk.me.pk).update(email="luister@voorbeeld.nl")
    written_to(desk)
    notice = Notice.objects.get()
    assert notice.body == desk.code
    mail._spread(notice)
    assert Notice.objects.count() == 1


def test_nothing_new_goes_to_somebody_who_cannot_read_it() -> None:
    """Not to an adviser without a key, nor to one whose role or key is gone; nor to a desk of nobody."""
    quiet = listed("gehoor")
    desk, _client = at_desk()
    keys.forget_person_key(account=desk.me, actor="test")
    ended, _browser = at_desk("stil")
    end_role(ended.me)
    for code in (f"desk-{quiet.account_id}", desk.code, ended.code, "desk-0", "desk-x", "desk-"):
        with pytest.raises(NotOpen):
            intake.raise_report(
                body=code, content=Content(story="a"), identity=Identity(disclosure="anonymous"), channel=Channel.SITE
            )
    assert not Report.objects.exists()


def test_when_the_role_ends_nothing_opens_and_the_reporter_is_not_left_writing() -> None:
    desk, private = with_key(listed())
    raised = written_to(desk)
    end_role(desk.me)
    with pytest.raises(KeysError):
        desk_of(Account.objects.get(pk=desk.me.pk), private)
    with pytest.raises(KeysError):
        keys.open_body(body=desk.code, account=desk.me, private=private)
    with pytest.raises(intake.NobodyReads):
        intake.write_as_reporter(mailbox=mailbox_of(raised), text="Ben je daar nog?")
    assert not Message.objects.exists()


def test_an_answer_goes_on_with_the_contact_and_ending_it_starts_its_term() -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    services.write(report=opened(desk, raised), text="Dank je wel.", actor="luister")
    assert Report.objects.get().state == State.IN_PROGRESS
    day = services.end(report=opened(desk, raised), actor="luister")
    assert day == months_later(clock.today(), KEEP)
    report = Report.objects.get()
    assert (report.state, report.kept_until) == (State.ANSWERED, day)
    services.write(report=opened(desk, raised), text="Toch nog iets.", actor="luister")
    report = Report.objects.get()
    assert (report.state, report.kept_until) == (State.IN_PROGRESS, None)


def age(report: Report, *, months: int, days: int = 0) -> None:
    """As if everything happened so long ago."""
    day = months_later(clock.today(), -months) - dt.timedelta(days=days)
    Report.objects.filter(pk=report.pk).update(received_on=day)
    Message.objects.filter(report=report).update(on=day)


def test_what_ended_is_destroyed_after_its_term_and_not_before() -> None:
    """BIO-3: the promise in the mailbox is kept to the day."""
    desk, _client = at_desk()
    raised = written_to(desk)
    day = services.end(report=opened(desk, raised), actor="luister")
    age(Report.objects.get(), months=KEEP * 2)
    services.sweep()
    assert Report.objects.filter(kept_until=day).exists()
    Report.objects.update(kept_until=clock.today())
    services.sweep()
    assert not Report.objects.exists()
    assert AuditEntry.objects.filter(action="report.destroy", target=f"report:{raised.reference}").exists()


@pytest.mark.parametrize(("days", "stays"), [(-1, True), (0, False)])
def test_a_contact_in_which_nobody_writes_any_more_goes_too(days: int, stays: bool) -> None:
    """Also when its adviser left, and nobody could end it."""
    desk, _client = at_desk()
    raised = written_to(desk)
    services.write(report=opened(desk, raised), text="Dank je wel.", actor="luister")
    end_role(desk.me)
    age(Report.objects.get(), months=KEEP, days=days)
    services.sweep()
    assert Report.objects.exists() == stays


def test_a_young_message_keeps_an_old_contact() -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    age(Report.objects.get(), months=KEEP * 2)
    intake.write_as_reporter(mailbox=mailbox_of(raised), text="Het begint weer.")
    services.sweep()
    assert Report.objects.exists()


def test_the_sweep_leaves_reports_to_bodies_alone() -> None:
    officer("staal", "oif", recovery_key())
    intake.raise_report(
        body="oif", content=Content(story="a"), identity=Identity(disclosure="anonymous"), channel=Channel.SITE
    )
    Report.objects.update(received_on=dt.date(2001, 1, 1), kept_until=dt.date(2002, 1, 1))
    services.sweep()
    assert Report.objects.exists()


def test_a_mailbox_for_somebody_is_made_once_and_opens_with_its_words() -> None:
    desk, _client = at_desk()
    receipt = new_receipt()

    def make() -> Report:
        return services.open_mailbox(
            desk=desk,
            content=Content(story="We spraken over het rooster."),
            identity=Identity(disclosure="anonymous"),
            channel=Channel.MEETING,
            receipt=receipt,
            actor="luister",
        )

    assert make().pk == make().pk
    assert Report.objects.count() == 1
    assert AuditEntry.objects.filter(action="report.raise", actor="luister").count() == 1
    assert not Draft.objects.exists()


def test_a_receipt_of_another_desk_gives_nothing() -> None:
    desk, _client = at_desk()
    other, _browser = at_desk("gehoor")
    raised = written_to(desk)
    with pytest.raises(services.BadReceipt):
        services.open_mailbox(
            desk=other,
            content=Content(story="a"),
            identity=Identity(disclosure="anonymous"),
            channel=Channel.PHONE,
            receipt=raised.receipt,
            actor="gehoor",
        )

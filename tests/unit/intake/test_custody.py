"""Who has a report: taken up by one, handed to another body, kept for a time, and destroyed so that nothing is left."""

import datetime as dt
import threading
import uuid
from contextlib import closing

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from reports_world import BODY, OTHER, ask, mailbox_of, make_world, raise_one, report_of, reporter

from loket.core import clock
from loket.core.models import AuditEntry, Notice
from loket.intake import drafts, files, queries, sealing, services, storage, tidy
from loket.intake.content import Identity
from loket.intake.models import Answered, Draft, MailboxSession, Message, Report, SealedFile
from loket.keys import services as keys
from loket.vault.errors import WontOpen

pytestmark = pytest.mark.django_db
WHO = Identity(disclosure="named", name="S. Voorbeeld", email="s@example.org", notify=True)


def taken(body: str = BODY, most: int = 100) -> list[str]:
    return [one.reference for one in services.take_new(body=body, most=most)]


def test_each_report_is_taken_up_once_and_by_its_own_body() -> None:
    make_world()
    raised = [raise_one().reference for _ in range(3)]
    assert taken(OTHER) == []
    first = taken(most=2)
    assert len(first) == 2
    assert sorted(first + taken()) == sorted(raised)
    assert taken() == []


def test_what_was_taken_up_in_vain_waits_again() -> None:
    make_world()
    raised = raise_one()
    with transaction.atomic():
        assert taken() == [raised.reference]
        transaction.set_rollback(True)
    assert taken() == [raised.reference]


@pytest.mark.django_db(transaction=True)
def test_two_who_take_up_at_once_get_different_reports() -> None:
    make_world()
    raised = {raise_one().reference for _ in range(6)}
    found: list[list[str]] = []
    start, done = threading.Barrier(2), threading.Barrier(2)

    def take() -> None:
        with closing(connection), transaction.atomic():
            start.wait()
            found.append(taken(most=3))
            done.wait()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found[0]) | set(found[1]) == raised
    assert not set(found[0]) & set(found[1])


def test_news_is_what_the_body_has_not_read() -> None:
    world = make_world()
    one, other = raise_one(), raise_one()
    world.opened(one)
    assert queries.news([one.report_id, other.report_id, uuid.uuid4()]) == {other.report_id}


def test_another_body_reads_what_was_handed_to_it_and_the_first_body_no_more() -> None:
    """WBK-7: the identity goes along sealed; the reporter's mailbox stays as it was."""
    world, raised = make_world(), raise_one(identity=WHO)
    services.write_as_reporter(mailbox=mailbox_of(raised), text="Nog iets")
    Notice.objects.all().delete()
    services.hand_to(report=world.opened(raised), body=OTHER, actor="staal")
    report = report_of(raised)
    theirs = keys.open_body(body=OTHER, account=world.denkbeeld, private=world.denkbeeld_key)
    ours = keys.open_body(body=BODY, account=world.staal, private=world.staal_key)
    opened = services.open_for_body(report=report, body_private=theirs, actor="denkbeeld")
    assert (report.body, report.news_for_body) == (OTHER, True)
    assert opened.message(Message.objects.get()).text == "Nog iets"
    assert services.show_identity(report=opened, reason="contact", actor="denkbeeld") == WHO
    assert mailbox_of(raised).identity() == WHO
    with pytest.raises(WontOpen):
        sealing.open_report(report, ours)
    assert list(Notice.objects.values_list("body", flat=True)) == [OTHER]
    entry = AuditEntry.objects.get(action="report.hand-over", target=f"report:{raised.reference}")
    assert (entry.target, entry.summary) == (f"report:{raised.reference}", {"from": BODY, "to": OTHER})


def test_what_was_handed_on_is_sealed_anew_with_the_key_of_its_new_body() -> None:
    world, raised = make_world(), raise_one()
    services.hand_to(report=world.opened(raised), body=OTHER, actor="staal")
    private = keys.open_body(body=OTHER, account=world.denkbeeld, private=world.denkbeeld_key)

    def reseal(old: bytes, _version: int, public: bytes, version: int) -> int:
        return services.reseal(body=OTHER, old_private=old, new_public=public, new_version=version, actor="denkbeeld")

    assert keys.rotate_body(body=OTHER, body_private=private, reseal=[reseal], actor="denkbeeld") == 1
    assert report_of(raised).body_key_version == 2


def test_a_report_is_handed_on_once() -> None:
    world, raised = make_world(), raise_one()
    opened = world.opened(raised)
    services.hand_to(report=opened, body=OTHER, actor="staal")
    opened.report.body = BODY
    with pytest.raises(services.Gone):
        services.hand_to(report=opened, body=OTHER, actor="staal")
    assert AuditEntry.objects.filter(action="report.hand-over", target=f"report:{raised.reference}").count() == 1


def test_the_reporter_hears_until_when_they_can_read() -> None:
    make_world()
    raised = raise_one()
    services.keep_until(report_id=raised.report_id, day=dt.date(2031, 5, 3))
    assert "3 mei 2031" in reporter(raised).get("/postvak/melding/").content.decode()


def rows() -> int:
    """Rows of this room, but for how often the door was tried."""
    models = [model for model in apps.get_app_config("intake").get_models() if model.__name__ != "Door"]
    return sum(model._default_manager.count() for model in models)


@pytest.mark.django_db(transaction=True)
def test_what_is_destroyed_is_nowhere() -> None:
    """BIO-3: sent from the wizard with a file, read in two browsers, answered with files on both sides."""
    world = make_world()
    before, token = rows(), drafts.start(body=BODY)
    drafts.change(token, content={"story": "De dienstbus"})
    drafts.save_for_later(token)
    drafts.add_files(token, [files.store([b"foto"], name="foto.jpg", kind="image/jpeg")])
    raised = drafts.send(token)
    reporter(raised)
    reporter(raised)
    ask(world, raised)
    services.write_as_reporter(mailbox=mailbox_of(raised), text="", files=[stored()])
    services.write_as_body(report=world.opened(raised), kind="message", text="", files=[stored()], actor="staal")
    assert (MailboxSession.objects.count(), SealedFile.objects.count(), len(list(storage.stored()))) == (2, 3, 3)
    services.destroy(report_id=raised.report_id, actor="staal")
    assert rows() == before
    assert list(storage.stored()) == []
    assert Client().post("/postvak/", {"receipt": raised.receipt.code}).status_code == 422
    entry = AuditEntry.objects.get(action="report.destroy", target=f"report:{raised.reference}")
    assert entry.summary == {"body": BODY, "messages": 3, "files": 3}
    assert entry.at == clock.midnight(clock.today())


def stored() -> files.SealedUpload:
    return files.store([b"brief"], name="brief.txt", kind="text/plain")


def test_what_the_api_would_answer_again_goes_too() -> None:
    make_world()
    report = {"body": BODY, "category": "undesirable_conduct", "story": "Het", "reporter": {"kind": "employee"}}
    raised = Client().post("/api/v1/reports", report, "application/json", headers={"Idempotency-Key": "1"})
    address = f"{raised.headers['Location']}/files"
    headers = {"Authorization": f"Bearer {raised.json()['receipt']}", "Idempotency-Key": "2"}
    assert Client().post(address, b"x", "text/plain", headers=headers).status_code == 201
    assert Answered.objects.count() == 2
    services.destroy(report_id=Report.objects.get().pk, actor="staal")
    assert Answered.objects.count() == 0


def test_only_that_one_is_destroyed_and_once() -> None:
    make_world()
    one, other, token = raise_one(), raise_one(), drafts.start(body=BODY)
    for _ in range(2):
        services.destroy(report_id=one.report_id, actor="staal")
    assert AuditEntry.objects.filter(action="report.destroy", target=f"report:{one.reference}").count() == 1
    assert Report.objects.get().pk == other.report_id
    assert drafts.read(token)
    assert Draft.objects.count() == 1


def test_who_writes_while_it_is_destroyed_is_told() -> None:
    world, raised = make_world(), raise_one()
    mailbox, opened = mailbox_of(raised), world.opened(raised)
    services.destroy(report_id=raised.report_id, actor="staal")
    for write in (
        lambda: services.write_as_reporter(mailbox=mailbox, text="Nog iets"),
        lambda: services.write_as_body(report=opened, kind="message", text="Dag", actor="staal"),
        lambda: services.open_for_body(report=opened.report, body_private=b"", actor="staal"),
    ):
        with pytest.raises(services.Gone):
            write()


@pytest.mark.django_db(transaction=True)
def test_a_file_of_a_case_is_kept_until_the_case_is_destroyed() -> None:
    case, other = uuid.uuid4(), uuid.uuid4()
    for whose in (case, other):
        files.claim([stored()], case=whose)
    SealedFile.objects.update(on=dt.date(2026, 1, 1))
    assert tidy.delete_orphans() == 0
    files.check_room()
    assert files.destroy_case(case) == 1
    assert SealedFile.objects.get().case == other
    assert len(list(storage.stored())) == 1


def test_a_mail_to_the_reporter_is_in_the_language_they_reported_in() -> None:
    world, token = make_world(), drafts.start(body=BODY)
    drafts.change(token, content={"story": "The van"}, identity=dict(WHO))
    raised = drafts.send(token, language="en")
    services.write_as_body(report=world.opened(raised), kind="message", text="Hello", actor="staal")
    assert Notice.objects.get(body="").language == "en"

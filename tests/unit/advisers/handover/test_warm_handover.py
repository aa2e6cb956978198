"""A warm handover: nothing without a yes in the mailbox, then exactly that text, once, and nobody reads the new words
but the reporter."""

import threading
import uuid

import pytest
from contact_world import at_desk, mailbox_of, opened, written_to
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from loket.advisers.access import Desk
from loket.advisers.handover import services, words
from loket.advisers.handover.standing import standings
from loket.advisers.models import Handover
from loket.core.audit import TooMuchDetail
from loket.core.models import AuditEntry
from loket.intake import dialogue
from loket.intake import services as intake
from loket.intake.mailbox import answering
from loket.intake.models import Message, Report
from loket.intake.raising import Raised
from loket.intake.sealing import open_report
from loket.keys import services as keys
from loket.vault.errors import WontOpen
from loket.vault.keys import unseal_key
from loket.vault.place import Place
from people import officer, recovery_key

pytestmark = pytest.mark.django_db

TEXT = "Wat er speelt, in mijn woorden.\n\nEen tweede alinea — met een streep."


@pytest.fixture
def oif() -> bytes:
    """The private half of the key of oif."""
    staal, private = officer("staal", "oif", recovery_key())
    return keys.open_body(body="oif", account=staal, private=private)


def asked(desk: Desk, raised: Raised, target: str = "oif", text: str = TEXT) -> Handover:
    return services.ask(report=opened(desk, raised), id_=uuid.uuid4(), target=target, text=text, actor="luister")


def answer(raised: Raised, row: Handover, choice: str) -> None:
    answering.answer(mailbox=mailbox_of(raised), question=row.message, choice=choice, text="")


def go(desk: Desk, raised: Raised, row: Handover) -> str:
    report = open_report(Report.objects.get(pk=raised.report_id), desk.private)
    return services.hand_over(report=report, handover=row.pk, actor="luister").state


def new_report() -> Report:
    return Report.objects.get(body="oif")


def test_the_question_holds_the_text_word_for_word_and_to_whom(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    question = next(one for one in dialogue.read(mailbox_of(raised)) if one.message.number == row.message)
    assert question.title.endswith("?")
    assert "Onderzoeksbureau" in question.title or "OIF" in question.title
    assert question.content.text.endswith(TEXT)
    assert question.content.options == ("share_unnamed", "keep")


@pytest.mark.parametrize("choice", ["", "keep"])
def test_without_a_yes_nothing_goes(oif: bytes, choice: str) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    if choice:
        answer(raised, row, choice)
    with pytest.raises(services.NotAgreed):
        go(desk, raised, row)
    assert not Report.objects.filter(body="oif").exists()
    assert not AuditEntry.objects.filter(action="handover.do").exists()


def test_after_a_yes_exactly_the_text_goes_as_a_report_of_its_own(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk, disclosure="named", name="V. Verzinsel", email="v@voorbeeld.nl")
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    assert go(desk, raised, row) == "done"
    found = open_report(new_report(), oif)
    assert found.content().story == TEXT
    assert intake.read_identity(found).disclosure == "anonymous"
    assert "Verzinsel" not in str(intake.read_identity(found))
    assert (found.report.channel, found.report.messages.count()) == ("adviser", 0)


def test_by_name_only_when_the_reporter_chose_so(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk, disclosure="named", name="V. Verzinsel", email="v@voorbeeld.nl")
    row = asked(desk, raised)
    answer(raised, row, "share_named")
    go(desk, raised, row)
    assert intake.read_identity(open_report(new_report(), oif)).name == "V. Verzinsel"
    entry = AuditEntry.objects.get(action="report.identity")
    assert (entry.actor, entry.summary["reason"]) == ("luister", "handover")


def test_the_new_words_are_for_the_reporter_alone(oif: bytes) -> None:
    """The adviser holds the key of the contact and its body's key; neither opens them. They stand in no row."""
    desk, client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    go(desk, raised, row)
    mailbox = mailbox_of(raised)
    brought = [one.content for one in dialogue.read(mailbox) if one.content.receipt]
    receipt = mailbox.receipt(brought[0])
    assert receipt is not None
    assert bytes(new_report().lookup) == receipt.lookup
    as_adviser = opened(desk, raised)
    for key in (desk.private, as_adviser.key, oif):
        with pytest.raises(WontOpen):
            unseal_key(
                bytes.fromhex(brought[0].receipt),
                private=key,
                place=Place("intake_report", str(raised.report_id), "receipt"),
            )
    for address in ("", "overdragen/", f"overdragen/{row.pk}/"):
        page = client.get(f"/beheer/contact/{raised.reference}/{address}").content.decode()
        assert receipt.words[4] not in page or receipt.words[5] not in page
        assert receipt.code not in page
    trail = str(list(AuditEntry.objects.values_list("target", "summary")))
    assert receipt.words[0] not in trail
    assert receipt.code not in trail


def test_handed_over_once_whatever_is_pressed(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    for _ in range(3):
        assert go(desk, raised, row) == "done"
    assert Report.objects.filter(body="oif").count() == 1
    assert AuditEntry.objects.filter(action="handover.do").count() == 1


def test_after_it_went_the_yes_stands(oif: bytes) -> None:
    """Also when nobody had opened the answer before: nobody reads a no beside what went."""
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    go(desk, raised, row)
    with pytest.raises(answering.AlreadyRead):
        answer(raised, row, "keep")


def test_asked_once_whatever_is_pressed(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    same = uuid.uuid4()
    for _ in range(2):
        services.ask(report=opened(desk, raised), id_=same, target="oif", text=TEXT, actor="luister")
    assert Message.objects.filter(report=raised.report_id).count() == 1
    with pytest.raises(services.AskedBefore):
        asked(desk, raised)
    answer(raised, Handover.objects.get(), "keep")
    with pytest.raises(services.AskedBefore):
        asked(desk, raised, text=f"  {TEXT}\n")


def test_a_changed_text_is_a_new_question_and_the_old_yes_counts_no_more(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    first = asked(desk, raised)
    answer(raised, first, "share_unnamed")
    second = asked(desk, raised, text="Iets heel anders.")
    with pytest.raises(services.NotAgreed):
        go(desk, raised, first)
    with pytest.raises(services.NotAgreed):
        go(desk, raised, second)
    answer(raised, second, "share_unnamed")
    go(desk, raised, second)
    assert open_report(new_report(), oif).content().story == "Iets heel anders."
    assert [one.state for one in standings(opened(desk, raised))] == ["done", "replaced"]


def test_a_yes_that_was_taken_back_before_it_was_read(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    answer(raised, row, "keep")
    with pytest.raises(services.NotAgreed):
        go(desk, raised, row)


def test_stopped_half_way_nothing_happened(oif: bytes) -> None:
    """The last thing that is written, the trail, refuses: no report, no message, and it can be done again."""
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    report = open_report(Report.objects.get(pk=raised.report_id), desk.private)
    before = Message.objects.count()
    with pytest.raises(TooMuchDetail):
        services.hand_over(report=report, handover=row.pk, actor="x" * 500)
    assert (Message.objects.count(), Report.objects.filter(body="oif").count()) == (before, 0)
    assert go(desk, raised, row) == "done"


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_hand_over_once() -> None:
    officer("staal", "oif", recovery_key())
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    states: list[str] = []

    def one() -> None:
        try:
            states.append(go(desk, raised, row))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == ["done"] * 5
    assert Report.objects.filter(body="oif").count() == 1


def test_outside_goes_on_paper_and_the_reporter_reads_the_day() -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised, target="mediation")
    answer(raised, row, "share_unnamed")
    assert go(desk, raised, row) == "done"
    assert Report.objects.count() == 1
    last = dialogue.read(mailbox_of(raised))[-1]
    assert "Mediation" in last.content.text
    assert not last.content.receipt


@pytest.mark.parametrize("target", ["", "oif ", "nobody", "mib"])
def test_a_target_that_there_is_not(target: str) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    with pytest.raises(services.BadTarget):
        asked(desk, raised, target=target)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
def test_nothing_or_too_much_is_not_asked(text: str) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    with pytest.raises(services.BadText):
        asked(desk, raised, target="mediation", text=text)
    assert not Handover.objects.exists()


def test_a_handover_of_another_contact_is_none_of_this_one(oif: bytes) -> None:
    desk, _client = at_desk()
    first, second = written_to(desk), written_to(desk)
    row = asked(desk, first)
    answer(first, row, "share_unnamed")
    with pytest.raises(services.NotAgreed):
        go(desk, second, row)


def test_the_trail_names_target_and_contact_and_no_content(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised)
    answer(raised, row, "share_unnamed")
    go(desk, raised, row)
    ask, do = AuditEntry.objects.filter(action__startswith="handover.").order_by("position")
    assert (ask.actor, ask.target, ask.summary) == ("luister", f"report:{raised.reference}", {"to": "oif"})
    assert (do.actor, do.target, do.summary) == ("luister", f"report:{raised.reference}", {"to": "oif", "identity": 0})
    assert TEXT[:10] not in str(list(AuditEntry.objects.values_list("summary", flat=True)))


def test_what_was_asked_goes_with_the_contact() -> None:
    desk, _client = at_desk()
    gone, stays = written_to(desk), written_to(desk)
    asked(desk, gone, target="mediation")
    kept = asked(desk, stays, target="mediation")
    intake.destroy(report_id=gone.report_id, actor="loket")
    services.sweep()
    assert list(Handover.objects.all()) == [kept]


@given(st.text(min_size=1, max_size=200), st.sampled_from(["nl", "en"]))
def test_what_was_asked_is_what_goes_to_the_last_character(text: str, language: str) -> None:
    from loket.advisers.configuration import configuration

    for target in configuration().targets.values():
        assert words.approved(words.question(target, text, language)) == text


def test_a_yes_to_one_target_lets_nothing_go_to_another(oif: bytes) -> None:
    """Whoever can write to the database can say that the question was about somebody else."""
    desk, _client = at_desk()
    raised = written_to(desk)
    row = asked(desk, raised, target="social_work")
    answer(raised, row, "share_unnamed")
    Handover.objects.filter(pk=row.pk).update(target="oif")
    with pytest.raises(services.NotAgreed):
        go(desk, raised, row)
    assert not Report.objects.filter(body="oif").exists()

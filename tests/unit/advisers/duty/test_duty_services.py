"""Breaking confidentiality: on a ground, after talking, and the reporter hears of it. Nothing else opens."""

import uuid
from dataclasses import replace

import pytest
from contact_world import at_desk, mailbox_of, opened, written_to

from loket.advisers.access import Desk
from loket.advisers.duty import services
from loket.advisers.duty.services import Break
from loket.advisers.errors import BadCode
from loket.core.audit import TooMuchDetail
from loket.core.models import AuditEntry
from loket.intake import dialogue
from loket.intake import services as intake
from loket.intake.models import Message, Report
from loket.intake.raising import Raised
from loket.intake.sealing import open_mailbox, open_report
from loket.keys import services as keys
from loket.vault.errors import WontOpen
from loket.vault.receipts import new_receipt
from people import officer, recovery_key

pytestmark = pytest.mark.django_db

TEXT = "Op kantoor Fictiestad betaalt een bedrijf een ambtenaar voor vergunningen."
WHAT = Break("official_crime", "national", TEXT, "mailbox", message="Ik moet dit melden. Dit is waarom.")
SPOKEN = replace(WHAT, told="spoken", message="")


@pytest.fixture(autouse=True)
def oif() -> bytes:
    staal, private = officer("staal", "oif", recovery_key())
    return keys.open_body(body="oif", account=staal, private=private)


def done(desk: Desk, what: Break, raised: Raised | None = None, token: uuid.UUID | None = None) -> Report:
    return services.break_confidentiality(
        what=what,
        contact=opened(desk, raised) if raised else None,
        receipt=new_receipt(),
        token=token or uuid.uuid4(),
        account=desk.me,
    )


def test_the_body_reads_what_was_written_and_who_wrote_it(oif: bytes) -> None:
    desk, _client = at_desk()
    raised = written_to(desk, disclosure="named", name="V. Verzinsel")
    found = open_report(done(desk, WHAT, raised), oif)
    assert found.content().story == TEXT
    identity = intake.read_identity(found)
    assert (identity.disclosure, identity.name) == ("named", "L. Luister")
    assert found.report.channel == "adviser"
    assert "Verzinsel" not in f"{found.content()}{identity}"


def test_nothing_else_opens(oif: bytes) -> None:
    """The contact stays sealed to the adviser: the key of the body does not open it."""
    desk, _client = at_desk()
    raised = written_to(desk)
    done(desk, WHAT, raised)
    contact = Report.objects.get(pk=raised.report_id)
    assert contact.body == desk.code
    with pytest.raises(WontOpen):
        open_report(contact, oif)


def test_the_reporter_hears_of_it_in_the_mailbox() -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    done(desk, WHAT, raised)
    assert [one.content.text for one in dialogue.read(mailbox_of(raised))] == [WHAT.message]


def test_unless_the_law_forbids_with_the_reason_in_the_trail() -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    report = done(desk, replace(WHAT, told="not", why_not="forbidden"), raised)
    assert dialogue.read(mailbox_of(raised)) == []
    entry = AuditEntry.objects.get(action="duty.break")
    assert (entry.actor, entry.target) == ("luister", f"report:{report.reference}")
    expected = {"ground": "official_crime", "talked": "national", "told": "not", "reason": "forbidden"}
    assert entry.summary == expected


def test_the_adviser_follows_it_with_words_of_their_own() -> None:
    desk, _client = at_desk()
    receipt = new_receipt()
    report = services.break_confidentiality(
        what=SPOKEN, contact=None, receipt=receipt, token=uuid.uuid4(), account=desk.me
    )
    assert open_mailbox(report, receipt.pair.private).content().story == TEXT
    assert receipt.code not in str(list(AuditEntry.objects.values_list("target", "summary")))


def test_once_whatever_is_pressed() -> None:
    desk, _client = at_desk()
    raised, receipt, token = written_to(desk), new_receipt(), uuid.uuid4()
    contact = opened(desk, raised)
    made = {
        services.break_confidentiality(
            what=WHAT, contact=contact, receipt=receipt, token=token, account=desk.me
        ).reference
        for _ in range(3)
    }
    assert len(made) == 1
    assert (Report.objects.filter(body="oif").count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"ground": "curiosity"}, BadCode),
        ({"talked": "nobody"}, BadCode),
        ({"told": ""}, BadCode),
        ({"talked": "no"}, services.NotFirst),
        ({"text": "  \n"}, services.Untold),
        ({"told": "not"}, services.NotTold),
        ({"told": "not", "why_not": "because"}, services.NotTold),
        ({"message": " "}, services.NotTold),
        ({"told": "spoken"}, services.NotTold),
    ],
)
def test_without_a_ground_a_talk_a_text_or_the_reporter_nothing_happens(
    wrong: dict[str, str], error: type[Exception]
) -> None:
    desk, _client = at_desk()
    raised = written_to(desk)
    with pytest.raises(error):
        done(desk, replace(WHAT, **wrong), raised)
    assert not Report.objects.filter(body="oif").exists()
    assert not Message.objects.exists()


def test_without_a_mailbox_no_message_can_be_in_it() -> None:
    desk, _client = at_desk()
    with pytest.raises(services.NotTold):
        done(desk, WHAT)


def test_stopped_half_way_nothing_happened() -> None:
    """The trail refuses at the very end: no report, no message, and the form can be sent again."""
    desk, _client = at_desk()
    raised, receipt, token = written_to(desk), new_receipt(), uuid.uuid4()
    contact = opened(desk, raised)
    sent = {"contact": contact, "receipt": receipt, "token": token, "account": desk.me}
    desk.me.username = "x" * 500
    with pytest.raises(TooMuchDetail):
        services.break_confidentiality(what=WHAT, **sent)
    assert (Report.objects.filter(body="oif").count(), Message.objects.count()) == (0, 0)
    desk.me.username = "luister"
    services.break_confidentiality(what=WHAT, **sent)
    assert (Report.objects.filter(body="oif").count(), Message.objects.count()) == (1, 1)

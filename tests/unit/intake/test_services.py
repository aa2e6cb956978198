"""What is written is sealed, bound to its place, and noted: for either side, in any order."""

import datetime as dt
from collections.abc import Sequence

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loket.core import batches, clock
from loket.core.models import AuditEntry
from loket.intake import dialogue, sealing, services
from loket.intake.configuration import NotOpen
from loket.intake.content import STORY, Content, Identity, MessageContent
from loket.intake.models import Author, Channel, Message, MessageKind, Report, State
from loket.intake.raising import NoStory, NotYet, Raised
from loket.intake.sealing import OpenMailbox, OpenReport
from loket.keys import services as keys
from loket.keys.errors import NoBodyKey
from loket.vault.errors import WontOpen
from loket.vault.keys import new_pair
from loket.vault.receipts import new_receipt

pytestmark = pytest.mark.django_db

STORY_TOLD = "Wat er in kamer 3 gebeurde."
WORDS = "niet in een logboek "
WHO = Identity(disclosure="in_confidence", name="S. Voorbeeld", email="s@example.org", notify=True)


def raise_it(identity: Identity = WHO, **more: object) -> Raised:
    given_: dict[str, object] = {"body": "oif", "content": Content(story=STORY_TOLD), "channel": Channel.SITE, **more}
    return services.raise_report(identity=identity, **given_)  # type: ignore[arg-type] # a test's shorthand


def both(raised: Raised, body_private: bytes) -> tuple[OpenReport, OpenMailbox]:
    report = Report.objects.get(pk=raised.report_id)
    return sealing.open_report(report, body_private), sealing.open_mailbox(report, raised.receipt.pair.private)


def test_nothing_readable_reaches_the_database(body_private: bytes) -> None:
    """The whole row, the trail and the outbox, as text: WBK-6, wall 1."""
    raised = raise_it()
    with connection.cursor() as cursor:
        for table in ("intake_report", "core_auditentry", "core_notice"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")  # noqa: S608 (our own names)
            text = cursor.fetchone()[0] or ""
            for secret in (STORY_TOLD, "Voorbeeld", "s@example.org", raised.receipt.code, *raised.receipt.words):
                assert secret not in text
                assert secret.encode().hex() not in text


def test_both_sides_read_the_same_and_only_with_their_own_key(body_private: bytes) -> None:
    raised = raise_it()
    body, mailbox = both(raised, body_private)
    assert body.content() == mailbox.content() == Content(story=STORY_TOLD)
    assert mailbox.identity() == WHO
    report = Report.objects.get()
    for private in (new_pair().private, new_receipt().pair.private):
        with pytest.raises(WontOpen):
            sealing.open_report(report, private)
        with pytest.raises(WontOpen):
            sealing.open_mailbox(report, private)


def test_keys_do_not_show_when_printed(body_private: bytes) -> None:
    body, _mailbox = both(raised := raise_it(), body_private)
    assert repr(body.key) not in repr(body)
    assert repr(body.identity_key) not in repr(body)
    assert raised.receipt.code not in repr(raised)


def _read_all(raised: Raised, body_private: bytes) -> None:
    body, mailbox = both(raised, body_private)
    mailbox.content()
    sealing.read_identity(body)


@pytest.mark.parametrize("field", ["content", "identity", "key_for_body", "key_for_reporter"])
def test_a_value_that_was_moved_to_another_report_does_not_open(body_private: bytes, field: str) -> None:
    one, other = raise_it(), raise_it()
    moved = getattr(Report.objects.get(pk=other.report_id), field)
    Report.objects.filter(pk=one.report_id).update(**{field: bytes(moved)})
    with pytest.raises(WontOpen):
        _read_all(one, body_private)


def test_the_key_of_an_identity_does_not_open_the_story(body_private: bytes) -> None:
    raised = raise_it()
    body, _mailbox = both(raised, body_private)
    swapped = OpenReport(body.report, body.identity_key, body.key)
    for read in (swapped.content, lambda: sealing.read_identity(swapped)):
        with pytest.raises(WontOpen):
            read()


@pytest.mark.parametrize("change", [{"number": 9}, {"author": Author.BODY}, {"kind": MessageKind.FEEDBACK}])
def test_a_message_that_was_renumbered_or_put_in_anothers_mouth_does_not_open(
    body_private: bytes, change: dict[str, object]
) -> None:
    body, mailbox = both(raise_it(), body_private)
    services.write_as_reporter(mailbox=mailbox, text="Nog iets")
    Message.objects.update(**change)
    with pytest.raises(WontOpen):
        body.message(Message.objects.get())


def test_reading_and_showing_who_it_was_stand_in_the_trail(body_private: bytes) -> None:
    """WBK-6, WBK-8."""
    raised = raise_it()
    report = Report.objects.get()
    opened = services.open_for_body(report=report, body_private=body_private, actor="staal")
    assert services.show_identity(report=opened, reason="contact", actor="staal") == WHO
    with pytest.raises(services.BadReason):
        services.show_identity(report=opened, reason="nieuwsgierig", actor="staal")
    found = list(AuditEntry.objects.filter(actor="staal").values_list("action", "target", "summary"))
    assert found == [
        ("report.read", f"report:{raised.reference}", {"body": "oif"}),
        ("report.identity", f"report:{raised.reference}", {"body": "oif", "reason": "contact"}),
    ]
    report.refresh_from_db()
    assert not report.news_for_body


def test_what_an_officer_sees_is_what_was_marked_as_read(body_private: bytes) -> None:
    _body, mailbox = both(raise_it(), body_private)
    services.write_as_reporter(mailbox=mailbox, text="Eerst")
    before = Report.objects.get()
    opened = services.open_for_body(report=before, body_private=body_private, actor="staal")
    services.write_as_reporter(mailbox=mailbox, text="Daarna")
    shown = [(one.content.text, bool(one.message.read_on)) for one in dialogue.read(opened)]
    assert shown == [("Eerst", True)]
    assert Report.objects.get().news_for_body
    opened = services.open_for_body(report=opened.report, body_private=body_private, actor="staal")
    assert all(one.message.read_on for one in dialogue.read(opened))
    assert not Report.objects.get().news_for_body


def test_an_acknowledgement_and_a_feedback_set_the_state_and_its_day(body_private: bytes) -> None:
    body, _mailbox = both(raise_it(), body_private)
    for kind, state in (("message", "received"), ("acknowledgement", "acknowledged"), ("feedback", "answered")):
        services.write_as_body(report=body, kind=kind, text="Dank je wel", actor="staal")
        report = Report.objects.get()
        assert report.state == state
    assert report.acknowledged_on == report.answered_on == clock.today()
    services.write_as_body(report=body, kind="acknowledgement", text="Nog eens", actor="staal")
    assert Report.objects.get().state == State.ANSWERED


def test_a_mail_goes_to_who_asked_for_it(body_private: bytes) -> None:
    from loket.core.models import Notice

    for identity in (WHO, WHO.model_copy(update={"notify": False}), Identity(disclosure="anonymous")):
        body, _mailbox = both(raise_it(identity), body_private)
        services.write_as_body(report=body, kind="message", text="Een vraag", actor="staal")
    assert Notice.objects.filter(body="").count() == 1


def test_a_state_goes_on_and_not_back_to_new(body_private: bytes) -> None:
    report = Report.objects.get(pk=raise_it().report_id)
    services.set_state(report=report, state="in_progress", actor="staal")
    services.set_state(report=report, state="in_progress", actor="staal")
    assert AuditEntry.objects.filter(action="report.state").count() == 1
    with pytest.raises(services.NoWayBack):
        services.set_state(report=report, state="received", actor="staal")
    with pytest.raises(ValueError, match="gone"):
        services.set_state(report=report, state="gone", actor="staal")
    services.set_state(report=report, state="acknowledged", actor="staal")
    now = Report.objects.get()
    assert (now.state, now.acknowledged_on) == (State.IN_PROGRESS, clock.today())


def test_an_oral_report_offers_its_minutes(body_private: bytes) -> None:
    """WBK-3, WBK-10."""
    raised = services.register_report(
        body="oif", content=Content(story="Gebeld", wanted_meeting="2026-12-01"), identity=WHO, channel="phone",
        minutes="Zij belde en zei dit.", actor="staal", received_on=clock.today() - dt.timedelta(days=2),
    )  # fmt: skip
    _body, mailbox = both(raised, body_private)
    minutes = Message.objects.get()
    assert mailbox.message(minutes).options == ("agreed", "corrected")
    number = services.write_as_reporter(
        mailbox=mailbox, text="De datum klopt niet", kind="answer", question=minutes.number, choice="corrected"
    )
    assert mailbox.message(Message.objects.get(number=number)).choice == "corrected"
    entry = AuditEntry.objects.get(action="report.raise")
    assert (entry.actor, entry.summary) == ("staal", {"body": "oif", "channel": "phone"})


@pytest.mark.parametrize(("question", "choice"), [(1, "no"), (1, ""), (7, "agreed"), (0, "agreed"), (2, "agreed")])
def test_an_answer_belongs_to_a_question_and_its_options(body_private: bytes, question: int, choice: str) -> None:
    body, mailbox = both(raise_it(), body_private)
    services.write_as_body(report=body, kind="minutes", text="Klopt dit?", options=("agreed",), actor="staal")
    services.write_as_body(report=body, kind="message", text="Dag", actor="staal")
    with pytest.raises(services.BadAnswer):
        services.write_as_reporter(mailbox=mailbox, text="Ja", kind="answer", question=question, choice=choice)
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"body": "koo"}, NotOpen),
        ({"body": "mib"}, NoBodyKey),
        ({"content": Content(story=" \n")}, NoStory),
        ({"received_on": dt.date(2999, 1, 1)}, NotYet),
    ],
)
def test_what_cannot_be_raised_writes_nothing(
    body_private: bytes, change: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error), transaction.atomic():
        raise_it(**change)
    assert not Report.objects.exists()
    assert not AuditEntry.objects.filter(action="report.raise").exists()


def test_a_rotated_key_opens_everything_and_the_old_one_nothing(body_private: bytes) -> None:
    raised, told = [raise_it() for _ in range(3)], list[tuple[int, int]]()

    def reseal(old: bytes, _version: int, public: bytes, version: int) -> int:
        return services.reseal(
            body="oif",
            old_private=old,
            new_public=public,
            new_version=version,
            actor="staal",
            progress=lambda done, total: told.append((done, total)),
        )

    batches.BATCH, kept = 2, batches.BATCH
    try:
        count = keys.rotate_body(body="oif", body_private=body_private, reseal=[reseal], actor="staal")
    finally:
        batches.BATCH = kept
    assert (count, told) == (3, [(2, 3), (3, 3)])
    for one in raised:
        report = Report.objects.get(pk=one.report_id)
        assert report.body_key_version == 2
        with pytest.raises(WontOpen):
            sealing.open_report(report, body_private)
        assert sealing.open_mailbox(report, one.receipt.pair.private).content().story == STORY_TOLD


def test_references_do_not_tell_which_came_first(body_private: bytes) -> None:
    references = [raise_it().reference for _ in range(20)]
    assert len(set(references)) == 20
    assert references != sorted(references)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).filter(str.strip)
acts = st.lists(st.tuples(st.sampled_from(["reporter", "body"]), texts), min_size=1, max_size=8)


@given(acts, texts)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_dialogue_in_any_order_is_read_as_it_was_written(
    body_private: bytes, acts: Sequence[tuple[str, str]], story: str
) -> None:
    raised = raise_it(content=Content(story=story))
    body, mailbox = both(raised, body_private)
    for who, text in acts:
        if who == "reporter":
            services.write_as_reporter(mailbox=mailbox, text=text)
        else:
            services.write_as_body(report=body, kind="message", text=text, actor="staal")
    messages = list(Message.objects.filter(report_id=raised.report_id))
    assert [message.number for message in messages] == list(range(1, len(acts) + 1))
    assert [(message.author, body.message(message).text) for message in messages] == [
        (who, MessageContent(text=text).text) for who, text in acts
    ]
    assert [mailbox.message(message) for message in messages] == [body.message(message) for message in messages]


@given(st.builds(Content, story=texts, place=texts, period=texts, concerned=texts, witnesses=texts))
@settings(max_examples=25)
def test_content_survives_its_bytes(content: Content) -> None:
    assert Content.model_validate_json(content.as_bytes()) == content


def test_an_error_about_content_does_not_repeat_it() -> None:
    with pytest.raises(ValueError, match="place") as error:
        Content(place=WORDS * 200, story=STORY_TOLD)
    assert WORDS not in str(error.value)


def test_a_message_longer_than_its_page_is_refused() -> None:
    with pytest.raises(ValueError, match="20000"):
        MessageContent(text="x" * (STORY + 1))

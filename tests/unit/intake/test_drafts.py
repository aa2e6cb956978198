"""A draft: sealed under the browser's token, written field by field, sent once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from pytest_django import DjangoCaptureOnCommitCallbacks

from loket.core import clock
from loket.intake import drafts, files, sealing, storage, tidy
from loket.intake.configuration import configuration
from loket.intake.content import Content
from loket.intake.files import SealedUpload
from loket.intake.models import Draft, Report, SavedDraft, SealedFile
from loket.intake.raising import NoStory, Raised
from loket.vault.receipts import new_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("body_private")]

TOLD = {"story": "Er verdween een doos uit kamer 3", "category": "undesirable_conduct"}


def upload(data: bytes = b"inhoud", name: str = "foto.jpg") -> SealedUpload:
    return files.store([data], name=name, kind="image/jpeg")


def full() -> str:
    token = drafts.start(body="oif")
    drafts.change(token, content=TOLD, identity={"disclosure": "anonymous"})
    return token


def opened(raised: Raised) -> Content:
    report = Report.objects.get(pk=raised.report_id)
    return sealing.open_mailbox(report, raised.receipt.pair.private).content()


def row_as_text() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM intake_draft t")
        return str(cursor.fetchone()[0])


def test_it_holds_what_was_said_and_nobody_reads_it() -> None:
    token = full()
    held = drafts.read(token)
    assert held is not None
    assert (held.body, held.content.story, held.identity.disclosure) == ("oif", TOLD["story"], "anonymous")
    for secret in (TOLD["story"], TOLD["story"].encode().hex(), token):
        assert secret not in row_as_text()


@pytest.mark.parametrize("token", ["", "geen token", "é", "a" * 43, "\x00", "Zk9" * 14 + "q", "=" * 43, "x" * 10_000])
def test_any_other_token_opens_nothing(token: str) -> None:
    full()
    assert drafts.read(token) is None
    with pytest.raises(drafts.NoDraft):
        drafts.change(token, content=TOLD)
    with pytest.raises(drafts.NoDraft):
        drafts.send(token)
    drafts.discard(token)
    assert Draft.objects.count() == 1


def test_two_tabs_write_into_one_draft() -> None:
    token = full()
    drafts.change(token, content={"place": "Kamer 3"})
    drafts.change(token, content={"period": "In mei"}, identity={"name": "S. Voorbeeld"})
    held = drafts.read(token)
    assert held is not None
    assert (held.content.story, held.content.place, held.content.period) == (TOLD["story"], "Kamer 3", "In mei")
    assert (held.identity.disclosure, held.identity.name) == ("anonymous", "S. Voorbeeld")


def test_an_older_version_put_under_a_new_number_does_not_open() -> None:
    token = full()
    old = bytes(Draft.objects.get().content)
    drafts.change(token, content={"place": "Kamer 3"})
    Draft.objects.update(content=old)
    assert drafts.read(token) is None


def test_sending_twice_is_one_report_with_one_receipt() -> None:
    token = full()
    first, second = drafts.send(token), drafts.send(token)
    assert first == second
    assert Report.objects.count() == 1
    assert opened(first).story == TOLD["story"]


def test_after_sending_the_draft_holds_no_story_and_changes_no_more() -> None:
    token = full()
    raised = drafts.send(token)
    held = drafts.read(token)
    assert held is not None
    assert held.content == Content()
    assert (held.receipt, held.reference) == (raised.receipt.code, raised.reference)
    with pytest.raises(drafts.AlreadySent):
        drafts.change(token, content={"story": "anders"})
    with pytest.raises(drafts.AlreadySent):
        drafts.save_for_later(token)
    drafts.discard(token)
    assert drafts.read(token) is None
    assert Report.objects.count() == 1


def test_what_was_not_ready_stays_as_it_was() -> None:
    token = drafts.start(body="oif")
    drafts.change(token, content={"place": "Kamer 3"})
    with pytest.raises(NoStory):
        drafts.send(token)
    held = drafts.read(token)
    assert held is not None
    assert held.content.place == "Kamer 3"
    assert not Draft.objects.get().sent


def test_the_receipt_of_later_leads_back_and_becomes_the_receipt_of_the_report() -> None:
    token = full()
    receipt = drafts.save_for_later(token)
    assert drafts.save_for_later(token) == receipt
    assert drafts.resume(receipt) == token
    assert drafts.resume(new_receipt()) is None
    raised = drafts.send(token)
    assert raised.receipt == receipt
    assert Report.objects.get().lookup == receipt.lookup
    assert drafts.resume(receipt) is None
    assert not SavedDraft.objects.exists()


def test_a_draft_expires_after_the_days_of_the_configuration(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    token, today = full(), clock.today()
    receipt, days = drafts.save_for_later(token), configuration().draft_days
    drafts.add_files(token, [upload()])
    (id_,) = SealedFile.objects.values_list("id", flat=True)
    monkeypatch.setattr(clock, "today", lambda: today + dt.timedelta(days=days))
    assert drafts.read(token) is not None
    assert tidy.forget_drafts() == 0
    monkeypatch.setattr(clock, "today", lambda: today + dt.timedelta(days=days + 1))
    assert drafts.read(token) is None
    assert drafts.resume(receipt) is None
    with pytest.raises(drafts.NoDraft):
        drafts.send(token)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy.forget_drafts() == 1
    assert (Draft.objects.count(), SavedDraft.objects.count(), SealedFile.objects.count()) == (0, 0, 0)
    assert id_ not in dict(storage.stored())


# Files


def test_files_go_with_the_report_and_a_removed_one_does_not(tmp_path: Path) -> None:
    token = full()
    kept, gone = drafts.add_files(token, [upload(b"een"), upload(b"twee", "weg.jpg")])
    drafts.remove_file(token, gone.id)
    drafts.remove_file(token, gone.id)
    clean = drafts.replace_file(token, kept.id, upload(b"schoon"))
    assert clean.cleaned
    raised = drafts.send(token)
    assert [b"".join(files.unsealed(note)) for note in opened(raised).files] == [b"schoon"]
    assert set(SealedFile.objects.values_list("report_id", "draft_id")) == {(raised.report_id, None)}


def test_more_files_than_fit_are_refused_and_the_draft_stays() -> None:
    token = full()
    most = configuration().limits.most
    drafts.add_files(token, [upload() for _ in range(most)])
    extra = upload()
    with pytest.raises(files.TooMany):
        drafts.add_files(token, [extra])
    extra.close()
    held = drafts.read(token)
    assert held is not None
    assert len(held.content.files) == most
    assert len(dict(storage.stored())) == most


def test_all_drafts_together_have_a_limit(settings_of_one_kilobyte: None) -> None:
    """A flood cannot fill the disk."""
    drafts.add_files(full(), [upload(b"x" * 600)])
    with pytest.raises(files.TooBig):
        drafts.add_files(full(), [upload(b"x" * 600)])


@pytest.fixture
def settings_of_one_kilobyte(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    small = replace(configuration(), limits=replace(configuration().limits, drafts=1024))
    monkeypatch.setattr(files, "configuration", lambda: small)


# At once


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_report() -> None:
    token = full()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(_send, [token, token])
    assert first == second
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_lose_nothing() -> None:
    token = drafts.start(body="oif")
    fields = ["story", "place", "period", "concerned"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda field: _change(token, field), fields))
    held = drafts.read(token)
    assert held is not None
    assert [getattr(held.content, field) for field in fields] == fields


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_commit_nothing_happened_and_after_it_the_same_words_come_back() -> None:
    token = full()
    with transaction.atomic():
        drafts.send(token)
        transaction.set_rollback(True)
    assert not Report.objects.exists()
    before_the_answer = drafts.send(token)
    assert drafts.send(token).receipt.words == before_the_answer.receipt.words


def _send(token: str) -> Raised:
    try:
        return drafts.send(token)
    finally:
        connection.close()


def _change(token: str, field: str) -> None:
    try:
        drafts.change(token, content={field: field})
    finally:
        connection.close()


# In any order


class AnyOrder(RuleBasedStateMachine):
    """Whatever is done in whatever order, the draft holds what was said last, and there is one report at most."""

    def __init__(self) -> None:
        super().__init__()
        Report.objects.all().delete()
        self.token = drafts.start(body="oif")
        self.said: dict[str, str] = {}
        self.receipt: object = None
        self.sent: Raised | None = None

    @precondition(lambda self: self.sent is None)
    @rule(field=st.sampled_from(["story", "place", "period"]), text=st.sampled_from(["", "een", "twee"]))
    def say(self, field: str, text: str) -> None:
        drafts.change(self.token, content={field: text})
        self.said[field] = text

    @precondition(lambda self: self.sent is None)
    @rule()
    def save(self) -> None:
        receipt = drafts.save_for_later(self.token)
        assert self.receipt in (None, receipt)
        assert drafts.resume(receipt) == self.token
        self.receipt = receipt

    @rule()
    def send(self) -> None:
        if not self.sent and not self.said.get("story"):
            with pytest.raises(NoStory):
                drafts.send(self.token)
            return
        raised = drafts.send(self.token)
        assert self.sent in (None, raised)
        assert self.receipt in (None, raised.receipt)
        self.sent = raised

    @invariant()
    def holds_what_was_said(self) -> None:
        assert Report.objects.count() == (1 if self.sent else 0)
        content = opened(self.sent) if self.sent else getattr(drafts.read(self.token), "content", None)
        assert content is not None
        for field, text in self.said.items():
            assert getattr(content, field) == text


def test_in_any_order() -> None:
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_survive(story: str) -> None:
    token = drafts.start(body="oif")
    assert drafts.change(token, content={"story": story}).content == Content(story=story)
    held = drafts.read(token)
    assert held is not None
    assert held.content == Content(story=story)

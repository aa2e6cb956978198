"""Calls that come in at the same moment: one report for one key, and a number for every message."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from loket.core import audit
from loket.intake import sealing, services
from loket.intake.models import Message, Report
from loket.vault.receipts import read_receipt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("body_private")]

GOOD = {"body": "oif", "category": "undesirable_conduct", "story": "Dag", "reporter": {"kind": "citizen"}}


def post(key: str) -> bytes:
    try:
        headers = {"Idempotency-Key": key} if key else {}
        answer = Client().post("/api/v1/reports", GOOD, content_type="application/json", headers=headers)
        assert answer.status_code == 201
        content: bytes = answer.content
        return content
    finally:
        connection.close()


def test_the_same_call_at_the_same_moment_is_one_report() -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(post, ["zelfde"] * 8))
    assert len(answers) == 1
    assert Report.objects.count() == 1


def test_other_calls_do_not_wait_for_one_another_into_an_error() -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = {json.loads(answer)["reference"] for answer in pool.map(post, ["", "a", "b", "", "c", "d", "", "e"])}
    assert len(answers) == Report.objects.count() == 8
    assert audit.verify() is None


def test_messages_written_at_once_each_have_their_number() -> None:
    told = json.loads(post(""))
    report = Report.objects.get()
    mailbox = sealing.open_mailbox(report, read_receipt(told["receipt"]).pair.private)

    def write(text: str) -> int:
        try:
            return services.write_as_reporter(mailbox=mailbox, text=text)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(write, "abcdef"))
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert {mailbox.message(message).text for message in Message.objects.all()} == set("abcdef")

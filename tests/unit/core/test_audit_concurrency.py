"""Writers queue: the chain stays one chain, whoever writes at the same moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from loket.core import audit, once
from loket.core.models import AuditEntry


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain() -> None:
    before = AuditEntry.objects.count()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(20)))
    assert AuditEntry.objects.count() == before + 20
    assert audit.verify() is None


@pytest.mark.django_db(transaction=True)
def test_a_token_counts_once_for_all_who_bring_it() -> None:
    token = once.new_token()
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, [token] * 4)) == [False, False, False, True]


def write(number: int) -> None:
    try:
        audit.record(actor="writer", action="test.write", target="thing", summary={"number": number})
    finally:
        connection.close()


def use(token: str) -> bool:
    try:
        return once.first_time(uuid.UUID(token))
    finally:
        connection.close()

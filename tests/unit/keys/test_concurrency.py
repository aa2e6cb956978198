"""Rotation while reports come in, on a real PostgreSQL with a connection for each: nothing is sealed to a key that is
gone, nobody waits for ever."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, transaction
from key_people import BODY, given_key, officer

from loket.accounts.models import Account
from loket.core import audit
from loket.keys import queries, services
from loket.keys.errors import BeingRotated, WontUnlock
from loket.keys.models import BodyKey
from loket.keys.ways import Passkey
from loket.vault.keys import pair_of, seal_key, unseal_key
from loket.vault.place import Place

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")
PLACE = Place("report", "1", "key")


def apart(act: Callable[[], T]) -> Callable[[], T]:
    """The act on a connection of its own thread, closed afterwards."""

    def run() -> T:
        try:
            return act()
        finally:
            connection.close()

    return run


def body_private_of(recovery: bytes) -> bytes:
    return services.open_body_with_recovery(body=BODY, recovery_private=recovery)


@pytest.fixture
def key() -> bytes:
    """The recovery key of a body that has its own."""
    recovery = services.make_recovery_key(actor="test").private
    services.make_body_key(body=BODY, actor="test")
    return recovery


def test_a_rotation_waits_for_a_report_that_is_being_sealed(key: bytes) -> None:
    sealed: list[int] = []
    seen: list[int] = []
    holding, done = threading.Event(), threading.Event()

    def report() -> None:
        with transaction.atomic():
            version = queries.sealing_key(BODY).version
            holding.set()
            assert not done.wait(0.3), "the rotation did not wait"
            sealed.append(version)

    def rotate() -> None:
        holding.wait(5)
        services.rotate_body(
            body=BODY, body_private=body_private_of(key), reseal=[lambda *_: seen.append(len(sealed)) or 0], actor="t"
        )
        done.set()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(apart(report)), pool.submit(apart(rotate))]:
            future.result(10)
    assert (sealed, seen) == ([1], [1])


@pytest.mark.parametrize("moment", ["before the row changes", "after the row changed"])
def test_a_report_that_comes_during_a_rotation_is_sealed_to_the_new_key(key: bytes, moment: str) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def pause(*_: object) -> int:
        inside.set()
        go_on.wait(5)
        return 0

    def rotate() -> None:
        private = body_private_of(key)
        with transaction.atomic():
            reseal = [pause] if moment.startswith("before") else []
            services.rotate_body(body=BODY, body_private=private, reseal=reseal, actor="t")
            if not reseal:
                pause()

    def report() -> int:
        inside.wait(5)
        with transaction.atomic():
            return queries.sealing_key(BODY).version

    with ThreadPoolExecutor(2) as pool:
        rotating, reporting = pool.submit(apart(rotate)), pool.submit(apart(report))
        inside.wait(5)
        time.sleep(0.2)
        assert not reporting.done()
        go_on.set()
        rotating.result(10)
        assert reporting.result(10) == 2


def test_a_report_does_not_wait_for_ever(key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PATIENCE", "200ms")
    inside, go_on = threading.Event(), threading.Event()

    def pause(*_: object) -> int:
        inside.set()
        go_on.wait(10)
        return 0

    def rotate() -> None:
        services.rotate_body(body=BODY, body_private=body_private_of(key), reseal=[pause], actor="t")

    with ThreadPoolExecutor(1) as pool:
        rotating = pool.submit(apart(rotate))
        inside.wait(5)
        with pytest.raises(BeingRotated), transaction.atomic():
            queries.sealing_key(BODY)
        go_on.set()
        rotating.result(10)
    with transaction.atomic():
        assert queries.sealing_key(BODY).version == 2


def test_every_report_opens_whatever_rotates_meanwhile(key: bytes) -> None:
    """Reports as rows of the trail of this test: sealed value and version, resealed as the room of reports does."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_report (id serial PRIMARY KEY, version int, sealed bytea)")
    try:
        members = [officer(name) for name in ("staal", "proef")]
        shares = {account.username: given_key(account, body_private_of(key)) for account in members}
        with ThreadPoolExecutor(4) as pool:
            writers = [pool.submit(apart(lambda: [report() for _ in range(15)])) for _ in range(3)]
            rotating = pool.submit(apart(lambda: [rotate(key) for _ in range(5)]))
            for future in [*writers, rotating]:
                future.result(60)
        private = body_private_of(key)
        with connection.cursor() as cursor:
            cursor.execute("SELECT version, sealed FROM test_report")
            rows = cursor.fetchall()
        assert len(rows) == 45
        assert {version for version, _ in rows} == {6}
        assert all(unseal_key(bytes(sealed), private=private, place=PLACE) == bytes(32) for _, sealed in rows)
        for account in members:
            assert services.open_body(body=BODY, account=account, private=shares[account.username]) == private
        assert audit.verify() is None
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE test_report")


def report() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        to = queries.sealing_key(BODY)
        sealed = seal_key(bytes(32), to=to.public, place=PLACE)
        cursor.execute("INSERT INTO test_report (version, sealed) VALUES (%s, %s)", [to.version, sealed])
        audit.record(actor="melder", action="report.raise", target="report", summary={})


def rotate(recovery: bytes) -> None:
    services.rotate_body(body=BODY, body_private=body_private_of(recovery), reseal=[reseal], actor="test")


def reseal(old: bytes, _old_version: int, public: bytes, version: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sealed FROM test_report")
        rows = cursor.fetchall()
        for row, sealed in rows:
            key = unseal_key(bytes(sealed), private=old, place=PLACE)
            again = seal_key(key, to=public, place=PLACE)
            cursor.execute("UPDATE test_report SET sealed = %s, version = %s WHERE id = %s", [again, version, row])
    return len(rows)


def test_persons_and_bodies_rotate_at_once_without_losing_a_share(key: bytes) -> None:
    accounts = [officer(name) for name in ("staal", "proef")]
    ways = [Passkey(account.username.encode(), bytes([number]) * 32) for number, account in enumerate(accounts)]
    for account, way in zip(accounts, ways, strict=True):
        private = given_key(account, body_private_of(key))
        services.add_passkey(
            account=account, private=private, credential=way.credential, prf=way.prf, salt=b"", actor="t"
        )

    def person(account: Account, way: Passkey) -> Callable[[], None]:
        def act() -> None:
            for _ in range(5):
                services.rotate_person(account=account, way=way, actor="test")

        return act

    acts = [person(*pair) for pair in zip(accounts, ways, strict=True)]
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(apart(act)) for act in (*acts, lambda: [rotate_alone(key) for _ in range(5)])]
        for future in futures:
            future.result(60)
    body = body_private_of(key)
    assert BodyKey.objects.get().public == pair_of(body).public
    for account, way in zip(accounts, ways, strict=True):
        private = services.open_with_prf(account, way.credential, way.prf)
        assert services.open_body(body=BODY, account=account, private=private) == body


def test_of_two_who_renew_one_key_at_once_one_is_told(key: bytes) -> None:
    account, way = officer("staal"), Passkey(b"c", b"1" * 32)
    private = given_key(account, body_private_of(key))
    services.add_passkey(account=account, private=private, credential=way.credential, prf=way.prf, actor="t")

    def renew() -> bytes | None:
        try:
            return services.rotate_person(account=account, way=way, actor="t")
        except WontUnlock:
            return None

    with ThreadPoolExecutor(3) as pool:
        made = [future.result(20) for future in [pool.submit(apart(renew)) for _ in range(3)]]
    current = services.open_with_prf(account, way.credential, way.prf)
    assert current in made
    assert services.open_body(body=BODY, account=account, private=current) == body_private_of(key)


def rotate_alone(recovery: bytes) -> None:
    services.rotate_body(body=BODY, body_private=body_private_of(recovery), reseal=[], actor="test")

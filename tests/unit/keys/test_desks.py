"""The desk of one person: made on first use, sealed to them alone, and left alone by whatever moves bodies' keys."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from key_people import BODY, given_key

from loket.accounts.models import Account, Role
from loket.accounts.queries import addresses_of_body
from loket.core import clock
from loket.core.models import AuditEntry
from loket.keys import queries, services
from loket.keys.desks import open_desk
from loket.keys.errors import KeysError, NoPersonKey, NotEntitled, Replaced, WontUnlock
from loket.keys.models import BodyKey, PersonKey, Share
from loket.keys.sealed import seal_share
from loket.keys.ways import Passkey
from loket.vault.keys import new_pair, pair_of
from people import person, sign_in

PASSKEY = Passkey(b"passkey", bytes(32))


@pytest.fixture
def luister(db: None) -> Account:
    return person("luister", Role.ADVISER)


def with_key(account: Account) -> bytes:
    private = services.make_person_key(account=account, actor="test")
    services.add_passkey(
        account=account, private=private, credential=PASSKEY.credential, prf=PASSKEY.prf, actor="test", salt=b""
    )
    return private


def desk_key(account: Account) -> BodyKey:
    return BodyKey.objects.get(body=account.desk)


def test_it_is_made_on_first_use_and_stays_the_same(luister: Account) -> None:
    private = with_key(luister)
    first = open_desk(account=luister, private=private)
    assert open_desk(account=luister, private=private) == first
    assert pair_of(first).public == bytes(desk_key(luister).public)
    assert queries.desk_renewed_on(luister) is None
    assert AuditEntry.objects.filter(action="key.make-desk", target="account:luister").count() == 1


def test_nobody_but_an_adviser_with_a_key_has_one(luister: Account) -> None:
    with pytest.raises(NoPersonKey):
        open_desk(account=luister, private=new_pair().private)
    national = person("landelijk", Role.NATIONAL_ADVISER)
    private = services.make_person_key(account=national, actor="test")
    with pytest.raises(NotEntitled):
        open_desk(account=national, private=private)
    assert not BodyKey.objects.exists()


def test_somebody_elses_key_makes_and_opens_nothing(luister: Account) -> None:
    gehoor = person("gehoor", Role.ADVISER)
    mine, theirs = with_key(luister), services.make_person_key(account=gehoor, actor="test")
    with pytest.raises(WontUnlock):
        open_desk(account=luister, private=theirs)
    assert not BodyKey.objects.exists()
    open_desk(account=luister, private=mine)
    with pytest.raises(KeysError):
        open_desk(account=luister, private=theirs)


def test_who_is_no_adviser_any_more_opens_it_no_more_and_finds_it_again(luister: Account) -> None:
    private = with_key(luister)
    opened = open_desk(account=luister, private=private)
    grant = luister.grants.get()
    grant.ends_on = grant.begins_on = clock.today().replace(year=2020)
    grant.save()
    with pytest.raises(NotEntitled):
        open_desk(account=Account.objects.get(pk=luister.pk), private=private)
    again = person("luister", Role.ADVISER)
    again.grants.update(ends_on=None)
    assert open_desk(account=Account.objects.get(pk=luister.pk), private=private) == opened


def test_a_desk_whose_key_was_replaced_beside_us_is_not_used(luister: Account) -> None:
    private = with_key(luister)
    open_desk(account=luister, private=private)
    BodyKey.objects.update(public=new_pair().public)
    with pytest.raises(Replaced):
        open_desk(account=luister, private=private)


def test_a_person_who_replaces_their_key_keeps_their_desk(luister: Account) -> None:
    opened = open_desk(account=luister, private=with_key(luister))
    renewed = services.rotate_person(account=luister, way=PASSKEY, actor="luister")
    assert open_desk(account=luister, private=renewed) == opened
    assert queries.desk_renewed_on(luister) is None


def test_after_a_key_is_forgotten_the_desk_gets_another_in_its_place(luister: Account) -> None:
    old = open_desk(account=luister, private=with_key(luister))
    services.forget_person_key(account=luister, actor="beheer")
    private = services.make_person_key(account=luister, actor="luister")
    new = open_desk(account=luister, private=private)
    assert new != old
    assert open_desk(account=luister, private=private) == new
    key = desk_key(luister)
    assert (key.version, bytes(key.public), key.recovery_key) == (2, pair_of(new).public, None)
    assert queries.desk_renewed_on(luister) == clock.today()
    assert AuditEntry.objects.filter(action="key.renew-desk", actor="luister").count() == 1


def test_the_recovery_key_neither_opens_a_desk_nor_moves_it(
    luister: Account, staal: Account, recovery: bytes, body_private: bytes
) -> None:
    private = with_key(luister)
    opened = open_desk(account=luister, private=private)
    before = BodyKey.objects.filter(body=luister.desk).values().get()
    with pytest.raises(WontUnlock):
        services.open_body_with_recovery(body=luister.desk, recovery_private=recovery)
    other = services.rotate_recovery(recovery_private=recovery, actor="test")
    with pytest.raises(KeysError):
        services.open_body_with_recovery(body=luister.desk, recovery_private=other.private)
    assert BodyKey.objects.filter(body=luister.desk).values().get() == before
    assert open_desk(account=luister, private=private) == opened
    third = services.replace_recovery(body_privates={BODY: body_private}, actor="test")
    assert services.open_body_with_recovery(body=BODY, recovery_private=third.private) == body_private
    assert open_desk(account=luister, private=private) == opened


def test_desks_are_no_bodies(luister: Account, staal: Account, body_private: bytes) -> None:
    given_key(staal, body_private)
    open_desk(account=luister, private=with_key(luister))
    assert [key.body for key in queries.body_keys()] == [BODY]
    assert queries.desks_that_open() == {luister.desk}
    luister.grants.all().delete()
    assert queries.bodies_due_for_rotation() == []
    services.rotate_body(body=BODY, body_private=body_private, reseal=[], actor="test")
    assert Share.objects.filter(account=luister).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_come_first_at_once_get_one_desk() -> None:
    account = person("luister", Role.ADVISER)
    private = services.make_person_key(account=account, actor="test")

    def opens(_number: int) -> bytes:
        try:
            return open_desk(account=Account.objects.get(pk=account.pk), private=private)
        finally:
            connection.close()

    for _round in range(2):  # the first desk, and the one after a key was forgotten
        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(opens, range(4)))) == 1
        services.forget_person_key(account=account, actor="beheer")
        private = services.make_person_key(account=account, actor="test")
    assert BodyKey.objects.get().version == 2


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["desk-", "desk-x", "desk--1", "desk-1 ", "desk-٣", "desk-1\x00", "desk-" + 40 * "9"])
def test_mail_for_a_desk_that_nobody_has_goes_to_nobody(code: str) -> None:
    assert addresses_of_body(code) == []


@pytest.mark.django_db
def test_mail_for_a_desk_goes_to_whose_it_is_as_long_as_they_are_an_adviser() -> None:
    account = person("luister", Role.ADVISER)
    Account.objects.filter(pk=account.pk).update(email="luister@voorbeeld.example")
    person("gehoor", Role.ADVISER)
    assert addresses_of_body(account.desk) == ["luister@voorbeeld.example"]
    account.grants.all().delete()
    assert addresses_of_body(f"desk-{account.pk}") == []


@pytest.mark.django_db
def test_who_began_a_desk_anew_is_told_what_became_of_the_old_one(client: Client) -> None:
    account = person("luister", Role.ADVISER)
    open_desk(account=account, private=with_key(account))
    assert "begon je opnieuw" not in sign_in(client, account).get(reverse("keys:keys")).content.decode()
    services.forget_person_key(account=account, actor="beheer")
    open_desk(account=account, private=with_key(account))
    assert "begon je opnieuw" in client.get(reverse("keys:keys")).content.decode()


def planted(account: Account) -> bytes:
    """What whoever can write to the database does: a desk of their own making, sealed to an adviser's public half."""
    theirs = PersonKey.objects.get(account=account)
    pair = new_pair()
    key, _new = BodyKey.objects.update_or_create(
        body=account.desk, defaults={"public": pair.public, "made_on": clock.today()}
    )
    Share.objects.filter(body_key=key).delete()
    share = Share(body_key=key, account=account, given_by=account.username, given_on=clock.today())
    seal_share(share, pair.private, bytes(theirs.public))
    share.save()
    return pair.private


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_desk_that_somebody_else_made_is_refused(luister: Account, is_begun: bool) -> None:
    private = with_key(luister)
    if is_begun:
        open_desk(account=luister, private=private)
    planted(luister)
    with pytest.raises(Replaced):
        open_desk(account=luister, private=private)


def test_renewing_ones_key_keeps_the_own_desk_and_clears_no_planted_one(luister: Account) -> None:
    private = with_key(luister)
    first = open_desk(account=luister, private=private)
    private = services.rotate_person(account=luister, way=PASSKEY, actor="test")
    assert open_desk(account=luister, private=private) == first
    planted(luister)
    private = services.rotate_person(account=luister, way=PASSKEY, actor="test")
    with pytest.raises(Replaced):
        open_desk(account=luister, private=private)

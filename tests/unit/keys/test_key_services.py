"""Who can open a body's key, and who cannot: giving, taking back, rotating, recovering (design: walls 2 and 3)."""

import pytest
from key_people import BODY, WORDS, given_key, officer

from loket.accounts.models import Account, Role
from loket.core import clock
from loket.core.models import AuditEntry
from loket.keys import queries, services
from loket.keys.errors import (
    HasKey,
    NoBodyKey,
    NoPersonKey,
    NoShare,
    NotEntitled,
    Replaced,
    WeakPassphrase,
    WontUnlock,
)
from loket.keys.models import BodyKey, PersonKey, RecoveryKey, Share, Unlocker
from loket.keys.ways import Passkey, Passphrase
from loket.vault.keys import new_pair, pair_of
from people import person


def test_a_member_opens_what_the_body_key_is(staal: Account, body_private: bytes) -> None:
    assert services.open_body(body=BODY, account=staal, private=given_key(staal, body_private)) == body_private


def test_a_colleague_without_the_key_waits_for_it(staal: Account, proef: Account, body_private: bytes) -> None:
    given_key(staal, body_private)
    private = services.make_person_key(account=proef, actor="test")
    with pytest.raises(NoShare):
        services.open_body(body=BODY, account=proef, private=private)
    assert [one.account for one in queries.waiting(BODY)] == [proef]
    assert [one.account for one in queries.members(BODY)] == [staal]


def test_a_share_moved_to_a_colleague_does_not_open(staal: Account, proef: Account, body_private: bytes) -> None:
    given_key(staal, body_private)
    private = services.make_person_key(account=proef, actor="test")
    Share.objects.update(account=proef)
    with pytest.raises(NoShare):
        services.open_body(body=BODY, account=proef, private=private)


def test_without_a_grant_for_the_body_nobody_gets_the_key(body_private: bytes) -> None:
    for outsider in (officer("denkbeeld", "mib"), person("beheer", Role.FUNCTIONAL_ADMINISTRATOR)):
        services.make_person_key(account=outsider, actor="test")
        with pytest.raises(NotEntitled):
            services.give(body=BODY, body_private=body_private, to=outsider, actor="test")
    assert not Share.objects.exists()


@pytest.mark.parametrize("change", ["grant ended", "account closed"])
def test_who_is_no_officer_any_more_opens_nothing(staal: Account, body_private: bytes, change: str) -> None:
    private = given_key(staal, body_private)
    if change == "grant ended":
        staal.grants.all().delete()
    else:
        Account.objects.filter(pk=staal.pk).update(is_active=False)
    with pytest.raises(NotEntitled):
        services.open_body(body=BODY, account=staal, private=private)
    assert [one.account for one in queries.left(BODY)] == [staal]
    assert queries.bodies_due_for_rotation() == [BODY]


def test_only_who_can_open_the_key_gives_it(staal: Account, body_private: bytes) -> None:
    services.make_person_key(account=staal, actor="test")
    with pytest.raises(WontUnlock):
        services.give(body=BODY, body_private=new_pair().private, to=staal, actor="test")
    assert not Share.objects.exists()


def test_nobody_gets_a_key_before_they_made_one_of_their_own(staal: Account, body_private: bytes) -> None:
    with pytest.raises(NoPersonKey):
        services.give(body=BODY, body_private=body_private, to=staal, actor="test")


def test_nothing_is_made_over_what_stands(staal: Account, recovery: bytes) -> None:
    services.make_person_key(account=staal, actor="test")
    with pytest.raises(HasKey):
        services.make_person_key(account=staal, actor="test")
    with pytest.raises(HasKey):
        services.make_body_key(body=BODY, actor="test")
    with pytest.raises(HasKey):
        services.make_recovery_key(actor="test")


@pytest.mark.django_db
def test_a_body_without_a_key_says_so(staal: Account) -> None:
    with pytest.raises(NoBodyKey):
        queries.sealing_key(BODY)
    with pytest.raises(WontUnlock):
        services.make_body_key(body=BODY, actor="test")
    assert queries.bodies_without_key([BODY]) == [BODY]


def test_rotating_the_body_keeps_its_members_and_ends_the_old_key(
    staal: Account, proef: Account, body_private: bytes, recovery: bytes
) -> None:
    mine, theirs = given_key(staal, body_private), given_key(proef, body_private)
    proef.grants.all().delete()
    calls: list[tuple[bytes, int, bytes, int]] = []

    def reseal(old: bytes, version: int, public: bytes, new: int) -> int:
        calls.append((old, version, public, new))
        return 3

    assert services.rotate_body(body=BODY, body_private=body_private, reseal=[reseal, reseal], actor="test") == 6
    fresh = services.open_body(body=BODY, account=staal, private=mine)
    assert fresh != body_private
    assert calls == [(body_private, 1, pair_of(fresh).public, 2)] * 2
    assert queries.sealing_key(BODY) == queries.SealingKey(2, pair_of(fresh).public)
    assert services.open_body_with_recovery(body=BODY, recovery_private=recovery) == fresh
    assert not Share.objects.filter(account=proef).exists()
    with pytest.raises(NotEntitled):
        services.open_body(body=BODY, account=proef, private=theirs)
    with pytest.raises(WontUnlock):
        services.give(body=BODY, body_private=body_private, to=staal, actor="test")


def test_a_rotation_that_stops_half_way_changes_nothing(staal: Account, body_private: bytes) -> None:
    private = given_key(staal, body_private)

    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    before = AuditEntry.objects.count()
    with pytest.raises(KeyboardInterrupt):
        services.rotate_body(body=BODY, body_private=body_private, reseal=[stopped], actor="test")
    assert services.open_body(body=BODY, account=staal, private=private) == body_private
    assert (BodyKey.objects.get().version, AuditEntry.objects.count()) == (1, before)


def test_leaving_takes_the_key_and_rotates(staal: Account, proef: Account, body_private: bytes) -> None:
    mine = given_key(staal, body_private)
    given_key(proef, body_private)
    services.leave(body=BODY, account=proef, body_private=body_private, reseal=[], actor="test")
    assert services.open_body(body=BODY, account=staal, private=mine) != body_private
    assert [one.account for one in queries.members(BODY)] == [staal]
    assert queries.bodies_due_for_rotation() == []


def test_taking_back_makes_the_body_due_for_rotation(staal: Account, body_private: bytes) -> None:
    private = given_key(staal, body_private)
    services.take_back(body=BODY, account=staal, actor="test")
    with pytest.raises(NoShare):
        services.open_body(body=BODY, account=staal, private=private)
    assert queries.bodies_due_for_rotation() == [BODY]
    with pytest.raises(NoShare):
        services.take_back(body=BODY, account=staal, actor="test")


def test_a_new_recovery_key_takes_over_and_the_old_opens_nothing(recovery: bytes, body_private: bytes) -> None:
    fresh = services.rotate_recovery(recovery_private=recovery, actor="test").private
    assert services.open_body_with_recovery(body=BODY, recovery_private=fresh) == body_private
    with pytest.raises(WontUnlock):
        services.open_body_with_recovery(body=BODY, recovery_private=recovery)
    with pytest.raises(WontUnlock):
        services.rotate_recovery(recovery_private=recovery, actor="test")


def test_a_person_rotates_with_the_way_they_keep(staal: Account, body_private: bytes) -> None:
    private = given_key(staal, body_private)
    services.add_passphrase(account=staal, private=private, passphrase=WORDS, actor="staal")
    services.add_passkey(account=staal, private=private, credential=b"c", prf=b"p" * 32, salt=b"", actor="staal")
    fresh = services.rotate_person(account=staal, way=Passkey(b"c", b"p" * 32), actor="staal")
    assert fresh != private
    assert services.open_with_prf(staal, b"c", b"p" * 32) == fresh
    assert services.open_body(body=BODY, account=staal, private=fresh) == body_private
    with pytest.raises(NoShare):
        services.open_body(body=BODY, account=staal, private=private)
    with pytest.raises(WontUnlock):
        services.open_with_passphrase(staal, WORDS)
    assert Unlocker.objects.count() == 1


def test_a_passphrase_opens_and_is_replaced_by_the_next(staal: Account) -> None:
    private = services.make_person_key(account=staal, actor="staal")
    services.add_passphrase(account=staal, private=private, passphrase=WORDS, actor="staal")
    assert services.open_with_passphrase(staal, WORDS) == private
    services.add_passphrase(account=staal, private=private, passphrase=WORDS + " nieuw", actor="staal")
    assert services.open_with_passphrase(staal, WORDS + " nieuw") == private
    with pytest.raises(WontUnlock):
        services.open_with_passphrase(staal, WORDS)


@pytest.mark.parametrize(
    "words", ["", "te kort", "aaaaaaaaaaaaaaaaaaaaaaaa", " " * 40, "lang genoeg maar te lang " * 40]
)
def test_a_passphrase_that_a_machine_guesses_is_refused(staal: Account, words: str) -> None:
    private = services.make_person_key(account=staal, actor="staal")
    with pytest.raises(WeakPassphrase):
        services.add_passphrase(account=staal, private=private, passphrase=words, actor="staal")


def test_a_passkey_opens_by_its_own_answer_only(staal: Account) -> None:
    private = services.make_person_key(account=staal, actor="staal")
    services.add_passkey(account=staal, private=private, credential=b"one", prf=b"1" * 32, salt=b"", actor="staal")
    services.add_passkey(account=staal, private=private, credential=b"two", prf=b"2" * 32, salt=b"", actor="staal")
    assert services.open_with_prf(staal, b"two", b"2" * 32) == private
    for credential, prf in ((b"one", b"2" * 32), (b"three", b"1" * 32)):
        with pytest.raises(WontUnlock):
            services.open_with_prf(staal, credential, prf)
    services.drop_passkey(account=staal, credential=b"two", actor="staal")
    with pytest.raises(WontUnlock):
        services.open_with_prf(staal, b"two", b"2" * 32)


def test_an_unlocker_moved_to_a_colleague_does_not_open(staal: Account, proef: Account) -> None:
    private = services.make_person_key(account=staal, actor="staal")
    services.add_passkey(account=staal, private=private, credential=b"c", prf=b"1" * 32, salt=b"", actor="staal")
    services.make_person_key(account=proef, actor="proef")
    Unlocker.objects.update(person_key=PersonKey.objects.get(account=proef))
    with pytest.raises(WontUnlock):
        services.open_with_prf(proef, b"c", b"1" * 32)


def test_an_unlocker_is_made_for_the_key_that_stands(staal: Account) -> None:
    services.make_person_key(account=staal, actor="staal")
    with pytest.raises(WontUnlock):
        services.add_passkey(
            account=staal, private=new_pair().private, credential=b"c", prf=b"1" * 32, salt=b"", actor="staal"
        )


def test_who_lost_every_way_starts_anew_and_gets_the_key_again(
    staal: Account, recovery: bytes, body_private: bytes
) -> None:
    lost = given_key(staal, body_private)
    services.forget_person_key(account=staal, actor="beheer")
    with pytest.raises(NoShare):
        services.open_body(body=BODY, account=staal, private=lost)
    opened = services.open_body_with_recovery(body=BODY, recovery_private=recovery)
    assert services.open_body(body=BODY, account=staal, private=given_key(staal, opened)) == body_private


def test_every_act_is_in_the_trail_and_no_key_is(staal: Account, recovery: bytes, body_private: bytes) -> None:
    private = given_key(staal, body_private)
    services.add_passkey(account=staal, private=private, credential=b"c", prf=b"1" * 32, salt=b"", actor="staal")
    services.rotate_person(account=staal, way=Passkey(b"c", b"1" * 32), actor="staal")
    services.drop_passkey(account=staal, credential=b"c", actor="staal")
    services.rotate_body(body=BODY, body_private=body_private, reseal=[], actor="staal")
    services.rotate_recovery(recovery_private=recovery, actor="beheer")
    services.take_back(body=BODY, account=staal, actor="beheer")
    services.forget_person_key(account=staal, actor="beheer")
    assert list(AuditEntry.objects.order_by("position").values_list("action", flat=True)) == [
        "key.make-recovery",
        "key.make-body",
        "key.make",
        "key.give",
        "key.unlocker-add",
        "key.rotate-person",
        "key.unlocker-drop",
        "key.rotate-body",
        "key.rotate-recovery",
        "key.take-back",
        "key.forget",
    ]
    trail = str(list(AuditEntry.objects.values_list("actor", "target", "summary")))
    for secret in (private, body_private, recovery):
        assert secret.hex() not in trail
        assert str(secret) not in trail


def test_what_a_share_says_of_its_day_and_giver(staal: Account, body_private: bytes) -> None:
    given_key(staal, body_private)
    share = Share.objects.get()
    assert (share.given_by, share.given_on) == ("test", clock.today())


def test_rotating_with_a_passphrase(staal: Account) -> None:
    private = services.make_person_key(account=staal, actor="staal")
    services.add_passphrase(account=staal, private=private, passphrase=WORDS, actor="staal")
    with pytest.raises(WontUnlock):
        services.rotate_person(account=staal, way=Passphrase(WORDS + "?"), actor="staal")
    fresh = services.rotate_person(account=staal, way=Passphrase(WORDS), actor="staal")
    assert services.open_with_passphrase(staal, WORDS) == fresh


# Somebody who can write to the database


def test_another_public_half_of_a_body_is_noticed_by_the_first_who_opens_it(
    staal: Account, body_private: bytes
) -> None:
    """New reports would be sealed to whoever put it there."""
    private = given_key(staal, body_private)
    BodyKey.objects.update(public=new_pair().public)
    with pytest.raises(Replaced):
        services.open_body(body=BODY, account=staal, private=private)


def test_a_rotation_gives_the_key_to_no_public_half_that_nobody_vouched_for(
    staal: Account, proef: Account, body_private: bytes
) -> None:
    stranger, kept = new_pair(), given_key(staal, body_private)
    given_key(proef, body_private)
    PersonKey.objects.filter(account=proef).update(public=stranger.public)
    services.rotate_body(body=BODY, body_private=body_private, reseal=[], actor="test")
    assert [one.account for one in queries.members(BODY)] == [staal]
    assert services.open_body(body=BODY, account=staal, private=kept)
    with pytest.raises(NoShare):
        services.open_body(body=BODY, account=proef, private=stranger.private)


def test_a_rotation_seals_to_no_recovery_key_but_the_one_on_paper(recovery: bytes) -> None:
    """It begins with the paper: the public half in the database is held to it before anything is sealed."""
    RecoveryKey.objects.update(public=new_pair().public)
    with pytest.raises(Replaced):
        services.open_body_with_recovery(body=BODY, recovery_private=recovery)


def test_the_word_for_one_member_does_not_hold_for_another(staal: Account, proef: Account, body_private: bytes) -> None:
    """A stolen share, moved with its word and its public half."""
    given_key(staal, body_private)
    services.make_person_key(account=proef, actor="test")
    PersonKey.objects.filter(account=proef).update(public=PersonKey.objects.get(account=staal).public)
    Share.objects.update(account=proef)
    services.rotate_body(body=BODY, body_private=body_private, reseal=[], actor="test")
    assert not Share.objects.exists()


def test_who_renewed_their_own_key_is_still_vouched_for(staal: Account, body_private: bytes) -> None:
    private = given_key(staal, body_private)
    services.add_passphrase(account=staal, private=private, passphrase=WORDS, actor="test")
    renewed = services.rotate_person(account=staal, way=Passphrase(WORDS), actor="test")
    services.rotate_body(body=BODY, body_private=body_private, reseal=[], actor="test")
    assert services.open_body(body=BODY, account=staal, private=renewed)


def test_who_unlocks_hears_that_their_public_half_was_replaced(staal: Account) -> None:
    private = services.make_person_key(account=staal, actor="test")
    services.add_passphrase(account=staal, private=private, passphrase=WORDS, actor="test")
    PersonKey.objects.update(public=new_pair().public)
    with pytest.raises(Replaced):
        services.open_with_passphrase(staal, WORDS)
    with pytest.raises(Replaced):
        services.rotate_person(account=staal, way=Passphrase(WORDS), actor="test")

"""Giving, taking back, rotating, leaving, coming back, losing a key, in any order: in the end exactly those can open a
body's key who should."""

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from key_people import BODY, officer

from loket.accounts.models import Account, Role
from loket.core import clock
from loket.keys import queries, services
from loket.keys.errors import KeysError, NoPersonKey, NoShare, NotEntitled
from loket.keys.ways import Passkey
from loket.vault.keys import new_pair, pair_of, seal_key, unseal_key
from loket.vault.place import Place

NAMES = ("staal", "proef", "denkbeeld")
names = st.sampled_from(NAMES)
PLACE = Place("report", "1", "key")


class Keys(RuleBasedStateMachine):
    """The model is four sets of names; every secret that anybody ever had is kept, as a thief would."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.accounts = {name: officer(name) for name in NAMES}
        self.recovery = services.make_recovery_key(actor="test").private
        services.make_body_key(body=BODY, actor="test")
        self.entitled, self.holding = set(NAMES), set[str]()
        self.privates: dict[str, bytes] = {}
        self.thief: list[bytes] = [new_pair().private]
        self.sealed = seal_key(bytes(32), to=pair_of(self.body_private()).public, place=PLACE)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def body_private(self) -> bytes:
        return services.open_body_with_recovery(body=BODY, recovery_private=self.recovery)

    @rule(name=names)
    def makes_a_key(self, name: str) -> None:
        if name not in self.privates:
            self.privates[name] = services.make_person_key(account=self.accounts[name], actor=name)
            services.add_passkey(
                account=self.accounts[name],
                private=self.privates[name],
                credential=name.encode(),
                prf=name.encode().ljust(32),
                salt=b"",
                actor=name,
            )

    @rule(name=names)
    def is_given_the_key(self, name: str) -> None:
        try:
            services.give(body=BODY, body_private=self.body_private(), to=self.accounts[name], actor="test")
        except NotEntitled:
            assert name not in self.entitled
        except NoPersonKey:
            assert name not in self.privates
        else:
            assert name in self.entitled
            self.holding.add(name)

    @rule(name=names)
    def is_taken_back(self, name: str) -> None:
        try:
            services.take_back(body=BODY, account=self.accounts[name], actor="test")
        except NoShare:
            assert name not in self.holding
        self.holding.discard(name)

    @rule(name=names)
    def loses_the_grant(self, name: str) -> None:
        self.accounts[name].grants.all().delete()
        self.entitled.discard(name)

    @rule(name=names)
    def gets_the_grant_back(self, name: str) -> None:
        if name not in self.entitled:
            self.accounts[name].grants.create(role=Role.OFFICER, body=BODY, begins_on=clock.today(), granted_by="test")
            self.entitled.add(name)

    @rule()
    def the_body_rotates(self) -> None:
        self.thief.append(self.body_private())
        services.rotate_body(body=BODY, body_private=self.body_private(), reseal=[self.reseal], actor="test")
        self.holding &= self.entitled

    def reseal(self, old: bytes, _old_version: int, public: bytes, _version: int) -> int:
        self.sealed = seal_key(unseal_key(self.sealed, private=old, place=PLACE), to=public, place=PLACE)
        return 1

    @rule(name=names)
    def rotates_their_own(self, name: str) -> None:
        if name in self.privates:
            self.thief.append(self.privates[name])
            way = Passkey(name.encode(), name.encode().ljust(32))
            self.privates[name] = services.rotate_person(account=self.accounts[name], way=way, actor=name)

    @rule(name=names)
    def loses_every_way(self, name: str) -> None:
        if name in self.privates:
            services.forget_person_key(account=self.accounts[name], actor="test")
            self.thief.append(self.privates.pop(name))
            self.holding.discard(name)

    @rule()
    def the_recovery_key_rotates(self) -> None:
        self.thief.append(self.recovery)
        self.recovery = services.rotate_recovery(recovery_private=self.recovery, actor="test").private

    @invariant()
    def exactly_who_should_can_open(self) -> None:
        for name in NAMES:
            assert self.opens(name, self.privates.get(name)) == (name in self.entitled & self.holding)
        assert {one.account.username for one in queries.members(BODY)} == self.entitled & self.holding
        assert unseal_key(self.sealed, private=self.body_private(), place=PLACE) == bytes(32)

    @invariant()
    def what_was_replaced_opens_nothing(self) -> None:
        for private in self.thief:
            with pytest.raises(KeysError):
                services.open_body_with_recovery(body=BODY, recovery_private=private)
            assert not any(self.opens(name, private) for name in NAMES)

    def opens(self, name: str, private: bytes | None) -> bool:
        try:
            account = Account.objects.get(username=name)
            return services.open_body(body=BODY, account=account, private=private or bytes(32)) == self.body_private()
        except KeysError:
            return False


@pytest.mark.django_db
def test_in_the_end_exactly_who_should_can_open() -> None:
    run_state_machine_as_test(Keys, settings=settings(max_examples=8, stateful_step_count=15, deadline=None))

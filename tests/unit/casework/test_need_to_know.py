"""Assigning, sharing, declaring conflicts and naming people, in any order: who is a party to a case never opens, sees
or counts it, and who handles it is an officer of the body who is not, or nobody (wall 4)."""

import pytest
from case_world import make_house, raise_for
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from loket.casework import access, opening, services
from loket.casework.content import PersonContent, PersonIdentity
from loket.casework.errors import AlreadyHandled, Gone, NotAReader, NotEligible, NotYours
from loket.casework.models import Bar, Case, NameDigest, Reader
from loket.core import audit

OFFICERS = ("staal", "proef", "hoofd")
OTHERS = ("denkbeeld",)
officers = st.sampled_from(OFFICERS)
anyone = st.sampled_from(OFFICERS + OTHERS)
roles = st.sampled_from(("concerned", "concerned", "witness"))
identities = st.one_of(
    st.sampled_from([PersonIdentity(name=name.upper()) for name in OFFICERS]),
    st.sampled_from([PersonIdentity(name="Iemand Anders", username=name) for name in OFFICERS]),
    st.just(PersonIdentity(name="Pia Proef")),
    st.just(PersonIdentity()),
)


class NeedToKnow(RuleBasedStateMachine):
    """The model: who handles the case, who reads it, who declared a conflict, and the people in it."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.house = make_house()
        raise_for("oif")
        opening.open_new(body="oif")
        self.handler: str | None = None
        self.readers: set[str] = set()
        self.conflicted: set[str] = set()
        self.people: list[tuple[str, PersonIdentity]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def barred(self) -> set[str]:
        named = [identity for role, identity in self.people if role == "concerned"]
        concerned = {one.username for one in named} | {one.name.lower() for one in named}
        return self.conflicted | (concerned & set(OFFICERS))

    def case(self) -> Case:
        return Case.objects.get()

    def drop_the_barred(self) -> None:
        self.readers -= self.barred
        self.handler = None if self.handler in self.barred else self.handler

    def may_read(self, name: str) -> bool:
        return name in OFFICERS and name not in self.barred and (name == self.handler or name in self.readers)

    def shares_out(self, name: str) -> bool:
        return name == "hoofd" or name == self.handler

    @rule(name=anyone)
    def takes(self, name: str) -> None:
        try:
            services.take(desk=self.house.desk(name), case=self.case(), actor=name)
        except Gone:
            assert name in self.barred or name in OTHERS
        except AlreadyHandled:
            assert self.handler not in (None, name)
        else:
            assert name not in self.barred
            self.handler = name

    @rule(by=anyone, to=anyone)
    def assigns(self, by: str, to: str) -> None:
        if self.shared(services.assign, by, to):
            self.handler = to

    @rule(by=anyone, to=anyone)
    def gives_access(self, by: str, to: str) -> None:
        if self.shared(services.give_access, by, to, reason="works_along"):
            self.readers.add(to)

    def shared(self, give: object, by: str, to: str, **more: str) -> bool:
        """Whether it was given, and that it was refused for a reason."""
        try:
            give(desk=self.house.desk(by), case=self.case(), to=self.house.account(to), actor=by, **more)  # type: ignore[operator]  # one of two services
        except Gone:
            assert by in self.barred or by in OTHERS
        except NotYours:
            assert not self.shares_out(by)
        except NotEligible:
            assert to in self.barred or to in OTHERS
        else:
            assert self.shares_out(by)
            assert to not in self.barred
            return True
        return False

    @rule(by=officers, to=officers)
    def takes_access(self, by: str, to: str) -> None:
        try:
            services.take_access(
                desk=self.house.desk(by), case=self.case(), to=self.house.account(to), reason="ended", actor=by
            )
        except Gone:
            assert by in self.barred
        except NotYours:
            assert not self.shares_out(by)
        else:
            self.readers.discard(to)

    @rule(name=officers)
    def declares_a_conflict(self, name: str) -> None:
        try:
            services.declare_conflict(desk=self.house.desk(name), case=self.case(), actor=name)
        except Gone:
            assert name in self.barred
        else:
            self.conflicted.add(name)
            self.drop_the_barred()

    @precondition(lambda self: self.handler or self.readers)
    @rule(role=roles, identity=identities)
    def names_somebody(self, role: str, identity: PersonIdentity) -> None:
        by = self.handler or min(self.readers)
        opened = self.house.opened(by, self.case())
        services.add_person(
            opened=opened,
            version=opened.case.version,
            content=PersonContent(role=role),
            identity=identity,
            actor=by,
        )
        self.people.append((role, identity))
        self.drop_the_barred()

    @precondition(lambda self: self.people and (self.handler or self.readers))
    @rule(role=roles, identity=st.none() | identities, number=st.integers(0, 5))
    def changes_somebody(self, role: str, identity: PersonIdentity | None, number: int) -> None:
        by, at = self.handler or min(self.readers), number % len(self.people)
        opened = self.house.opened(by, self.case())
        services.change_person(
            opened=opened,
            person=opened.people()[at],
            version=opened.case.version,
            content=PersonContent(role=role),
            identity=identity,
            actor=by,
        )
        self.people[at] = (role, identity or self.people[at][1])
        self.drop_the_barred()

    @invariant()
    def only_who_should_sees_and_opens_it(self) -> None:
        for name in OFFICERS + OTHERS:
            desk = self.house.desk(name)
            is_seen = access.visible(desk).count() == 1
            assert is_seen == (name in OFFICERS and name not in self.barred), name
            assert self.opens(desk) == self.may_read(name), name

    def opens(self, desk: access.Desk) -> bool:
        try:
            access.open_at(desk, access.visible(desk).get())
        except (Case.DoesNotExist, NotAReader):
            return False
        return True

    @invariant()
    def the_tables_say_the_same(self) -> None:
        assignee = self.case().assignee
        assert (assignee.username if assignee else None) == self.handler
        assert set(Reader.objects.values_list("account__username", flat=True)) == self.readers
        assert NameDigest.objects.count() == sum(1 for role, one in self.people if role == "concerned" and one.name)
        assert (Bar.objects.count() == 0) == (not self.conflicted and not NameDigest.objects.exists())

    @invariant()
    def every_version_is_in_the_file(self) -> None:
        case = self.case()
        versions = set(case.items.values_list("case_version", flat=True))
        assert versions == set(range(1, case.version + 1))


@pytest.mark.django_db
def test_who_is_a_party_never_comes_in() -> None:
    run_state_machine_as_test(NeedToKnow, settings=settings(max_examples=8, stateful_step_count=25, deadline=None))
    assert audit.verify() is None

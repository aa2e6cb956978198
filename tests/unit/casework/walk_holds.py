"""What holds of every case after every step, whoever did what: the invariants of a walk through all procedures."""

import datetime as dt
from collections import Counter

import time_machine
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant
from walk_on import finish
from walk_world import World, concerned, contents, done, punished_unheard, reads

from loket.casework import access, engine, terms
from loket.casework.configuration import procedure_of
from loket.casework.models import Case, Deadline, ItemKind, Statement
from loket.casework.sealing import OpenCase, read_person_identity
from loket.casework.worklist import queries as worklist
from loket.casework.worklist import search
from loket.casework.worklist.filters import Filters
from loket.core import audit, clock
from loket.facts.kinds import KINDS
from loket.facts.models import Fact
from loket.facts.queries import live_fact
from loket.intake.models import Author, Message

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=clock.ZONE)


class Holds(RuleBasedStateMachine):
    """What is not in the database: who declared a conflict of interest, and the facts of what was destroyed. At the end
    of a walk every case that is open can be brought to its end."""

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(MONDAY)
        self.clock = self.travel.start()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = World()
        self.conflicted: set[tuple[object, str]] = set()
        self.destroyed: Counter[str] = Counter()

    def teardown(self) -> None:
        try:
            for case in self.world.cases():
                if not case.closed_on and not case.view_ended_on:
                    finish(self.world, case)
            self.the_facts_are_those_of_the_cases()
            assert audit.verify() is None
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)
            self.travel.stop()

    @invariant()
    def an_open_case_has_a_term_an_owner_and_a_way_on(self) -> None:
        for case in self.world.cases():
            running = Deadline.objects.filter(case=case, met_on=None, dropped_on=None)
            if case.closed_on or case.view_ended_on:
                assert not running.exists(), case.stage
                assert case.due_on is None
                continue
            assert case.due_on == min(one.due_on for one in running)
            assert terms.owners(case)
            ways = engine.acts_from(procedure_of(case), case.stage)
            assert case.next_act in {act.code for act in ways}

    @invariant()
    def nobody_is_punished_unheard(self) -> None:
        for case in self.world.cases():
            assert not punished_unheard(self.world.opened(case)), case.stage

    @invariant()
    def the_facts_are_those_of_the_cases(self) -> None:
        found = sum((self.facts_of(case) for case in self.world.cases()), self.destroyed.copy())
        there = {
            name: kind.model._default_manager.filter(origin=Fact.Origin.LIVE).count() for name, kind in KINDS.items()
        }
        assert Counter(there) == found

    def facts_of(self, case: Case) -> Counter[str]:
        """The facts that stand for this case by its file, held against what its procedure names."""
        opened = self.world.opened(case)
        numbers: dict[str, str] = {}
        for _item, content in contents(opened, ItemKind.EVENT):
            numbers |= content.values if content.code == "facts_yielded" else {}
        standing_now = {key: number for key, number in numbers.items() if number}
        assert len(set(standing_now.values())) == len(standing_now)
        for key, number in standing_now.items():
            assert live_fact(key.partition("/")[0], int(number)), key
        self.nothing_is_missing(opened, Counter(key.split("/")[0] + key.split("/")[1] for key in standing_now))
        return Counter(key.partition("/")[0] for key in standing_now)

    def nothing_is_missing(self, opened: OpenCase, stand: Counter[str]) -> None:
        """Each step that yields, yielded once; a person with an outcome counts when the case has ended."""
        people, steps = concerned(opened), done(opened)
        for rule_ in procedure_of(opened.case).facts:
            at_most = (
                len(people)
                if rule_.each == "person"
                else sum(one.act == rule_.act and one.kind == rule_.kind for one in procedure_of(opened.case).facts)
            )
            name = rule_.kind + rule_.act
            assert stand[name] <= (at_most if rule_.act in steps else 0), (name, stand, steps)
            settled = [one for one in people.values() if one.settlement]
            if rule_.each == "person" and opened.case.closed_on:
                assert stand[name] == len(settled) == len(people) or not settled, (name, stand)
            elif rule_.each == "case" and rule_.act in steps:
                assert stand[name] == at_most, (name, stand)

    @invariant()
    def each_letter_went_once(self) -> None:
        """Each message of a body stands with one part of one file, as long as the files of all who wrote are there."""
        named: Counter[tuple[object, int]] = Counter()
        for case in self.world.cases():
            opened = self.world.opened(case)
            report = case.report or next((one.report for one in case.handed_on.all()), None)
            for _item, content in contents(opened):
                if content.message:
                    named[report, content.message] += 1
        assert set(named.values()) <= {1}
        if not Statement.objects.exists():
            written = Message.objects.filter(author=Author.BODY).values_list("report", "number")
            assert set(written) == set(named)

    @invariant()
    def who_is_a_party_sees_nothing(self) -> None:
        for case in self.world.cases():
            for name in self.world.barred(case, self.conflicted):
                desk = self.world.desks[name]
                assert not reads(case, name)
                assert not access.visible(desk).filter(pk=case.pk).exists()
                assert not access.known_to(desk).filter(pk=case.pk).exists()
                seen = access.visible(desk).filter(closed_on=None).count()
                assert sum(worklist.counts(desk, Filters()).values()) == seen
                assert search.by_reference(desk, case.reference) is None
                opened = self.world.opened(case)
                for person in opened.people():
                    found = search.by_name(desk, read_person_identity(person, opened.private).name)
                    assert case.reference not in {row.reference for row in found.rows}

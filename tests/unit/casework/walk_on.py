"""An officer who wants to get on: records what a step requires, and does it, until the case has ended."""

from collections import deque
from collections.abc import Callable

import walk_world
from walk_world import LETTER, TALLY, World, concerned, contents, filled, offered

from loket.casework import engine, queries, services
from loket.casework.closing import lines
from loket.casework.closing import services as closing
from loket.casework.closing.services import NotReady
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.errors import AlreadyHandled
from loket.casework.handover import deciding, returning
from loket.casework.handover import services as handing
from loket.casework.handover.deciding import CAME_BACK, Decision
from loket.casework.handover.plan import KINDS, Plan, chosen, destinations, plan_for, shelf
from loket.casework.handover.standing import standing
from loket.casework.models import Case, ItemKind
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.intake import services as intake
from loket.intake.models import Message, MessageKind

TALK = ("corrective_talk_or_coaching", ())
NOTHING = ("no_action", ())
REPRIMAND = ("", ("written_reprimand",))
MOST = 40
"""Steps that no case needs to come to its end."""


def decision(outcome: tuple[str, tuple[str, ...]]) -> Decision:
    """A decision of today with this settlement and these punishments."""
    settlement, punishments = outcome
    return Decision(
        description="undesirable_conduct_employee",
        established="yes",
        settlement=settlement,
        decided_on=clock.today(),
        measures=punishments,
    )


def plan_everything(opened: OpenCase, act: Act, *, story: bool = False) -> Plan:
    """All that can go along by this step, to the first who can get it."""
    to = destinations(opened.case.body, act, "nl")[0].to
    base = plan_for(opened.case.body, act, to)
    here = shelf(opened, with_report=not base.report_goes)
    wanted = base.model_copy(update={"story": story and opened.report is not None and not base.report_goes})
    return chosen(
        here,
        wanted,
        items=[str(part.item.number) for part in here.parts],
        files=[],
        people={one.person.number: "named" for one in here.people},
    )


def answer(world: World, opened: OpenCase, *, yes: bool) -> None:
    """The reporter answers the last question for consent."""
    assert opened.report
    asked = Message.objects.filter(report=opened.report.report, kind=MessageKind.CONSENT).last()
    assert asked
    options = opened.report.message(asked).options
    intake.write_as_reporter(
        mailbox=world.house.mailbox(world.raised[opened.report.report.pk]),
        text="",
        kind=MessageKind.ANSWER,
        question=asked.number,
        choice=options[0] if yes else "no",
    )


def finish(world: World, case: Case) -> None:
    """Bring an open case to its end, whatever happened before: there is always a way."""
    for _ in range(MOST):
        case = Case.objects.get(pk=case.pk)
        if case.closed_on or case.view_ended_on:
            return
        path = _path(world.opened(case))
        assert path, f"no way out of {case.procedure} {case.stage}"
        go_on(world, case, path[0])
    raise AssertionError(f"{case.procedure} does not end from {case.stage}")


def go_on(world: World, case: Case, act: Act) -> None:
    """Do this step, and first all that it requires."""
    TALLY[f"went on: {case.procedure} {act.code}"] += 1
    on = Officer(world, case)
    for requirement in act.requires:
        on.record(requirement)
    if act.handover and (act.handover.to or act.handover.outside):
        on.hand_over(act)
    elif act.handover:
        values = filled(act)
        now = on.now()
        returning.send_back(opened=now, act=act, version=now.case.version, values=values, text="", actor=on.name)
    else:
        on.do(act)
    world.catch_up()


class Officer:
    """Who handles the case, or takes it over when nobody can."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case = world, case
        self.name = walk_world.HEADS[case.body]
        desk = world.desks[self.name]
        try:
            services.take(desk=desk, case=case, actor=self.name)
        except AlreadyHandled:
            assert case.assignee
            self.name = case.assignee.username

    def now(self) -> OpenCase:
        return self.world.as_if(self.name, self.case)

    def do(self, act: Act) -> None:
        """The step; a fact that lacks a label of the case gets it first."""
        try:
            self._act(act)
        except NotReady:
            self._labels()
            self._act(act)

    def _act(self, act: Act) -> None:
        now = self.now()
        letter = services.letter_of(procedure_of(now.case), act) if now.report else None
        services.act(
            opened=now,
            act=act.code,
            version=now.case.version,
            values=filled(act),
            text=LETTER if letter else "",
            actor=self.name,
        )

    def record(self, requirement: str) -> None:
        """Put on record what is required, as far as it is not."""
        if requirement not in queries.requirements_met(self.now()):
            getattr(self, f"_{requirement}")()
        assert requirement in queries.requirements_met(self.now()), requirement

    def hand_over(self, act: Act) -> None:
        if not contents(self.now(), *KINDS):
            self._write(ItemKind.NOTE)
        now = self.now()
        item = handing.choose(opened=now, plan=plan_everything(now, act), actor=self.name)
        if not standing(self.now(), item.number).may_go:
            handing.ask(opened=self.now(), number=item.number, why="", actor=self.name)
            answer(self.world, self.now(), yes=True)
        now = self.now()
        handing.hand_over(
            opened=now,
            number=item.number,
            version=now.case.version,
            values=filled(act),
            text=LETTER,
            actor=self.name,
        )

    def _labels(self) -> None:
        now = self.now()
        services.label(
            opened=now, version=now.case.version, unit="douane", violation="undesirable_conduct", actor=self.name
        )

    def _person_concerned(self) -> None:
        now = self.now()
        services.add_person(
            opened=now,
            version=now.case.version,
            content=PersonContent(),
            identity=PersonIdentity(name="V. Verzinsel"),
            actor=self.name,
        )

    def _write(self, kind: ItemKind, **content: object) -> None:
        content = ItemContent.model_validate({"text": "Tekst.", **content})
        services.add_item(opened=self.now(), kind=kind, content=content, actor=self.name)

    def _plan(self) -> None:
        self._write(ItemKind.PLAN)

    def _report(self) -> None:
        self._write(ItemKind.REPORT)

    def _decision(self) -> None:
        if not concerned(self.now()):
            self._person_concerned()
        self._decide(min(concerned(self.now())))

    def _settlement_each(self) -> None:
        for number, content in concerned(self.now()).items():
            if not content.settlement:
                self._decide(number)

    def _decide(self, number: int) -> None:
        now = self.now()
        back = [one for one in deciding.decisions(now) if one.content.person == number]
        if back and back[-1].content.code == CAME_BACK:
            deciding.take_over(opened=now, number=back[-1].item.number, version=now.case.version, actor=self.name)
            return
        deciding.decide(
            opened=now,
            person=number,
            version=now.case.version,
            decision=decision(TALK),
            text="Passend.",
            actor=self.name,
        )

    def _hearing_when_disciplinary(self) -> None:
        for number in concerned(self.now()):
            self._write(ItemKind.HEARING, person=number, values={"on": clock.today().isoformat(), "signed": "yes"})

    def _consent(self) -> None:
        now = self.now()
        act = engine.act(procedure_of(now.case), "ask_consent")
        self.do(act)
        answer(self.world, self.now(), yes=True)

    def _facts_reviewed(self) -> None:
        self.record("labels")
        if any(line.person and line.gaps for line in self._lines()):
            self._settlement_each()
        closing.confirm(opened=self.now(), shown=lines.digest(self._lines()), actor=self.name)

    def _lines(self) -> list[lines.Line]:
        return lines.lines_of(self.now(), queries.contents(self.now()))

    def _tasks_done(self) -> None:
        for item, content in contents(self.now(), ItemKind.TASK):
            now = self.now()
            services.change_item(
                opened=now,
                item=item,
                version=now.case.version,
                content=content.model_copy(update={"state": "done"}),
                actor=self.name,
            )


def ways(opened: OpenCase) -> list[Act]:
    """The steps that somebody who wants to can do now."""
    blocked = _blocked(opened)
    return [act for act in engine.acts_from(procedure_of(opened.case), opened.case.stage) if not blocked(act)]


def _blocked(opened: OpenCase) -> Callable[[Act], bool]:
    """Tells the steps that nothing can open: a decision for a case that ended, an end without outcome when somebody has
    one."""
    origin = opened.case.origin
    is_alone = origin is None or origin.closed_on is not None or origin.view_ended_on is not None
    settled = any(one.settlement for one in concerned(opened).values())

    def blocked(act: Act) -> bool:
        back = act.handover and not act.handover.to and not act.handover.outside
        no_way_back = bool(back) and "decision" in act.requires and is_alone
        return no_way_back or (settled and "no_settlement" in act.requires)

    return blocked


def _path(opened: OpenCase) -> list[Act]:
    """The shortest way to an end, by steps whose requirements can be met."""
    procedure, start = procedure_of(opened.case), opened.case.stage
    blocked = _blocked(opened)
    seen, queue = {start}, deque([(start, list[Act]())])
    while queue:
        stage, path = queue.popleft()
        for act in engine.acts_from(procedure, stage):
            if blocked(act) or act.becomes:
                continue
            if act.final:
                return [*path, act]
            to = engine.target(act, stage)
            if to not in seen:
                seen.add(to)
                queue.append((to, [*path, act]))
    return []


def next_offered(opened: OpenCase) -> Act:
    """The step that the case page would put on top."""
    procedure = procedure_of(opened.case)
    found = engine.next_act(procedure, queries.state_of(opened.case))
    return found or offered(procedure, opened.case)[0]

"""Every procedure in any order, by several officers at once, through the services on a real database.

Whatever is tried: what is refused changes nothing at all, what is done stands in the trail once; an open case has a
term, somebody who hears of it, and a way to its end; nobody is punished unheard; the facts are those of the case; who
is a party to it sees nothing of it; and what was destroyed is gone.

``LOKET_WALK`` is how many walks there are (a night: 200), ``LOKET_WALK_STEPS`` how long each is.
"""

import datetime as dt
import logging
import os
from collections.abc import Callable

import pytest
import walk_on
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from walk_holds import Holds
from walk_on import NOTHING, REPRIMAND, TALK, answer, decision, go_on, plan_everything
from walk_world import (
    HEADS,
    LETTER,
    TALLY,
    WORKS_AT,
    agreed,
    contents,
    digest,
    filled,
    mentions,
    on_record,
    reads,
)

from loket.accounts.models import Account
from loket.casework import engine, queries, services, terms
from loket.casework.closing import lines
from loket.casework.closing import services as closing
from loket.casework.closing.services import NotReady, OtherFacts
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.errors import Changed, Gone, Missing, NotAReader, NotNow, NotYours, Unfilled
from loket.casework.handover import deciding, returning
from loket.casework.handover import services as handing
from loket.casework.handover.deciding import CAME_BACK, NotHeard
from loket.casework.handover.standing import latest, standing
from loket.casework.models import Case, ItemKind, Statement
from loket.casework.procedure import Act
from loket.casework.reading import procedures
from loket.casework.retention import services as retention
from loket.casework.retention.errors import Held, NotYet
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.core.errors import UserError
from loket.intake import services as intake
from loket.intake.models import Message, MessageKind, Report

log = logging.getLogger(__name__)
WALKS, STEPS = int(os.environ.get("LOKET_WALK", "3")), int(os.environ.get("LOKET_WALK_STEPS", "40"))

at = st.integers(0, 9)
roles = st.sampled_from(("handler",) * 6 + ("reader", "head", "party", "elsewhere"))
acts = st.sampled_from(sorted({act.code for one in procedures().values() for act in one.acts} | {"no_such_act"}))
units = st.sampled_from(("douane", "douane", "toeslagen", "no_such_unit", ""))
violations = st.sampled_from(("undesirable_conduct", "financial_violation", ""))
outcomes = st.sampled_from((TALK, TALK, NOTHING, REPRIMAND, ("", ()), ("dismissal", ())))
identities = st.sampled_from(
    [PersonIdentity(name="Pia Proef"), PersonIdentity(name="V. Verzinsel"), PersonIdentity()]
    + [PersonIdentity(name=name.upper()) for name in ("proef", "partner")]
    + [PersonIdentity(name="Iemand", username=name) for name in ("partij", "partner")]
)
parts = st.sampled_from((ItemKind.NOTE, ItemKind.PLAN, ItemKind.REPORT, ItemKind.HEARING, ItemKind.DOCUMENT))
ACTIONS = {ItemKind.NOTE: "case.note", ItemKind.HEARING: "case.hearing"}
mostly = st.sampled_from((True, True, True, False))


class Walk(Holds):
    """What can be tried."""

    def pick(self, number: int) -> Case | None:
        """One of the cases; those that are open come first."""
        found = sorted(self.world.cases(), key=lambda case: case.closed_on is not None)
        return found[number % len(found)] if found else None

    def who(self, case: Case, role: str) -> str:
        """Somebody with this part in the case; the handler when there is none."""
        handler = case.assignee.username if case.assignee else HEADS[case.body]
        if role == "elsewhere":
            return "denkbeeld" if case.body != "mib" else "gezag"
        if role == "party":
            return next(iter(sorted(self.world.barred(case, self.conflicted))), handler)
        if role == "reader":
            return next(iter(case.readers.values_list("account__username", flat=True)), handler)
        return HEADS[case.body] if role == "head" else handler

    @rule(number=at, role=roles, code=acts, is_fresh=mostly, is_whole=mostly)
    def tries_a_step(self, number: int, role: str, code: str, is_fresh: bool, is_whole: bool) -> None:
        """Any step of any procedure, by anybody, also on an old version and not filled in."""
        case = self.pick(number)
        if case is None:
            return
        who, procedure = self.who(case, role), procedure_of(case)
        opened = self.world.as_if(who, case)
        known = {act.code: act for act in procedure.acts}
        act = known.get(code)
        letter = services.letter_of(procedure, act) if act and opened.report else None
        values = filled(act) if act else {}
        text = LETTER if letter else ""
        if not is_whole:
            values, text = {}, ""
        asked = is_whole or not (letter or (act and any(field.required for field in act.fields)))
        expected = self.refusal(opened, act, who, is_fresh=is_fresh, is_whole=bool(asked))
        before, messages = opened.case, Message.objects.count()
        own = ("case.act", "report.write") if letter else ("case.act",)
        refused = self.world.attempt(
            lambda: services.act(
                opened=opened, act=code, version=before.version - (not is_fresh), values=values, text=text, actor=who
            ),
            *own,
            also=("fact.yield", "fact.correct", "fact.withdraw", "report.state"),
        )
        assert (type(refused) if refused else None) in expected, (expected, refused, code, case.stage)
        if refused is None and act:
            after = Case.objects.get(pk=case.pk)
            assert (after.stage, after.version) == (engine.target(act, before.stage), before.version + 1)
            assert Message.objects.count() == messages + bool(letter)
            assert (after.closed_on is not None) == act.final

    def refusal(
        self, opened: OpenCase, act: Act | None, who: str, *, is_fresh: bool, is_whole: bool
    ) -> set[type[UserError] | None]:
        """What may come of it: the first thing that stands in the way, or nothing."""
        case = opened.case
        if case.view_ended_on or not reads(case, who):
            return {NotAReader}
        if not is_fresh:
            return {Changed}
        if act is None or case.stage not in act.from_ or act.handover:
            return {NotNow}
        if act.by == "handler" and (case.assignee is None or case.assignee.username != who):
            return {NotYours}
        record = on_record(opened) | (queries.requirements_met(opened) & {"facts_reviewed"})
        if set(act.requires) - record:
            return {Missing}
        if not is_whole:
            return {Unfilled}
        return {None, NotReady} if any(rule.act == act.code for rule in procedure_of(case).facts) else {None}

    @rule(number=at)
    def goes_on(self, number: int) -> None:
        """Who handles the case does what the page puts on top."""
        case = self.pick(number)
        if case and not case.closed_on and not case.view_ended_on:
            act = walk_on.next_offered(self.world.opened(case))
            if not act.handover or act.handover.to:
                go_on(self.world, case, act)

    @rule(number=at, which=st.integers(0, 19))
    def goes_another_way(self, number: int, which: int) -> None:
        """Who handles the case does something else that is possible, and first records what that requires."""
        case = self.pick(number)
        if case and not case.closed_on and not case.view_ended_on:
            found = walk_on.ways(self.world.opened(case))
            go_on(self.world, case, found[which % len(found)])

    @rule(number=at)
    def goes_on_and_on(self, number: int) -> None:
        for _ in range(4):
            self.goes_on(number)

    @rule(number=at, name=st.sampled_from(sorted(WORKS_AT)), to=st.sampled_from(sorted(WORKS_AT)), what=at)
    def shares(self, number: int, name: str, to: str, what: int) -> None:
        """Taking, assigning, sharing and declaring a conflict."""
        case = self.pick(number)
        if case is None or WORKS_AT[name] != case.body:
            return
        by = HEADS[case.body] if what % 2 else name
        desk, account = self.world.desks[by], Account.objects.get(username=to)
        tries: list[tuple[str, Callable[[], object]]] = [
            ("case.take", lambda: services.take(desk=self.world.desks[name], case=case, actor=name)),
            ("case.assign", lambda: services.assign(desk=desk, case=case, to=account, actor=by)),
            (
                "case.access",
                lambda: services.give_access(desk=desk, case=case, to=account, reason="works_along", actor=by),
            ),
            (
                "case.access-end",
                lambda: services.take_access(desk=desk, case=case, to=account, reason="ended", actor=by),
            ),
        ]
        action, call = tries[what // 2 % len(tries)]
        barred = self.world.barred(case, self.conflicted)
        refused = self.world.attempt(call, also=(action,))
        if refused is None and action in {"case.assign", "case.access"}:
            assert to not in barred
            assert WORKS_AT[to] == case.body

    @rule(number=at, name=st.sampled_from(("proef", "partner", "staal")))
    def declares_a_conflict(self, number: int, name: str) -> None:
        case = self.pick(number)
        if case is None or WORKS_AT[name] != case.body:
            return
        desk = self.world.desks[name]
        call = lambda: services.declare_conflict(desk=desk, case=case, actor=name)  # noqa: E731 (one act, tried)
        refused = self.world.attempt(call, "case.conflict")
        if refused is None:
            self.conflicted.add((case.pk, name))
        else:
            assert isinstance(refused, Gone)

    @rule(number=at, role=roles, unit=units, violation=violations, is_fresh=mostly)
    def labels(self, number: int, role: str, unit: str, violation: str, is_fresh: bool) -> None:
        self.change(
            number,
            role,
            "case.label",
            lambda opened, who: services.label(
                opened=opened,
                version=opened.case.version - (not is_fresh),
                unit=unit,
                violation=violation,
                actor=who,
            ),
            refused=(Changed,) if not is_fresh else (),
            maybe=(Unfilled,) if unit == "no_such_unit" else (),
        )

    def change(
        self,
        number: int,
        role: str,
        action: str,
        call: Callable[[OpenCase, str], object],
        *,
        refused: tuple[type[UserError], ...] = (),
        maybe: tuple[type[UserError], ...] = (),
    ) -> None:
        """Something that whoever reads the case may do. ``refused``: what must come of it; ``maybe``: what also can."""
        case = self.pick(number)
        if case is None:
            return
        who = self.who(case, role)
        opened = self.world.as_if(who, case)
        shut = bool(case.view_ended_on) or not reads(case, who)
        why = self.world.attempt(lambda: call(opened, who), action)
        expected = {NotAReader} if shut else set(refused) or {None}
        assert (type(why) if why else None) in expected | set(maybe), (why, expected)

    @rule(number=at, role=roles, part=st.sampled_from(("concerned", "concerned", "witness")), identity=identities)
    def names_somebody(self, number: int, role: str, part: str, identity: PersonIdentity) -> None:
        content = PersonContent.model_validate({"role": part})
        self.change(
            number,
            role,
            "case.person",
            lambda opened, who: services.add_person(
                opened=opened, version=opened.case.version, content=content, identity=identity, actor=who
            ),
        )

    @rule(number=at, role=roles, which=at, part=st.sampled_from(("concerned", "witness")), identity=identities)
    def changes_somebody(self, number: int, role: str, which: int, part: str, identity: PersonIdentity) -> None:
        def call(opened: OpenCase, who: str) -> object:
            people = opened.people()
            person = people[which % len(people)] if people else None
            if person is None:
                return services.say_nobody(opened=opened, version=opened.case.version, actor=who)
            content = opened.person(person).model_copy(update={"role": part})
            return services.change_person(
                opened=opened,
                person=person,
                version=opened.case.version,
                content=content,
                identity=identity if which % 2 else None,
                actor=who,
            )

        self.change(number, role, "case.person", call)

    @rule(number=at, role=roles, kind=parts, person=st.integers(0, 3))
    def writes(self, number: int, role: str, kind: ItemKind, person: int) -> None:
        values = {"on": clock.today().isoformat(), "signed": "yes"} if kind == ItemKind.HEARING else {}
        content = ItemContent(title="Titel", text="Tekst.", person=person, values=values)
        self.change(
            number,
            role,
            ACTIONS.get(kind, "case.document"),
            lambda opened, who: services.add_item(opened=opened, kind=kind, content=content, actor=who),
        )

    @rule(number=at, role=roles, is_fresh=mostly)
    def tasks(self, number: int, role: str, is_fresh: bool) -> None:
        """A new task; or one that is open, done."""

        def call(opened: OpenCase, who: str) -> object:
            open_ones = [one for one in contents(opened, ItemKind.TASK) if one[1].state == "open"]
            if not open_ones:
                content = ItemContent(title="Taak", state="open")
                return services.add_item(opened=opened, kind=ItemKind.TASK, content=content, actor=who)
            item, content = open_ones[0]
            version = opened.case.version - (not is_fresh)
            changed = content.model_copy(update={"state": "done"})
            return services.change_item(opened=opened, item=item, version=version, content=changed, actor=who)

        self.change(number, role, "case.task", call, maybe=() if is_fresh else (Changed,))

    @rule(number=at, role=roles, person=st.integers(1, 3), outcome=outcomes)
    def decides(self, number: int, role: str, person: int, outcome: tuple[str, tuple[str, ...]]) -> None:
        """On anybody, whatever: only who handles the case, and nobody punished unheard."""
        case = self.pick(number)
        if case is None:
            return
        who = self.who(case, role)
        opened = self.world.as_if(who, case)
        back = [one for one in deciding.decisions(opened) if one.content.code == CAME_BACK]
        version = case.version

        def call() -> object:
            if back and person == 1:
                return deciding.take_over(opened=opened, number=back[0].item.number, version=version, actor=who)
            return deciding.decide(
                opened=opened,
                person=person,
                version=version,
                decision=decision(outcome),
                text="Passend.",
                actor=who,
            )

        own = ("case.person",) if back and person == 1 else ("case.person", "case.decide")
        refused = self.world.attempt(call, *own)
        if refused is None:
            assert case.assignee is not None
            assert case.assignee.username == who
            assert case.closed_on is None
        else:
            assert isinstance(refused, NotAReader | NotYours | NotNow | Gone | Unfilled | NotHeard), refused

    @rule(number=at, role=roles, is_right=mostly)
    def looks_the_facts_over(self, number: int, role: str, is_right: bool) -> None:
        def call(opened: OpenCase, who: str) -> object:
            shown = lines.digest(lines.lines_of(opened, queries.contents(opened))) if is_right else "a" * 64
            return closing.confirm(opened=opened, shown=shown, actor=who)

        self.change(number, role, "case.facts", call, maybe=(NotReady,) if is_right else (OtherFacts,))

    @rule(number=at, role=roles, which=at, story=mostly)
    def chooses_what_goes(self, number: int, role: str, which: int, story: bool) -> None:
        case = self.pick(number)
        if case is None:
            return
        who, found = self.who(case, role), [act for act in procedure_of(case).acts if act.handover]
        found = [act for act in found if act.handover and (act.handover.to or act.handover.outside)]
        if not found:
            return
        act, opened = found[which % len(found)], self.world.as_if(who, case)
        why = self.world.attempt(
            lambda: handing.choose(opened=opened, plan=plan_everything(opened, act, story=story), actor=who),
            "case.document",
        )
        assert why is not None or (case.stage in act.from_ and reads(case, who))

    @rule(number=at, role=roles, what=st.sampled_from(("ask", "yes", "no", "ground", "go", "go", "go")))
    def hands_over(self, number: int, role: str, what: str) -> None:
        """What was chosen last: asked, answered, let go."""
        case = self.pick(number)
        if case is None:
            return
        who = self.who(case, role)
        opened = self.world.as_if(who, case)
        if what in {"yes", "no"}:
            self.is_answered(opened, yes=what == "yes")
            return
        now = latest(opened)
        if now is None:
            return
        if what == "ask":
            self.world.attempt(
                lambda: handing.ask(opened=opened, number=now.number, why="", actor=who),
                "case.consent",
                "report.write",
            )
        elif what == "ground":
            self.world.attempt(
                lambda: handing.disclose(
                    opened=opened,
                    number=now.number,
                    ground="court",
                    reasons="Daarom.",
                    notice="harms",
                    text="",
                    actor=who,
                ),
                "case.disclose",
            )
        else:
            self.lets_go(opened, who, now.number)

    def is_answered(self, opened: OpenCase, *, yes: bool) -> None:
        if opened.report and Message.objects.filter(report=opened.report.report, kind=MessageKind.CONSENT).exists():
            assert self.world.attempt(lambda: answer(self.world, opened, yes=yes), "report.write") is None

    def lets_go(self, opened: OpenCase, who: str, number: int) -> None:
        now, letter, case = standing(opened, number), None, opened.case
        if opened.report:
            letter = services.letter_of(procedure_of(case), now.act)
        own = ["case.act", "case.hand-over"] + (["report.write"] if letter else [])
        if not now.plan.outside:
            own += ["case.open", "case.receive"] + (["report.hand-over"] if now.plan.report_goes else [])
        lawful = not now.asks or (opened.report and agreed(opened.report)) or now.content.values.get("ground")
        cases, messages = Case.objects.count(), Message.objects.count()
        refused = self.world.attempt(
            lambda: handing.hand_over(
                opened=opened,
                number=number,
                version=case.version,
                values=filled(now.act),
                text=LETTER if letter else "",
                actor=who,
            ),
            *own,
            also=("report.state",),
        )
        if refused is None:
            assert lawful
            assert now.act.by == "officer" or (case.assignee and case.assignee.username == who)
            assert not set(now.act.requires) - on_record(opened)
            assert Case.objects.count() == cases + (not now.plan.outside)
            assert Message.objects.count() == messages + bool(letter)
            assert case.stage in now.act.from_
            self.world.catch_up()

    @rule(number=at, role=roles, which=at)
    def gives_back(self, number: int, role: str, which: int) -> None:
        case = self.pick(number)
        if case is None or case.procedure != "authority":
            return
        who = self.who(case, role)
        opened, act = (
            self.world.as_if(who, case),
            engine.act(procedure_of(case), ("return_decision", "send_back")[which % 2]),
        )
        taken = deciding.decisions(opened)
        origin = case.origin
        before = origin.items.count() if origin else 0
        refused = self.world.attempt(
            lambda: returning.send_back(
                opened=opened, act=act, version=case.version, values=filled(act), text="", actor=who
            ),
            "case.act",
            "case.return",
        )
        if refused is None:
            assert origin
            assert origin.items.count() == before + 1 + len(taken)
            assert Case.objects.get(pk=case.pk).view_ended_on
            assert not set(act.requires) - on_record(opened)

    @rule(number=at, text=st.sampled_from(("Nog iets.", "")))
    def hears_from_the_reporter(self, number: int, text: str) -> None:
        raised = list(self.world.raised.values())[number % len(self.world.raised)]
        if Report.objects.filter(pk=raised.report_id).exists():
            mailbox = self.world.house.mailbox(raised)
            refused = self.world.attempt(lambda: intake.write_as_reporter(mailbox=mailbox, text=text), "report.write")
            assert (refused is None) == bool(text)

    @rule(days=st.sampled_from((1, 6, 40, 100)))
    def days_pass(self, days: int) -> None:
        """Each term is reminded of once, however often is looked."""
        self.clock.shift(dt.timedelta(days=days))
        terms.sweep()
        retention.sweep()
        before = digest()
        terms.sweep()
        retention.sweep()
        assert digest() == before

    @rule(number=at, is_late=mostly, hold=st.sampled_from((False, False, True)))
    def destroys(self, number: int, is_late: bool, hold: bool) -> None:
        case = self.pick(number)
        if case is None:
            return
        if is_late and case.destroy_on and case.destroy_on > clock.today():
            self.clock.move_to(clock.midnight(case.destroy_on) + dt.timedelta(hours=9))
        head = HEADS[case.body]
        if hold and not case.is_held:
            assert (
                self.world.attempt(lambda: retention.hold(case=case, reason="court", actor=head), "case.hold") is None
            )
        due = case.destroy_on is not None and case.destroy_on <= clock.today()
        gone, facts = self.world.opened(case), self.facts_of(case)
        has_report = Report.objects.filter(pk=case.report, body=case.body).exists() if case.report else False
        refused = self.world.attempt(
            lambda: retention.destroy(case=case, actor=head),
            "case.destroy",
            *(("report.destroy",) if has_report else ()),
        )
        if hold or case.is_held:
            assert isinstance(refused, Held)
            retention.release(case=case, reason="ended", actor=head)
        elif not due:
            assert isinstance(refused, NotYet)
        else:
            assert refused is None
            self.destroyed += facts
            self.nothing_is_left(gone.case, has_report=has_report)

    def nothing_is_left(self, case: Case, *, has_report: bool) -> None:
        assert mentions(str(case.pk)) == set()
        assert mentions(case.reference) == {"core_auditentry", "casework_statement"}
        assert Statement.objects.filter(reference=case.reference).count() == 1
        if has_report:
            assert mentions(str(case.report)) == set()


@pytest.mark.django_db
def test_every_procedure_in_any_order() -> None:
    quick = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=quick)
    log.info("%s", "\n".join(f"{count:6} {what}" for what, count in sorted(TALLY.items())))
